"""Earlier sessions of an athlete -> how far two sessions differ when nothing was trained.

Two runs of one day do not tell how much another day would differ. Sessions of the same athlete
without an effect of training between them do. Few of them say little, so what they show is weighed
with the default, the smallest change to believe of the registry.
Source: biomechanics-notes, hopkins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import find_hindrances
from aqvision.comparison.values import (
    ClipValues,
    clip_mean,
    common_sides,
    count_values,
    group_mean,
    measuring_variance,
    step_variance,
    values_by_side,
)
from aqvision.core.errors import LibraryError
from aqvision.core.settings import ComparisonSettings
from aqvision.core.skeleton import Side
from aqvision.kinematics.metrics.registry import Grade, Metric

Session = Sequence[Analysis]
# A smallest change to believe is 1.96 times the error of a difference, which is √2 times that of
# one session. Source: biomechanics-notes.
_ERRORS_PER_BELIEVABLE = 1.96 * 2**0.5
_ENOUGH_SESSIONS = 3


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Earlier sessions that can be set beside a comparison, and what to say of them."""

    sessions: tuple[tuple[Analysis, ...], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionNoise:
    """What a session adds to a metric, in the metric's unit squared.

    ``variance`` is that of one session beyond the scatter of its own steps and clips, known with
    ``freedom`` degrees; it is 0 where fewer than two of the ``n_sessions`` tell of it.
    """

    variance: float = 0.0
    freedom: float = float("inf")
    n_sessions: int = 0

    @property
    def is_known(self) -> bool:
        """Tell whether there were sessions enough to see any variation."""
        return self.n_sessions > 1


def gather_history(
    sessions: Sequence[Session], compared: Sequence[Analysis], settings: ComparisonSettings
) -> History:
    """Keep the earlier sessions that may be set beside the compared clips.

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
        refusals = [h for h in find_hindrances(compared, session, settings) if h.refuses]
        if refusals:
            names = ", ".join(clip.name for clip in session)
            remarks.append(f"The earlier session {names} was left out: {refusals[0].text}")
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
                f"{clip.name} is in the history and given elsewhere as well",
                "take as history only other days, each once",
            )
        seen.add(_identity(clip))


def _identity(clip: Analysis) -> tuple[str, str]:
    return clip.provenance.clip_sha256, clip.provenance.athlete_choice


def _refuse_others(sessions: Sequence[Session], compared: Sequence[Analysis]) -> None:
    names = {clip.athlete for clip in compared if clip.athlete}
    for clip in (clip for session in sessions for clip in session):
        if names and clip.athlete and clip.athlete not in names:
            raise LibraryError(
                f"the history holds {clip.athlete}, the comparison {', '.join(sorted(names))}",
                "take as history sessions of the same athlete",
            )


def _remark(n: int, prior_freedom: float) -> Iterator[str]:
    if n < 2:
        yield (
            "The history tells nothing of how days differ: that takes two sessions, and three to "
            "say much. Give more of them."
        )
    elif n < _ENOUGH_SESSIONS:
        share = (n - 1) / (n - 1 + prior_freedom)
        yield (
            f"The history holds {n} sessions, which say little: what they show counts "
            f"{share:.0%}, the default the rest. Film {_ENOUGH_SESSIONS} or more."
        )


def measure_session_noise(
    metric: Metric,
    history: History,
    sides: tuple[Side, ...],
    rate_hz: float,
    settings: ComparisonSettings,
) -> SessionNoise:
    """Weigh how the sessions of an athlete scatter with the default, by degrees of freedom."""
    known = [s for s in history.sessions if _is_measured(metric, s, sides)]
    if len(known) < 2:
        return SessionNoise(n_sessions=len(known))
    values = [[values_by_side(clip, metric.name, sides) for clip in s] for s in known]
    means = [group_mean(clips) for clips in values]
    n_steps = round(np.mean([count_values(clips) for clips in values]))
    believable = metric.smallest_believable_change(rate_hz, float(np.mean(means)), n_steps)
    floors = [measuring_variance(metric, session, sides).whole for session in known]
    within = np.mean([_own_variance(v, floor) for v, floor in zip(values, floors, strict=True)])
    prior_freedom = settings.session_prior_freedom
    return weigh_with_default(means, float(within), believable, prior_freedom)


def weigh_with_default(
    means: Sequence[float], within: float, believable: float, prior_freedom: float
) -> SessionNoise:
    """Weigh the variance of session means with the default, by degrees of freedom.

    Parameters
    ----------
    means
        One a session, two or more.
    within
        Variance of such a mean by its own steps and clips, which is no matter of days.
    believable, prior_freedom
        Smallest change to believe, and the degrees of freedom that it is worth.
    """
    own_freedom = len(means) - 1
    own, default = float(np.var(means, ddof=1)), (believable / _ERRORS_PER_BELIEVABLE) ** 2
    freedom = own_freedom + prior_freedom
    pooled = (own_freedom * own + prior_freedom * default) / freedom
    return SessionNoise(max(pooled - within, 0.0), freedom, len(means))


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
