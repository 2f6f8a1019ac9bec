"""Tests of aqvision.core.butterworth against scipy.signal, which is too slow to load."""

import numpy as np
import pytest
from scipy.signal import butter, filtfilt

from aqvision.core.butterworth import faster_than, slower_than

_VALUES = np.random.default_rng(3).normal(size=(300, 2)).cumsum(axis=0) + 500


@pytest.mark.parametrize("hz", [0.15, 8.0, 20.0, 53.9])
@pytest.mark.parametrize("n_padding", [0, 9, 299])
def test_both_filters_are_those_of_scipy(hz: float, n_padding: int) -> None:
    for ours, (b, a) in (
        (slower_than, butter(2, hz, "lowpass", fs=120.0)),
        (faster_than, butter(2, hz, "highpass", fs=120.0)),
    ):
        expected = filtfilt(b, a, _VALUES, axis=0, padlen=n_padding)
        assert ours(hz, _VALUES, 120.0, n_padding) == pytest.approx(expected, abs=1e-6)


def test_what_does_not_change_is_slow() -> None:
    still = np.full((12, 2), 7.0)
    assert slower_than(5.0, still, 120.0, 9) == pytest.approx(still)
    assert faster_than(5.0, still, 120.0, 9) == pytest.approx(0 * still, abs=1e-9)


def test_too_few_values_and_too_high_a_cut_off_are_refused() -> None:
    with pytest.raises(ValueError, match="carried on"):
        slower_than(5.0, _VALUES[:9], 120.0, 9)
    with pytest.raises(ValueError, match="half of"):
        slower_than(60.0, _VALUES, 120.0, 9)
