"""Analyses before and after -> Comparison: per metric, what changed beyond noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.between_days import (
    History,
    Session,
    SessionNoise,
    gather_history,
    measure_session_noise,
)
from aqvision.comparison.comparability import Hindrance, find_hindrances, mean_value
from aqvision.comparison.interval import IntervalParts, Verdict, measure_interval
from aqvision.comparison.speed_matched import (
    SameSpeedChange,
    SharedSpeeds,
    compare_at_same_speed,
    find_shared_speeds,
)
from aqvision.comparison.values import (
    common_sides,
    count_values,
    group_mean,
    measuring_variance,
    values_by_side,
)
from aqvision.core.errors import LibraryError
from aqvision.core.settings import Settings
from aqvision.core.skeleton import Side
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric
from aqvision.kinematics.quality.summary import MetricSummary

_GRADES: tuple[Grade, ...] = ("A", "B", "C", "withheld")


@dataclass(frozen=True, slots=True)
class Change:
    """One metric before and after.

    ``change`` is after minus before, ``low`` to ``high`` its interval; NaN where it cannot be
    had. ``reason`` says why it is not comparable, or what lowers its grade; ``caution`` what
    differs between the clips and bears on it, but not on all. ``interval_from`` is what the
    interval is made of, ``same_speed`` the change at speeds that both sides ran at; None where
    there is none.
    """

    metric: str
    unit: str
    before: float
    after: float
    change: float
    low: float
    high: float
    smallest_believable_change: float
    verdict: Verdict
    confidence: Grade
    reason: str
    n_before: int
    n_after: int
    caution: str = ""
    interval_from: IntervalParts | None = None
    same_speed: SameSpeedChange | None = None

    @property
    def size(self) -> float:
        """Change in units of the smallest one to believe, without sign."""
        return abs(self.change) / self.smallest_believable_change


@dataclass(frozen=True, slots=True, eq=False)
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

    def changed(self) -> list[Change]:
        """List what changed beyond noise, what stands out most first."""
        certain = [c for c in self.changes if c.verdict == "changed"]
        return sorted(certain, key=lambda c: (c.confidence == "C", -c.size))


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """What every metric of a comparison is compared with."""

    before: Sequence[Analysis]
    after: Sequence[Analysis]
    hindrances: Sequence[Hindrance]
    shared_speeds: SharedSpeeds
    history: History
    settings: Settings

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

    The interval of a change comes from resampling clips and then steps within clips; it calls
    a change only what also exceeds the smallest change to believe. ``history`` holds the clips
    of earlier sessions without an effect of training between them: what they show of how days
    differ widens the intervals.

    Raises
    ------
    LibraryError
        One side has no clip, or the history holds a clip twice or of another athlete.

    Source: biomechanics-notes, hopkins.
    """
    if not before or not after:
        raise LibraryError(
            "a comparison needs a clip on each side", "give clips from before and from after"
        )
    compared = _Compared(
        before,
        after,
        find_hindrances(before, after, settings.comparison),
        find_shared_speeds(before, after, settings.comparison),
        gather_history(history, (*before, *after), settings.comparison),
        settings,
    )
    return _every_metric(compared)


def _every_metric(compared: _Compared) -> Comparison:
    changes = tuple(
        _with_caution(_compare_metric(metric, compared), compared.hindrances)
        for metric in METRICS.values()
    )
    return Comparison(
        tuple(compared.before),
        tuple(compared.after),
        changes,
        tuple(h.sentence for h in compared.hindrances if not h.refuses),
        compared.settings.comparison.confidence_level,
        compared.shared_speeds,
        compared.history,
    )


def _with_caution(change: Change, hindrances: Sequence[Hindrance]) -> Change:
    if change.verdict == "not comparable":
        return change
    own = [h for h in hindrances if change.metric in h.concerns and not h.bears_on_all]
    return replace(change, caution=" ".join(h.text for h in own))


def _refusal(metric: Metric, hindrances: Sequence[Hindrance]) -> str:
    """Say why a metric may not be compared between these clips; empty when it may."""
    reasons = (h.sentence for h in hindrances if h.refuses and metric.name in h.concerns)
    return next(reasons, "")


def _compare_metric(metric: Metric, compared: _Compared) -> Change:
    grade, reason = _joint_grade([a.metrics[metric.name] for a in compared.analyses])
    refusal = _refusal(metric, compared.hindrances)
    if refusal or grade == "withheld":
        return _not_comparable(metric, compared, grade, refusal or reason)
    sides = common_sides(metric, compared.analyses)
    groups = (compared.before, compared.after)
    old, new = ([values_by_side(a, metric.name, sides) for a in group] for group in groups)
    n_old, n_new = count_values(old), count_values(new)
    if min(n_old, n_new) < 1:
        return _not_comparable(metric, compared, grade, "no side is measured in every clip")
    comparison = compared.settings.comparison
    before, after = (measuring_variance(metric, group, sides) for group in groups)
    days = measure_session_noise(metric, compared.history, sides, compared.rate_hz, comparison)
    interval = measure_interval(old, new, before + after, days, comparison)
    half, mean_old, mean_new = interval.half_width, group_mean(old), group_mean(new)
    if not np.isfinite(half):
        return _not_comparable(metric, compared, grade, "too few steps to know the noise")
    change, mean = mean_new - mean_old, (mean_old + mean_new) / 2
    smallest = metric.smallest_believable_change(compared.rate_hz, mean, min(n_old, n_new))
    verdict: Verdict = "changed" if abs(change) > max(smallest, half) else "within noise"
    return Change(
        metric.name, metric.unit, mean_old, mean_new, change, change - half, change + half,
        smallest, verdict, grade, reason, n_old, n_new,
        interval_from=interval.parts,
        same_speed=_at_same_speed(metric, sides, days, compared),
    )  # fmt: skip


def _at_same_speed(
    metric: Metric, sides: tuple[Side, ...], days: SessionNoise, compared: _Compared
) -> SameSpeedChange | None:
    shared = compared.shared_speeds
    if not shared.are_compared or metric.name == "speed_mps":
        return None
    clips = ([compared.before[i] for i in shared.before], [compared.after[i] for i in shared.after])
    return compare_at_same_speed(metric, sides, clips, days, compared.settings.comparison)


def _not_comparable(metric: Metric, compared: _Compared, grade: Grade, reason: str) -> Change:
    nan = float("nan")
    groups = (compared.before, compared.after)
    old, new = (mean_value(group, metric.name) for group in groups)
    n_old, n_new = (sum(a.metrics[metric.name].n for a in group) for group in groups)
    return Change(
        metric.name, metric.unit, old, new, nan, nan, nan, nan,
        "not comparable", grade, reason, n_old, n_new,
    )  # fmt: skip


def _joint_grade(summaries: Sequence[MetricSummary]) -> tuple[Grade, str]:
    """Worst grade of all clips, with its reason."""
    worst = max(summaries, key=lambda s: _GRADES.index(s.confidence))
    return worst.confidence, worst.reason
