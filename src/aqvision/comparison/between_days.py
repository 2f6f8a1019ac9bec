"""Earlier sessions of an athlete -> how far two sessions differ when nothing was trained.

Two runs of one day do not tell how much another day would differ. Sessions of the same athlete
without an effect of training between them do. Few of them say little, so what they show is weighed
with the default, the minimal detectable change of the registry. Source: hopkins-2004.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import find_mismatches
from aqvision.comparison.values import (
    ClipValues,
    clip_mean,
    common_sides,
    count_values,
    group_mean,
    measurement_variance,
    step_variance,
    values_by_side,
)
from aqvision.core.errors import LibraryError
from aqvision.core.settings import ComparisonSettings
from aqvision.core.skeleton import Side
from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import Grade, Metric

Session = Sequence[Analysis]
"""The clips of one athlete on one day."""

# A minimal detectable change is 1.96 times the standard error of a difference, which is √2 times
# that of one session. Source: hopkins-2004.
_ERRORS_PER_DETECTABLE = 1.96 * 2**0.5
_ENOUGH_SESSIONS = 3


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Earlier sessions that can be set beside a comparison, and what to say of them."""

    sessions: tuple[tuple[Analysis, ...], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BetweenDayVariance:
    """What a day adds to a metric, in the metric's unit squared.

    ``variance`` is that of one session beyond the scatter of its own steps and clips, known with
    ``degrees_of_freedom``; it is 0 where fewer than two of the ``n_sessions`` tell of it.
    """

    variance: float = 0.0
    degrees_of_freedom: float = float("inf")
    n_sessions: int = 0

    @property
    def is_known(self) -> bool:
        """Tell whether there were sessions enough to see any variation."""
        return self.n_sessions > 1


def gather_history(
    sessions: Sequence[Session], compared: Sequence[Analysis], settings: ComparisonSettings
) -> History:
    """Keep the earlier sessions that may be set beside the compared clips.

    Parameters
    ----------
    sessions, compared
        Earlier sessions, and all clips before and after.
    settings
        How alike speeds must be, and what the default weighs.

    Raises
    ------
    LibraryError
        A clip is given twice, or belongs to another athlete.
    """
    _refuse_repeated(sessions, compared)
    _refuse_others(sessions, compared)
    kept: list[tuple[Analysis, ...]] = []
    remarks = []
    for session in sessions:
        refusals = [m for m in find_mismatches(compared, session, settings) if m.forbids]
        if refusals:
            names = ", ".join(clip.name for clip in session)
            remarks.append(
                _("The earlier session {names} was left out: {text}").format(
                    names=names, text=refusals[0].text
                )
            )
        else:
            kept.append(tuple(session))
    weight = settings.session_prior_freedom
    return History(tuple(kept), (*remarks, *(_remark(len(kept), weight) if sessions else ())))


def _refuse_repeated(sessions: Sequence[Session], compared: Sequence[Analysis]) -> None:
    """Refuse a clip that stands for two days: it would make days look alike."""
    seen = {_identity(clip) for clip in compared}
    for clip in (clip for session in sessions for clip in session):
        if _identity(clip) in seen:
            raise LibraryError(
                _("{name} is in the history and given elsewhere as well").format(name=clip.name),
                _("take as history only other days, each once"),
            )
        seen.add(_identity(clip))


def _identity(clip: Analysis) -> tuple[str, str]:
    return clip.provenance.clip_sha256, clip.provenance.athlete_choice


def _refuse_others(sessions: Sequence[Session], compared: Sequence[Analysis]) -> None:
    names = {clip.athlete for clip in compared if clip.athlete}
    for clip in (clip for session in sessions for clip in session):
        if names and clip.athlete and clip.athlete not in names:
            raise LibraryError(
                _("the history holds {athlete}, the comparison {names}").format(
                    athlete=clip.athlete, names=", ".join(sorted(names))
                ),
                _("take as history sessions of the same athlete"),
            )


def _remark(n: int, prior_degrees: float) -> Iterator[str]:
    if n < 2:
        yield _(
            "The history tells nothing of how days differ: that takes two sessions, and three to "
            "say much. Give more of them."
        )
    elif n < _ENOUGH_SESSIONS:
        share = (n - 1) / (n - 1 + prior_degrees)
        yield _(
            "The history holds {n} sessions, which say little: what they show counts {share:.0%}, "
            "the default the rest. Film {n_enough} or more."
        ).format(n=n, share=share, n_enough=_ENOUGH_SESSIONS)


def measure_between_days(
    metric: Metric,
    history: History,
    sides: tuple[Side, ...],
    rate_hz: float,
    settings: ComparisonSettings,
) -> BetweenDayVariance:
    """Weigh how the sessions of an athlete scatter with the default, by degrees of freedom.

    Parameters
    ----------
    metric, history, sides
        What is compared, the earlier sessions, and the sides that count.
    rate_hz
        Frame rate of the slowest clip, for the default.
    settings
        What the default weighs.
    """
    known = [s for s in history.sessions if _is_measured(metric, s, sides)]
    if len(known) < 2:
        return BetweenDayVariance(n_sessions=len(known))
    values = [[values_by_side(clip, metric.name, sides) for clip in s] for s in known]
    means = [group_mean(clips) for clips in values]
    n_steps = round(np.mean([count_values(clips) for clips in values]))
    detectable = metric.minimal_detectable_change(rate_hz, float(np.mean(means)), n_steps)
    floors = [measurement_variance(metric, session, sides).total for session in known]
    within = np.mean([_own_variance(v, floor) for v, floor in zip(values, floors, strict=True)])
    return pool_with_default(means, float(within), detectable, settings.session_prior_freedom)


def pool_with_default(
    means: Sequence[float], within: float, detectable: float, prior_degrees: float
) -> BetweenDayVariance:
    """Pool the variance of session means with the default, by degrees of freedom.

    Parameters
    ----------
    means
        One a session, two or more, in the metric's unit.
    within
        Variance of such a mean by its own steps and clips, which is no matter of days.
    detectable, prior_degrees
        Minimal detectable change, and the degrees of freedom that it is worth.
    """
    own_degrees = len(means) - 1
    own, default = float(np.var(means, ddof=1)), (detectable / _ERRORS_PER_DETECTABLE) ** 2
    degrees_of_freedom = own_degrees + prior_degrees
    pooled = (own_degrees * own + prior_degrees * default) / degrees_of_freedom
    return BetweenDayVariance(max(pooled - within, 0.0), degrees_of_freedom, len(means))


def _is_measured(metric: Metric, session: Session, sides: tuple[Side, ...]) -> bool:
    graded = all(clip.metrics[metric.name].confidence != Grade.WITHHELD for clip in session)
    return (
        graded
        and set(sides) <= set(common_sides(metric, session))
        and all(values_by_side(clip, metric.name, sides) for clip in session)
    )


def _own_variance(clips: Sequence[ClipValues], floor: float) -> float:
    """Variance of a session's mean by its own clips and steps; the comparison brings its own."""
    if len(clips) > 1:
        means = [clip_mean(clip) for clip in clips]
        return max(float(np.var(means, ddof=1)) / len(means), floor)
    return float(np.fmax(step_variance(clips), floor))
