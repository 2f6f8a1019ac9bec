"""Network and machine -> the compiled network of an earlier run, kept in the user's cache folder.

Compiling takes OpenVINO over a second in every process, reading what was compiled a fifth of one.
What is kept belongs to one file of weights, one version of OpenVINO and one kind of processor; it
gives the same bytes (test). Where nothing can be kept or read, the network is compiled.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

_OURS = "aqvision"


def cache_folder() -> Path | None:
    """Name the user's folder for what can be made again; None for a user without a home.

    Returns
    -------
    Path or None
        The folder, which need not be there yet.
    """
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / _OURS
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / _OURS / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / _OURS


def place_of(*made_of: str) -> Path | None:
    """Name the file of a compiled network; None where none can be kept.

    Parameters
    ----------
    *made_of
        All that it depends on.

    Returns
    -------
    Path or None
        A file in that folder, which need not be there yet.
    """
    key = hashlib.sha256("\n".join(made_of).encode()).hexdigest()
    folder = cache_folder()
    return None if folder is None else folder / f"network-{key[:24]}.bin"


def read_kept(path: Path | None) -> bytes | None:
    """Read what was kept; None where there is nothing.

    Parameters
    ----------
    path
        As :func:`place_of` gave it.

    Returns
    -------
    bytes or None
        What OpenVINO exported.
    """
    try:
        return None if path is None else path.read_bytes()
    except OSError:
        return None


def keep(path: Path | None, compiled: bytes) -> None:
    """Keep a compiled network where that is possible; a cut-off one never looks like a whole.

    Parameters
    ----------
    path
        As :func:`place_of` gave it.
    compiled
        What OpenVINO exported.
    """
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(compiled)
        Path(file.name).replace(path)
    except OSError:
        return
