"""The skeleton over a picture: each side in its colour, nothing where nothing is known."""

from __future__ import annotations

import numpy as np

from aqvision.report.moments import find_moments
from aqvision.report.skeleton import FAR_RGB, NEAR_RGB, draw_skeleton
from tests.support.synthetic import Run, analysis_of


def test_near_and_far_limbs_have_their_own_colours() -> None:
    analysis = analysis_of(Run())
    moment = find_moments(analysis)[2]
    points = analysis.pose.xy_px[moment.frame]
    black = np.zeros((analysis.pose.height_px, analysis.pose.width_px, 3), dtype=np.uint8)
    drawn = draw_skeleton(black, points, "right")
    assert not black.any()
    for side, colour in (("right", NEAR_RGB), ("left", FAR_RGB)):
        shin = (analysis.pose.point(f"{side}_knee") + analysis.pose.point(f"{side}_ankle")) / 2
        x, y = shin[moment.frame].round().astype(int)
        assert tuple(drawn[y, x].tolist()) == colour


def test_unknown_joints_are_left_out() -> None:
    nothing = np.full((33, 2), np.nan)
    grey = np.full((50, 40, 3), 90, dtype=np.uint8)
    assert np.array_equal(draw_skeleton(grey, nothing, "left"), grey)
