"""Sampling of a clip: which frames are measured, and steps counted from the survey alone."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.analysis.sample import sample_times, slow_step_rate
from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.sightings import Sighting
from aqvision.pose.track.tracks import Track
from aqvision.video.timing import Timing
from tests.support.videos import video_of


def track(step_rate_hz: float, lasted_s: float) -> Track:
    """Give somebody whose feet part and close so often, seen ten times a second."""
    times = np.arange(0, lasted_s, 0.1)
    spread = 0.2 + 0.15 * np.sin(2 * np.pi * step_rate_hz * times)
    box = Box(400, 200, 600, 600)
    return Track(
        [
            Sighting(time_s=float(t), box=box, foot_spread=float(s))
            for t, s in zip(times, spread, strict=True)
        ]
    )


def test_undeclared_slow_motion_is_sampled_over_whole_steps() -> None:
    slow = track(0.55, 10.0)
    assert slow_step_rate(slow, 0.1) == pytest.approx(0.55, abs=0.005)
    inside = np.ones(len(slow.sightings), dtype=bool)
    at_rate = Timing(playback_fps=30, capture_fps=30, evidence=("",))
    times = sample_times(slow, inside, video_of(30), at_rate)
    assert (times[-1] - times[0]) * 0.55 > 2
    declared = sample_times(
        slow, inside, video_of(30), Timing(playback_fps=30, capture_fps=240, evidence=("",))
    )
    assert np.ptp(declared) * 30 / 240 == pytest.approx(0.8, abs=0.05)


def test_a_sprint_is_sampled_forty_times_a_second_where_it_is_in_view() -> None:
    fast = track(4.4, 3.0)
    inside = np.arange(len(fast.sightings)) >= 10
    times = sample_times(
        fast, inside, video_of(120), Timing(playback_fps=120, capture_fps=120, evidence=("",))
    )
    assert len(times) == 32
    assert np.diff(times) == pytest.approx(1 / 40)
    assert times[0] >= 1.0
    assert np.isnan(slow_step_rate(Track(fast.sightings[:5]), 0.1))
