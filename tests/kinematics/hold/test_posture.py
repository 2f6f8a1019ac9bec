from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.analysis.hold import HoldNotes
from aqvision.core.errors import PoseError
from aqvision.kinematics.hold.posture import measure_posture
from tests.support.holds import STEADY, from_the_front, measured
from validation.hold_motions import measure

STILL = replace(STEADY, sway_mm=1.0, knocks=(), drift_mm_per_s=(0.0, 0.0), duration_s=12.0)


def test_a_still_body_keeps_its_posture_all_the_time() -> None:
    posture = measured(STILL).measures.posture
    assert posture.time_in_band_frac.value == 1.0
    knee = posture.joints["right_knee_flexion_deg"]
    # thigh from (0, 0.80) to (0.34, 0.53), shank on to (0.30, 0.09)
    assert knee.median_deg == pytest.approx(51.5 + 5.2, abs=1.0)
    assert knee.counts and not knee.set_by_user
    assert not posture.joints["left_knee_flexion_deg"].counts


def test_an_angle_that_is_missed_by_more_than_five_degrees_is_out_of_band() -> None:
    held = measured(STILL).measures.posture.joints["trunk_lean_deg"].median_deg
    near, far = (
        measure(STILL, notes=HoldNotes(set_deg={"trunk_lean_deg": held + off})).measures.posture
        for off in (3.0, 8.0)
    )
    assert near.time_in_band_frac.value == 1.0
    assert far.time_in_band_frac.value == 0.0
    assert [n for n, j in far.joints.items() if j.counts] == ["trunk_lean_deg"]


def test_knocks_cost_time_in_the_set_posture() -> None:
    assert measured().measures.posture.time_in_band_frac.value < 0.95


def test_the_front_shows_legs_in_line() -> None:
    joints = from_the_front().measures.posture.joints
    assert "left_knee_flexion_deg" not in joints
    assert joints["left_leg_line_deg"].median_deg == pytest.approx(
        joints["right_leg_line_deg"].median_deg, abs=2
    )


def test_an_angle_that_is_not_seen_is_refused_with_those_that_are() -> None:
    with pytest.raises(PoseError, match="neck_deg is not measured") as caught:
        measure_posture(measured().body, {"neck_deg": 5.0})
    assert "trunk_lean_deg" in caught.value.hint
