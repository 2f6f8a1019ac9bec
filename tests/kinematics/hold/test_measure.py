from __future__ import annotations

import pytest

from aqvision.kinematics.hold.floor import FloorSource
from tests.support.holds import STEADY, measured
from validation.hold_motions import LEG_M, HeldMotion

MM = 1000 * LEG_M


def test_a_hold_without_noise_comes_out_as_it_was_made() -> None:
    measures = measured().measures
    assert measures.sway.rms_leg.value * MM == pytest.approx(STEADY.true_rms_mm, rel=0.15)
    assert len(measures.perturbations) == 2
    assert measures.quiet.mean() > 0.6


def test_the_noise_of_a_network_is_taken_out() -> None:
    motion = HeldMotion(rate_hz=30.0, sway_mm=12.0)
    noisy = measured(motion, 1.0, rigid=True).measures
    assert noisy.floor.source is FloorSource.RIGID
    assert noisy.sway.measured_rms_leg * MM > 1.03 * motion.true_rms_mm
    assert noisy.sway.rms_leg.value * MM == pytest.approx(motion.true_rms_mm, rel=0.15)
