"""Name -> what is kept under it: all that a place of clips and results can do.

A clip is a file and is named by the sha256 of its bytes, a result is a folder and is named by an
id of ours. Nothing that a user has written becomes a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _

UNFINISHED = ".new-"
"""Beginning of every name under which something is still being written."""
LEFT_OVER_S = 86_400
"""What is being written is left alone so long: longer than any upload or analysis may take."""
MARK = "files/place-id"
"""Where the note lies by which a place is known again: it goes along where clips are copied."""


class Kind(StrEnum):
    """What is kept; the values are the folders, or the beginnings of keys, of each."""

    CLIP = "files"
    RESULT = "results"


_FORMS = {
    Kind.CLIP: re.compile(r"[0-9a-f]{64}"),
    Kind.RESULT: re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}"),
}


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """Name of a clip or of a result.

    Raises
    ------
    LibraryError
        It is not one.
    """

    kind: Kind
    text: str

    def __post_init__(self) -> None:
        if not _FORMS[self.kind].fullmatch(self.text):
            raise LibraryError(
                _("that is no name of a clip or a result"), _("name a run of the library")
            )

    @property
    def path(self) -> str:
        """Where it lies, under whatever place: ``files/ab/ab…``, ``results/…``."""
        if self.kind is Kind.CLIP:
            return f"{self.kind}/{self.text[:2]}/{self.text}"
        return f"{self.kind}/{self.text}"


def clip_named(sha256: str) -> Name:
    """Name a clip.

    Parameters
    ----------
    sha256
        Checksum of its bytes.
    """
    return Name(Kind.CLIP, sha256)


def result_named(folder: str) -> Name:
    """Name a result.

    Parameters
    ----------
    folder
        Its id.
    """
    return Name(Kind.RESULT, folder)


@dataclass(frozen=True, slots=True)
class Lying:
    """Something that lies in a place.

    ``place`` says where, for people; ``name`` is None where it is not one of ours, and
    ``unfinished`` where it is still being written; ``changed_s`` is a time of the system's clock.
    """

    place: str
    name: Name | None
    changed_s: float
    unfinished: bool = False


class Files(Protocol):
    """A place of clips and results.

    What is named here is given back as paths on this machine. They are to be read, not changed,
    and may be gone later unless the reading is within :meth:`in_use`.
    """

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is not a folder of this machine."""

    def send(self, name: Name, source: Path) -> Path:
        """Bring the bytes of something new near, before the transaction that keeps it.

        Parameters
        ----------
        name, source
            Its name, and the finished file or folder in the home.

        Returns
        -------
        Path
            The file or folder that counts: ``source``, or where somebody has kept a result of this
            name before, that one.
        """

    def put(self, name: Name, source: Path) -> None:
        """Keep what was sent under its name, within the transaction that adds its row.

        The bytes of a clip are written anew where they are there; a result never is.

        Parameters
        ----------
        name, source
            Its name, and what :meth:`send` gave; it is moved.
        """

    def get(self, name: Name) -> Path:
        """Give the path of what is kept; nothing is there where it is not kept.

        Parameters
        ----------
        name
            Name of a clip or a result.
        """

    def exists(self, name: Name) -> bool:
        """Tell whether something is kept under a name.

        Parameters
        ----------
        name
            Name of a clip or a result.
        """

    def delete(self, names: Iterable[Name]) -> None:
        """Delete for good, here and in what this machine has copied; what is not there is no fault.

        Parameters
        ----------
        names
            Names of clips or results.
        """

    def list_all(self) -> Iterator[Lying]:
        """List all that lies in the place, ours or not, finished or not."""

    def copy(self, name: Name, target: Path) -> None:
        """Copy what is kept to where nothing is.

        Parameters
        ----------
        name, target
            Name of a clip or a result, and the file or folder to make.

        Raises
        ------
        FileNotFoundError
            It is not kept.
        DamagedError
            It was seen meanwhile that it is not what was stored.
        """

    def examine(self, name: Name) -> frozenset[str]:
        """Look at every byte of what is kept that a checksum tells of.

        Parameters
        ----------
        name
            Name of a clip or a result.

        Returns
        -------
        frozenset of str
            Names of the files of a result; empty for a clip.

        Raises
        ------
        FileNotFoundError
            It is not kept.
        DamagedError
            It is not what was stored, or cannot be read.
        """

    def mark(self, fresh: str | None = None) -> str | None:
        """Give the note by which this place is known again, from every machine.

        Parameters
        ----------
        fresh
            Becomes the note of a place that has none; a line. Without it nothing is written.

        Returns
        -------
        str or None
            The note that lies there now, whoever was first; None where there is none.
        """

    def in_use(self) -> AbstractContextManager[None]:
        """Keep all that is got meanwhile in this thread from being removed to make room."""

    def sweep(self, wanted: Iterable[Name]) -> None:
        """Remove copies on this machine of what is deleted.

        Parameters
        ----------
        wanted
            Names that rows refer to.
        """


class DamagedError(LibraryError):
    """What is kept is not what was stored, or cannot be read."""


def not_as_stored(name: Name) -> DamagedError:
    """Tell that the bytes of a clip or a result have changed.

    Parameters
    ----------
    name
        Its name.
    """
    hint = {
        Kind.CLIP: _("add the clip again, or restore it"),
        Kind.RESULT: _("restore it, or delete the run and add its clip again"),
    }
    return DamagedError(
        _("{place} is not what was stored").format(place=name.path), hint[name.kind]
    )


def named_by(place: str) -> Name | None:
    """Give the name of what lies at a path of a place, None where it is not one of ours.

    Parameters
    ----------
    place
        Path below the place.

    Examples
    --------
    >>> named_by("files/holiday.mp4") is None
    True
    """
    for kind in Kind:
        with suppress(LibraryError):
            name = Name(kind, place.rpartition("/")[2])
            if name.path == place:
                return name
    return None
