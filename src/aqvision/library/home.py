"""Environment -> Home: the folder that holds a library, private to its owner."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from aqvision.core.errors import LibraryError, reason_of, shown

HOME_VARIABLE = "AQVISION_HOME"
UNFINISHED = ".new-"
"""Beginning of every name under which something is still being written."""
_FOLDERS = ("files", "results", "uploads")
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Home:
    """Where a library keeps its database, clips, results and unfinished uploads."""

    folder: Path

    @property
    def database(self) -> Path:
        """SQLite file of the library's own tables."""
        return self.folder / "library.sqlite"

    @property
    def jobs_database(self) -> Path:
        """SQLite file of the queue."""
        return self.folder / "jobs.sqlite"

    @property
    def files(self) -> Path:
        """Folder of the clips, named by their sha256."""
        return self.folder / "files"

    @property
    def results(self) -> Path:
        """Folder of a folder for each analysis or comparison."""
        return self.folder / "results"

    @property
    def uploads(self) -> Path:
        """Folder of uploads that have not come in whole."""
        return self.folder / "uploads"

    def new_result(self) -> Path:
        """Name a folder beside the results, not made yet, to write a new one into."""
        return self.results / f"{UNFINISHED}{secrets.token_hex(16)}"


def find_home() -> Path:
    """Give the folder that the environment names, or the usual place of a user's data."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser().absolute() / "aqvision"


def open_home(folder: Path | None = None) -> Home:
    """Make a home, if it is not there, that nobody else on the machine can look into.

    Raises
    ------
    LibraryError
        The folder cannot be made or written into.
    """
    home = Home(folder.absolute() if folder else find_home())
    try:
        home.folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        for name in _FOLDERS:
            (home.folder / name).mkdir(exist_ok=True, mode=_PRIVATE)
    except OSError as error:
        raise _unusable(home, reason_of(error)) from error
    if not os.access(home.folder, os.W_OK | os.X_OK):
        raise _unusable(home, "it may not be written into")
    return home


def _unusable(home: Home, reason: str) -> LibraryError:
    return LibraryError(
        f"the library cannot be kept in {shown(home.folder)}: {reason}",
        f"name another folder in the environment variable {HOME_VARIABLE}",
    )
