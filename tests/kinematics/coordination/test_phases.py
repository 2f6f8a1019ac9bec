import numpy as np
import pytest

from aqvision.kinematics.coordination.phases import find_phase_spread

NUMBER = np.arange(400.0)


@pytest.mark.parametrize("true_deg", [2.0, 5.0])
def test_spread_is_that_of_the_athlete_without_measuring(true_deg: float) -> None:
    random = np.random.default_rng(1)
    phase = 359 + 0.02 * NUMBER + random.normal(0, np.hypot(true_deg, 2.0), len(NUMBER))
    found = find_phase_spread(NUMBER, phase % 360, noise_deg=2.0)
    assert found.value == pytest.approx(true_deg, abs=2 * found.se)
    assert found.se < 0.1 * true_deg
    assert found.n == 400


def test_stated_error_is_how_values_scatter() -> None:
    random = np.random.default_rng(2)
    found = [
        find_phase_spread(NUMBER[:12], random.normal(0, 4.0, 12), noise_deg=1.0) for _ in range(300)
    ]
    known = [one for one in found if np.isfinite(one.value)]
    assert len(known) > 280
    scatter = np.std([one.value for one in known])
    assert scatter == pytest.approx(np.mean([one.se for one in known]), rel=0.3)


def test_strides_that_differ_by_measuring_alone_have_no_spread() -> None:
    random = np.random.default_rng(3)
    found = [
        find_phase_spread(NUMBER[:40], random.normal(0, 3.0, 40), noise_deg=3.0) for _ in range(100)
    ]
    assert np.mean([np.isnan(one.value) for one in found]) > 0.75
    assert np.mean([one.seen for one in found]) == pytest.approx(3.0, rel=0.1)


def test_only_strides_that_follow_one_another_count() -> None:
    every_other = find_phase_spread(2 * NUMBER[:12], np.arange(12.0), noise_deg=0.0)
    assert (every_other.n, np.isnan(every_other.value)) == (0, True)
    assert find_phase_spread(NUMBER[:5], np.arange(5.0), noise_deg=0.0).n == 5
