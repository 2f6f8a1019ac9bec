"""Folders of a season -> clips and holds of one athlete, each run once, each with its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.hold_store import FILE_NAME as _HOLD
from aqvision.analysis.store import load_analysis
from aqvision.comparison.comparability import find_mismatches
from aqvision.comparison.copies import (
    distinct,
    refuse_copies,
    refuse_run_on_two_days,
)
from aqvision.comparison.one_athlete import refuse_other_names
from aqvision.core.errors import LibraryError, shown
from aqvision.core.prompts import Prompt
from aqvision.core.recorded import recorded_on as recorded
from aqvision.core.recorded import refuse_day
from aqvision.core.settings import ComparisonSettings
from aqvision.core.wording import as_recorded as _
from aqvision.progress.holds import Hold, hold_in

_ANALYSIS = "analysis.json"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Season:
    """All that was filmed of an athlete, in order of time, and remarks on what was left out."""

    clips: tuple[Analysis, ...] = ()
    holds: tuple[Hold, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def athlete(self) -> str | None:
        """Name of the athlete, where one was given."""
        names = [*(c.athlete for c in self.clips), *(h.athlete for h in self.holds)]
        return next(filter(None, names), None)


def gather_season(
    folders: Sequence[Path],
    recorded_on: Mapping[Path, dt.date],
    settings: ComparisonSettings,
) -> Season:
    """Read every clip and every hold that lies in some folders, however deep.

    Parameters
    ----------
    folders
        Each holds results, or is one.
    recorded_on
        Days of filming by folder, for all in it; they go before what is stored there.
    settings
        How alike clips must be.

    Raises
    ------
    LibraryError
        A folder holds no result, nobody says when one was filmed, a run stands on two days, or
        results are of two athletes.
    CalibrationError
        Nothing can have been filmed on a day that is given.
    """
    clips: dict[Path, Analysis] = {}
    holds: dict[Path, Hold] = {}
    for folder in folders:
        day = recorded_on.get(folder)
        refuse_day(day)
        _refuse_empty(folder)
        clips |= {path.resolve(): _clip(path, day) for path in _results(folder, _ANALYSIS)}
        holds |= {path.resolve(): _hold(path, day) for path in _results(folder, _HOLD)}
    refuse_other_names([c.athlete for c in clips.values()] + [h.athlete for h in holds.values()])
    kept, copies = _each_once(sorted(clips.values(), key=_day_of))
    alike, others = keep_alike(kept, settings)
    kept_holds, of_holds = holds_alike(list(holds.values()))
    return Season(clips=alike, holds=kept_holds, remarks=(*copies, *others, *of_holds))


def _results(folder: Path, file: str) -> Iterator[Path]:
    """Give the folders below one that hold a file, those aside that are being written."""
    for path in sorted(folder.rglob(file)):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path.parent


def _refuse_empty(folder: Path) -> None:
    if not any(True for file in (_ANALYSIS, _HOLD) for _path in _results(folder, file)):
        raise LibraryError(
            _("{folder} holds no result of a clip or of a hold").format(folder=shown(folder)),
            _("name folders that hold analysis.json or hold.json, or folders of such"),
        )


def _clip(folder: Path, told: dt.date | None) -> Analysis:
    analysis = load_analysis(folder)
    day = told or analysis.recorded.on
    _refuse_undated(folder, day)
    return analysis if told is None else replace(analysis, recorded=recorded(told))


def _hold(folder: Path, told: dt.date | None) -> Hold:
    hold = hold_in(folder)
    _refuse_undated(folder, told or hold.day)
    return replace(hold, day=told or hold.day)


def _refuse_undated(folder: Path, day: dt.date | None) -> None:
    if day is None:
        raise LibraryError(
            _("nobody says when {folder} was filmed").format(folder=shown(folder)),
            _("give the day of filming"),
            [Prompt.DAY],
        )


def _day_of(clip: Analysis) -> dt.date:
    return clip.recorded.on or dt.date.min


def _each_once(clips: Sequence[Analysis]) -> tuple[tuple[Analysis, ...], tuple[str, ...]]:
    """Count each run of a day once; refuse one that stands on two days."""
    kept: list[Analysis] = []
    remarks: list[str] = []
    for _day, of_day in groupby(clips, key=_day_of):
        once, told = distinct(list(of_day))
        kept += once
        remarks += told
    refuse_copies(kept, ())
    refuse_run_on_two_days(kept)
    return tuple(kept), tuple(remarks)


def holds_alike(holds: Sequence[Hold]) -> tuple[tuple[Hold, ...], tuple[str, ...]]:
    """Keep each hold once, and of these the ones filmed from where most were.

    Parameters
    ----------
    holds
        All that were found, each with a day.

    Returns
    -------
    tuple
        Those that are kept, in order of time, and remarks: on each of the others, and on loads.

    Raises
    ------
    LibraryError
        One hold stands on two days.
    """
    days: dict[str, set[dt.date | None]] = {}
    for hold in holds:
        days.setdefault(hold.identity, set()).add(hold.day)
        if len(days[hold.identity]) > 1:
            raise LibraryError(
                _("{name} stands on two days").format(name=hold.name), _("give each hold once")
            )
    once = list({hold.identity: hold for hold in holds}.values())
    views = [hold.view for hold in once]
    usual = max(views, key=lambda view: (views.count(view), view), default="")
    kept = sorted((h for h in once if h.view == usual), key=lambda h: (h.day, h.name))
    remarks = [
        _("{name} of {day} was left out: most holds were filmed from another side.").format(
            name=hold.name, day=hold.day
        )
        for hold in once
        if hold.view != usual
    ]
    return tuple(kept), (*remarks, *_of_loads(kept))


def _of_loads(holds: Sequence[Hold]) -> Iterator[str]:
    said = {hold.load.strip().casefold(): hold.load.strip() for hold in holds if hold.load}
    if len(said) > 1:
        yield _("Loads of the holds differ ({loads}), and sway changes with the load.").format(
            loads=", ".join(said.values())
        )


def keep_alike(
    clips: Sequence[Analysis], settings: ComparisonSettings
) -> tuple[tuple[Analysis, ...], tuple[str, ...]]:
    """Keep the clips that may be set beside each other: those filmed as most of them are.

    Parameters
    ----------
    clips
        In order of time.
    settings
        How alike speeds must be.

    Returns
    -------
    tuple
        Those that are kept, in order of time, and a remark on each of the others.
    """
    if not clips:
        return (), ()
    kinds = [_kind(clip) for clip in clips]
    usual = max(kinds, key=lambda kind: (kinds.count(kind), kinds[::-1].index(kind) == 0))
    first = next(clip for clip, kind in zip(clips, kinds, strict=True) if kind == usual)
    kept, remarks = [first], []
    for clip in (clip for clip in clips if clip is not first):
        found = find_mismatches(kept, [clip], settings)
        refusal = next((m.text for m in found if m.forbids and m.concerns_all), None)
        if refusal is None:
            kept.append(clip)
        else:
            remarks.append(
                _("{name} of {day} was left out: {text}").format(
                    name=clip.name, day=_day_of(clip), text=refusal
                )
            )
    return tuple(sorted(kept, key=_day_of)), tuple(remarks)


def _kind(clip: Analysis) -> tuple[str, ...]:
    """Tell what no two clips of a comparison may differ in."""
    made = clip.provenance
    ground = str(clip.scene.ground == "treadmill")
    return made.model, made.method, made.measured_by, clip.scene.camera.view, ground
