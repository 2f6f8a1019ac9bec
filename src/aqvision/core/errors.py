"""What can go wrong -> one clear line and a hint.

The whole tree::

    AqvisionError            anything the user can mend
    ├── VideoError           the file cannot be read as a sprint clip
    ├── PoseError            no athlete, or no model, to measure with
    ├── CalibrationError     a scale or a frame rate that cannot be right
    ├── SettingsError        a setting that is unknown or out of range
    └── LibraryError         results on disk that are missing or do not fit

A full disk is told as a LibraryError, and so is a name that the system does not take, or a file or
folder in the way. Everything else that is raised is a fault of the program and shows a traceback.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from aqvision.core.filling import english
from aqvision.core.prompts import Prompt
from aqvision.core.wording import _

_POSTGRESQL_FULL = "53100"
_MAX_NAME = 60
_MAX_PATH = 200
_ANOTHER_PLACE = _("name another place, or move away what is there")
_PERMISSIONS = _("check the permissions, or name another place")
# What systems say of a name that somebody chose: why it cannot be used, and what to do about it.
_OF_NAMES = {
    errno.ENAMETOOLONG: (_("the name is too long"), _("give a shorter name")),
    errno.ENOTDIR: (_("a part of it is a file, not a folder"), _ANOTHER_PLACE),
    errno.EEXIST: (_("a file is in the way"), _ANOTHER_PLACE),
    errno.EISDIR: (_("a folder is in the way"), _ANOTHER_PLACE),
    errno.ELOOP: (_("it is a link that leads nowhere"), _("name another place, or mend the link")),
    errno.EACCES: (_("it may not be read or written"), _PERMISSIONS),
    errno.EPERM: (_("it may not be read or written"), _PERMISSIONS),
    errno.EROFS: (_("the disk may only be read"), _("name a place on another disk")),
}


class AqvisionError(Exception):
    """A fault the user can mend.

    It is kept in English, because files and the library hold it; who shows it asks ``core.said``.

    Parameters
    ----------
    message
        One line that says what is wrong.
    hint
        What to do next.
    prompts
        What the hint asks of the user; whoever shows it says where the answer is taken.
    """

    def __init__(self, message: str, hint: str, prompts: Iterable[Prompt] = ()) -> None:
        super().__init__(english(message))
        self.hint = english(hint)
        self.prompts = tuple(prompts)

    def __reduce__(self) -> tuple[type[AqvisionError], tuple[str, str, tuple[Prompt, ...]]]:
        """Keep hint and prompts when the error crosses from a worker process."""
        return type(self), (str(self), self.hint, self.prompts)


class VideoError(AqvisionError):
    """The file cannot be read as a sprint clip."""


class PoseError(AqvisionError):
    """No athlete, or no model, to measure with."""


class CalibrationError(AqvisionError):
    """A scale or a frame rate that cannot be right."""


class SettingsError(AqvisionError):
    """A setting that is unknown or out of range."""


class LibraryError(AqvisionError):
    """Results on disk that are missing or do not fit."""


class NotThereError(LibraryError):
    """What is asked for is not there: never was, not yet, or no longer."""


class UnreachableError(LibraryError):
    """What keeps clips and results does not answer now: the same may well go later."""


def named_as(error: AqvisionError, path: Path, name: str) -> AqvisionError:
    """Give the same error with the name that the user knows the file by.

    Parameters
    ----------
    error
        Whose message names the file.
    path, name
        Path of the file on disk, and the name to show instead.

    Returns
    -------
    AqvisionError
        Of the same class, with the same hint.

    Examples
    --------
    >>> str(named_as(VideoError("4f1c is not a video", ""), Path("files/4f1c"), "run.mp4"))
    'run.mp4 is not a video'
    """
    told = str(error).replace(str(path), name).replace(path.name, name)
    return type(error)(told, error.hint, error.prompts)


def as_mendable(error: BaseException | None) -> AqvisionError | None:
    """Give what the user can mend, or None.

    A full disk is the user's to mend whoever noticed it, and so is a name that cannot be used.

    Parameters
    ----------
    error
        What was raised.

    Returns
    -------
    AqvisionError or None
        None for a fault of the program itself.
    """
    if isinstance(error, AqvisionError):
        return error
    of_name = told_of_name(error) if isinstance(error, OSError) else None
    if of_name is not None:
        return of_name
    while error is not None:
        if _says_full(error):
            return LibraryError(_("the disk is full"), _("make room on it, then do the same again"))
        error = error.__cause__
    return None


def _says_full(error: BaseException) -> bool:
    of_system = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    of_sqlite = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return of_system or of_sqlite or getattr(error, "sqlstate", None) == _POSTGRESQL_FULL


def told_of_name(error: OSError) -> LibraryError | None:
    """Tell of a name that cannot be used.

    Parameters
    ----------
    error
        What the system raised.

    Returns
    -------
    LibraryError or None
        None where the fault is the program's.
    """
    name = error.filename if error.filename2 is None else error.filename2
    if error.errno not in _OF_NAMES or not isinstance(name, str | bytes | os.PathLike):
        return None
    path = Path(os.fsdecode(name))
    if error.errno == errno.EEXIST and path.is_dir():
        return None  # we made a folder twice
    reason, hint = _OF_NAMES[error.errno]
    return LibraryError(
        _("{path} cannot be used: {reason}").format(path=shown(path), reason=reason), hint
    )


def reason_of(error: OSError) -> str:
    """Say why a file or folder cannot be used, in our words where we have some.

    Parameters
    ----------
    error
        What the system raised.
    """
    known = _OF_NAMES.get(error.errno or 0)
    return known[0] if known else error.strerror or str(error)


def shown(path: Path) -> str:
    r"""Write a path as part of a line: long names cut, and nothing that steers a terminal.

    Parameters
    ----------
    path
        The file or folder.

    Examples
    --------
    >>> shown(Path("clips/run\n.mp4")), len(shown(Path("a" * 300)))
    ('clips/run?.mp4', 61)
    """
    seen = "".join(char if _is_seen(char) else "?" for char in str(path))
    parts = (p if len(p) <= _MAX_NAME else f"{p[:_MAX_NAME]}…" for p in seen.split("/"))
    line = "/".join(parts)
    return line if len(line) <= _MAX_PATH else f"…{line[-_MAX_PATH:]}"


def _is_seen(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"  # spaces that do not break
