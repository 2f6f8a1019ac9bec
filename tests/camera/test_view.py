from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.camera.motion import CameraMotion
from aqvision.camera.view import find_view
from aqvision.core.types import EndView, View
from tests.support.end_runs import end_pose, exchanged, on_the_spot
from tests.support.synthetic import STILL, Run
from validation.frontal_renders import EndRender

VIEWS: tuple[EndView, EndView] = (View.FRONT, View.REAR)


@pytest.mark.parametrize("view", VIEWS)
def test_a_run_along_the_camera_is_seen_from_its_end(view: EndView) -> None:
    assert find_view(end_pose(EndRender(view)), STILL) == view


@pytest.mark.parametrize("from_left", [False, True])
def test_a_run_across_the_picture_is_seen_from_the_side(from_left: bool) -> None:
    assert find_view(Run(from_left_of_track=from_left).pose(), STILL) == "side"


@pytest.mark.parametrize("view", VIEWS)
def test_growth_overrules_a_network_that_takes_the_back_for_the_front(view: EndView) -> None:
    wrong = exchanged(end_pose(EndRender(view)), slice(None))
    assert find_view(wrong, STILL) == view


@pytest.mark.parametrize("view", VIEWS)
def test_on_a_treadmill_the_sides_tell_front_from_rear(view: EndView) -> None:
    assert find_view(on_the_spot(EndRender(view)), STILL) == view


def test_before_a_moving_camera_growth_says_nothing() -> None:
    shrinking = end_pose(EndRender(View.REAR))
    facing = exchanged(shrinking, slice(None))
    assert find_view(facing, CameraMotion(0.5)) == View.FRONT


def test_a_few_frames_are_no_view_from_the_end() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[5:] = np.nan
    assert find_view(replace(pose, xy_px=points), STILL) == "side"


def test_a_few_frames_of_somebody_else_change_no_view() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[40:55] = Run().pose().xy_px[40:55]
    assert find_view(replace(pose, xy_px=points), STILL) == View.FRONT
