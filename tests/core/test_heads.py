"""Where a head is: about the face, above the trunk, larger than the head itself."""

import numpy as np
import pytest

from aqvision.core.heads import head_circles
from aqvision.core.skeleton import INDEX
from tests.support.synthetic import Run

POSE = Run().pose()
FACE = slice(0, INDEX["left_shoulder"])


@pytest.mark.parametrize("frame", [0, 40, 80])
def test_the_head_lies_well_inside(frame: int) -> None:
    xy = POSE.xy_px[frame]
    circles = head_circles(xy)
    assert circles.shape == (2, 3)
    height = np.ptp(xy, axis=0).max()
    x, y, radius = circles[0]
    away = np.linalg.norm(xy[FACE] - (x, y), axis=1)
    assert away.max() < 0.7 * radius
    assert 2 * radius > 0.15 * height


def test_without_a_face_the_trunk_tells_and_without_both_nothing_does() -> None:
    xy = POSE.xy_px[40].copy()
    known = head_circles(xy)
    xy[FACE] = np.nan
    (guessed,) = head_circles(xy)
    assert np.linalg.norm(guessed[:2] - known[0, :2]) < 0.6 * guessed[2]
    xy[INDEX["left_hip"]] = np.nan
    assert head_circles(xy).shape == (0, 3)


def test_a_body_seen_from_its_end_still_has_a_head() -> None:
    xy = np.zeros((33, 2))
    xy[INDEX["left_ankle"], 1] = 200.0
    assert head_circles(xy)[0, 2] == pytest.approx(20.0)
