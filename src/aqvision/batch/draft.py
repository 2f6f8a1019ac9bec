"""Folder of clips -> a first roster: what names, folders and tags tell; the rest stays empty."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.batch.draft_workbook import write_draft_workbook
from aqvision.batch.entry import LABELS, Kind
from aqvision.batch.guessing import Guess, guess_clips
from aqvision.batch.roster import examine_roster
from aqvision.batch.sorting import CLIPS, LeftOut, sort_out
from aqvision.batch.table import MAX_ROWS, REQUIRED, ROSTER_NAME, USUAL, Mistake
from aqvision.core.errors import LibraryError, reason_of, shown
from aqvision.core.letters import bare
from aqvision.core.wording import _

_ENDINGS = (".csv", ".xlsx")
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRoster:
    """A roster that was written, what is in it, and what somebody still has to look at.

    ``missing`` is to be filled in, ``remarks`` say how it was guessed, ``left_out`` names the files
    that are no clips to measure.
    """

    path: Path
    guesses: tuple[Guess, ...]
    missing: tuple[Mistake, ...]
    remarks: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def write_first_roster(folder: Path, out: Path | None = None) -> FirstRoster:
    """Write a roster of a folder of clips; one that is there is left alone.

    Parameters
    ----------
    folder
        Of clips; folders in it are searched as well.
    out
        The file, ``.csv`` or ``.xlsx``, in that folder or above it; ``roster.csv`` in it if None.

    Returns
    -------
    FirstRoster
        What was written, and what is to be looked at.

    Raises
    ------
    LibraryError
        There is no such folder, no clip in it, a roster already, or it cannot be written there.
    """
    path = folder / ROSTER_NAME if out is None else out
    _refuse_to_begin(folder, path)
    clips, left_out = _clips_of(folder)
    above = Path(os.path.abspath(path)).parent  # noqa: PTH100 - links stay as they are written
    found = [Path(os.path.abspath(clip)) for clip in clips]  # noqa: PTH100
    guesses, remarks = guess_clips(above, found)
    guesses = sorted(guesses, key=_place)
    try:
        _write(path, guesses, remarks, left_out)
    except OSError as error:
        raise LibraryError(
            _("{path} cannot be written: {reason}").format(
                path=shown(path), reason=reason_of(error)
            ),
            _("copy the clips where you may write"),
        ) from error
    return FirstRoster(
        path=path,
        guesses=tuple(guesses),
        missing=(*_missing(guesses), *_doubtful(path)),
        remarks=tuple(remarks),
        left_out=tuple(left_out),
    )


def _refuse_to_begin(folder: Path, path: Path) -> None:
    """Refuse what is no folder, a roster that is elsewhere, and to write over one."""
    if not folder.is_dir():
        raise LibraryError(
            _("{folder} is not a folder").format(folder=folder),
            _("name the folder that holds the clips"),
        )
    if path.suffix.lower() not in _ENDINGS:
        raise LibraryError(
            _("{path} is no name of a roster").format(path=shown(path)),
            _("let it end in {endings}").format(endings=_(" or ").join(_ENDINGS)),
        )
    if not folder.absolute().resolve().is_relative_to(path.absolute().parent.resolve()):
        raise LibraryError(
            _("{path} lies outside the folder of the clips").format(path=shown(path)),
            _("put it into that folder, or into one above it"),
        )
    if path.exists():
        raise LibraryError(
            _("{path} is there already").format(path=shown(path)),
            _("use it: {command}; for a new one, give it another name first").format(
                command=batch_command(path)
            ),
        )


def _clips_of(folder: Path) -> tuple[list[Path], list[LeftOut]]:
    """List the clips to name in a roster, and what is left out of it."""
    clips, left_out = sort_out(folder)
    if not clips:
        told = "".join(f"\n  {one}" for one in left_out[:_MOST_TOLD])
        raise LibraryError(
            _("{folder} holds no clip").format(folder=folder) + told,
            _("clips end in {suffixes}").format(suffixes=", ".join(sorted(CLIPS))),
        )
    if len(clips) > MAX_ROWS:
        raise LibraryError(
            _("{folder} holds {n_clips:,} clips, more than {most:,}").format(
                folder=folder, n_clips=len(clips), most=MAX_ROWS
            ),
            _("name a folder in it"),
        )
    return clips, left_out


def batch_command(roster: Path) -> str:
    """Write the command that measures the clips of a roster.

    Parameters
    ----------
    roster
        Its path.

    Examples
    --------
    >>> batch_command(Path("our team/roster.csv"))
    "aqvision batch 'our team/roster.csv' --out 'our team/reports'"
    """
    path, out = (shlex.quote(str(part)) for part in (roster, roster.parent / "reports"))
    return f"aqvision batch {path} --out {out}"


def _write(
    path: Path, guesses: Sequence[Guess], remarks: Sequence[str], left_out: Sequence[LeftOut]
) -> None:
    """Write the file that the name asks for; nothing is ever written over."""
    kinds = {one.kind for one in guesses}
    of_holds = ("load", "band") if Kind.HOLD in kinds else ()
    columns = (*USUAL, "kind", *of_holds) if kinds - {Kind.RUN} else USUAL
    rows = [[_cell(one, column) for column in columns] for one in guesses]
    if path.suffix.lower() == ".xlsx":
        write_draft_workbook(path, columns, rows, remarks, left_out)
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([columns, *rows])
    with path.open("x", encoding="utf-8-sig", newline="") as file:  # as spreadsheets want it
        file.write(text.getvalue())


def _cell(guess: Guess, column: str) -> str | dt.date | None:
    """Give what is known for a column; nothing is said of what is a run as most are."""
    value = getattr(guess, column, None)
    return None if value is Kind.RUN else value


def _place(guess: Guess) -> tuple[object, ...]:
    """Sort by athlete, side and day, those whom nobody could name first."""
    day = guess.date or dt.date.min
    return bare(guess.athlete), guess.label != LABELS[0], day, guess.clip


def _doubtful(path: Path) -> Iterator[Mistake]:
    """Find what a batch would not take beside empty cells, such as sessions without a day."""
    _roster, mistakes = examine_roster(path)
    yield from (mistake for mistake in mistakes if mistake.column not in REQUIRED)


def _missing(guesses: Sequence[Guess]) -> Iterator[Mistake]:
    for row, guess in enumerate(guesses, 2):
        for column in REQUIRED:
            if not getattr(guess, column):
                yield Mistake(
                    row,
                    column,
                    _("not to be told from {clip}").format(clip=guess.clip),
                    _("fill it in"),
                )
