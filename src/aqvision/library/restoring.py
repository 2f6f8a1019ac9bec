"""Backup -> the library: what it has lost, or what is damaged in it, back in its place."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from aqvision.core.errors import LibraryError, shown
from aqvision.core.wording import _
from aqvision.library.backup import Finding
from aqvision.library.files.folder import FolderFiles
from aqvision.library.files.place import DamagedError, Kind, Name
from aqvision.library.library import Library
from aqvision.library.repositories.belongings import belongings, is_used


def restore(library: Library, source: Path) -> tuple[int, list[Finding]]:
    """Bring back what rows refer to and is missing or damaged.

    Parameters
    ----------
    library
        To bring it to.
    source
        Folder of a backup, or a home, that has it.

    Returns
    -------
    int, list of Finding
        How much was brought, and what is no better in the backup.

    Raises
    ------
    LibraryError
        The folder is no backup, or the place of files cannot be reached.
    """
    if not all((source / kind).is_dir() for kind in Kind):
        raise LibraryError(
            _("{folder} is no backup of a library").format(folder=shown(source)),
            _("name a folder with the folders files and results in it"),
        )
    n, findings = 0, list[Finding]()
    with library.reading() as transaction:
        wanted = sorted(belongings(transaction).names)
    for name in wanted:
        try:
            n += _bring_back(library, FolderFiles(source), name)
        except DamagedError as error:
            findings.append(Finding(str(error), error.hint))
    return n, findings


def _bring_back(library: Library, backup: FolderFiles, name: Name) -> bool:
    """Put one clip or result in the place of what is missing or damaged; tell whether it was."""
    kept = library.home.kept
    if not backup.exists(name):
        return False
    saved = backup.examine(name)
    with suppress(FileNotFoundError, DamagedError):
        if _whole(saved) <= kept.examine(name):
            return False
    work = library.home.new_result()
    backup.copy(name, work)
    with library.writing() as transaction:
        if is_used(transaction, name):
            kept.delete([name])
            kept.put(name, kept.send(name, work))
    return True


def _whole(files: frozenset[str]) -> frozenset[str]:
    """Give the files that a result was made with; what lies in folders of it came later."""
    return frozenset(file for file in files if "/" not in file)
