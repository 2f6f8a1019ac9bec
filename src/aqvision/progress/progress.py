"""Season -> Progress: lines of holds and sprints, their changes, and what moved together."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import Mismatch, find_mismatches
from aqvision.comparison.compare import Comparison, compare
from aqvision.comparison.families import usual_primaries
from aqvision.comparison.hold_metrics import HOLD_METRICS, HoldMetric
from aqvision.comparison.prior import Steadiness
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.progress.association import FEWEST_DATES, Pair, associate, dates_together
from aqvision.progress.blocks import TrainingBlock
from aqvision.progress.changes import HoldChange, hold_changes
from aqvision.progress.gather import Season
from aqvision.progress.holds import Hold
from aqvision.progress.lines import Line, hold_line, sprint_line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Progress:
    """An athlete over a season.

    ``comparison`` is that of the first day of sprints with the last, None where there are not two;
    ``together`` the dates on which both were filmed, a day of holds and one of sprints each;
    ``pairs`` what was asked of them, none below five dates.
    """

    season: Season
    blocks: tuple[TrainingBlock, ...]
    primaries: tuple[str, ...]
    hold_lines: tuple[Line, ...]
    sprint_lines: tuple[Line, ...]
    comparison: Comparison | None
    hold_changes: tuple[HoldChange, ...]
    together: tuple[tuple[dt.date, dt.date], ...]
    pairs: tuple[Pair, ...]
    confidence_level: float

    @property
    def hold_days(self) -> list[dt.date]:
        """Days of holds, in order."""
        return sorted({hold.day for hold in self.season.holds if hold.day})

    @property
    def sprint_days(self) -> list[dt.date]:
        """Days of sprints, in order."""
        return _days(self.season.clips)

    @property
    def dates(self) -> list[dt.date]:
        """All days on which anything was filmed, in order."""
        return sorted({*self.hold_days, *self.sprint_days})

    @property
    def n_missing(self) -> int:
        """Dates with both that are missing until anything is asked of them."""
        return max(FEWEST_DATES - len(self.together), 0)

    @property
    def main_holds(self) -> tuple[Line, ...]:
        """Lines of holds that are drawn and set beside sprints."""
        return tuple(line for line in self.hold_lines if HOLD_METRICS[line.name].main)


def measure_progress(
    season: Season,
    blocks: Sequence[TrainingBlock],
    settings: Settings,
    primaries: Sequence[str] = (),
) -> Progress:
    """Set holds, blocks and sprints of an athlete side by side.

    Parameters
    ----------
    season
        Clips and holds in order of time.
    blocks
        What was trained.
    settings
        Its ``comparison`` group is used.
    primaries
        Metrics of sprints, named before anything is looked at; a usual choice where none are.
    """
    use = settings.comparison
    chosen = tuple(primaries) or (usual_primaries(season.clips) if season.clips else ())
    first, rest, last = _parts(season.clips)
    comparison = compare(first, last, settings, (), chosen) if last else None
    steadiness = comparison.steadiness if comparison else Steadiness()
    mismatches: tuple[Mismatch, ...] = find_mismatches(first, rest, use) if rest else ()
    holds = tuple(hold_line(metric, season.holds, use) for metric in _told(season.holds))
    sprints = tuple(
        sprint_line(METRICS[name], season.clips, mismatches, steadiness, use) for name in chosen
    )
    main = [line for line in holds if HOLD_METRICS[line.name].main]
    hold_days = {hold.day for hold in season.holds if hold.day}
    return Progress(
        season=season,
        blocks=tuple(blocks),
        primaries=chosen,
        hold_lines=holds,
        sprint_lines=sprints,
        comparison=comparison,
        hold_changes=hold_changes(holds, use.confidence_level),
        together=tuple(dates_together(sorted(hold_days), _days(season.clips))),
        pairs=associate(main, sprints, use.confidence_level),
        confidence_level=use.confidence_level,
    )


def _days(clips: Sequence[Analysis]) -> list[dt.date]:
    return sorted({clip.recorded.on for clip in clips if clip.recorded.on})


def _parts(
    clips: Sequence[Analysis],
) -> tuple[list[Analysis], list[Analysis], list[Analysis]]:
    """Part clips into those of the first day, all later ones, and those of the last of these."""
    if not clips:
        return [], [], []
    first = [clip for clip in clips if clip.recorded.on == clips[0].recorded.on]
    rest = list(clips[len(first) :])
    return first, rest, [clip for clip in rest if clip.recorded.on == clips[-1].recorded.on]


def _told(holds: Sequence[Hold]) -> list[HoldMetric]:
    """Choose numbers of holds: in millimetres where all that are known are, else in leg lengths."""
    n_known = {
        name: sum(math.isfinite(hold.numbers[name][0]) for hold in holds) for name in HOLD_METRICS
    }
    twins = {m.in_legs: m.name for m in HOLD_METRICS.values() if m.in_legs}
    shown = {name for in_legs, name in twins.items() if n_known[name] >= n_known[in_legs]}
    return [
        metric
        for name, metric in HOLD_METRICS.items()
        if n_known[name] and (not metric.in_legs or name in shown) and twins.get(name) not in shown
    ]
