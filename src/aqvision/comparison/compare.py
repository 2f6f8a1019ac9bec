"""Analyses before and after -> Comparison: per metric, what changed beyond noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.between_days import (
    BetweenDayVariance,
    History,
    Session,
    gather_history,
    measure_between_days,
)
from aqvision.comparison.comparability import Mismatch, find_mismatches, mean_value
from aqvision.comparison.interval import Difference, IntervalParts, Verdict, measure_interval
from aqvision.comparison.speed_matched import (
    SharedSpeeds,
    SpeedMatchedChange,
    compare_speed_matched,
    find_shared_speeds,
)
from aqvision.comparison.values import (
    common_sides,
    count_values,
    group_mean,
    measurement_variance,
    values_by_side,
)
from aqvision.core.errors import LibraryError
from aqvision.core.settings import Settings
from aqvision.core.skeleton import Side
from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric
from aqvision.kinematics.quality.summary import MetricSummary


@dataclass(frozen=True, slots=True)
class SideMean:
    """Mean over the clips of one side, in the metric's unit, and its number of values."""

    value: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One metric before and after.

    ``reason`` says why it is not comparable, or what lowers its grade; ``caution`` what differs
    between the clips and bears on it, but not on all. ``interval_parts`` is what the interval is
    made of, ``speed_matched`` the change at speeds that both sides ran at; None where there is
    none.
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
    def size(self) -> float:
        """Difference in units of the minimal detectable change, without sign."""
        return abs(self.difference.value) / self.minimal_detectable_change


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Comparison:
    """Clips before and after training, compared metric by metric."""

    before: tuple[Analysis, ...]
    after: tuple[Analysis, ...]
    changes: tuple[Change, ...]
    cautions: tuple[str, ...]
    confidence_level: float
    shared_speeds: SharedSpeeds
    history: History

    @property
    def athlete(self) -> str | None:
        """Name of the athlete, where one was given."""
        return next((a.athlete for a in (*self.before, *self.after) if a.athlete), None)

    def in_view(self) -> list[Change]:
        """List the changes of what the view of any of the clips shows, measured or not."""
        views = {a.scene.camera.view for a in (*self.before, *self.after)}
        return [c for c in self.changes if views & METRICS[c.metric].views]

    def comparable(self) -> list[Change]:
        """List the changes of what the clips allow to compare."""
        return [c for c in self.changes if c.is_comparable]

    def changed(self) -> list[Change]:
        """List what changed beyond noise, what stands out most first."""
        certain = [c for c in self.changes if c.verdict == Verdict.CHANGED]
        return sorted(certain, key=lambda c: (c.confidence == Grade.C, -c.size))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Compared:
    """What every metric of a comparison is compared with."""

    before: Sequence[Analysis]
    after: Sequence[Analysis]
    mismatches: Sequence[Mismatch]
    shared_speeds: SharedSpeeds
    history: History
    settings: Settings

    @property
    def groups(self) -> tuple[Sequence[Analysis], Sequence[Analysis]]:
        return self.before, self.after

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        return (*self.before, *self.after)

    @property
    def rate_hz(self) -> float:
        """Frame rate of the slowest clip."""
        return min(a.video.capture_fps for a in self.analyses)


def compare(
    before: Sequence[Analysis],
    after: Sequence[Analysis],
    settings: Settings,
    history: Sequence[Session] = (),
) -> Comparison:
    """Compare clips before training with clips after it.

    The interval of a change comes from resampling clips and then steps within clips; it is called
    a change only where it also exceeds the minimal detectable change.

    Parameters
    ----------
    before, after
        One clip or more each, of one athlete.
    settings
        Its ``comparison`` group is used.
    history
        Clips of earlier sessions without an effect of training between them: what they show of
        how days differ widens the intervals.

    Raises
    ------
    LibraryError
        One side has no clip, or the history holds a clip twice or of another athlete.

    Source: hopkins-2004.
    """
    if not before or not after:
        raise LibraryError(
            _("a comparison needs a clip on each side"), _("give clips from before and from after")
        )
    compared = _Compared(
        before=before,
        after=after,
        mismatches=find_mismatches(before, after, settings.comparison),
        shared_speeds=find_shared_speeds(before, after, settings.comparison),
        history=gather_history(history, (*before, *after), settings.comparison),
        settings=settings,
    )
    return Comparison(
        before=tuple(before),
        after=tuple(after),
        changes=tuple(_compare_metric(metric, compared) for metric in METRICS.values()),
        cautions=tuple(m.sentence for m in compared.mismatches if not m.forbids),
        confidence_level=settings.comparison.confidence_level,
        shared_speeds=compared.shared_speeds,
        history=compared.history,
    )


