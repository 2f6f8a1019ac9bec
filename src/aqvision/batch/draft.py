"""Folder of clips -> a first roster: what names, folders and tags tell; the rest stays empty."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from aqvision.batch.table import MAX_ROWS, REQUIRED, ROSTER_NAME, USUAL, Mistake
from aqvision.core.errors import LibraryError, reason_of, shown
from aqvision.core.recorded import last_day
from aqvision.core.wording import _
from aqvision.video.container import find_filming_date

_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm"})
_LABELS = {
    **dict.fromkeys(("before", "pre", "pretest", "baseline", "vorher", "avant", "antes"), "before"),
    **dict.fromkeys(("after", "post", "posttest", "nachher", "apres", "après", "despues"), "after"),
}
# Words of cameras, messengers and people who sort clips, which are nobody's name.
_NOT_NAMES = frozenset(
    {
        *("img", "vid", "mvi", "mov", "dsc", "dscn", "dscf", "pxl", "gopr", "gh", "gx", "wa"),
        *("clip", "clips", "video", "videos", "movie", "film", "take", "trial", "run", "runs"),
        *("sprint", "sprints", "fly", "flying", "side", "left", "right", "lane", "track", "fps"),
        *("slow", "slowmo", "slomo", "hd", "uhd", "whatsapp", "copy", "edited", "new", "session"),
        *("test", "day", "export", "raw", "original"),
    }
)
_NO_NAMES = _NOT_NAMES | set(_LABELS)
# A number after one of these is part of the name: without it all athletes would be one.
_NUMBERED = re.compile(r"(?i)(athlete|runner|player|subject|person|proband|id|nr|no)[\s_.-]*(\d+)")
_NAMELESS = _("the name of a file cannot be written down")
_DATE = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Guess:
    """What could be told of a clip; empty where it could not."""

    clip: str
    athlete: str
    label: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class FirstRoster:
    """A roster that was written, what is in it, and what somebody still has to fill in."""

    path: Path
    guesses: tuple[Guess, ...]
    missing: tuple[Mistake, ...]


def write_first_roster(folder: Path) -> FirstRoster:
    """Write ``roster.csv`` into a folder of clips; one that is there is left alone.

    Parameters
    ----------
    folder
        Of clips; folders in it are searched as well.

    Returns
    -------
    FirstRoster
        What was written, and what is to be filled in.

    Raises
    ------
    LibraryError
        There is no such folder, no clip in it, a roster already, or it cannot be written.
    """
    path = folder / ROSTER_NAME
    _refuse_to_begin(folder, path)
    clips, nameless = _clips_of(folder)
    guesses = tuple(guess_clip(folder, clip) for clip in clips)
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:  # as spreadsheets want it
            file.write(_table(guesses))
    except OSError as error:
        raise LibraryError(
            _("{path} cannot be written: {reason}").format(
                path=shown(path), reason=reason_of(error)
            ),
            _("copy the clips where you may write"),
        ) from error
    return FirstRoster(path, guesses, (*_missing(guesses), *nameless))


def _refuse_to_begin(folder: Path, path: Path) -> None:
    """Refuse what is no folder, and to write over a roster."""
    if not folder.is_dir():
        raise LibraryError(
            _("{folder} is not a folder").format(folder=folder),
            _("name the folder that holds the clips"),
        )
    if path.exists():
        raise LibraryError(
            _("{path} is there already").format(path=shown(path)),
            _("use it: {command}; for a new one, give it another name first").format(
                command=batch_command(path)
            ),
        )


def _clips_of(folder: Path) -> tuple[list[Path], list[Mistake]]:
    """List the clips to name in a roster, and those whose names cannot be written down."""
    found = sorted(_clips(folder))
    clips = [clip for clip in found if _is_text(clip)]
    if not clips:
        raise LibraryError(
            _("{folder} holds no clip").format(folder=folder),
            _("clips end in {suffixes}").format(suffixes=", ".join(sorted(_SUFFIXES))),
        )
    if len(clips) > MAX_ROWS:
        raise LibraryError(
            _("{folder} holds {n_clips:,} clips, more than {most:,}").format(
                folder=folder, n_clips=len(clips), most=MAX_ROWS
            ),
            _("name a folder in it"),
        )
    return clips, [Mistake(0, "clip", _NAMELESS, _("rename it"))] * (len(found) - len(clips))


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


def _clips(folder: Path) -> Iterator[Path]:
    """Find the clips below a folder, hidden ones left out; links to folders are not followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in _SUFFIXES:
                yield Path(place) / name


