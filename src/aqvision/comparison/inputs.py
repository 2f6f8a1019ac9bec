"""Folders and analyses that a user names -> the clips of a comparison, each run once, with days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import load_analysis, session_folders
from aqvision.comparison.copies import (
    distinct,
    refuse_copies,
    refuse_copies_in_history,
)
from aqvision.comparison.one_athlete import refuse_other_athletes
from aqvision.core.recorded import recorded_on as recorded
from aqvision.core.recorded import refuse_day
from aqvision.core.types import StrPath

Given = Sequence[Analysis | StrPath]
_NO_DAYS: Mapping[Path, dt.date] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComparisonClips:
    """Clips of one athlete to be compared.

    ``remarks`` say which of them show the same run, ``pictures`` leads from the ``id`` of an
    analysis to the folder of its pictures, None where it has none.
    """

    before: tuple[Analysis, ...]
    after: tuple[Analysis, ...]
    history: tuple[tuple[Analysis, ...], ...]
    remarks: tuple[str, ...]
    pictures: Mapping[int, Path | None]


def gather_clips(
    before: Given,
    after: Given = (),
    history: Sequence[StrPath] = (),
    recorded_on: Mapping[Path, dt.date] | Mapping[str, dt.date] = _NO_DAYS,
) -> ComparisonClips:
    """Read the clips of a comparison, and see that they are of one athlete and each of one run.

    Parameters
    ----------
    before, after
        Analyses, or folders that hold one.
    history
        Earlier days: each the folder of a clip, or one that holds the folders of several.
    recorded_on
        Days of filming by folder; they go before what is stored there.

    Raises
    ------
    LibraryError
        A folder holds no complete analysis, a clip or run is given twice, or clips are of two
        athletes.
    CalibrationError
        Nothing can have been filmed on a day that is given.
    """
    told = {Path(key): day for key, day in recorded_on.items()}
    old, new = ([_as_analysis(given, told) for given in side] for side in (before, after))
    refuse_other_athletes(old, new)
    refuse_copies(old, new)
    (kept_old, of_old), (kept_new, of_new) = distinct(old), distinct(new)
    given = zip((*old, *new), (*before, *after), strict=True)
    sessions = tuple(_session(Path(day), told) for day in history)
    refuse_copies_in_history(sessions, (*kept_old, *kept_new))
    return ComparisonClips(
        before=kept_old,
        after=kept_new,
        history=sessions,
        remarks=(*of_old, *of_new),
        pictures={id(clip): _pictures_of(where) for clip, where in given},
    )


def _session(day: Path, told: Mapping[Path, dt.date]) -> tuple[Analysis, ...]:
    return tuple(_dated(load_analysis(clip), told.get(day)) for clip in session_folders(day))


def _as_analysis(given: Analysis | StrPath, told: Mapping[Path, dt.date]) -> Analysis:
    if isinstance(given, Analysis):
        return given
    return _dated(load_analysis(given), told.get(Path(given)))


def _dated(analysis: Analysis, day: dt.date | None) -> Analysis:
    refuse_day(day)
    return analysis if day is None else replace(analysis, recorded=recorded(day))


def _pictures_of(given: Analysis | StrPath) -> Path | None:
    return None if isinstance(given, Analysis) else Path(given)
