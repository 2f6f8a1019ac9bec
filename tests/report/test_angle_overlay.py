"""One angle a pillar, drawn where it is and as large as the curves say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX
from aqvision.core.types import FloatArray
from aqvision.kinematics.metrics.registry import Grade, Pillar
from aqvision.report.angle_overlay import ANGLES, angle_of, draw_angle
from tests.support.synthetic import Run, analysis_of

FRAME = 60


def between_deg(ends: FloatArray) -> float:
    """Angle between two directions."""
    a, b = (end / np.linalg.norm(end) for end in ends)
    return float(np.degrees(np.arccos(np.clip(a @ b, -1, 1))))


@pytest.mark.parametrize("pillar", list(ANGLES))
def test_what_is_drawn_is_what_the_curves_say(pillar: Pillar) -> None:
    analysis = analysis_of(Run())
    angle = angle_of(analysis, pillar, analysis.pose.xy_px)
    # a body seen squarely by a camera that stands still: the picture shows the angle itself
    assert between_deg(angle.ends[FRAME]) == pytest.approx(abs(angle.values_deg[FRAME]), abs=1.5)


def test_the_corner_is_the_joint_and_the_arc_lies_between_its_lines() -> None:
    analysis = analysis_of(Run())
    angle = angle_of(analysis, Pillar.SWING, analysis.pose.xy_px)
    near = analysis.scene.camera.near_side
    hip = analysis.pose.xy_px[FRAME, INDEX[f"{near}_hip"]]
    assert angle.corner[FRAME] == pytest.approx(hip)
    canvas = np.zeros((1080, 1920, 3), np.uint8)
    draw_angle(canvas, angle, FRAME, body_px=220)
    drawn = np.argwhere(canvas.any(axis=2))[:, ::-1] - hip
    assert np.linalg.norm(drawn, axis=1).max() < 60
    bearing = np.degrees(np.arctan2(drawn[:, 0], drawn[:, 1]))  # from straight down
    knee = angle.ends[FRAME, 1]
    to_knee = float(np.degrees(np.arctan2(*knee)))
    far = np.linalg.norm(drawn, axis=1) > 20
    assert bearing[far].min() > min(0.0, to_knee) - 8
    assert bearing[far].max() < max(0.0, to_knee) + 8


def test_a_withheld_angle_is_not_drawn() -> None:
    analysis = analysis_of(Run())
    hidden = replace(analysis.metrics["thigh_range_deg"], confidence=Grade.WITHHELD)
    changed = replace(analysis, metrics={**analysis.metrics, "thigh_range_deg": hidden})
    angle = angle_of(changed, Pillar.SWING, analysis.pose.xy_px)
    assert np.isnan(angle.values_deg).all()
    canvas = np.zeros((1080, 1920, 3), np.uint8)
    draw_angle(canvas, angle, FRAME, body_px=220)
    assert not canvas.any()
