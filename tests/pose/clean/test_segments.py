"""Legs that change their length -> legs of one length."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.kinematics.geometry import segment_angle_deg, wrap_series_deg
from aqvision.pose.clean.segments import (
    find_lengths,
    hold_lengths,
    width_stretch,
)
from tests.support.synthetic import Run, with_points

CHAIN = ("hip", "knee", "ankle")
NOISE_PX = 1.0
SLIDE_FRAC = 0.05


def seen_from(pose: PoseSequence, view_deg: float) -> PoseSequence:
    """Narrow the picture as an oblique view does."""
    return with_points(pose, lambda xy: xy * [np.cos(np.radians(view_deg)), 1.0])


def with_sliding_knees(pose: PoseSequence) -> PoseSequence:
    """Let the knee points wander up and down the thigh by a twentieth of it."""
    rng = np.random.default_rng(2)
    xy = pose.xy_px.copy()
    for side in SIDES:
        hip, knee = INDEX[f"{side}_hip"], INDEX[f"{side}_knee"]
        part = rng.normal(0, SLIDE_FRAC, (len(pose), 1))
        xy[:, knee] += part * (xy[:, knee] - xy[:, hip])
    return replace(pose, xy_px=xy)


def knee_deg(pose: PoseSequence, side: str) -> FloatArray:
    hip, knee, ankle = (pose.point(f"{side}_{joint}") * [1, -1] for joint in CHAIN)
    return wrap_series_deg(segment_angle_deg(hip, knee) - segment_angle_deg(knee, ankle))


def spread(pose: PoseSequence, first: str, second: str) -> float:
    length = np.linalg.norm(pose.point(first) - pose.point(second), axis=1)
    return float(np.nanstd(length) / np.nanmean(length))


def test_segments_get_one_length_and_knee_angles_come_nearer_to_the_truth() -> None:
    true = Run().pose()
    seen = with_sliding_knees(true)
    held = hold_lengths(seen, find_lengths(true))
    for side in SIDES:
        assert spread(seen, f"{side}_hip", f"{side}_knee") > 0.04
        for joint in ("hip", "ankle"):
            assert spread(held, f"{side}_{joint}", f"{side}_knee") < 0.002
        before, after = (
            np.std(wrap_series_deg(knee_deg(p, side) - knee_deg(true, side))) for p in (seen, held)
        )
        assert after < 0.75 * before


@pytest.mark.parametrize("view_deg", [0.0, 20.0, 30.0])
def test_oblique_view_is_measured_by_the_legs_alone(view_deg: float) -> None:
    pose = seen_from(Run(noise_px=NOISE_PX).pose(), view_deg)
    assert width_stretch(pose) == pytest.approx(1 / np.cos(np.radians(view_deg)), rel=0.02)


def test_oblique_legs_are_not_forced_to_one_length_in_the_picture() -> None:
    true = seen_from(Run().pose(), 30.0)
    off_px = np.linalg.norm(hold_lengths(true, find_lengths(true)).xy_px - true.xy_px, axis=2)
    assert off_px.max() < 1.2
    assert spread(true, "right_hip", "right_knee") > 0.03


def test_growing_athlete_keeps_growing() -> None:
    pose = Run().pose()
    grow = np.linspace(0.8, 1.2, len(pose))[:, None, None]
    nearer = replace(pose, xy_px=pose.xy_px * grow)
    assert (
        np.linalg.norm(
            hold_lengths(nearer, find_lengths(nearer)).xy_px - nearer.xy_px, axis=2
        ).max()
        < 1.0
    )


def test_gaps_stay_gaps_and_spoil_no_neighbour() -> None:
    pose = Run(noise_px=NOISE_PX).pose()
    lost = slice(40, 60)
    xy = pose.xy_px.copy()
    xy[lost, INDEX["right_knee"]] = np.nan
    seen = replace(pose, xy_px=xy)
    held = hold_lengths(seen, find_lengths(seen))
    assert np.array_equal(np.isnan(held.xy_px), np.isnan(xy))
    untouched = held.xy_px[lost, INDEX["right_hip"]]
    assert np.array_equal(untouched, xy[lost, INDEX["right_hip"]])


def test_too_few_frames_are_left_alone() -> None:
    pose = Run(noise_px=NOISE_PX, travel_m=1.5).pose()
    assert len(pose) < 24
    assert width_stretch(pose) == 1.0
    assert np.array_equal(hold_lengths(pose, find_lengths(pose)).xy_px, pose.xy_px)
