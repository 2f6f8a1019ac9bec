"""The one angle over a picture: a stick figure of known angles, its arc and its number."""

from __future__ import annotations

import re

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX
from aqvision.core.types import FloatArray
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.drawn_angles import ANGLES, DrawnAngle, draw_angle, vertical
from aqvision.report.wording import PHASES

UP = vertical(0.0, 1)
LENGTH = 40.0


def standing(**joints: tuple[float, float]) -> FloatArray:
    """Place both legs straight down and the shoulders straight up, but for what is given."""
    points = np.full((33, 2), np.nan)
    for side in ("left", "right"):
        for joint, y in (("shoulder", 60.0), ("hip", 100.0), ("knee", 140.0), ("ankle", 180.0)):
            points[INDEX[f"{side}_{joint}"]] = (50.0, y)
    for name, xy in joints.items():
        points[INDEX[name]] = xy
    return points


def drawn(metric: str, points: FloatArray, up: FloatArray = UP) -> DrawnAngle:
    angle = draw_angle(metric, points, "right", up, 1)
    assert angle is not None
    return angle


def swept_deg(angle: DrawnAngle) -> float:
    """Measure the angle between the two lines that are drawn."""
    lines = np.array(re.findall(r"-?[\d.]+", angle.lines), dtype=np.float64).reshape(2, 2, 2)
    (a, b) = (line[1] - line[0] for line in lines)
    return float(np.degrees(np.arccos(a @ b / np.hypot(*a) / np.hypot(*b))))


def thigh_at(deg: float) -> tuple[float, float]:
    return 50.0 + LENGTH * np.sin(np.radians(deg)), 100.0 + LENGTH * np.cos(np.radians(deg))


@pytest.mark.parametrize("deg", [5.0, 30.0, 80.0])
def test_the_lines_enclose_the_angle_of_the_metric(deg: float) -> None:
    swinging = standing(left_knee=thigh_at(deg))
    for metric in ("thigh_separation_touchdown_deg", "swing_thigh_touchdown_deg"):
        assert swept_deg(drawn(metric, swinging)) == pytest.approx(deg, abs=0.3)
    pushing = standing(right_knee=thigh_at(-deg))
    for metric in ("thigh_angle_toeoff_deg", "hip_extension_toeoff_deg"):
        assert swept_deg(drawn(metric, pushing)) == pytest.approx(deg, abs=0.3)


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize(
    ("metric", "stance_deg", "swing_deg", "value_deg"),
    [
        ("thigh_separation_touchdown_deg", 30.0, -10.0, 40.0),
        ("thigh_separation_touchdown_deg", 30.0, 48.0, -18.0),
        ("swing_thigh_touchdown_deg", 30.0, -10.0, -10.0),
        ("thigh_separation_toeoff_deg", -25.0, 60.0, 85.0),
        ("thigh_angle_toeoff_deg", -25.0, 60.0, -25.0),
        ("hip_extension_toeoff_deg", -25.0, 60.0, 25.0),
    ],
)
def test_the_number_has_the_sign_of_the_metric_whichever_way_the_run_goes(
    metric: str, stance_deg: float, swing_deg: float, value_deg: float, direction: int
) -> None:
    points = standing(right_knee=thigh_at(stance_deg), left_knee=thigh_at(swing_deg))
    points[:, 0] = 50.0 + direction * (points[:, 0] - 50.0)
    angle = draw_angle(metric, points, "right", UP, direction)
    assert angle is not None
    assert angle.value_deg == pytest.approx(value_deg, abs=0.1)


def test_a_straight_body_shows_180_and_a_straight_knee_0() -> None:
    assert swept_deg(drawn("trunk_leg_line_toeoff_deg", standing())) == pytest.approx(180, abs=0.5)
    knee = drawn("knee_flexion_toeoff_deg", standing())
    assert swept_deg(knee) == pytest.approx(0, abs=0.5)
    assert knee.arc == ""


def test_a_leaning_ground_leans_the_vertical() -> None:
    points = standing(left_shoulder=(50, 60), right_shoulder=(50, 60))
    assert swept_deg(drawn("trunk_lean_deg", points, vertical(7.0, 1))) == pytest.approx(7, abs=0.4)
    ahead = vertical(7.0, 1)
    assert ahead[0] < 0, "where the ground rises ahead, upright leans back"
    assert vertical(7.0, -1)[0] == pytest.approx(-ahead[0])


def test_the_number_stands_inside_the_angle() -> None:
    angle = drawn("thigh_separation_touchdown_deg", standing(left_knee=thigh_at(40.0)))
    about = np.array([angle.label_x - 50.0, angle.label_y - 100.0])
    assert np.degrees(np.arctan2(about[0], about[1])) == pytest.approx(20, abs=1)


def test_without_a_joint_nothing_is_drawn() -> None:
    points = standing(left_knee=(np.nan, np.nan))
    assert draw_angle("thigh_separation_touchdown_deg", points, "right", UP, 1) is None


def test_every_angle_belongs_to_a_metric_and_a_moment() -> None:
    assert ANGLES.keys() <= METRICS.keys()
    assert {METRICS[name].unit for name in ANGLES} == {"deg"}
    assert {angle.phase for angle in ANGLES.values()} <= PHASES.keys()
