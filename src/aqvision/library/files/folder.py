"""Home folder -> Files: clips and results on this disk, moved there and never copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from aqvision.core.assets import file_sha256
from aqvision.core.wording import _
from aqvision.library.files.place import (
    MARK,
    UNFINISHED,
    DamagedError,
    Kind,
    Lying,
    Name,
    named_by,
    not_as_stored,
)

_PRIVATE, _PRIVATE_FILE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The folders ``files`` and ``results`` of a home."""

    folder: Path

    @property
    def is_elsewhere(self) -> bool:
        """No: it is a folder of this machine."""
        return False

    def send(self, name: Name, source: Path) -> Path:
        """Give the file or folder itself, as it lies on the right disk."""
        return source

    def put(self, name: Name, source: Path) -> None:
        """Give it its name: a clip takes the place of the same bytes, a result of nothing."""
        path = self.get(name)
        if name.kind is Kind.CLIP:
            path.parent.mkdir(exist_ok=True, mode=_PRIVATE)
            source.chmod(_PRIVATE_FILE)
            source.replace(path)
        elif path.is_dir():
            shutil.rmtree(source)
        else:
            source.rename(path)

    def get(self, name: Name) -> Path:
        """Say where it lies, or would lie."""
        return self.folder / name.path

    def exists(self, name: Name) -> bool:
        """Look whether it is there."""
        path = self.get(name)
        return path.is_file() if name.kind is Kind.CLIP else path.is_dir()

    def delete(self, names: Iterable[Name]) -> None:
        """Delete files and folders."""
        for name in names:
            path = self.get(name)
            if name.kind is Kind.RESULT:
                remove_folder(path)
                continue
            path.unlink(missing_ok=True)
            if path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()

    def list_all(self) -> Iterator[Lying]:
        """List files of the one folder and entries of the other."""
        files = (path for path in (self.folder / Kind.CLIP).rglob("*") if not path.is_dir())
        results = (self.folder / Kind.RESULT).iterdir()
        for path in (*sorted(files), *sorted(results)):
            place = path.relative_to(self.folder).as_posix()
            is_new = path.name.startswith(UNFINISHED)
            if place != MARK:
                yield Lying(place, named_by(place), path.lstat().st_mtime, is_new)

    def copy(self, name: Name, target: Path) -> None:
        """Copy a file or a folder; whoever opens the copy looks at its bytes."""
        if name.kind is Kind.RESULT:
            shutil.copytree(self.get(name), target)
        else:
            shutil.copyfile(self.get(name), target)

    def examine(self, name: Name) -> frozenset[str]:
        """Hash a clip; of a result, which has no sums here, name the files."""
        path = self.get(name)
        if name.kind is Kind.RESULT:
            return files_in(path)
        try:
            sound = file_sha256(path) == name.text
        except FileNotFoundError:
            raise
        except OSError as error:
            raise DamagedError(
                _("{name}… cannot be read: {reason}").format(
                    name=name.text[:12], reason=error.strerror
                ),
                _("check the disk"),
            ) from error
        if not sound:
            raise not_as_stored(name)
        return frozenset()

    def mark(self, fresh: str | None = None) -> str | None:
        """Give what the file ``place-id`` beside the clips says."""
        path = self.folder / MARK
        if fresh is not None:
            with suppress(FileExistsError), path.open("x", encoding="ascii") as new:
                new.write(f"{fresh}\n")
        return path.read_text(encoding="ascii").strip() if path.is_file() else None

    def in_use(self) -> AbstractContextManager[None]:
        """Do nothing: nothing here is removed to make room."""
        return nullcontext()

    def sweep(self, wanted: Iterable[Name]) -> None:
        """Do nothing: there are no copies."""


def remove_folder(folder: Path) -> None:
    """Delete a folder of results that is there.

    Parameters
    ----------
    folder
        Deleted with all that is in it; it need not be there.
    """
    if folder.is_dir():
        shutil.rmtree(folder)


def remove(path: Path) -> None:
    """Delete a file or a folder that is there.

    Parameters
    ----------
    path
        It need not be there.
    """
    if path.is_dir():
        remove_folder(path)
    else:
        path.unlink(missing_ok=True)


def files_in(folder: Path) -> frozenset[str]:
    """Name the files of a folder and of those in it, by their paths within.

    Parameters
    ----------
    folder
        Any folder.

    Raises
    ------
    FileNotFoundError
        It is not there.
    """
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    paths = (path for path in folder.rglob("*") if path.is_file())
    return frozenset(path.relative_to(folder).as_posix() for path in paths)
