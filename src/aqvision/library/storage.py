"""Environment -> Home: the private folder of a library, and where its clips and results lie."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from aqvision.core.errors import AqvisionError, LibraryError, named_as, reason_of, shown
from aqvision.core.wording import _
from aqvision.library.files.folder import FolderFiles, remove
from aqvision.library.files.place import (
    LEFT_OVER_S,
    UNFINISHED,
    Files,
    Name,
    clip_named,
)

HOME_VARIABLE = "AQVISION_HOME"
_FOLDERS = ("files", "results", "uploads")
_PRIVATE, _PRIVATE_FILE = 0o700, 0o600
_OTHERS = 0o077
_OWN = (
    *(*_FOLDERS, "cache", "previews", "logs", "locks"),
    *("library.sqlite*", "jobs.sqlite*", "web*", "batch*"),
)
"""Names of what programs of this package put into a home."""
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Incoming:
    """A copy that has its bytes on disk but not yet its name."""

    path: Path
    sha256: str
    size_bytes: int
    media: str

    @property
    def kept_as(self) -> Name:
        """What it is kept under."""
        return clip_named(self.sha256)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a library keeps its database, clips, results and unfinished uploads.

    ``elsewhere`` is the place of clips and results where that is not the folder itself.
    """

    folder: Path
    elsewhere: Files | None = None

    @property
    def database(self) -> Path:
        """SQLite file of the library's own tables."""
        return self.folder / "library.sqlite"

    @property
    def kept(self) -> Files:
        """The place of clips and results: who reads or writes one asks here."""
        return self.elsewhere or FolderFiles(self.folder)

    @property
    def moved(self) -> Path:
        """Note that the tables were moved to PostgreSQL: no file is to take their place."""
        return self.folder / "library.sqlite.moved.txt"

    @property
    def files(self) -> Path:
        """Folder of the clips, named by their sha256, and of those that come in."""
        return self.folder / "files"

    @property
    def results(self) -> Path:
        """Folder of a folder for each analysis or comparison, and of those that are being made."""
        return self.folder / "results"

    @property
    def uploads(self) -> Path:
        """Folder of uploads that have not come in whole."""
        return self.folder / "uploads"

    def new_result(self) -> Path:
        """Name a folder beside the results, not made yet, to write a new one into."""
        return self.results / f"{UNFINISHED}{secrets.token_hex(16)}"

    def remove_left_over(self) -> None:
        """Remove clips and results that were begun here long ago: others have done them since."""
        for folder in (self.files, self.results):
            for path in folder.glob(f"{UNFINISHED}*"):
                if time.time() - path.lstat().st_mtime > LEFT_OVER_S:
                    remove(path)

    def take_in(self, source: Path, name: str, *, move: bool = False) -> Incoming:
        """Copy a clip into the store's folder, or move it there, and hash it.

        Parameters
        ----------
        source
            The file.
        name
            What its owner calls it, for messages.
        move
            Whether the file itself goes.

        Raises
        ------
        VideoError
            It is not there or its first bytes are not those of a video.
        LibraryError
            It cannot be read or the disk is full.
        """
        media = _kind_of(source, name)
        target = self.files / f"{UNFINISHED}{secrets.token_hex(16)}"
        try:
            if move:
                source.rename(target)
            sha256, size_bytes = _hashed(target, None) if move else _hashed(source, target)
        except OSError as error:
            if not move:
                target.unlink(missing_ok=True)
            raise LibraryError(
                _("{name} cannot be stored in the library: {reason}").format(
                    name=name, reason=error.strerror
                ),
                _("check that the file may be read and that the disk has room"),
            ) from error
        return Incoming(target, sha256, size_bytes, media)


def keep_private(file: Path) -> None:
    """Make a file that nobody else on the machine can read, or one that is there so.

    Parameters
    ----------
    file
        Left as it is where it belongs to somebody else.
    """
    file.touch(mode=_PRIVATE_FILE)
    if file.stat().st_uid == os.geteuid():
        file.chmod(_PRIVATE_FILE)


def find_home() -> Path:
    """Give the folder that the environment names, or the usual place of a user's data."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser().absolute() / "aqvision"


def open_home(folder: Path | None = None) -> Home:
    """Make a home, if it is not there, that nobody else on the machine can look into.

    Parameters
    ----------
    folder
        Of the library; the usual one of this user if left out.

    Returns
    -------
    Home
        With all its folders.

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
        _keep_parts_private(home.folder)
    except OSError as error:
        raise _unusable(home, reason_of(error)) from error
    if not os.access(home.folder, os.W_OK | os.X_OK):
        raise _unusable(home, _("it may not be written into"))
    return home


def _keep_parts_private(folder: Path) -> None:
    """Keep from others what lies in a home that was there before, and that they may look into.

    The folder itself is left as it is: whoever made it may have meant it so. So is what is not
    ours in it.
    """
    for path in chain.from_iterable(folder.glob(name) for name in _OWN):
        about = path.lstat()
        if about.st_uid == os.geteuid() and about.st_mode & _OTHERS and not path.is_symlink():
            path.chmod(about.st_mode & _PRIVATE if path.is_dir() else about.st_mode & _PRIVATE_FILE)


def seen_by_others(home: Home) -> Path | None:
    """Give the folder of a home into which others on this computer can look, else None.

    Parameters
    ----------
    home
        Its clips and databases are private in any case; their names are not.
    """
    return home.folder if home.folder.stat().st_mode & _OTHERS else None


def _unusable(home: Home, reason: str) -> LibraryError:
    return LibraryError(
        _("the library cannot be kept in {folder}: {reason}").format(
            folder=shown(home.folder), reason=reason
        ),
        _("name another folder in the environment variable {variable}").format(
            variable=HOME_VARIABLE
        ),
    )


def _kind_of(source: Path, name: str) -> str:
    from aqvision.video.container import find_demuxer  # it loads codecs

    try:
        return find_demuxer(source)
    except AqvisionError as error:
        raise named_as(error, source, name) from error


def _hashed(source: Path, copy: Path | None) -> tuple[str, int]:
    """Hash a file, and copy what was hashed in the same pass."""
    digest, size_bytes = hashlib.sha256(), 0
    with source.open("rb") as file, (copy or Path(os.devnull)).open("wb") as out:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            out.write(chunk)
            size_bytes += len(chunk)
        if copy is not None:
            out.flush()
            os.fsync(out.fileno())
    return digest.hexdigest(), size_bytes
