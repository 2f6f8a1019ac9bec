"""Force-velocity profiles against worked examples and simulated sprints."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.splits import Splits, TimingStart
from aqvision.kinematics.force.drag import drag_kg_per_m
from aqvision.kinematics.force.profile import NAMES, ForceVelocity, measure_profile, profile_numbers
from aqvision.kinematics.force.sprint_curve import time_at
from aqvision.kinematics.metrics.metric import Grade

# Worked by hand for 75 kg and 1.80 m: F0, V0, Pmax, RFmax in %, DRF in % a m/s.
WORKED = {
    (9.5, 1.15): (8.2, 9.9, 20, 54, -7.4),
    (11.6, 1.25): (9.1, 12.2, 28, 60, -6.4),
    (8.0, 1.1): (7.2, 8.3, 15, 49, -8.1),
}
PLACES = (5.0, 10.0, 20.0, 30.0, 40.0)


def timed(top: float, tau: float, *, off_s: float = 0.0, uneven_s: float = 0.0) -> Splits:
    errors = uneven_s * np.array([1, -1, 1, -1, 1])
    return Splits(
        distance_m=PLACES, time_s=tuple(time_at(np.array(PLACES), top, tau, 0.2 + off_s) + errors)
    )


def from_movement(splits: Splits) -> Splits:
    """Say that the same sprint was timed from its first movement."""
    since = tuple(t - 0.2 for t in splits.time_s)
    return replace(splits, time_s=since, start=TimingStart.MOVEMENT)


def measured(splits: Splits, **more: float) -> ForceVelocity:
    found = measure_profile(splits, 75, 1.80, **more)  # type: ignore[arg-type]
    assert isinstance(found, ForceVelocity)
    return found


@pytest.mark.parametrize(("runner", "worked"), WORKED.items())
def test_worked_examples(runner: tuple[float, float], worked: tuple[float, ...]) -> None:
    numbers = dict(zip(NAMES, profile_numbers(*runner, 75, drag_kg_per_m(75, 1.8)), strict=True))
    f0, v0, pmax, rfmax, drf = worked
    assert numbers["f0_n_per_kg"] == pytest.approx(f0, abs=0.06)
    assert numbers["v0_mps"] == pytest.approx(v0, abs=0.06)
    assert numbers["pmax_w_per_kg"] == pytest.approx(pmax, abs=0.5)
    assert 100 * numbers["rfmax_frac"] == pytest.approx(rfmax, abs=0.6)
    assert 100 * numbers["drf_frac_per_mps"] == pytest.approx(drf, abs=0.06)
    assert numbers["f0_n"] == pytest.approx(75 * numbers["f0_n_per_kg"])


@pytest.mark.parametrize("runner", WORKED)
@pytest.mark.parametrize("off_s", [-0.05, 0.0, 0.05])
def test_profiles_are_recovered_whenever_the_clock_began(
    runner: tuple[float, float], off_s: float
) -> None:
    found = measured(timed(*runner, off_s=off_s))
    truth = profile_numbers(*runner, 75, drag_kg_per_m(75, 1.8))
    values = [getattr(found, name).value for name in NAMES]
    np.testing.assert_allclose(values, truth, rtol=1e-4)


def test_an_uneven_scale_widens_top_speed_but_not_the_time_constant() -> None:
    taped, guessed = measured(timed(9.5, 1.15)), measured(timed(9.5, 1.15), scale_se_frac=0.05)
    assert guessed.v0_mps.se > 3 * taped.v0_mps.se
    assert guessed.tau_s.se == pytest.approx(taped.tau_s.se)


def test_without_air_the_line_is_exact() -> None:
    numbers = profile_numbers(9.0, 1.2, 80, 0.0)
    assert numbers[:3] == pytest.approx([9 / 1.2, 9.0, 9 / 1.2 * 9 / 4])


def test_noise_is_told_by_the_interval_and_the_grade() -> None:
    good = measured(from_movement(timed(9.5, 1.15)))
    noisy = measured(timed(9.5, 1.15, uneven_s=0.03))
    assert noisy.f0_n_per_kg.se > good.f0_n_per_kg.se
    assert (good.confidence, noisy.confidence) == (Grade.B, Grade.C)
    assert "open by" in noisy.reason


def test_what_is_no_sprint_has_a_reason() -> None:
    flying = Splits(distance_m=PLACES, time_s=(0.6, 1.2, 2.4, 3.6, 4.8))
    assert "not those of a sprint" in str(measure_profile(flying, 75, 1.8))


def test_times_that_tell_too_little_have_a_reason() -> None:
    short = (4.0, 8.0, 14.0, 20.0)
    noise = np.array([0.025, -0.03, 0.02, -0.02])
    splits = Splits(
        distance_m=short,
        time_s=tuple(time_at(np.array(short), 9.5, 1.15) + noise),
        start=TimingStart.UNKNOWN,
    )
    assert "open" in str(measure_profile(splits, 75, 1.8))
