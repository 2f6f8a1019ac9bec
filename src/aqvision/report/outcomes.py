"""Comparison -> what its primary metrics came to, in sentences that a parent can read.

What changed comes first, then what did not, what cannot be told yet and what to film for it. What
was not named beforehand comes last and never alone; what is measured roughly is no headline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.judging import FEWEST_CLIPS, FEWEST_SESSIONS, Verdict
from aqvision.comparison.planning import DESIGNS, Design, PlanRow
from aqvision.core.wording import upper_first
from aqvision.kinematics.metrics.registry import METRICS, Grade, Need
from aqvision.report.change_numbers import show_change, show_sides, show_size
from aqvision.report.numbers import show_bound
from aqvision.report.phrases import inline_label, listed, more_runs_after
from aqvision.report.wording import Sentence

MAX_NAMED = 4
_N_HEADLINES = 3
_N_PLANNED = 2
_GOOD_RATE_HZ = 240.0
SHOWN_DESIGN = Design(3, 3)
"""The design that is recommended: the strongest of the cheap ones."""


def primary_outcomes(comparison: Comparison) -> list[str]:
    """Say what the primary metrics came to, and what to film where that is not known.

    Parameters
    ----------
    comparison
        What changed.
    """
    primary = primary_changes(comparison)
    sure = [c for c in primary if c.confidence != Grade.C]
    rough = [c.metric for c in primary if c.confidence == Grade.C and c.is_comparable]
    changed = [c for c in sure if c.verdict.is_change]
    return [
        *_changed(changed, comparison),
        *_no_change([c for c in sure if c.verdict == Verdict.NO_CHANGE]),
        *_cannot_tell([c for c in sure if c.verdict == Verdict.CANNOT_TELL], comparison),
        *(() if is_of_the_athlete(comparison) else _one_run_a_side(comparison, changed)),
        *_named(Sentence.ROUGH, rough),
        *not_compared(primary),
    ]


def primary_changes(comparison: Comparison) -> list[Change]:
    """List the changes of the metrics named beforehand, in that order.

    Parameters
    ----------
    comparison
        What changed.
    """
    changes = {c.metric: c for c in comparison.changes}
    return [changes[name] for name in comparison.primaries if name in changes]


def looked_at(comparison: Comparison) -> str:
    """Name what else changed; empty where nothing did.

    Parameters
    ----------
    comparison
        What changed.
    """
    found = [c for c in comparison.changed() if not c.primary and c.confidence != Grade.C]
    if not found:
        return ""
    return Sentence.LOOKED_AT.format(changes=listed(short_changes(found)))


def short_changes(changes: Sequence[Change]) -> list[str]:
    """Write the first changes in a few words each, and count the others.

    Parameters
    ----------
    changes
        What stands out most first.
    """
    first = [
        Sentence.TOP_CHANGE.format(label=inline_label(c.metric), change=show_change(c))
        for c in changes[:MAX_NAMED]
    ]
    rest = len(changes) - MAX_NAMED
    return [*first, Sentence.MORE.format(n=rest)] if rest > 0 else first


def sure_plan(comparison: Comparison) -> list[PlanRow]:
    """Leave out of the plan what is measured too roughly to be relied on.

    Parameters
    ----------
    comparison
        What changed.
    """
    rough = {c.metric for c in comparison.changes if c.confidence == Grade.C}
    return [row for row in comparison.plan if row.metric not in rough]


def seen_by_design(rows: Sequence[PlanRow], design: Design, metrics: Sequence[str]) -> list[str]:
    """Write the smallest changes that a design would show, of the first metrics that have any.

    Parameters
    ----------
    rows, design
        The plan, and one of its designs.
    metrics
        Those that are told, if there is a choice.
    """
    place = DESIGNS.index(design)
    known = [row for row in rows if row.seen]
    chosen = sorted(known, key=lambda row: row.metric not in metrics)[:_N_PLANNED]
    return [
        Sentence.SEEN_IN.format(
            amount=show_bound(row.seen[place], METRICS[row.metric].unit),
            label=inline_label(row.metric),
        )
        for row in chosen
    ]


def is_of_the_athlete(comparison: Comparison) -> bool:
    """Tell whether there are runs enough to speak of the athlete and not of two runs.

    Parameters
    ----------
    comparison
        What changed.
    """
    return enough_runs(
        len(comparison.before), len(comparison.after), len(comparison.history.sessions)
    )


def enough_runs(n_before: int, n_after: int, n_earlier: int) -> bool:
    """Tell whether runs are enough to speak of the athlete.

    Parameters
    ----------
    n_before, n_after
        Clips of each side.
    n_earlier
        Earlier sessions.
    """
    return min(n_before, n_after) >= FEWEST_CLIPS or n_earlier >= FEWEST_SESSIONS


def _changed(changed: Sequence[Change], comparison: Comparison) -> list[str]:
    """Tell what changed, in a paragraph; none where nothing did."""
    if not changed:
        return []
    first, rest = changed[:_N_HEADLINES], changed[_N_HEADLINES:]
    if changed[0].verdict == Verdict.RUNS_DIFFER:
        two = len(comparison.before) == len(comparison.after) == 1
        sentence = Sentence.TWO_RUNS_DIFFER if two else Sentence.RUNS_DIFFER
        told = [sentence.format(changes=_in_full(first, Sentence.IS_MORE, Sentence.IS_LESS))]
    else:
        told = [_in_full(first, Sentence.WENT_UP, Sentence.WENT_DOWN), Sentence.WHY_IT_CHANGED]
    if rest:
        told.insert(1, Sentence.ALSO.format(changes=listed(short_changes(rest))))
    return [" ".join(told)]


def _in_full(changes: Sequence[Change], more: Sentence, less: Sentence) -> str:
    """Tell changes with their amounts and intervals, a sentence each."""
    return " ".join(_with_amount(c, more if c.difference.value > 0 else less) for c in changes)


def _with_amount(change: Change, sentence: Sentence) -> str:
    (before, after), (amount, low, high) = show_sides(change), show_size(change)
    return sentence.format(
        label=METRICS[change.metric].label,
        before=before,
        after=after,
        amount=amount,
        low=low,
        high=high,
    )


def _no_change(changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        bounds = [
            Sentence.SEEN_IN.format(
                amount=show_bound(c.difference.at_most, c.unit), label=inline_label(c.metric)
            )
            for c in changes
        ]
        yield Sentence.NO_CHANGE.format(bounds=listed(bounds))


def _cannot_tell(changes: Sequence[Change], comparison: Comparison) -> Iterator[str]:
    """Name what cannot be told, those with the same advice together."""
    if not is_of_the_athlete(comparison):
        yield from _named(Sentence.CANNOT_TELL, [c.metric for c in changes])
        return
    later = [c for c in changes if c.more_after is not None]
    again = [c for c in changes if c.more_after is None and c.clips_a_side is not None]
    never = [c for c in changes if c.more_after is None and c.clips_a_side is None]
    for told in _named(Sentence.CANNOT_TELL, [c.metric for c in later]):
        yield f"{told} {more_runs_after(max(c.more_after or 0 for c in later))}"
    for told in _named(Sentence.CANNOT_TELL, [c.metric for c in again]):
        n = max(c.clips_a_side or 0 for c in again)
        yield f"{told} {Sentence.TOO_FEW_BEFORE.format(n=n)}"
    for told in _named(Sentence.CANNOT_TELL, [c.metric for c in never]):
        yield f"{told} {Sentence.TOO_ROUGH.format(how=_what_would_help(never, comparison))}"


def _what_would_help(changes: Sequence[Change], comparison: Comparison) -> str:
    """Say how to film, way by way with the metrics that it is for."""
    ways: dict[str, list[str]] = {}
    for change in changes:
        ways.setdefault(_filmed_better(change, comparison), []).append(inline_label(change.metric))
    told = (
        Sentence.FOR_LABELS.format(labels=listed(labels), how=how) for how, labels in ways.items()
    )
    return "; ".join(told)


def _filmed_better(change: Change, comparison: Comparison) -> str:
    """Say how to film what no number of clips would tell."""
    needs = METRICS[change.metric].needs
    if Need.SCALE in needs:
        return Sentence.FILM_MARKS
    rate_hz = min(a.video.capture_fps for a in (*comparison.before, *comparison.after))
    if needs & {Need.TIMING, Need.FINE_TIMING, Need.INSTANTS} and rate_hz < _GOOD_RATE_HZ:
        return Sentence.FILM_FASTER.format(rate_hz=_GOOD_RATE_HZ)
    return Sentence.FILM_NEARER


def _one_run_a_side(comparison: Comparison, changed: Sequence[Change]) -> Iterator[str]:
    """Say what is missing to speak of the athlete, and what could then be seen."""
    seen = seen_by_design(sure_plan(comparison), SHOWN_DESIGN, [c.metric for c in changed])
    then = Sentence.THEN_SEEN.format(changes=listed(seen)) if seen else ""
    yield f"{Sentence.NOT_THE_ATHLETE} {Sentence.FILM_THREE.format(seen=then)}"


def not_compared(changes: Sequence[Change]) -> Iterator[str]:
    """Name what could not be compared, reason by reason.

    Parameters
    ----------
    changes
        Some of a comparison; of those that could be compared nothing is said.
    """
    reasons: dict[str, list[str]] = {}
    for change in changes:
        if not change.is_comparable:
            reasons.setdefault(change.reason.rstrip("."), []).append(inline_label(change.metric))
    for reason, labels in reasons.items():
        yield Sentence.NOT_COMPARED.format(labels=listed(labels), reason=upper_first(reason))


def _named(sentence: Sentence, metrics: Sequence[str]) -> Iterator[str]:
    if metrics:
        yield sentence.format(labels=listed([inline_label(name) for name in metrics]))
