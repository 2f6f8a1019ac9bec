"""A toe-off out of step with its knee says so, and stays where it was found."""

from __future__ import annotations

import pytest

from aqvision.core.skeleton import Side
from aqvision.kinematics.events.onset import Instant
from aqvision.kinematics.events.toe_off_check import check_toeoffs
from tests.support.synthetic import Run, motion_of

RUN = Run()
SIDES: list[Side] = ["right" if c.side == "right" else "left" for c in RUN.contacts]
TRUE = [Instant(c.toeoff_s, 0.003, 1.0) for c in RUN.contacts]


def test_toeoffs_alike_keep_their_errors() -> None:
    assert check_toeoffs(motion_of(RUN.pose()), SIDES, TRUE) == TRUE


def test_toeoff_far_from_its_knee_is_less_sure_and_not_moved() -> None:
    late = [*TRUE[:2], Instant(TRUE[2].at_s + 0.03, 0.003, 1.0), *TRUE[3:]]
    checked = check_toeoffs(motion_of(RUN.pose()), SIDES, late)
    assert checked[2] is not None
    assert checked[2].at_s == late[2].at_s
    assert checked[2].se_s == pytest.approx(0.03, abs=0.006)
    assert [c for i, c in enumerate(checked) if i != 2] == [c for i, c in enumerate(TRUE) if i != 2]


def test_two_toeoffs_tell_nothing_usual() -> None:
    late = [TRUE[0], Instant(TRUE[1].at_s + 0.03, 0.003, 1.0), None]
    assert check_toeoffs(motion_of(RUN.pose()), SIDES[:3], late) == late
