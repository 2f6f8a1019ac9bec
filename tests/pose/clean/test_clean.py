"""Poses with known faults -> mended poses: no outlier, no side exchanged, no lost peak."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings, FilterSettings, Settings
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import EndView, FloatArray, View
from aqvision.pose.clean.clean import CleanPose, clean_frontal_pose, clean_pose
from samples.generator import AFTER
from tests.support.end_runs import end_pose, exchanged
from tests.support.synthetic import with_spikes
from validation.frontal_renders import EndRender

if TYPE_CHECKING:
    from tests.conftest import SprintPose

CLEANING = CleaningSettings()
FILTERS = FilterSettings()


def knee_flexion_deg(pose: PoseSequence, side: str) -> FloatArray:
    thigh = pose.point(f"{side}_hip") - pose.point(f"{side}_knee")
    shank = pose.point(f"{side}_ankle") - pose.point(f"{side}_knee")
    lengths = np.linalg.norm(thigh, axis=1) * np.linalg.norm(shank, axis=1)
    return np.asarray(180 - np.degrees(np.arccos(np.sum(thigh * shank, axis=1) / lengths)))


def test_removed_points_are_replaced_near_the_truth(sprint_pose: SprintPose) -> None:
    true = sprint_pose(120.0)
    pose, hit = with_spikes(true, size_px=80.0)
    clean = clean_pose(pose, CLEANING, FILTERS)
    off_px = np.linalg.norm(clean.measured.xy_px - true.xy_px, axis=2)
    assert np.nanmax(off_px) < 8.0
    # where several joints of the legs are hit at once, both legs are forgotten whole
    assert hit.mean() * 0.95 < clean.outlier_frac < hit.mean() * 1.8
    assert clean.filled_frac == pytest.approx(clean.outlier_frac, rel=0.05)


@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
def test_perfect_points_pass_unchanged(fps: float, sprint_pose: SprintPose) -> None:
    pose = sprint_pose(fps)
    clean = clean_pose(pose, CLEANING, FILTERS)
    legs = [INDEX[f"{side}_{j}"] for side in SIDES for j in ("hip", "knee", "ankle")]
    others = [i for i in range(pose.xy_px.shape[1]) if i not in legs]
    assert np.array_equal(clean.measured.xy_px[:, others], pose.xy_px[:, others])
    # a true leg looks a little longer or shorter where it leaves the plane of the picture
    assert np.abs(clean.measured.xy_px - pose.xy_px).max() < 0.8
    assert (clean.outlier_frac, clean.filled_frac) == (0.0, 0.0)


@pytest.mark.parametrize("side", ["left", "right"])
def test_peak_knee_flexion_of_a_fast_stride_survives(side: str, sprint_pose: SprintPose) -> None:
    fast = replace(AFTER, step_frequency_hz=2 / 0.44)
    true = sprint_pose(120.0, parameters=fast)
    inner = slice(15, -15)
    true_peak_deg = knee_flexion_deg(true, side)[inner].max()
    assert true_peak_deg > 110
    smooth = clean_pose(true, CLEANING, FILTERS).smooth
    assert knee_flexion_deg(smooth, side)[inner].max() == pytest.approx(true_peak_deg, abs=1.5)


def test_filter_takes_noise_away(sprint_pose: SprintPose) -> None:
    true, noisy = sprint_pose(240.0), sprint_pose(240.0, 3.0)
    smooth = clean_pose(noisy, CLEANING, FILTERS).smooth
    inner = slice(30, -30)
    for landmark in ("left_hip", "right_knee", "left_shoulder"):
        off_px = (smooth.point(landmark) - true.point(landmark))[inner]
        assert np.sqrt(np.mean(off_px**2)) < 1.6


def test_frames_without_the_athlete_stay_empty(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    xy, visibility = pose.xy_px.copy(), pose.visibility.copy()
    absent = slice(0, 30)
    xy[absent], visibility[absent] = np.nan, np.nan
    clean = clean_pose(replace(pose, xy_px=xy, visibility=visibility), CLEANING, FILTERS)
    for mended in (clean.measured, clean.smooth):
        assert np.isnan(mended.xy_px[absent]).all()
        assert np.isfinite(mended.xy_px[31:]).all()


def test_athlete_without_a_sure_trunk_is_refused(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    doubtful = replace(pose, visibility=np.full_like(pose.visibility, 0.1))
    with pytest.raises(PoseError, match="seen together in no frame") as caught:
        clean_pose(doubtful, CLEANING, FILTERS)
    assert "from the side" in caught.value.hint


def clean_from_end(pose: PoseSequence, view: EndView) -> CleanPose:
    return clean_frontal_pose(pose, view, Settings().cleaning, Settings().filter)


@pytest.mark.parametrize("view", [View.FRONT, View.REAR])
def test_exchanged_sides_are_put_back(view: EndView) -> None:
    right = end_pose(EndRender(view))
    wrong = clean_from_end(exchanged(right, slice(60, 75)), view)
    assert np.flatnonzero(wrong.legs.swapped).tolist() == list(range(60, 75))
    assert np.flatnonzero(wrong.arms.swapped).tolist() == list(range(60, 75))
    body = slice(INDEX["left_shoulder"], None)
    usual = clean_from_end(right, view).smooth.xy_px
    np.testing.assert_allclose(wrong.smooth.xy_px[:, body], usual[:, body])


def test_legs_of_a_knock_kneed_picture_are_unsure() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[50:60, [25, 26]] = points[50:60][:, [26, 25]]
    found = clean_from_end(replace(pose, xy_px=points), View.FRONT)
    assert (found.legs.certainty[50:60] < 0.9).all()
    assert (found.legs.certainty[:50] > 0.9).all()
    assert (found.arms.certainty > 0.9).all()


def test_a_single_wrong_point_is_bridged() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[80, 15] += 150
    off = (
        clean_from_end(replace(pose, xy_px=points), View.FRONT).measured.xy_px[80, 15]
        - pose.xy_px[80, 15]
    )
    assert np.abs(off).max() < 2


def test_a_body_without_a_trunk_is_refused() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[:, 11] = np.nan
    with pytest.raises(PoseError, match="together in no frame"):
        clean_from_end(replace(pose, xy_px=points), View.FRONT)
