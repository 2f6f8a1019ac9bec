"""Comparison -> its verdict: a few calm sentences, chosen by the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.speed_matched import SharedSpeeds
from aqvision.core.prompts import Prompt
from aqvision.core.said import all_said, said
from aqvision.core.types import View
from aqvision.core.wording import ngettext
from aqvision.kinematics.metrics.registry import Grade
from aqvision.kinematics.quality.grades import prompts_of
from aqvision.report.headline import why_nothing_compared
from aqvision.report.outcomes import MAX_NAMED, looked_at, primary_outcomes
from aqvision.report.phrases import count_days, count_runs, first_labels, listed, most_common
from aqvision.report.wording import Sentence


def comparison_verdict(comparison: Comparison) -> list[str]:
    """Say what changed, what did not, what cannot be told yet, and what that rests on.

    Parameters
    ----------
    comparison
        What changed.
    """
    if not comparison.comparable():
        return [Sentence.NOTHING_COMPARED, *why_nothing_compared(comparison.in_view())]
    told = [*primary_outcomes(comparison), looked_at(comparison), speed_matched_outcome(comparison)]
    return [*filter(None, told), _rests_on(comparison)]


def brief_outcome(comparison: Comparison) -> list[tuple[str, tuple[Prompt, ...]]]:
    """Write in a few lines what a comparison came to, each with what it asks of the user.

    Parameters
    ----------
    comparison
        What changed, or why nothing can be compared.
    """
    if not comparison.comparable():
        reason = most_common([change.reason for change in comparison.in_view()])[0]
        return [(f"{Sentence.NOTHING_COMPARED} {said(reason)}", _asked_by(reason, comparison))]
    told = all_said(comparison)
    brief: list[tuple[str, tuple[Prompt, ...]]] = [(line, ()) for line in comparison_verdict(told)]
    if reason := speed_matched_reason(told):
        brief.append((reason, _asked_for_speed(comparison)))
    more = (*told.cautions[1:], *told.history.remarks)
    return [*brief, *((text, ()) for text in more)]


def _rests_on(comparison: Comparison) -> str:
    """Say how many runs on how many days there are, and the first caution."""
    groups = (comparison.before, comparison.after)
    days = [{a.recorded.on for a in group} for group in groups]
    known = None not in days[0] | days[1]
    before, after = (
        _runs(group, len(own) if known else 0) for group, own in zip(groups, days, strict=True)
    )
    told = [Sentence.RESTS_ON.format(before=before, after=after)]
    if not known:
        some = (days[0] | days[1]) - {None}
        told.append(Sentence.SOME_DAYS_NOT_TOLD if some else Sentence.DAYS_NOT_TOLD)
    elif len(days[0] | days[1]) == 1:
        told.append(Sentence.ONE_DAY)
    if (n := len(comparison.history.sessions)) > 1:
        told.append(Sentence.DAYS_FROM_HISTORY.format(n=n))
    told += [f"{text.rstrip('.')}." for text in comparison.cautions[:1]]
    return " ".join(told)


def _runs(group: Sequence[Analysis], n_days: int) -> str:
    """Write runs and steps of one side, and the days where they are known."""
    n = sum(len(a.steps) for a in group)
    steps = (
        ngettext("one ground contact", "{n} ground contacts", n)
        if group[0].scene.camera.view == View.SIDE
        else ngettext("one step", "{n} steps", n)
    ).format(n=n)
    runs = count_runs(len(group))
    if not n_days:
        return Sentence.RUNS_ALONE.format(runs=runs, steps=steps)
    return Sentence.RUNS_ON_DAYS.format(runs=runs, days=count_days(n_days), steps=steps)


def _asked_by(reason: str, comparison: Comparison) -> tuple[Prompt, ...]:
    """Tell what a reason asks for: by itself, or as the clock of a clip that it speaks of."""
    doubted = any(
        Prompt.RATE in warning.prompts and analysis.metrics["step_frequency_hz"].reason == reason
        for analysis in (*comparison.before, *comparison.after)
        for warning in analysis.warnings
    )
    return (Prompt.RATE,) if doubted else prompts_of(reason)


def _asked_for_speed(comparison: Comparison) -> tuple[Prompt, ...]:
    """Tell what would give the speed of a run whose speed is not known."""
    withheld = (a.metrics["speed_mps"].reason for a in (*comparison.before, *comparison.after))
    return next(filter(None, (_asked_by(reason, comparison) for reason in withheld)), ())


def speed_matched_outcome(comparison: Comparison) -> str:
    """Say what changed at the same speed, and what did not; empty where that is not known.

    Parameters
    ----------
    comparison
        What changed.
    """
    matched = [(c, c.speed_matched.verdict) for c in comparison.changes if c.speed_matched]
    sure = [(c, verdict) for c, verdict in matched
            if c.confidence != Grade.C and not c.represented_by]  # fmt: skip
    if not matched:
        return ""
    there = [c for c, verdict in sure if verdict.is_change]
    gone = [c for c, verdict in sure if c.verdict.is_change and not verdict.is_change]
    speeds = speed_range(comparison.shared_speeds)
    told = [
        Sentence.SPEED_MATCHED.format(speeds=speeds, changes=_labels(there))
        if there
        else Sentence.NONE_AT_SPEED.format(speeds=speeds)
    ]
    if gone:
        told.append(Sentence.GONE_AT_SPEED.format(changes=_labels(gone)))
    return " ".join(told)


def _labels(changes: Sequence[Change]) -> str:
    ordered = sorted(changes, key=lambda c: not c.primary)
    return listed(first_labels([c.metric for c in ordered], MAX_NAMED))


def speed_range(shared: SharedSpeeds) -> str:
    """Write the speeds that both sides ran at.

    Parameters
    ----------
    shared
        Speeds in m/s.
    """
    return Sentence.SPEEDS.format(low=shared.low_mps, high=shared.high_mps)


def speed_matched_reason(comparison: Comparison) -> str:
    """Say why speed-matched changes are not known; empty where they are or do not matter.

    Parameters
    ----------
    comparison
        What changed.
    """
    shared = comparison.shared_speeds
    if not comparison.comparable() or shared.are_compared or not shared.matters:
        return ""
    return f"{shared.reason} {shared.hint}".strip()
