"""Steps by the feet, and ramps: found where playback changes its speed, nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from aqvision.core.sequence import PoseSequence
from aqvision.kinematics.clock.cadence import measure_pace
from samples.generator import BEFORE
from tests.support.synthetic import Array, Run, mirrored, with_points

LONG = Run(BEFORE, 240, 0.5, 1).pose()
THIRD = len(LONG) // 3


def shown(pose: PoseSequence, frames: NDArray[np.int64], fps: float = 30.0) -> PoseSequence:
    """Show some frames of a run one after the other."""
    return PoseSequence(
        time_s=np.arange(len(frames)) / fps,
        xy_px=pose.xy_px[frames],
        visibility=pose.visibility[frames],
        width_px=pose.width_px,
        height_px=pose.height_px,
    )


def ramp(slowed: int) -> NDArray[np.int64]:
    """Filmed at 240: a third in real time, a third slowed, a third in real time."""
    frames = np.arange(len(LONG))
    part = frames[THIRD : 2 * THIRD : 8 // slowed]
    return np.concatenate([frames[:THIRD:8], part, frames[2 * THIRD :: 8]])


@pytest.mark.parametrize("slowed", [1, 2, 4, 8])
def test_step_rate_goes_with_the_clock(slowed: int) -> None:
    slow = replace(LONG, time_s=LONG.time_s * slowed)
    assert measure_pace(slow).step_rate_hz == pytest.approx(4.2 / slowed, rel=0.01)


def test_neither_a_mirror_nor_exchanged_feet_matter() -> None:
    exchanged = mirrored(mirrored(LONG))
    random = np.random.default_rng(3)
    wrong = random.random(len(LONG)) < 0.2
    swapped = mirrored(LONG).xy_px * [-1, 1] + [LONG.width_px, 0]  # same picture, other names
    points = np.where(wrong[:, None, None], swapped, LONG.xy_px)
    for pose in (mirrored(LONG), exchanged, replace(LONG, xy_px=points)):
        pace = measure_pace(pose)
        assert pace.step_rate_hz == pytest.approx(4.2, rel=0.01)
        assert pace.change is None


@pytest.mark.parametrize("slowed", [2, 4, 8])
def test_ramp_is_found_with_its_factor(slowed: int) -> None:
    change = measure_pace(shown(LONG, ramp(slowed))).change
    assert change is not None
    factor = max(change.factor, 1 / change.factor)
    assert factor == pytest.approx(slowed, rel=0.1)
    edges = np.array([THIRD / 8, THIRD / 8 + THIRD * slowed / 8]) / 30
    assert np.abs(edges - change.time_s).min() < 0.25 * slowed


@pytest.mark.parametrize("step", [1, 2, 4, 8])
def test_even_playback_has_no_ramp(step: int) -> None:
    assert measure_pace(shown(LONG, np.arange(0, len(LONG), step))).change is None


def test_who_speeds_up_is_no_ramp() -> None:
    """From 3 to 4.8 steps a second over the clip, as in a build-up."""
    time_s = np.cumsum(np.linspace(1.4, 0.875, len(LONG))) / 240
    assert measure_pace(replace(LONG, time_s=time_s)).change is None


def test_who_stands_and_then_runs_is_no_ramp() -> None:
    frames = np.concatenate([np.zeros(200, np.int64), np.arange(len(LONG))])
    assert measure_pace(shown(LONG, frames, 240)).change is None


def test_no_feet_no_pace() -> None:
    def hidden(points: Array) -> Array:
        points[:, 27:33] = np.nan
        return points

    pace = measure_pace(with_points(LONG, hidden))
    assert np.isnan(pace.step_rate_hz)
    assert pace.change is None
