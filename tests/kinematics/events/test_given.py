"""Contacts that are given are taken as they are, with the error of a frame."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.errors import CalibrationError
from aqvision.core.given_contacts import GivenContact
from aqvision.core.settings import EventSettings
from aqvision.kinematics.events.contacts import find_contacts
from aqvision.kinematics.events.given import place_contacts
from tests.support.synthetic import Run, motion_of

RUN = Run()


def given_of(times: list[tuple[str, float, float]]) -> list[GivenContact]:
    return [
        GivenContact(side="left" if side == "left" else "right", touchdown_s=start, toeoff_s=stop)
        for side, start, stop in times
    ]


def test_times_stay_and_feet_stand_where_they_are_found_to() -> None:
    motion = motion_of(RUN.pose())
    found = find_contacts(motion, EventSettings())
    given = given_of([(c.side, c.touchdown_s, c.toeoff_s) for c in found])
    placed = place_contacts(motion, given)
    assert [(c.side, c.touchdown_s, c.toeoff_s) for c in placed] == [
        (c.side, c.touchdown_s, c.toeoff_s) for c in found
    ]
    assert [c.foot_x_leg for c in placed] == pytest.approx([c.foot_x_leg for c in found], abs=1e-9)
    frame_s = float(np.median(np.diff(motion.time_s)))
    errors = [se for c in placed for se in (c.touchdown_se_s, c.toeoff_se_s)]
    assert errors == pytest.approx([frame_s / np.sqrt(12)] * len(errors))


def test_a_contact_outside_the_clip_is_refused() -> None:
    motion = motion_of(RUN.pose())
    end_s = float(motion.time_s[-1])
    with pytest.raises(CalibrationError, match="is not within the clip") as raised:
        place_contacts(motion, given_of([("left", end_s - 0.05, end_s + 0.05)]))
    assert f"{end_s:.3f} s" in str(raised.value.hint)
