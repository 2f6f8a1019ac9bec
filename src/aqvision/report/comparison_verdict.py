"""Comparison -> its verdict: a few calm sentences, chosen by the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.interval import Verdict
from aqvision.comparison.speed_matched import SharedSpeeds
from aqvision.core.prompts import Prompt
from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Pillar
from aqvision.kinematics.quality.grades import prompts_of
from aqvision.report.numbers import show_change, show_detectable, show_interval, show_sides
from aqvision.report.wording import (
    PLACES,
    Sentence,
    count_clips,
    first_labels,
    inline_label,
    listed,
    most_common,
)

PRIMARY: dict[Pillar, tuple[str, ...]] = {
    pillar: tuple(m.name for m in METRICS.values() if m.pillar == pillar and m.primary)
    for pillar in PILLARS
}
"""Metrics named first, a few a pillar, chosen before any number was seen."""

_MAX_NAMED = 4
_N_HEADLINES = 3


def comparison_verdict(comparison: Comparison) -> list[str]:
    """Say what changed most, what did not, and how sure that is.

    Parameters
    ----------
    comparison
        What changed.
    """
    comparable = comparison.comparable()
    if not comparable:
        reason = most_common([c.reason for c in comparison.changes])[0]
        return [
            Sentence.NOTHING_COMPARED,
            Sentence.THE_REASON.format(reason=reason.rstrip(".")),
            Sentence.FILM_BOTH_ALIKE,
        ]
    return [
        _what_changed(comparison, comparable),
        _what_did_not(comparison, comparable),
        *filter(None, [speed_matched_outcome(comparison)]),
        _how_sure(comparison),
    ]


def _what_changed(comparison: Comparison, comparable: Sequence[Change]) -> str:
    changed = comparison.changed()
    if not changed:
        return Sentence.NOTHING_CHANGED.format(n=len(comparable))
    touched = {METRICS[c.metric].pillar for c in changed}
    return Sentence.CHANGED.format(
        n=len(changed),
        n_compared=len(comparable),
        places=listed([words for pillar, words in PLACES.items() if pillar in touched]),
        changes=listed([_from_to(c) for c in _headline_changes(comparison, _N_HEADLINES)]),
    )


def _from_to(change: Change) -> str:
    before, after = show_sides(change)
    return Sentence.FROM_TO.format(label=inline_label(change.metric), before=before, after=after)


def _what_did_not(comparison: Comparison, comparable: Sequence[Change]) -> str:
    steady = [c.metric for c in comparable if c.verdict == Verdict.WITHIN_NOISE]
    n_missing = len(comparison.in_view()) - len(comparable)
    missing = Sentence.MISSING.format(n=n_missing) if n_missing else ""
    if not steady:
        return Sentence.ALL_CHANGED.format(missing=missing)
    order = [name for names in PRIMARY.values() for name in names]
    first = sorted(steady, key=lambda name: order.index(name) if name in order else len(METRICS))
    labels = listed(first_labels(first, _MAX_NAMED))
    return Sentence.STEADY.format(labels=labels[0].upper() + labels[1:], missing=missing)


def _how_sure(comparison: Comparison) -> str:
    groups = (comparison.before, comparison.after)
    n_before, n_after = (sum(len(a.steps) for a in group) for group in groups)
    single = min(len(group) for group in groups) == 1
    from_side = comparison.before[0].scene.camera.view == View.SIDE
    cautions = [f". {text.rstrip('.')}" for text in comparison.cautions[:1]]
    return Sentence.HOW_SURE.format(
        n_before=n_before,
        n_after=n_after,
        what=Sentence.CONTACTS if from_side else Sentence.STEPS,
        clips_before=count_clips(len(comparison.before)),
        clips_after=count_clips(len(comparison.after)),
        meaning=Sentence.ONE_CLIP_A_SIDE if single else Sentence.SEVERAL_CLIPS,
        caution="".join(cautions),
    )


def brief_outcome(comparison: Comparison) -> list[tuple[str, tuple[Prompt, ...]]]:
    """Write in a few lines what a comparison came to, each with what it asks of the user.

    Parameters
    ----------
    comparison
        What changed, or why nothing can be compared.
    """
    if not comparison.comparable():
        reason = most_common([change.reason for change in comparison.changes])[0]
        return [(f"{Sentence.NOTHING_COMPARED} {reason}", _asked_by(reason, comparison))]
    lines = top_changes(comparison) or [Sentence.NONE_STANDS_OUT]
    brief: list[tuple[str, tuple[Prompt, ...]]] = [(line, ()) for line in lines]
    if outcome := speed_matched_outcome(comparison):
        return [*brief, (outcome, ())]
    if reason := speed_matched_reason(comparison):
        return [*brief, (reason, _asked_for_speed(comparison))]
    return brief


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


def top_changes(comparison: Comparison, n: int = _N_HEADLINES) -> list[str]:
    """Write the changes that matter most, one line each; empty when nothing changed.

    Primary metrics of different pillars come first, the clearest of them at the top.

    Parameters
    ----------
    comparison
        What changed.
    n
        How many lines at most.
    """
    return [_top_change(change, comparison) for change in _headline_changes(comparison, n)]


def _top_change(change: Change, comparison: Comparison) -> str:
    before, after = show_sides(change)
    return Sentence.TOP_CHANGE.format(
        label=METRICS[change.metric].label,
        pillar=PILLARS[METRICS[change.metric].pillar].lower(),
        before=before,
        after=after,
        change=show_change(change),
        level=f"{comparison.confidence_level:.0%}",
        interval=show_interval(change),
        detectable=show_detectable(change),
    )


def _headline_changes(comparison: Comparison, n: int) -> list[Change]:
    """Choose n changes: primary ones of different pillars, then other primary ones, then any."""
    changed = comparison.changed()
    primary = [c for c in changed if METRICS[c.metric].primary]
    firsts: dict[Pillar, Change] = {}
    for change in primary:
        firsts.setdefault(METRICS[change.metric].pillar, change)
    ordered = {c.metric: c for c in (*firsts.values(), *primary, *changed)}
    return list(ordered.values())[:n]


def speed_matched_outcome(comparison: Comparison) -> str:
    """Say in a sentence what changed speed-matched; empty where that is not known.

    Parameters
    ----------
    comparison
        What changed.
    """
    matched = [(c, c.speed_matched.verdict) for c in comparison.changes if c.speed_matched]
    if not matched:
        return ""
    there = [c.metric for c, verdict in matched if verdict == Verdict.CHANGED]
    gone = [c.metric for c, verdict in matched
            if c.verdict == Verdict.CHANGED and verdict != Verdict.CHANGED]  # fmt: skip
    return Sentence.SPEED_MATCHED.format(
        speeds=speed_range(comparison.shared_speeds),
        n=len(there),
        n_compared=len(matched),
        changes=_named(there),
        gone=Sentence.GONE_AT_SPEED.format(changes=_named(gone)) if gone else "",
    )


def _named(metrics: Sequence[str]) -> str:
    return ": " + ", ".join(first_labels(metrics, _MAX_NAMED)) if metrics else ""


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
