"""Why no change is told of an athlete of a team, and how many clips would tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.team_reasons import too_few, why_none, why_none_of
from tests.support.team_changes import change_of

SPEED = "speed_mps"
OPEN = change_of(SPEED, 0.2, Verdict.CANNOT_TELL)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_of(SPEED, 0.2, Verdict.NO_CHANGE), "no change larger than 0.30 m/s"),
        (OPEN, "cannot be told with a dozen runs more"),
        (
            replace(OPEN, more_after=2, clips_a_side=4),
            "too few to tell; film 2 more after",
        ),
        (
            replace(OPEN, clips_a_side=4),
            "too few to tell; film 4 before and 4 after",
        ),
        (change_of(SPEED, 5.0, Verdict.CHANGED, grade=Grade.C), "cannot be told yet"),
        (
            replace(change_of(SPEED, 0.2, Verdict.NOT_SHOWN), more_after=1),
            "too few to tell; film 1 more after",
        ),
        (change_of(SPEED, 0.2, Verdict.NOT_COMPARABLE), "not comparable"),
    ],
)
def test_why_no_change_is_told(change: Change, words: str) -> None:
    assert why_none(change, of_the_athlete=True) == words


def test_with_one_run_on_a_side_no_number_is_promised() -> None:
    few = replace(OPEN, more_after=2)
    assert why_none(few, of_the_athlete=False) == "too few to tell; one run on a side"


def test_the_number_that_is_asked_for_is_enough_for_all() -> None:
    small, large = replace(OPEN, more_after=1), replace(OPEN, more_after=5)
    assert too_few([small, large], of_the_athlete=True).endswith("film 5 more after")
    both = replace(OPEN, clips_a_side=6)
    assert too_few([small, both], of_the_athlete=True).endswith("film 6 before and 6 after")


def test_what_was_never_sure_is_not_called_unchanged() -> None:
    rough = change_of("thigh_angle_toeoff_deg", 9.0, Verdict.NOT_SHOWN, grade=Grade.C)
    assert list(why_none_of([rough], of_the_athlete=True)) == [
        "Thigh at toe-off: cannot be told yet"
    ]
