"""One picture for all frames: points come to lie where a still camera would see them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.camera.panorama import find_panorama, mapped, size_slope
from aqvision.core.sequence import PoseSequence
from tests.support.turned import FOCAL, seen_turned

SIZE = (1921, 1081)
TIME_S = np.arange(60) / 60


def standing() -> PoseSequence:
    """33 points that do not move, spread over the picture."""
    points = np.random.default_rng(1).uniform(200, 900, (1, 33, 2))
    return PoseSequence(
        time_s=TIME_S,
        xy_px=np.repeat(points, len(TIME_S), axis=0),
        visibility=np.ones((len(TIME_S), 33)),
        width_px=SIZE[0],
        height_px=SIZE[1],
    )


def test_what_stands_still_lies_in_one_place_and_the_sweep_is_told() -> None:
    pan_deg = np.zeros((len(TIME_S), 3))
    pan_deg[:, 1] = np.linspace(-8, 8, len(TIME_S))
    moved, path = seen_turned(standing(), pan_deg, FOCAL)
    panorama = find_panorama(moved, path)
    still = mapped(panorama.to_still(), moved.xy_px)
    np.testing.assert_allclose(still, np.broadcast_to(still[0], still.shape), atol=1e-6)
    assert panorama.swept_deg == pytest.approx(16)
    np.testing.assert_allclose(panorama.axis, [0, 1, 0], atol=1e-6)


def test_growth_along_the_picture_is_read_from_the_bones() -> None:
    x = np.linspace(-0.3, 0.3, len(TIME_S))
    points = standing().xy_px * np.exp(0.4 * x)[:, None, None]
    slope, se = size_slope(points, x, 60.0)
    assert slope == pytest.approx(0.4)
    assert np.isfinite(se)


def test_too_few_frames_tell_nothing_of_growth() -> None:
    pose = replace(standing())
    assert size_slope(pose.xy_px[:8], np.arange(8.0), 60.0) == (0.0, float("inf"))
