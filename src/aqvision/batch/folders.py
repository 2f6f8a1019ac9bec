"""Results -> folders and files handed out: ours are replaced, all else stays."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from aqvision.core.errors import LibraryError, shown
from aqvision.core.folders import move_into, refuse_in_the_way
from aqvision.core.wording import _
from aqvision.library.files.place import UNFINISHED
from aqvision.library.records import ComparisonKind
from aqvision.report.folder import picture_names
from aqvision.report.pdf import remove_pdf

# A folder with one of these files is one that we wrote. It comes first and goes last, so that a
# folder that was left half done is known again.
_TELLING = ("analysis.json", "hold.json", *(kind.file for kind in ComparisonKind))
_Seen = tuple[int, int] | None
_FILES = ("series.csv", "steps.csv", "hold.csv", "pose.npz", "report.html")


def replace_result(source: Path, target: Path) -> None:
    """Copy a result into a folder of its own, in place of what an earlier run wrote there.

    Nothing is touched where that was the same.

    Parameters
    ----------
    source, target
        Folder of the result, and the folder that is to equal it.

    Raises
    ------
    LibraryError
        A file of somebody else would have to be replaced; then all stays as it was.
    """
    if _holds(target, source):
        return
    target.parent.mkdir(exist_ok=True)
    with unfinished_beside(target) as unfinished:
        _copy_tree(source, unfinished)
        names = [path.relative_to(unfinished) for path in files_in(unfinished)]
        if target.is_dir():
            refuse_in_the_way(unfinished, target)
            refuse_foreign_files(target, names, told_by(target) or _TELLING[0])
            remove_result(target, names)
        if target.is_dir():
            ours = told_by(unfinished) or _TELLING[0]
            (unfinished / ours).replace(target / ours)
            move_into(unfinished, target)
        else:
            refuse_foreign(target)
            unfinished.rename(target)


def _holds(target: Path, source: Path) -> bool:
    """Tell whether a folder holds a result already, and nothing more that is ours."""
    if told_by(target) is None:
        return False
    ours, there = _seen_in(source), _seen_in(target)
    more = there.keys() - ours.keys()
    if not ours.keys() <= there.keys() or (more and set(map(Path, more)) & our_files(target)):
        return False
    # a copy has the time of what it was copied from
    unlike = [name for name, seen in ours.items() if seen is None or seen != there[name]]
    return all(_are_alike(source / name, target / name) for name in unlike)


def _seen_in(folder: str | Path, prefix: str = "") -> dict[str, _Seen]:
    """Give bytes and time of each file below a folder by its place in it; None if it is no file.

    A team has ten thousand, so the system is asked once for each.
    """
    seen: dict[str, _Seen] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                seen |= _seen_in(entry.path, f"{name}/")
            elif entry.is_file(follow_symlinks=False):
                stat = entry.stat(follow_symlinks=False)
                seen[name] = stat.st_size, stat.st_mtime_ns
            else:
                seen[name] = None
    return seen


def _are_alike(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)


def told_by(folder: Path) -> str | None:
    """Name the file that tells what result a folder holds; None where it holds none of ours.

    Parameters
    ----------
    folder
        Of a clip, a comparison, a ladder or a season.
    """
    return next((name for name in _TELLING if (folder / name).is_file()), None)


def remove_result(folder: Path, names: Iterable[Path] = ()) -> None:
    """Remove the files that we wrote, ``names`` among them, and the folder if nothing is left.

    Parameters
    ----------
    folder
        Of a result; left alone if we did not write it.
    names
        More files that we wrote, as paths inside the folder.
    """
    teller = told_by(folder)
    if teller is None:
        return
    ours = {*names, *our_files(folder)} - {Path(teller)}
    for path in (*(folder / name for name in sorted(ours)), folder / teller):
        if path.is_file() or path.is_symlink():
            path.unlink()
    remove_pdf(folder)
    below = {(folder / name).parent for name in ours} - {folder}
    for left in (*sorted(below), folder):
        with suppress(OSError):  # it is not empty, or not there
            left.rmdir()


def our_files(folder: Path) -> set[Path]:
    """Name what a result of ours may hold beside the file that tells it.

    Parameters
    ----------
    folder
        Of a result.

    Returns
    -------
    set of Path
        Paths inside the folder, whether there is such a file or not.
    """
    return set(map(Path, (*_FILES, *picture_names(folder))))


def replace_text(path: Path, text: str) -> None:
    """Write a text in one step: somebody may be reading the old one, which stays if it is the same.

    Parameters
    ----------
    path, text
        The file and all that it is to hold.
    """
    with replaced(path) as unfinished:
        unfinished.write_bytes(text.encode())


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Name a file to write into, which replaces another one in one step if it is not the same.

    Parameters
    ----------
    target
        Path that it is to have in the end.

    Yields
    ------
    Path
        Beside it.
    """
    with unfinished_beside(target) as unfinished:
        yield unfinished
        if not _are_alike(unfinished, target):
            unfinished.replace(target)


def replace_file(source: Path, target: Path) -> None:
    """Copy a file in one step: somebody may be reading the old one, which stays if it is the same.

    Parameters
    ----------
    source, target
        File to copy, and the path that it is to have.
    """
    if _are_alike(source, target):
        return
    with unfinished_beside(target) as unfinished:
        _copy_file(source, unfinished)
        unfinished.replace(target)


@contextmanager
def unfinished_beside(target: Path) -> Iterator[Path]:
    """Name what is not there yet, to write into; whatever happens, nothing of it is left.

    Parameters
    ----------
    target
        Path that the result is to have in the end.

    Yields
    ------
    Path
        Beside it, so that renaming is one step.
    """
    unfinished = target.with_name(f"{UNFINISHED}{target.name}")
    _remove(unfinished)
    try:
        yield unfinished
    finally:
        _remove(unfinished)


def refuse_foreign_files(folder: Path, names: Iterable[str | Path], ours: str) -> None:
    """Refuse to replace files in a folder that holds none called ``ours``: we did not write them.

    Parameters
    ----------
    folder, names
        Where files are to be written, and their paths there.
    ours
        Name of a file that tells that the folder is ours.

    Raises
    ------
    LibraryError
        One of the files is there, or a folder of that name.
    """
    known = (folder / ours).is_file()
    for path in (folder / name for name in names):
        if not known or path.is_dir():
            refuse_foreign(path)


def refuse_foreign(path: Path) -> None:
    """Refuse to replace what stands at a path that we did not write.

    Parameters
    ----------
    path
        Where something is to be written.

    Raises
    ------
    LibraryError
        Something is there.
    """
    if path.exists() or path.is_symlink():
        raise LibraryError(
            _("{name} in {parent} is not from aqvision, and stays").format(
                name=path.name, parent=shown(path.parent)
            ),
            _("move it away, then run the same command again"),
        )


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def files_in(folder: Path) -> list[Path]:
    """List all files of a folder and of those below it, in the order of their names.

    Parameters
    ----------
    folder
        Any.
    """
    return [path for path in sorted(folder.rglob("*")) if not path.is_dir()]


def _copy_tree(source: Path, target: Path) -> None:
    """Copy a folder, but not that it is private: the library is, the reports are to be shared."""
    target.mkdir()
    for path in sorted(source.iterdir()):
        (_copy_tree if path.is_dir() else _copy_file)(path, target / path.name)


def _copy_file(source: Path, target: Path) -> None:
    """Copy a file with its time, so that a later run sees at a glance that it is the same."""
    shutil.copyfile(source, target)
    told = source.stat()
    os.utime(target, ns=(told.st_atime_ns, told.st_mtime_ns))
