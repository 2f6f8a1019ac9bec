"""A body that grows along the picture tells how the scale changes with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.camera.body_size import measure_perspective, size_slope
from aqvision.core.skeleton import INDEX
from tests.support.lanes import AskewRun
from tests.support.synthetic import Run

HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
TIME_S = np.arange(60) / 60
BODY_PX = np.repeat(np.random.default_rng(1).uniform(200, 900, (1, 33, 2)), len(TIME_S), axis=0)
"""33 points that do not move, spread over the picture."""


def test_growth_along_the_picture_is_read_from_the_bones() -> None:
    x = np.linspace(-0.3, 0.3, len(TIME_S))
    points = BODY_PX * np.exp(0.4 * x)[:, None, None]
    slope, se = size_slope(points, x, 60.0)
    assert slope == pytest.approx(0.4)
    assert np.isfinite(se)


def test_too_few_frames_tell_nothing_of_growth() -> None:
    assert size_slope(BODY_PX[:8], np.arange(8.0), 60.0) == (0.0, float("inf"))


@pytest.mark.parametrize("yaw_deg", [-20, 6, 20])
def test_perspective_is_read_from_the_body(yaw_deg: float) -> None:
    pose = AskewRun(yaw_deg, replace(Run(), noise_px=1.0)).pose()
    camera = AskewRun(yaw_deg).camera
    hips = pose.xy_px[:, HIPS, 0].mean(axis=1)
    along = np.interp(np.quantile(hips, [0.05, 0.95]), hips, 7.7 * pose.time_s)
    metre = np.array([[[a, 0.0, 0.0], [a + 0.01, 0.0, 0.0]] for a in along])
    sizes = np.diff(camera.project(metre)[:, :, 0], axis=1)[:, 0]
    change, se = measure_perspective(pose)
    assert change == pytest.approx(float(np.log(sizes[1] / sizes[0])), abs=max(0.03, 3 * se))
