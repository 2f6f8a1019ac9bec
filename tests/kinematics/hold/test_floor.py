from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.sequence import middle_of
from aqvision.kinematics.hold.floor import FloorSource, floor_of_fast, floor_of_rigid
from aqvision.kinematics.hold.path import HeldPath, hold_path
from validation.hold_motions import HeldMotion, rigid_like

HOLD = HeldMotion(rate_hz=60.0, sway_mm=10.0, knocks=())


def hips(motion: HeldMotion, noise: float) -> HeldPath:
    pose = motion.pose(noise)
    return hold_path(pose.time_s, middle_of(pose.xy_px, "hip") / 400)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0])
def test_the_estimate_comes_near_what_a_rigid_pose_shows(rate_hz: float) -> None:
    motion = replace(HOLD, rate_hz=rate_hz)
    path = hips(motion, 1.0)
    rigid = floor_of_rigid(hips(rigid_like(motion), 1.0))
    fast = floor_of_fast(path, path.known)
    assert rigid.source is FloorSource.RIGID
    assert fast.source is FloorSource.FAST
    assert fast.rms_leg == pytest.approx(rigid.rms_leg, rel=0.2)


def test_sway_without_noise_has_hardly_a_floor() -> None:
    path = hips(HOLD, 0.0)
    assert floor_of_fast(path, path.known).rms_leg < 0.002


def test_white_noise_has_the_floor_that_its_spread_and_rate_mean() -> None:
    time_s = np.arange(0, 60, 1 / 60)
    xy = np.random.default_rng(0).normal(0, 1.0, (len(time_s), 2))
    expected = np.sqrt(2 * 4.85 / 30)
    path = hold_path(time_s, xy)
    assert floor_of_fast(path, path.known).rms_leg == pytest.approx(expected, rel=0.12)
    assert floor_of_rigid(path).rms_leg == pytest.approx(expected, rel=0.12)


def test_too_few_frames_a_second_or_no_quiet_one_tell_no_floor() -> None:
    slow = hips(replace(HOLD, rate_hz=15.0), 1.0)
    assert floor_of_fast(slow, slow.known).source is FloorSource.UNKNOWN
    path = hips(HOLD, 1.0)
    nothing = np.zeros(len(path.time_s), dtype=np.bool_)
    assert np.isnan(floor_of_fast(path, nothing).rms_leg)
