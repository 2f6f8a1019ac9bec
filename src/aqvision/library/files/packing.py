"""Folder of a result -> one tar with the checksums of its files in front, and back again.

It is a plain tar without compression: most of a result is compressed already. The same files give
the same bytes, on whatever machine, and ``sha256sum -c SHA256SUMS`` proves an unpacked one.
"""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path
from typing import IO

from aqvision.core.assets import file_sha256
from aqvision.library.files.folder import files_in

_SUMS = "SHA256SUMS"
_PRIVATE_FILE = 0o600
_MAX_SUMS_BYTES = 1 << 20


def pack(folder: Path, target: Path) -> None:
    """Write the files of a folder into a tar.

    Parameters
    ----------
    folder, target
        Folder of a result, and the file to make.
    """
    names = sorted(files_in(folder))
    sums = "".join(f"{file_sha256(folder / name)}  {name}\n" for name in names).encode()
    with tarfile.open(target, "x", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, _SUMS, io.BytesIO(sums), len(sums))
        for name in names:
            with (folder / name).open("rb") as file:
                _add(archive, name, file, (folder / name).stat().st_size)


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], n_bytes: int) -> None:
    about = tarfile.TarInfo(name)  # no time, no owner: they would differ
    about.size, about.mode = n_bytes, _PRIVATE_FILE
    archive.addfile(about, file)


def unpack(source: Path, folder: Path) -> None:
    """Write the files of a tar into a folder, on the disk when this ends.

    Parameters
    ----------
    source, folder
        The tar, which may hold anything, and the folder to make.

    Raises
    ------
    ValueError
        It is cut or damaged, or holds something else than files of a result.
    """
    folder.mkdir(mode=0o700)
    try:
        with tarfile.open(source, "r:") as archive:
            sums = _sums_of(archive)
            for about in archive:
                if not about.isreg() or about.issparse() or about.name not in {_SUMS, *sums}:
                    raise ValueError(f"{about.name} is no file of a result")
                if about.name != _SUMS:
                    archive.extract(about, folder, filter="data")
    except (tarfile.TarError, EOFError, OverflowError) as error:
        raise ValueError(str(error)) from error
    if {name: _synced_sha256(folder / name) for name in files_in(folder)} != sums:
        raise ValueError("the checksums do not fit")


def _sums_of(archive: tarfile.TarFile) -> dict[str, str]:
    """Read the checksums, by names of files."""
    first = archive.next()
    if first is None or first.name != _SUMS or first.size > _MAX_SUMS_BYTES:
        raise ValueError("there are no checksums")
    file = archive.extractfile(first)
    lines = file.read().decode("utf-8").splitlines() if file is not None else []
    parts = (line.partition("  ") for line in lines)
    return {name: sha256 for sha256, _gap, name in parts}


def _synced_sha256(path: Path) -> str:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return file_sha256(path)
