"""What can go wrong -> one clear line and a hint.

The whole tree::

    AqvisionError            anything the user can mend
    ├── VideoError           the file cannot be read as a sprint clip
    ├── PoseError            no athlete, or no model, to measure with
    ├── EventError           no contact or step can be found
    ├── CalibrationError     a scale or a frame rate that cannot be right
    ├── SettingsError        a setting that is unknown or out of range
    └── LibraryError         results on disk that are missing or do not fit

A full disk is told as a LibraryError. Everything else that is raised is a fault of the program and
shows a traceback.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

_POSTGRESQL_FULL = "53100"


class AqvisionError(Exception):
    """A fault the user can mend.

    Parameters
    ----------
    message
        One line that says what is wrong.
    hint
        What to do next.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint

    def __reduce__(self) -> tuple[type[AqvisionError], tuple[str, str]]:
        """Keep the hint when the error crosses from a worker process."""
        return type(self), (str(self), self.hint)


class VideoError(AqvisionError):
    """The file cannot be read as a sprint clip."""


class PoseError(AqvisionError):
    """No athlete, or no model, to measure with."""


class EventError(AqvisionError):
    """No contact or step can be found."""


class CalibrationError(AqvisionError):
    """A scale or a frame rate that cannot be right."""


class SettingsError(AqvisionError):
    """A setting that is unknown or out of range."""


class LibraryError(AqvisionError):
    """Results on disk that are missing or do not fit."""


def named_as(error: AqvisionError, path: Path, name: str) -> AqvisionError:
    """Give the same error with the name that the user knows the file by.

    >>> str(named_as(VideoError("4f1c is not a video", ""), Path("files/4f1c"), "run.mp4"))
    'run.mp4 is not a video'
    """
    told = str(error).replace(str(path), name).replace(path.name, name)
    return type(error)(told, error.hint)


def as_mendable(error: BaseException | None) -> AqvisionError | None:
    """Give what the user can mend, which a full disk is whoever noticed it; None for our faults."""
    if isinstance(error, AqvisionError):
        return error
    while error is not None:
        if _says_full(error):
            return LibraryError("the disk is full", "make room on it, then do the same again")
        error = error.__cause__
    return None


def _says_full(error: BaseException) -> bool:
    of_system = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    of_sqlite = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return of_system or of_sqlite or getattr(error, "sqlstate", None) == _POSTGRESQL_FULL
