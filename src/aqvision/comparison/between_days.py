"""Earlier sessions of an athlete -> how far two sessions differ when nothing was trained.

Two runs of one day do not tell how much another day would differ. Sessions of the same athlete
without an effect of training between them do. Few of them say little, so what they show is weighed
with the prior of the registry. Source: hopkins-2004.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import find_mismatches
from aqvision.comparison.prior import Prior
from aqvision.comparison.values import clip_means, common_sides
from aqvision.core.errors import LibraryError
from aqvision.core.settings import ComparisonSettings
from aqvision.core.skeleton import Side
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import Grade, Metric

Session = Sequence[Analysis]
"""The clips of one athlete on one day."""

_ENOUGH_SESSIONS = 3


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Earlier sessions that can be set beside a comparison, and what to say of them."""

    sessions: tuple[tuple[Analysis, ...], ...] = ()
    remarks: tuple[str, ...] = ()


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
    _refuse_compared_days(sessions, compared)
    kept: list[tuple[Analysis, ...]] = []
    remarks = []
    for session in _by_day(sessions):
        refusals = [
            m for m in find_mismatches(compared, session, settings) if m.forbids and m.concerns_all
        ]
        if refusals:
            names = ", ".join(clip.name for clip in session)
            remarks.append(
                _("The earlier session {names} was left out: {text}").format(
                    names=names, text=refusals[0].text
                )
            )
        else:
            kept.append(tuple(session))
    weight = settings.prior_freedom
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


def _refuse_compared_days(sessions: Sequence[Session], compared: Sequence[Analysis]) -> None:
    """Refuse a session of a day that is compared: it tells nothing of other days."""
    days = {clip.recorded.on for clip in compared if clip.recorded.on}
    for clip in (clip for session in sessions for clip in session):
        if clip.recorded.on in days:
            raise LibraryError(
                _("{name} of the history was filmed on {day}, a day that is compared").format(
                    name=clip.name, day=clip.recorded.on
                ),
                _("take as history only other days, each once"),
            )


def _by_day(sessions: Sequence[Session]) -> list[tuple[Analysis, ...]]:
    """Make all clips of one day one session; what has no date stays as it was given."""
    days: dict[object, list[Analysis]] = {}
    for number, session in enumerate(sessions):
        for clip in session:
            days.setdefault(clip.recorded.on or number, []).append(clip)
    return [tuple(clips) for clips in days.values()]


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


def add_history(prior: Prior, metric: Metric, history: History, sides: tuple[Side, ...]) -> Prior:
    """Weigh how the sessions of an athlete scatter with the prior, by degrees of freedom.

    Parameters
    ----------
    prior
        What is held of runs and days beforehand.
    metric, history, sides
        What is compared, the earlier sessions, and the sides that count.

    Returns
    -------
    Prior
        With the athlete's own days in it, where two sessions or more tell of them.
    """
    known = [s for s in history.sessions if _is_measured(metric, s, sides)]
    if len(known) < 2:
        return replace(prior, n_sessions=len(known))
    sessions = [_session_mean(metric, session, sides, prior) for session in known]
    within = float(np.mean([variance for _mean, variance in sessions]))
    return pool_with_prior([mean for mean, _variance in sessions], within, prior)


def pool_with_prior(means: Sequence[float], within: float, prior: Prior) -> Prior:
    """Pool the variance of session means with the prior, by degrees of freedom.

    Parameters
    ----------
    means
        One a session, two or more, in the metric's unit.
    within
        Variance of such a mean by its own steps and runs, which is no matter of days.
    prior
        What is held of days beforehand.
    """
    own_freedom = len(means) - 1
    own = max(float(np.var(means, ddof=1)) - within, 0.0)
    freedom = own_freedom + prior.day_freedom
    pooled = (own_freedom * own + prior.day_freedom * prior.day_variance) / freedom
    return replace(prior, day_variance=pooled, day_freedom=freedom, n_sessions=len(means))


def _is_measured(metric: Metric, session: Session, sides: tuple[Side, ...]) -> bool:
    graded = all(clip.metrics[metric.name].confidence != Grade.WITHHELD for clip in session)
    return graded and set(sides) <= set(common_sides(metric, session))


def _session_mean(
    metric: Metric, session: Session, sides: tuple[Side, ...], prior: Prior
) -> tuple[float, float]:
    """Mean of a session, and its variance by its own runs and steps."""
    found = clip_means(metric, session, sides, prior.run_freedom)
    clips = [clip for clip in found if clip is not None]
    variances = np.array([prior.run_variance + clip.step_variance for clip in clips])
    mean = float(np.average([clip.value for clip in clips], weights=1 / variances))
    return mean, float(1 / (1 / variances).sum())
