"""The curve of a sprint from its times."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.splits import Splits, TimingStart
from aqvision.kinematics.force.sprint_curve import fit_sprint, time_at

PLACES = np.array([5.0, 10.0, 20.0, 30.0, 40.0])
RUNNERS = [(9.5, 1.15), (11.6, 1.25), (8.0, 1.1), (6.0, 0.6), (12.2, 1.9)]


def splits(time_s: np.ndarray, start: TimingStart = TimingStart.UNKNOWN) -> Splits:
    return Splits(distance_m=tuple(PLACES[: len(time_s)]), time_s=tuple(time_s), start=start)


@pytest.mark.parametrize(("top", "tau"), RUNNERS)
def test_times_are_those_at_which_the_curve_reaches_the_places(top: float, tau: float) -> None:
    t = time_at(PLACES, top, tau, 0.3) - 0.3
    place = top * (t + tau * np.exp(-t / tau)) - top * tau
    np.testing.assert_allclose(place, PLACES, rtol=1e-9)


@pytest.mark.parametrize("start_s", [-0.4, 0.0, 0.35])
@pytest.mark.parametrize(("top", "tau"), RUNNERS)
def test_a_sprint_is_found_again_whenever_the_clock_began(
    top: float, tau: float, start_s: float
) -> None:
    curve = fit_sprint(splits(time_at(PLACES, top, tau, start_s)))
    assert curve is not None
    assert (curve.top_mps, curve.tau_s, curve.start_s) == pytest.approx((top, tau, start_s), 1e-5)
    assert curve.misfit_s < 1e-6
    assert curve.speed_mps(np.array([start_s - 1, start_s, 1e3])) == pytest.approx([0, 0, top])


def test_a_known_start_makes_it_surer_and_may_be_off() -> None:
    time_s = time_at(PLACES, 9.5, 1.15)
    known, unknown = (fit_sprint(splits(time_s, s)) for s in (TimingStart.MOVEMENT,
                                                              TimingStart.UNKNOWN))  # fmt: skip
    late = fit_sprint(splits(time_s + 0.16 + 0.05, TimingStart.GUN))
    assert known is not None and unknown is not None and late is not None
    assert known.covariance[1, 1] < unknown.covariance[1, 1] / 2
    assert late.top_mps == pytest.approx(9.5, rel=0.02)
    assert 0.16 < late.start_s < 0.21


@pytest.mark.parametrize(
    "time_s",
    [
        [0.6, 1.2, 2.4, 3.6, 4.8],  # a flying run
        [1.5, 3.0, 4.0, 5.6, 6.3],  # of no one run
        [2.0, 3.9, 7.4, 10.8, 14.0],  # of a walk
    ],
)
def test_what_is_no_sprint_from_standing_has_no_curve(time_s: list[float]) -> None:
    assert fit_sprint(splits(np.array(time_s))) is None
