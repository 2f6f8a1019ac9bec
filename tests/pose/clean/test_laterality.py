"""Left and right exchanged in known frames -> every limb back on its own side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings
from aqvision.core.skeleton import ARM_JOINTS, INDEX, LEG_JOINTS
from aqvision.pose.clean.laterality import exchange, repair_swaps
from samples.generator import AFTER

if TYPE_CHECKING:
    from tests.conftest import SprintPose

Flags = NDArray[np.bool_]
DEFAULTS = CleaningSettings()
NOISE_PX = 3.0
LONGEST_RUN_S = 0.125


def some_runs(pose: PoseSequence, frac: float, seed: int) -> Flags:
    """Choose runs of frames, 1 to 15 at 120 frames a second, that cover part of the clip."""
    rng = np.random.default_rng(seed)
    longest = 1 + round(LONGEST_RUN_S / (pose.time_s[1] - pose.time_s[0]))
    chosen = np.zeros(len(pose), bool)
    while chosen.mean() < frac:
        start = rng.integers(len(pose))
        chosen[start : start + rng.integers(1, longest + 1)] = True
    return chosen


def confused(pose: PoseSequence, legs: Flags, arms: Flags) -> PoseSequence:
    return exchange(exchange(pose, LEG_JOINTS, legs), ARM_JOINTS, arms)


def wrong_px(repaired: PoseSequence, true: PoseSequence) -> float:
    """Give the share of points that are not where they were before they were exchanged."""
    off_px = np.linalg.norm(repaired.xy_px - true.xy_px, axis=2)
    return float(np.mean(off_px[:, INDEX["left_shoulder"] :] > 1.0))


@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
@pytest.mark.parametrize("direction", ["right", "left"])
@pytest.mark.parametrize("seed", range(3))
def test_runs_of_swaps_are_undone(
    fps: float, direction: str, seed: int, sprint_pose: SprintPose
) -> None:
    true = sprint_pose(fps, NOISE_PX, direction, seed=seed)
    legs, arms = some_runs(true, 0.3, 2 * seed), some_runs(true, 0.2, 2 * seed + 1)
    repaired, found_legs, found_arms = repair_swaps(confused(true, legs, arms), DEFAULTS)
    assert np.mean(found_legs.swapped != legs) <= 0.01
    # arms that hide each other differ by less than the noise for a frame or two
    assert np.mean(found_arms.swapped != arms) <= 0.02
    assert wrong_px(repaired, true) <= 0.01
    assert found_legs.certainty.mean() > 0.98
    assert found_legs.swapped_frac == pytest.approx(legs.mean(), abs=0.01)


@settings(max_examples=25)
@given(
    starts=st.lists(st.integers(0, 197), max_size=4),
    n_frames=st.integers(1, 15),
    seed=st.integers(0, 99),
)
def test_any_few_runs_of_leg_swaps_are_undone(
    starts: list[int], n_frames: int, seed: int, sprint_pose: SprintPose
) -> None:
    true = sprint_pose(120.0, NOISE_PX, seed=seed, parameters=AFTER)
    legs = np.zeros(len(true), bool)
    for start in starts:
        legs[start : start + n_frames] = True
    none = np.zeros(len(true), bool)
    _, found_legs, found_arms = repair_swaps(confused(true, legs, none), DEFAULTS)
    assert np.mean(found_legs.swapped != legs) <= 0.01
    assert found_arms.swapped_frac <= 0.02


@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
def test_right_labels_are_left_alone(fps: float, sprint_pose: SprintPose) -> None:
    pose = sprint_pose(fps)
    repaired, legs, arms = repair_swaps(pose, DEFAULTS)
    assert np.array_equal(repaired.xy_px, pose.xy_px)
    assert (legs.swapped_frac, arms.swapped_frac) == (0.0, 0.0)
    assert legs.certainty.min() >= 0.5


def test_arms_and_legs_are_judged_apart(sprint_pose: SprintPose) -> None:
    true = sprint_pose(120.0)
    arms = np.zeros(len(true), bool)
    arms[60:72] = True
    repaired, found_legs, found_arms = repair_swaps(
        confused(true, np.zeros_like(arms), arms), DEFAULTS
    )
    assert found_legs.swapped_frac == 0.0
    assert np.array_equal(found_arms.swapped, arms)
    assert np.array_equal(repaired.xy_px, true.xy_px)


def test_lost_points_do_not_mislead(sprint_pose: SprintPose) -> None:
    true = sprint_pose(120.0, NOISE_PX)
    xy = true.xy_px.copy()
    lost = np.random.default_rng(7).random(xy.shape[:2]) < 0.1
    xy[lost] = np.nan
    xy[90:94] = np.nan
    true = replace(true, xy_px=xy)
    legs = some_runs(true, 0.2, 5)
    repaired, found, _ = repair_swaps(confused(true, legs, np.zeros_like(legs)), DEFAULTS)
    seen = np.isfinite(xy[:, INDEX["left_hip"] :, 0]).all(axis=1)
    assert np.mean((found.swapped != legs)[seen]) <= 0.01
    assert np.isnan(repaired.xy_px).sum() == np.isnan(xy).sum()


def test_visibility_moves_with_its_point(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    visibility = np.tile(np.linspace(0.1, 0.9, 33), (len(pose), 1))
    pose = replace(pose, visibility=visibility)
    only_third = np.arange(len(pose)) == 3
    swapped = exchange(pose, ("knee",), only_third)
    left, right = INDEX["left_knee"], INDEX["right_knee"]
    assert np.array_equal(swapped.xy_px[3, left], pose.xy_px[3, right])
    assert np.array_equal(swapped.xy_px[3, right], pose.xy_px[3, left])
    assert swapped.visibility[3, left] == pose.visibility[3, right]
    back = exchange(swapped, ("knee",), only_third)
    assert np.array_equal(back.xy_px, pose.xy_px)
    assert np.array_equal(back.visibility, pose.visibility)
    untouched = np.delete(np.arange(33), [left, right])
    assert np.array_equal(swapped.xy_px[:, untouched], pose.xy_px[:, untouched])


@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
def test_legs_drawn_together_are_forgotten_and_no_others(
    fps: float, sprint_pose: SprintPose
) -> None:
    true = sprint_pose(fps, NOISE_PX)
    both = [[INDEX[f"{side}_{joint}"] for joint in LEG_JOINTS] for side in ("left", "right")]
    apart = np.abs(true.point("left_knee")[:, 0] - true.point("right_knee")[:, 0])
    widest = int(np.argmax(apart))
    wrong = slice(widest - 1, widest + 2)
    xy = true.xy_px.copy()
    for limb in both:
        xy[wrong, limb] = (true.xy_px[wrong, both[0]] + true.xy_px[wrong, both[1]]) / 2
    repaired, _, _ = repair_swaps(replace(true, xy_px=xy), DEFAULTS)
    forgotten = ~np.isfinite(repaired.point("left_knee")[:, 0])
    assert forgotten[wrong].all()
    assert forgotten.sum() == 3
    assert np.isfinite(repaired.point("left_elbow")).all()