def _is_text(path: Path) -> bool:
    """Tell whether a name can be written down: Linux lets it be any bytes."""
    return str(path).isprintable() and str(path).encode("utf-8", "replace") == os.fsencode(path)


def guess_clip(folder: Path, clip: Path) -> Guess:
    """Guess athlete, label and day of a clip from its name, then from the folders above it.

    Parameters
    ----------
    folder, clip
        Folder of the roster, and the path of a clip inside it.

    Returns
    -------
    Guess
        Empty where names say nothing; a day may come from the file itself.
    """
    place = clip.relative_to(folder)
    levels = [_words(place.stem), *(_words(name) for name in reversed(place.parts[:-1]))]
    written = place.as_posix()
    return Guess(
        f"./{written}" if written[0] in "=+-@" else written,
        next((name for name in map(_athlete, levels) if name), ""),
        next((label for label in map(_label, levels) if label), ""),
        _date_in(written) or find_filming_date(clip),
    )


def _words(name: str) -> list[str]:
    """Split a name into its words; dates and numbers that stand alone are none.

    >>> _words("IMG_20260314_Anna-Lena_before1"), _words("athlete 07 pre")
    (['IMG', 'Anna-Lena', 'before1'], ['athlete07', 'pre'])
    """
    plain = _NUMBERED.sub(r"\1\2", _DATE.sub(" ", name))
    parts = re.split(r"[\s_.,()+]+", plain)
    if sum(bool(part) for part in parts) == 1:
        parts = re.split(r"[-–]+", plain)
    words = [re.sub(r"^[\W\d]+|\W+$", "", part) for part in parts]
    cut = [piece for word in words for piece in _cut_label(word)]
    return [word for word in cut if word]


def _cut_label(word: str) -> list[str]:
    """Part a label from a name that it is written onto: AnnaBefore."""
    pieces = _CAMEL.split(word)
    return pieces if any(_plain(piece) in _LABELS for piece in pieces) else [word]


def _plain(word: str) -> str:
    """Give a word as the lists have it: before2 is before."""
    return word.rstrip("0123456789").casefold()


def _label(words: Sequence[str]) -> str:
    """Give the label among some words; empty when there is none, or both."""
    labels = {_LABELS[_plain(word)] for word in words if _plain(word) in _LABELS}
    return labels.pop() if len(labels) == 1 else ""


def _athlete(words: Sequence[str]) -> str:
    """Put the words together that may be a name."""
    names = [word for word in words if len(word) > 1 and _plain(word) not in _NO_NAMES]
    return " ".join(name.title() if name.islower() or name.isupper() else name for name in names)


def _date_in(text: str) -> dt.date | None:
    """Read the last day that a name tells: the file's own before that of a folder."""
    days = [dt.date(*map(int, parts)) for parts in _DATE.findall(text) if _is_day(parts)]
    return days[-1] if days and days[-1] <= last_day() else None


def _is_day(parts: tuple[str, ...]) -> bool:
    try:
        dt.date(*map(int, parts))
    except ValueError:
        return False
    return True


def _table(guesses: Sequence[Guess]) -> str:
    rows = pd.DataFrame([asdict(guess) for guess in guesses], columns=USUAL)
    return rows.to_csv(index=False, lineterminator="\r\n")


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
