"""Grades: which conditions lower them, for which sides and with which error of metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.grades import (
    distance_se_frac,
    grade_of,
    on_known_belt,
    publishable_sides,
)
from tests.support.scenes import conditions_with
from tests.support.synthetic import GOOD


def test_a_good_clip_earns_the_best_grade_of_what_needs_no_scale() -> None:
    for metric in METRICS.values():
        if View.SIDE in metric.views and "scale" not in metric.needs:
            best = Grade.WITHHELD if metric.grows_with_noise else metric.best
            assert grade_of(metric, GOOD)[0] == best, metric.name


def test_the_first_reason_to_withhold_is_the_one_that_is_told() -> None:
    poor = replace(conditions_with(GOOD, view_angle_deg=50), rate_hz=30.0)
    assert grade_of(METRICS["contact_time_s"], poor) == (
        "withheld",
        "seen 50 degrees away from side-on",
    )
    slanted = conditions_with(GOOD, view_angle_deg=20)
    assert grade_of(METRICS["thigh_range_deg"], slanted) == (
        "B",
        "seen 20 degrees away from side-on",
    )


def test_a_far_arm_that_is_hidden_is_left_out() -> None:
    hidden = conditions_with(GOOD, far_arm_seen_frac=0.5)
    elbow = METRICS["elbow_mean_deg"]
    assert publishable_sides(elbow, GOOD) == ("left", "right")
    assert publishable_sides(elbow, hidden) == ("right",)
    assert publishable_sides(METRICS["contact_time_s"], hidden) == ("left", "right")


def test_metres_carry_the_errors_of_scale_and_camera_or_of_the_belt() -> None:
    speed = METRICS["speed_mps"]
    turned = conditions_with(GOOD, track_se_frac=0.12)
    assert distance_se_frac(speed, GOOD.scene) == pytest.approx(0.05)
    assert distance_se_frac(speed, turned.scene) == pytest.approx(np.hypot(0.05, 0.12))
    belt = conditions_with(GOOD, ground=GroundKind.TREADMILL, belt_mps=8.0)
    assert on_known_belt(speed, belt.scene)
    assert distance_se_frac(speed, belt.scene) == 0.02
    assert distance_se_frac(METRICS["thigh_range_deg"], turned.scene) == 0.0
