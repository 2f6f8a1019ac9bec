"""A run of known contacts -> feet that stand on the ground and rough stances that meet them."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import SIDES
from aqvision.kinematics.events.feet import find_foot, find_rough_stances
from aqvision.kinematics.events.ground import find_ground
from tests.support.synthetic import Run, motion_of

RUN = Run()
MOTION = motion_of(RUN.pose())
GROUND = find_ground(MOTION)


@pytest.mark.parametrize("side", SIDES)
def test_rough_stances_meet_the_contacts_of_their_foot(side: str) -> None:
    foot = find_foot(MOTION, "left" if side == "left" else "right", GROUND)
    stances = find_rough_stances(MOTION, foot, GROUND.run_speed, EventSettings())
    middles = [(c.touchdown_s + c.toeoff_s) / 2 for c in RUN.contacts if c.side == side]
    held = [any(start < middle < stop for start, stop in stances) for middle in middles]
    assert all(held)


@pytest.mark.parametrize("side", SIDES)
def test_a_standing_toe_stays_where_it_is(side: str) -> None:
    foot = find_foot(MOTION, "left" if side == "left" else "right", GROUND)
    for contact in (c for c in RUN.contacts if c.side == side):
        inside = (foot.time_s > contact.touchdown_s) & (foot.time_s < contact.toeoff_s)
        # the tip of a toe on which the foot rolls moves by a few centimetres of a leg of 0.94 m
        assert np.ptp(foot.toe[inside, 0]) < 0.05
    assert foot.frame_s == pytest.approx(1 / RUN.rate_hz)
