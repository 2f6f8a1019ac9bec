"""A sprint built from angles: its foot stands where it is loaded, and comes again each stride."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX
from validation.events_motions import Noise
from validation.sprint_angles import FILE, see_sprint

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FILE.is_file(), reason="the folder ../shared/data/mocap is not here"),
]


def test_contacts_are_those_of_the_force() -> None:
    seen = see_sprint(240, Noise(0.0), 0)
    first, second, third, *_ = seen.contacts
    assert [c.side for c in (first, second, third)] == ["left", "right", "left"]
    assert 1e3 * (first.toeoff_s - first.touchdown_s) == pytest.approx(115, abs=1)
    assert 1e3 * (second.touchdown_s - first.touchdown_s) == pytest.approx(242, abs=1)


def test_a_loaded_forefoot_stands_and_the_body_runs_at_its_speed() -> None:
    seen = see_sprint(240, Noise(0.0), 0)
    pose, contact = seen.pose, seen.contacts[2]
    px_per_m = 250.0
    inside = (pose.time_s > contact.touchdown_s + 0.02) & (pose.time_s < contact.toeoff_s - 0.05)
    toe = pose.xy_px[inside, INDEX[f"{contact.side}_foot_index"]] / px_per_m
    assert np.ptp(toe, axis=0).max() < 0.02
    hip = pose.xy_px[:, INDEX["left_hip"], 0] / px_per_m
    assert np.polyfit(pose.time_s, hip, 1)[0] == pytest.approx(9.68, abs=0.1)
