from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.hold.floor import FloorSource, NoiseFloor
from aqvision.kinematics.hold.sway import Sway, measure_sway
from tests.support.holds import path_of, path_through
from validation.hold_motions import LEG_M, HeldMotion

CALM = HeldMotion(rate_hz=30.0, sway_mm=10.0, knocks=())
NO_FLOOR = NoiseFloor(np.zeros((2, 2)), 0.0, FloorSource.RIGID)
MM = 1000 * LEG_M


def sway_of(motion: HeldMotion, floor: NoiseFloor = NO_FLOOR) -> Sway:
    path = path_of(motion)
    return measure_sway(path, path.known, floor)


def test_sway_drift_and_area_are_those_of_the_motion() -> None:
    sway = sway_of(CALM)
    assert sway.rms_leg.value * MM == pytest.approx(CALM.true_rms_mm, rel=0.06)
    assert sway.drift_leg_per_s.value * MM == pytest.approx(np.hypot(1.0, 0.4), abs=0.3)
    area = 5.991 * np.pi * np.sqrt(np.linalg.det(np.cov(CALM.sway.T)))
    assert sway.ellipse95_leg2.value * MM**2 == pytest.approx(area, rel=0.12)
    assert len(sway.block_rms_leg) == 8


def test_the_error_covers_the_spread_that_the_sway_was_drawn_from() -> None:
    found = [sway_of(replace(CALM, seed=seed)).rms_leg for seed in range(20)]
    inside = [abs(f.value * MM - 10.0) <= f.half_width * MM for f in found]
    assert np.mean(inside) >= 0.8


def test_twice_the_sway_is_twice_the_number_and_four_times_the_area() -> None:
    one, two = (sway_of(replace(CALM, sway_mm=mm, drift_mm_per_s=(0, 0))) for mm in (5.0, 10.0))
    assert two.rms_leg.value == pytest.approx(2 * one.rms_leg.value)
    assert two.ellipse95_leg2.value == pytest.approx(4 * one.ellipse95_leg2.value)
    assert two.median_frequency_hz.value == pytest.approx(one.median_frequency_hz.value)


def test_the_floor_is_taken_out_as_a_variance_and_its_error_counts() -> None:
    variance = (6.0 / MM) ** 2 / 2
    floor = NoiseFloor(np.eye(2) * variance, 0.3, FloorSource.FAST)
    with_floor, without = sway_of(CALM, floor), sway_of(CALM)
    assert with_floor.rms_leg.value**2 == pytest.approx(without.rms_leg.value**2 - 2 * variance)
    assert with_floor.rms_leg.se > without.rms_leg.se


def test_sway_below_the_floor_is_not_told() -> None:
    floor = NoiseFloor(np.eye(2), 0.1, FloorSource.RIGID)
    sway = sway_of(CALM, floor)
    assert np.isnan(sway.rms_leg.value)
    assert np.isnan(sway.ellipse95_leg2.value)
    assert sway.measured_rms_leg > 0


@pytest.mark.parametrize("hz", [0.6, 2.0])
def test_the_median_frequency_of_a_wave_is_its_own(hz: float) -> None:
    time_s = np.arange(0, 20.001, 1 / 60)
    wave = np.column_stack([np.sin(2 * np.pi * hz * time_s), np.cos(2 * np.pi * hz * time_s)])
    path = path_through(time_s, 10 * wave)
    found = measure_sway(path, path.known, NO_FLOOR).median_frequency_hz
    assert found.value == pytest.approx(hz, abs=0.12)
