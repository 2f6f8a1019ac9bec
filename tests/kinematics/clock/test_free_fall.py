"""The fall of the body tells how many times too slowly a clip plays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.settings import Settings
from aqvision.core.skeleton import SIDES
from aqvision.kinematics.clock.free_fall import GRAVITY_MPS2, centre_of_mass, measure_fall
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.motion import GroundKind, Motion
from tests.support.synthetic import Array, Run, contact, motion_of
from validation.events_motions import MOCAP, Noise, View, see_mocap

FLIGHTS_S = (0.2, 0.45, 0.7)
CONTACTS = tuple(
    contact(SIDES[i % 2], toeoff_s - 0.12, toeoff_s)
    for i, toeoff_s in enumerate((*FLIGHTS_S, 0.95))
)


def thrown(slowed: float = 1.0, noise_leg: float = 0.0) -> Motion:
    """A stiff body that is thrown up between its contacts, at rest while on the ground."""
    base = motion_of(Run(rate_hz=120).pose())
    time_s = np.arange(120) / 120
    height = np.zeros(len(time_s))
    for start in FLIGHTS_S:
        stop = start + 0.13
        flying = (time_s >= start) & (time_s <= stop)
        since = time_s[flying] - start
        height[flying] = GRAVITY_MPS2 / 2 * since * (stop - start - since)
    points = np.repeat(base.measured_leg[:1], len(time_s), axis=0)
    points[..., 1] += height[:, None] / base.metres_per_leg
    points += np.random.default_rng(0).normal(0, noise_leg, points.shape)
    return replace(base, time_s=time_s * slowed, measured_leg=points)


def stretched(slowed: float) -> tuple[Contact, ...]:
    return tuple(
        replace(c, touchdown_s=c.touchdown_s * slowed, toeoff_s=c.toeoff_s * slowed)
        for c in CONTACTS
    )


@pytest.mark.parametrize("slowed", [0.5, 1.0, 2.0, 8.0])
def test_clock_is_read_off_a_body_in_free_fall(slowed: float) -> None:
    fall = measure_fall(thrown(slowed), stretched(slowed))
    assert fall is not None
    assert fall.slowed == pytest.approx(slowed, rel=1e-6)
    assert fall.n_flights == 3


def test_noise_widens_the_error_and_the_error_holds() -> None:
    clear, noisy = (measure_fall(thrown(noise_leg=n), CONTACTS) for n in (0.0, 0.03))
    assert clear is not None
    assert noisy is not None
    assert noisy.slowed_se_frac > clear.slowed_se_frac
    assert abs(np.log(noisy.slowed)) < 2 * noisy.slowed_se_frac


@pytest.mark.parametrize("height_m", [1.4, 1.7, 2.0])
def test_without_a_scale_a_usual_body_tells_the_clock_less_surely(height_m: float) -> None:
    motion = thrown()
    size = height_m / 1.7
    body = motion.measured_leg[:1]
    smaller = body + (motion.measured_leg - body) * motion.metres_per_leg / (0.9 * size)
    unscaled = replace(motion, measured_leg=smaller, metres_per_leg=np.nan, scale_se_frac=np.nan)
    fall = measure_fall(unscaled, CONTACTS)
    known = measure_fall(motion, CONTACTS)
    assert fall is not None
    assert known is not None
    assert fall.slowed == pytest.approx(np.sqrt(size), rel=0.01)
    assert fall.slowed_se_frac > known.slowed_se_frac
    assert abs(np.log(fall.slowed)) < fall.slowed_se_frac


def test_on_moving_ground_or_with_few_flights_nothing_is_said() -> None:
    motion = thrown()
    assert measure_fall(replace(motion, ground=GroundKind.MOVING_CAMERA), CONTACTS) is None
    assert measure_fall(motion, CONTACTS[:2]) is None


def test_centre_of_mass_is_between_hip_and_shoulder() -> None:
    motion = motion_of(Run(rate_hz=120).pose())
    height: Array = centre_of_mass(motion)
    hip, shoulder = motion.middle("hip")[:, 1], motion.middle("shoulder")[:, 1]
    assert (height > hip - 0.05).all()
    assert (height < shoulder).all()


@pytest.mark.skipif(not MOCAP.is_dir(), reason="the motion capture is not here")
def test_a_real_runner_falls_at_g() -> None:
    seen = see_mocap(240, Noise(0.005), View(), 1)
    motion = motion_of(seen.pose)
    fall = measure_fall(motion, find_contacts(motion, Settings().events))
    assert fall is not None
    assert fall.slowed == pytest.approx(1.0, abs=0.15)
