"""Intervals of many metrics -> verdicts: changed, no change found, or not to be told.

That there is no change worth telling is a finding of its own: the whole interval says so.
Source: lakens-2017.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aqvision.comparison.families import false_discovery_rates, represent
from aqvision.comparison.interval import Difference, Interval

PRIMARY_RATE, EXPLORATORY_RATE = 0.10, 0.05
"""False discovery rates of the two families. Source: benjamini-hochberg-1995."""
FEWEST_CLIPS, FEWEST_SESSIONS = 2, 2
"""Clips a side, or else earlier sessions, from which on a verdict speaks of the athlete."""


class Verdict(StrEnum):
    """What may be said of a change."""

    CHANGED = "changed"
    RUNS_DIFFER = "these runs differ"
    NO_CHANGE = "no change found"
    CANNOT_TELL = "cannot be told yet"
    NOT_SHOWN = "no change shown"
    NOT_COMPARABLE = "not comparable"

    @property
    def is_change(self) -> bool:
        """Tell whether a change is told, of the athlete or of two runs."""
        return self in (Verdict.CHANGED, Verdict.RUNS_DIFFER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is made of one metric.

    ``q`` is the false discovery rate at which it would be called changed, NaN for a metric that
    ``represented_by`` another: it can only have changed where that one has.
    """

    verdict: Verdict
    q: float
    primary: bool
    represented_by: str


def judge(
    intervals: Mapping[str, Interval],
    worthwhile: Mapping[str, float],
    primaries: Sequence[str],
    *,
    several_clips: bool,
) -> dict[str, Judgement]:
    """Judge all metrics of a comparison together.

    Parameters
    ----------
    intervals
        By metric, all that could be compared.
    worthwhile
        The change that each has to exceed, in its unit.
    primaries
        Metrics named beforehand.
    several_clips
        Whether each side has two clips or more. Otherwise a metric speaks of the athlete, and not
        of two runs, only where earlier sessions measured it.
    """
    represented = represent(intervals, primaries)
    heads = {name: intervals[name].p for name, head in represented.items() if name == head}
    q = false_discovery_rates({n: p for n, p in heads.items() if n in primaries})
    q |= false_discovery_rates({n: p for n, p in heads.items() if n not in primaries})
    return {
        name: Judgement(
            verdict=verdict_of(
                intervals[name].difference,
                worthwhile[name],
                passes=_passes(intervals[name], name, head, q, primaries),
                primary=name in primaries,
                of_the_athlete=several_clips or intervals[name].parts.n_sessions >= FEWEST_SESSIONS,
            ),
            q=q[name] if name == head else float("nan"),
            primary=name in primaries,
            represented_by="" if name == head else head,
        )
        for name, head in represented.items()
    }


def _passes(
    interval: Interval, name: str, head: str, q: Mapping[str, float], primaries: Sequence[str]
) -> bool:
    """Tell whether chance hardly made it; what repeats another passes with that one."""
    head_passes = q[head] <= (PRIMARY_RATE if head in primaries else EXPLORATORY_RATE)
    return head_passes and (name == head or interval.difference.excludes_zero)


def verdict_of(
    difference: Difference, worthwhile: float, *, passes: bool, primary: bool, of_the_athlete: bool
) -> Verdict:
    """Say what may be said of one change.

    Parameters
    ----------
    difference, worthwhile
        The change with its interval, and what it has to exceed.
    passes
        Whether chance hardly made it, among all that is judged with it.
    primary
        Whether it was named beforehand.
    of_the_athlete
        Whether the clips tell of the athlete, not only of two runs.
    """
    if passes and abs(difference.value) > worthwhile:
        return Verdict.CHANGED if of_the_athlete else Verdict.RUNS_DIFFER
    if difference.at_most < worthwhile:
        return Verdict.NO_CHANGE
    return Verdict.CANNOT_TELL if primary else Verdict.NOT_SHOWN
