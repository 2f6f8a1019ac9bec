"""Points with gaps and waves of known size -> short gaps bridged, no lag, no lost peak."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings, FilterSettings
from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.pose.clean.filtering import fill_gaps, smooth_pose

if TYPE_CHECKING:
    from tests.conftest import SprintPose

CLEANING = CleaningSettings()
FILTERS = FilterSettings()
STRIDE_HZ = 2.25


def forget(pose: PoseSequence, landmark: str, frames: slice) -> PoseSequence:
    xy = pose.xy_px.copy()
    xy[frames, INDEX[landmark]] = np.nan
    return replace(pose, xy_px=xy)


def waves(fps: float, frequency_hz: float) -> PoseSequence:
    """Let every point swing by 100 px."""
    time_s = np.arange(round(4 * fps)) / fps
    wave = 500 + 100 * np.sin(2 * np.pi * frequency_hz * time_s)
    xy = np.broadcast_to(wave[:, None, None], (len(time_s), N_LANDMARKS, 2)).copy()
    return PoseSequence(
        time_s=time_s, xy_px=xy, visibility=np.ones(xy.shape[:2]), width_px=1000, height_px=1000
    )


def lag_and_gain(pose: PoseSequence, landmark: str, frequency_hz: float) -> tuple[float, float]:
    """Fit the wave that is left: its delay in seconds and its amplitude as a part of 100 px."""
    inner = (pose.time_s > 1) & (pose.time_s < 3)
    angle = 2 * np.pi * frequency_hz * pose.time_s[inner]
    basis = np.stack([np.sin(angle), np.cos(angle), np.ones_like(angle)], axis=1)
    (sine, cosine, _), *_ = np.linalg.lstsq(basis, pose.point(landmark)[inner, 0], rcond=None)
    delay_s = -np.arctan2(cosine, sine) / (2 * np.pi * frequency_hz)
    return float(delay_s), float(np.hypot(sine, cosine) / 100)


@pytest.mark.parametrize(("n_lost", "is_filled"), [(1, True), (5, True), (6, False), (20, False)])
def test_gaps_up_to_50_ms_are_filled_longer_stay_open(
    n_lost: int, is_filled: bool, sprint_pose: SprintPose
) -> None:
    true = sprint_pose(120.0)
    lost = slice(80, 80 + n_lost)  # 5 frames of 1/120 s between known ones last 50 ms
    filled = fill_gaps(forget(true, "left_knee", lost), CLEANING.max_gap_s)
    gap = filled.point("left_knee")[lost]
    assert np.isfinite(gap).all() == is_filled
    assert np.isnan(gap).all() != is_filled
    if is_filled:
        assert np.abs(gap - true.point("left_knee")[lost]).max() < 6.0
    others = np.delete(np.arange(N_LANDMARKS), INDEX["left_knee"])
    assert np.array_equal(filled.xy_px[:, others], true.xy_px[:, others])


def test_nothing_is_made_up_before_the_first_and_after_the_last_sight(
    sprint_pose: SprintPose,
) -> None:
    pose = forget(forget(sprint_pose(120.0), "nose", slice(0, 3)), "nose", slice(-2, None))
    nose = fill_gaps(pose, 0.2).point("nose")[:, 0]
    assert np.flatnonzero(np.isnan(nose)).tolist() == [0, 1, 2, 196, 197]


@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
@pytest.mark.parametrize("landmark", ["left_shoulder", "right_wrist", "left_knee", "right_heel"])
def test_filter_has_no_lag_and_keeps_the_stride(fps: float, landmark: str) -> None:
    smooth = smooth_pose(waves(fps, STRIDE_HZ), FILTERS)
    delay_s, gain = lag_and_gain(smooth, landmark, STRIDE_HZ)
    assert abs(delay_s) < 0.0002
    assert gain == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("landmark", "cutoff_hz"),
    [
        ("left_hip", 8),
        ("left_wrist", 10),
        ("left_knee", 20),
        ("left_ankle", 20),
        ("left_heel", 20),
    ],
)
def test_filter_halves_the_power_at_its_named_frequency(landmark: str, cutoff_hz: float) -> None:
    smooth = smooth_pose(waves(240.0, cutoff_hz), FILTERS)
    delay_s, gain = lag_and_gain(smooth, landmark, cutoff_hz)
    assert gain == pytest.approx(np.sqrt(0.5), abs=0.02)
    assert abs(delay_s) < 0.0002


def test_filter_keeps_a_steady_run_straight_to_its_very_ends() -> None:
    time_s = np.arange(120) / 120
    line = 100 + 900 * time_s
    xy = np.broadcast_to(line[:, None, None], (120, N_LANDMARKS, 2)).copy()
    pose = PoseSequence(
        time_s=time_s,
        xy_px=xy,
        visibility=np.ones((120, N_LANDMARKS)),
        width_px=1100,
        height_px=1100,
    )
    assert np.abs(smooth_pose(pose, FILTERS).xy_px - xy).max() < 0.01


@pytest.mark.parametrize("kept_frac", [0.9, 0.55])
def test_filter_keeps_its_shape_where_frames_are_left_out(kept_frac: float) -> None:
    """Of a varying rate only the frames are uneven: the wave that passes is the same."""
    whole = waves(240.0, 3.0)
    kept = np.flatnonzero(np.random.default_rng(7).random(len(whole)) < kept_frac)
    part = replace(
        whole,
        time_s=whole.time_s[kept],
        xy_px=whole.xy_px[kept],
        visibility=whole.visibility[kept],
    )
    smooth = smooth_pose(part, FILTERS).point("left_foot_index")
    true = smooth_pose(whole, FILTERS).point("left_foot_index")[kept]
    inner = (part.time_s > 0.5) & (part.time_s < 3.5)
    assert np.abs(smooth - true)[inner].max() < 1.0  # of 100 px; by number of frames: 4 and 17


def test_stamps_in_whole_milliseconds_are_even() -> None:
    exact = waves(120.0, 3.0)
    stamped = replace(exact, time_s=np.round(exact.time_s, 3))
    off = smooth_pose(stamped, FILTERS).xy_px - smooth_pose(exact, FILTERS).xy_px
    assert np.nanmax(np.abs(off)) < 2.0


@pytest.mark.parametrize("max_frac_nyquist", [0.1, 0.4, 0.9])
def test_filter_of_a_slow_camera_stays_below_its_limit(max_frac_nyquist: float) -> None:
    limit_hz = max_frac_nyquist * 15.0  # below the 20 Hz of the heel
    filters = replace(FILTERS, max_frac_nyquist=max_frac_nyquist)
    _, gain = lag_and_gain(smooth_pose(waves(30.0, limit_hz), filters), "left_heel", limit_hz)
    assert gain == pytest.approx(np.sqrt(0.5), abs=0.02)


def test_long_gap_stays_open_and_short_pieces_are_not_measured(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0)
    pose = forget(forget(pose, "left_ankle", slice(60, 80)), "left_ankle", slice(88, 100))
    smooth = smooth_pose(fill_gaps(pose, CLEANING.max_gap_s), FILTERS)
    lost = np.isnan(smooth.point("left_ankle")[:, 0])
    assert np.flatnonzero(lost).tolist() == list(range(60, 100))
    assert np.isfinite(smooth.point("right_ankle")).all()
