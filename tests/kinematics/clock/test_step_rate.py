"""Several estimates of one step rate: which counts, and whether they agree."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.clock.step_rate import StepRate, counted_over, settle_step_rate


def test_a_short_look_does_not_outweigh_a_long_one() -> None:
    """A jog of 2.9 steps a second; 0.8 s of it happened to show 2.1."""
    settled = settle_step_rate([counted_over(2.1, 0.8), counted_over(2.9, 10.0)])
    assert settled.hz == 2.9
    assert settled.tells_clock
    assert np.isnan(settled.other_hz)


def test_half_a_rate_that_is_no_run_gives_way_to_the_whole() -> None:
    settled = settle_step_rate([StepRate(2.1, 6), StepRate(4.2, 12)])
    assert (settled.hz, settled.other_hz) == (4.2, 2.1)


def test_two_that_agree_are_not_overruled_by_twice_as_many() -> None:
    """Slow motion in a small picture: feet and looks see 1.05, thighs of doubtful sides 2.4."""
    settled = settle_step_rate([StepRate(1.05, 2.4), StepRate(2.4, 5), StepRate(1.05, 3.5)])
    assert (settled.hz, settled.other_hz) == (1.05, 2.4)


def test_slow_motion_stays_slow() -> None:
    """Estimates that differ by another factor than two are no half and whole."""
    settled = settle_step_rate([StepRate(0.55, 6), StepRate(2.8, 12)])
    assert (settled.hz, settled.other_hz) == (0.55, 2.8)


@pytest.mark.parametrize("other_hz", [3.9, 4.2, 4.6])
def test_what_lies_within_a_fifth_agrees(other_hz: float) -> None:
    settled = settle_step_rate([StepRate(4.2, 6), StepRate(other_hz, 6)])
    assert settled.hz == 4.2
    assert np.isnan(settled.other_hz)


def test_nothing_known_gives_nothing() -> None:
    settled = settle_step_rate([counted_over(float("nan"), 3.0)])
    assert np.isnan(settled.hz)
    assert not settled.tells_clock


def test_one_that_stands_alone_gives_way_to_two_that_agree() -> None:
    """A sprint at a quarter of its speed: thighs over one stride show twice the steps."""
    feet, thighs, looks = StepRate(1.08, 1.25), StepRate(2.22, 2.34), StepRate(1.12, 2.01)
    settled = settle_step_rate([feet, thighs, looks])
    assert (settled.hz, settled.other_hz) == (1.12, 2.22)
    assert settled.tells_clock
    # few strides back what many show, but do not make half a rate out of a whole one
    assert settle_step_rate([StepRate(2.1, 6), StepRate(4.2, 12), StepRate(2.1, 1)]).hz == 4.2


def test_many_steps_that_nothing_else_shows_are_not_counted() -> None:
    """Half a second slowed to four: feet and looks see one stride, jittering thighs nearly ten."""
    feet, thighs, looks = StepRate(0.56, 1.12), StepRate(4.95, 9.66), StepRate(0.58, 1.14)
    settled = settle_step_rate([feet, thighs, looks])
    assert (settled.hz, settled.other_hz) == (0.56, 4.95)
    assert not settled.tells_clock
    # one short look alone does not do that, and half of the steps may be what others missed
    assert settle_step_rate([feet, thighs]).hz == 4.95
    assert settle_step_rate([StepRate(2.1, 1.2), StepRate(4.2, 6), StepRate(2.2, 1.3)]).hz == 4.2
