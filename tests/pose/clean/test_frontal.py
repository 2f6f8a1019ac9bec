from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX
from aqvision.core.view import EndView, View
from aqvision.pose.clean.clean import CleanPose
from aqvision.pose.clean.frontal import clean_frontal_pose
from tests.support.end_runs import end_pose, exchanged
from validation.frontal_renders import EndRender


def clean(pose: PoseSequence, view: EndView) -> CleanPose:
    return clean_frontal_pose(pose, view, Settings().cleaning, Settings().filter)


@pytest.mark.parametrize("view", [View.FRONT, View.REAR])
def test_exchanged_sides_are_put_back(view: EndView) -> None:
    right = end_pose(EndRender(view))
    wrong = clean(exchanged(right, slice(60, 75)), view)
    assert np.flatnonzero(wrong.legs.swapped).tolist() == list(range(60, 75))
    assert np.flatnonzero(wrong.arms.swapped).tolist() == list(range(60, 75))
    body = slice(INDEX["left_shoulder"], None)
    usual = clean(right, view).smooth.xy_px
    np.testing.assert_allclose(wrong.smooth.xy_px[:, body], usual[:, body])


def test_legs_of_a_knock_kneed_picture_are_unsure() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[50:60, [25, 26]] = points[50:60][:, [26, 25]]
    found = clean(replace(pose, xy_px=points), View.FRONT)
    assert (found.legs.certainty[50:60] < 0.9).all()
    assert (found.legs.certainty[:50] > 0.9).all()
    assert (found.arms.certainty > 0.9).all()


def test_a_single_wrong_point_is_bridged() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[80, 15] += 150
    off = clean(replace(pose, xy_px=points), View.FRONT).measured.xy_px[80, 15] - pose.xy_px[80, 15]
    assert np.abs(off).max() < 2


def test_a_body_without_a_trunk_is_refused() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[:, 11] = np.nan
    with pytest.raises(PoseError, match="together in no frame"):
        clean(replace(pose, xy_px=points), View.FRONT)
