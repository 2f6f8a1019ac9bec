"""Analyses before and after -> Comparison: per metric, what may be said of its change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.between_days import History, Session, gather_history
from aqvision.comparison.comparability import find_mismatches, mean_value
from aqvision.comparison.families import usual_primaries
from aqvision.comparison.force_changes import ForceChange, compare_force
from aqvision.comparison.interval import Difference, IntervalParts
from aqvision.comparison.judging import FEWEST_CLIPS, Judgement, Verdict, judge
from aqvision.comparison.metric_change import (
    Compared,
    MetricChange,
    MetricMeans,
    Refused,
    gather_means,
    measure_change,
)
from aqvision.comparison.misfits import leave_out
from aqvision.comparison.planning import PlanRow
from aqvision.comparison.prior import Steadiness
from aqvision.comparison.speed_matched import SharedSpeeds, SpeedMatchedChange, find_shared_speeds
from aqvision.comparison.variance import measure_steadiness
from aqvision.core.errors import LibraryError
from aqvision.core.left_out import LeftOut
from aqvision.core.settings import Settings
from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class SideMean:
    """Mean over the clips of one side, in the metric's unit, and its number of values."""

    value: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One metric before and after.

    ``reason`` says why it is not comparable, or what lowers its grade; ``caution`` what differs
    between the clips and bears on it, but not on all. ``primary`` tells whether it was named before
    anything was looked at, ``p`` how often chance alone makes such a change, ``q`` the false
    discovery rate at which it would be called changed; NaN where ``represented_by`` another metric
    that tells the same in other words. ``more_after`` further clips after, or ``clips_a_side`` on
    each side, would tell a worthwhile change from none; None where a dozen would not.
    ``interval_parts`` is what the interval is made of, ``speed_matched`` the change at speeds that
    both sides ran at; None where there is none.
    """

    metric: str
    before: SideMean
    after: SideMean
    difference: Difference
    minimal_detectable_change: float
    verdict: Verdict
    confidence: Grade
    reason: str
    caution: str = ""
    primary: bool = False
    p: float = _NAN
    q: float = _NAN
    represented_by: str = ""
    more_after: int | None = None
    clips_a_side: int | None = None
    interval_parts: IntervalParts | None = None
    speed_matched: SpeedMatchedChange | None = None

    @property
    def unit(self) -> str:
        """Unit of the metric."""
        return METRICS[self.metric].unit

    @property
    def is_comparable(self) -> bool:
        """Tell whether the clips allow to compare it."""
        return self.verdict != Verdict.NOT_COMPARABLE

    @property
    def is_counted(self) -> bool:
        """Tell whether it is a fact of its own, not another metric in other words."""
        return self.is_comparable and not self.represented_by

    @property
    def size(self) -> float:
        """Difference in units of the minimal detectable change, without sign."""
        return abs(self.difference.value) / self.minimal_detectable_change


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Comparison:
    """Clips before and after training, compared metric by metric.

    ``left_out`` are clips that were given, or meant, and are not among those compared.
    ``plan`` says of the primary metrics that could be compared what more clips would show;
    ``force`` are the changes of profile and spring, where both sides have them.
    """

    before: tuple[Analysis, ...]
    after: tuple[Analysis, ...]
    changes: tuple[Change, ...]
    cautions: tuple[str, ...]
    confidence_level: float
    shared_speeds: SharedSpeeds
    history: History
    primaries: tuple[str, ...]
    steadiness: Steadiness
    plan: tuple[PlanRow, ...] = ()
    force: tuple[ForceChange, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def athlete(self) -> str | None:
        """Name of the athlete, where one was given."""
        return next((a.athlete for a in (*self.before, *self.after) if a.athlete), None)

    @property
    def n_days(self) -> tuple[int, int]:
        """Days on which the clips before and after were filmed, as far as they are known."""
        days = [len({a.recorded.on for a in group}) for group in (self.before, self.after)]
        return days[0], days[1]

    def in_view(self) -> list[Change]:
        """List the changes of what the view of any of the clips shows, measured or not."""
        views = {a.scene.camera.view for a in (*self.before, *self.after)}
        return [c for c in self.changes if views & METRICS[c.metric].views]

    def comparable(self) -> list[Change]:
        """List the changes of what the clips allow to compare."""
        return [c for c in self.changes if c.is_comparable]

    def changed(self) -> list[Change]:
        """List what changed, each fact once, primary ones first."""
        found = [c for c in self.changes if c.verdict.is_change and c.is_counted]
        return sorted(found, key=lambda c: (c.confidence == Grade.C, not c.primary, -c.size))


def compare(  # noqa: PLR0913 - clips, and what is known of them
    before: Sequence[Analysis],
    after: Sequence[Analysis],
    settings: Settings,
    history: Sequence[Session] = (),
    primaries: Sequence[str] = (),
    *,
    remarks: Sequence[str] = (),
    left_out: Sequence[LeftOut] = (),
) -> Comparison:
    """Compare clips before training with clips after it.

    The variance of a change is that of steps, runs, days and measuring; what the clips show of it
    is weighed with priors of the registry. All metrics are judged together, so that what chance
    makes among many is not called a change; docs/method_statistics.md says how.

    Parameters
    ----------
    before, after
        One clip or more each, of one athlete.
    settings
        Its ``comparison`` group is used.
    history
        Clips of earlier sessions without an effect of training between them: they show how days
        of this athlete differ.
    primaries
        Metrics named beforehand; a usual choice where none are given.
    remarks
        What was found of the clips, to be said before all cautions.
    left_out
        Clips that were meant and cannot be given. Of those that are given, one that would void
        most of the comparison is left out as well.

    Raises
    ------
    LibraryError
        One side has no clip, or the history holds a clip twice or of another athlete.

    Source: hopkins-2004, smyth-2004, benjamini-hochberg-1995.
    """
    if not before or not after:
        raise LibraryError(
            _("a comparison needs a clip on each side"), _("give clips from before and from after")
        )
    primaries = tuple(primaries) or usual_primaries((*before, *after))
    before, after, void = leave_out(before, after, settings.comparison)
    left_out = (*left_out, *void)
    compared = _set_side_by_side(before, after, history, settings, len(primaries))
    means = {name: gather_means(metric, compared) for name, metric in METRICS.items()}
    known = {name: found for name, found in means.items() if isinstance(found, MetricMeans)}
    steadiness = measure_steadiness(
        [found.groups for name, found in known.items() if not METRICS[name].repeats],
        settings.comparison.prior_freedom,
    )
    measured = {name: measure_change(found, steadiness, compared) for name, found in known.items()}
    return Comparison(
        before=before,
        after=after,
        changes=_changes(means, measured, primaries, compared),
        cautions=(
            *(one.sentence for one in left_out),
            *remarks,
            *(m.sentence for m in compared.mismatches if not m.forbids),
        ),
        confidence_level=settings.comparison.confidence_level,
        shared_speeds=compared.shared_speeds,
        history=compared.history,
        primaries=primaries,
        steadiness=steadiness,
        plan=tuple(measured[name].plan for name in primaries if name in measured),
        force=compare_force(before, after, settings.comparison, steadiness),
        left_out=left_out,
    )


def _set_side_by_side(
    before: Sequence[Analysis],
    after: Sequence[Analysis],
    history: Sequence[Session],
    settings: Settings,
    n_primaries: int,
) -> Compared:
    """Find what of the clips does not match, at which speeds both sides ran, and earlier days."""
    use = settings.comparison
    return Compared(
        before=before,
        after=after,
        mismatches=find_mismatches(before, after, use),
        shared_speeds=find_shared_speeds(before, after, use),
        history=gather_history(history, (*before, *after), use),
        settings=use,
        n_primaries=n_primaries,
    )


def _changes(
    means: Mapping[str, MetricMeans | Refused],
    measured: Mapping[str, MetricChange],
    primaries: Sequence[str],
    compared: Compared,
) -> tuple[Change, ...]:
    """Judge all metrics together, as run and at matched speed."""
    worthwhile = {name: change.worthwhile for name, change in measured.items()}
    matched = {name: change.matched for name, change in measured.items() if change.matched}
    several_clips = min(len(compared.before), len(compared.after)) >= FEWEST_CLIPS
    judged = judge(
        {name: change.interval for name, change in measured.items()},
        worthwhile, primaries, several_clips=several_clips,
    )  # fmt: skip
    judged_there = judge(
        {name: interval for name, (interval, _slope) in matched.items()},
        worthwhile, primaries, several_clips=several_clips,
    )  # fmt: skip
    there = {
        name: SpeedMatchedChange(interval.difference, slope, judged_there[name].verdict)
        for name, (interval, slope) in matched.items()
    }
    return tuple(
        _refused(METRICS[name], found, compared, name in primaries)
        if isinstance(found, Refused)
        else _change(found, measured[name], judged[name], there.get(name), compared)
        for name, found in means.items()
    )


def _change(
    means: MetricMeans,
    change: MetricChange,
    judged: Judgement,
    there: SpeedMatchedChange | None,
    compared: Compared,
) -> Change:
    metric = means.metric
    own = (m.text for m in compared.mismatches if metric.name in m.metrics and not m.concerns_all)
    return Change(
        metric=metric.name,
        before=SideMean(change.before, sum(clip.n for clip in means.before)),
        after=SideMean(change.after, sum(clip.n for clip in means.after)),
        difference=change.interval.difference,
        minimal_detectable_change=change.worthwhile,
        verdict=judged.verdict,
        confidence=means.grade,
        reason=means.reason,
        caution=" ".join(own),
        primary=judged.primary,
        p=change.interval.p,
        q=judged.q,
        represented_by=judged.represented_by,
        more_after=change.more_after,
        clips_a_side=change.clips_a_side,
        interval_parts=change.interval.parts,
        speed_matched=there,
    )


def _refused(metric: Metric, found: Refused, compared: Compared, primary: bool) -> Change:
    before, after = (
        SideMean(mean_value(group, metric.name), sum(a.metrics[metric.name].n for a in group))
        for group in (compared.before, compared.after)
    )
    return Change(
        metric=metric.name,
        before=before,
        after=after,
        difference=Difference(),
        minimal_detectable_change=_NAN,
        verdict=Verdict.NOT_COMPARABLE,
        confidence=found.grade,
        reason=found.reason,
        primary=primary,
    )
