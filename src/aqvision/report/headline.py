"""Comparison -> the first words of its page: one verdict for a parent, and what to film next.

The page of a team says the same of each athlete, of whom it has the changes alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.judging import Verdict
from aqvision.core.wording import upper_first
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.change_numbers import show_sides
from aqvision.report.outcomes import (
    SHOWN_DESIGN,
    is_of_the_athlete,
    seen_by_design,
    sure_plan,
)
from aqvision.report.phrases import more_runs_after, most_common
from aqvision.report.wording import Sentence

_SPEED = "speed_mps"
_UP_AND_DOWN = {
    Verdict.CHANGED: (Sentence.FASTER, Sentence.SLOWER),
    Verdict.RUNS_DIFFER: (Sentence.RUN_WAS_FASTER, Sentence.RUN_WAS_SLOWER),
    Verdict.CANNOT_TELL: (Sentence.NOT_YET_FASTER, Sentence.NOT_YET_SLOWER),
    Verdict.NO_CHANGE: (Sentence.AS_FAST, Sentence.AS_FAST),
    Verdict.NOT_SHOWN: (Sentence.FASTER_NOT_SHOWN, Sentence.FASTER_NOT_SHOWN),
}


def outcome_of(comparison: Comparison) -> Change | None:
    """Find how fast the athlete was, before and after; None where it could not be compared.

    Parameters
    ----------
    comparison
        What changed.
    """
    speed = next((c for c in comparison.changes if c.metric == _SPEED), None)
    return speed if speed is not None and speed.is_comparable else None


def headline(comparison: Comparison) -> str:
    """Say in one sentence what a comparison came to; why there is no speed stands in the note.

    Parameters
    ----------
    comparison
        What changed.
    """
    return _outcome(comparison.in_view())


def headline_of(changes: Sequence[Change]) -> str:
    """Say what changes came to, and why there is no speed, where no note says so.

    Parameters
    ----------
    changes
        All of a comparison that the view of its clips shows.
    """
    return f"{_outcome(changes)} {_why_no_speed(changes)}".rstrip()


def _outcome(changes: Sequence[Change]) -> str:
    if not any(change.is_comparable for change in changes):
        return Sentence.NOTHING_COMPARED
    speed = next((c for c in changes if c.metric == _SPEED), None)
    if speed is None or not speed.is_comparable:
        return _of_movement(changes)
    before, after = show_sides(speed)
    return _speed_sentence(speed).format(before=before, after=after)


def headline_note(comparison: Comparison) -> str:
    """Say what the headline must not be taken for.

    Parameters
    ----------
    comparison
        What changed.
    """
    if not comparison.comparable():
        return why_nothing_compared(comparison.in_view())[0]
    return f"{_how_far_it_goes(comparison)} {_why_no_speed(comparison.in_view())}".strip()


def _how_far_it_goes(comparison: Comparison) -> str:
    if not is_of_the_athlete(comparison):
        two = len(comparison.before) == len(comparison.after) == 1
        return Sentence.MAYBE_A_GOOD_DAY if two else Sentence.MAYBE_A_GOOD_RUN
    return Sentence.WHY_IT_CHANGED if comparison.changed() else ""


def next_to_film(comparison: Comparison) -> str:
    """Say in one line what to film next.

    Parameters
    ----------
    comparison
        What changed.
    """
    told = next_of(comparison.in_view(), of_the_athlete=is_of_the_athlete(comparison))
    if told != Sentence.FILM_ON_THREE_DAYS:
        return told
    seen = seen_by_design(sure_plan(comparison), SHOWN_DESIGN, ["speed_mps"])
    then = Sentence.THEN_SHOWS.format(changes=seen[0]) if seen else ""
    return f"{told}{then}"


def next_of(changes: Sequence[Change], *, of_the_athlete: bool) -> str:
    """Say in one line what to film after changes.

    Parameters
    ----------
    changes
        All of a comparison that the view of its clips shows.
    of_the_athlete
        Whether there are runs enough to speak of the athlete.
    """
    if not any(change.is_comparable for change in changes):
        return why_nothing_compared(changes)[1]
    if not of_the_athlete:
        return Sentence.FILM_ON_THREE_DAYS
    unsure = [c for c in changes if c.primary and c.verdict == Verdict.CANNOT_TELL]
    if later := [c.more_after for c in unsure if c.more_after is not None]:
        return more_runs_after(max(later))
    if again := [c.clips_a_side for c in unsure if c.clips_a_side is not None]:
        return Sentence.TOO_FEW_BEFORE.format(n=max(again))
    return Sentence.FILM_AFTER_NEXT


def why_nothing_compared(changes: Sequence[Change]) -> tuple[str, str]:
    """Say why nothing could be compared, and what to do about it, each in a sentence.

    Parameters
    ----------
    changes
        All of a comparison that the view of its clips shows, none of them comparable.
    """
    reason = most_common([change.reason for change in changes])[0]
    matter, _stop, hint = reason.rstrip(".").partition(". ")
    return f"{upper_first(matter)}.", f"{hint}." if hint else Sentence.FILM_BOTH_ALIKE


def _speed_sentence(speed: Change) -> Sentence:
    found = speed.difference
    if speed.verdict == Verdict.CANNOT_TELL and found.low * found.high > 0:
        return Sentence.LOOKS_FASTER if found.value > 0 else Sentence.LOOKS_SLOWER
    faster, slower = _UP_AND_DOWN[speed.verdict]
    return faster if speed.difference.value > 0 else slower


def _of_movement(changes: Sequence[Change]) -> str:
    """Speak of the movement where speed is not compared; of what is measured roughly nothing."""
    sure = [c for c in changes if c.is_counted and c.confidence != Grade.C]
    differs = any(c.verdict.is_change for c in sure)
    return Sentence.MOVEMENT_DIFFERS if differs else Sentence.MOVEMENT_NOT_SHOWN


def _why_no_speed(changes: Sequence[Change]) -> str:
    """Say why speed is not compared; empty where it is, or nothing is."""
    speed = next((c for c in changes if c.metric == _SPEED), None)
    nothing = not any(change.is_comparable for change in changes)
    if nothing or speed is None or speed.is_comparable:
        return ""
    return Sentence.SPEED_NOT_COMPARED.format(reason=upper_first(speed.reason.rstrip(".")))
