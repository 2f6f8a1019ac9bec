"""One picture for all frames: points come to lie where a still camera would see them."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.camera.panorama import find_panorama, mapped
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
