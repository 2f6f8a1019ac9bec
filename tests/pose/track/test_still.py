from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.core.clip import AthleteChoice
from aqvision.core.errors import PoseError
from aqvision.pose.track.athlete import Candidate
from aqvision.pose.track.still import choose_still

NOBODY = AthleteChoice()
MOVING = Candidate(
    number=1, score=9.0, first_s=2.0, last_s=5.0, height_px=300.0, first_px=(100.0, 300.0),
    last_px=(1800.0, 300.0), strides=True,
)  # fmt: skip
STANDING = replace(
    MOVING, number=2, score=0.01, first_s=0.0, last_s=20.0, first_px=(950.0, 300.0),
    last_px=(960.0, 300.0), strides=False,
)  # fmt: skip


def chosen(*people: Candidate, choice: AthleteChoice = NOBODY) -> int:
    return choose_still((), people, choice, 1920)


def test_who_stands_in_the_middle_goes_before_who_runs_through() -> None:
    assert chosen(MOVING, STANDING) == 2


def test_of_two_who_stand_the_larger_then_the_more_central_is_chosen() -> None:
    assert chosen(STANDING, replace(STANDING, number=3, height_px=500.0)) == 3
    aside = replace(STANDING, number=3, first_px=(100.0, 300.0), last_px=(100.0, 300.0))
    assert chosen(aside, STANDING) == 2
    assert chosen(STANDING, replace(STANDING, number=3)) == 2


def test_the_users_word_goes_first_and_nobody_is_refused() -> None:
    assert chosen(MOVING, STANDING, choice=AthleteChoice(track=1)) == 1
    with pytest.raises(PoseError, match="no athlete"):
        chosen()