def _compare_metric(metric: Metric, compared: _Compared) -> Change:
    grade, reason = _joint_grade([a.metrics[metric.name] for a in compared.analyses])
    refusal = _refusal(metric, compared.mismatches)
    if refusal or grade == Grade.WITHHELD:
        return _not_comparable(metric, compared, grade, refusal or reason)
    sides = common_sides(metric, compared.analyses)
    old, new = ([values_by_side(a, metric.name, sides) for a in g] for g in compared.groups)
    if not (count_values(old) and count_values(new)):
        return _not_comparable(metric, compared, grade, _("no side is measured in every clip"))
    before, after = (SideMean(group_mean(g), count_values(g)) for g in (old, new))
    settings = compared.settings.comparison
    errors = [measurement_variance(metric, group, sides) for group in compared.groups]
    days = measure_between_days(metric, compared.history, sides, compared.rate_hz, settings)
    half_width, parts = measure_interval(
        old, new, errors[0] + errors[1], days,
        level=settings.confidence_level, n_draws=int(settings.n_bootstrap),
    )  # fmt: skip
    if not np.isfinite(half_width):
        return _not_comparable(metric, compared, grade, _("too few steps to know the noise"))
    difference = Difference.within(after.value - before.value, half_width)
    detectable = metric.minimal_detectable_change(
        compared.rate_hz, (before.value + after.value) / 2, min(before.n, after.n)
    )
    return Change(
        metric=metric.name,
        before=before,
        after=after,
        difference=difference,
        minimal_detectable_change=detectable,
        verdict=difference.judge(detectable),
        confidence=grade,
        reason=reason,
        caution=_caution(metric, compared.mismatches),
        interval_parts=parts,
        speed_matched=_speed_matched(metric, sides, days, compared),
    )


def _refusal(metric: Metric, mismatches: Sequence[Mismatch]) -> str:
    """Say why a metric may not be compared between these clips; empty when it may."""
    return next((m.sentence for m in mismatches if m.forbids and metric.name in m.metrics), "")


def _caution(metric: Metric, mismatches: Sequence[Mismatch]) -> str:
    """Say what differs between the clips and bears on this metric but not on all."""
    own = (m.text for m in mismatches if metric.name in m.metrics and not m.concerns_all)
    return " ".join(own)


def _speed_matched(
    metric: Metric, sides: tuple[Side, ...], days: BetweenDayVariance, compared: _Compared
) -> SpeedMatchedChange | None:
    shared = compared.shared_speeds
    if not shared.are_compared or metric.name == "speed_mps":
        return None
    clips = ([compared.before[i] for i in shared.before], [compared.after[i] for i in shared.after])
    return compare_speed_matched(metric, sides, clips, days, compared.settings.comparison)


def _not_comparable(metric: Metric, compared: _Compared, grade: Grade, reason: str) -> Change:
    before, after = (
        SideMean(mean_value(group, metric.name), sum(a.metrics[metric.name].n for a in group))
        for group in compared.groups
    )
    return Change(
        metric=metric.name,
        before=before,
        after=after,
        difference=Difference(),
        minimal_detectable_change=float("nan"),
        verdict=Verdict.NOT_COMPARABLE,
        confidence=grade,
        reason=reason,
    )


def _joint_grade(summaries: Sequence[MetricSummary]) -> tuple[Grade, str]:
    """Worst grade of all clips, with its reason."""
    worst = max(summaries, key=lambda s: s.confidence.rank)
    return worst.confidence, worst.reason
