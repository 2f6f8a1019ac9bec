import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import find_peaks

from aqvision.kinematics.signals import between, derivative, peak, prominent_peaks, value_at

STRIDE_HZ = 2.1


@given(st.floats(0.31, 0.39), st.sampled_from([1, -1]))
def test_peak_lies_between_frames(at: float, sign: int) -> None:
    time = np.arange(0, 0.7, 1 / 60)
    values = sign * (60 - 3000 * (time - at) ** 2)
    instant, value = peak(time, values, sign)
    assert instant == pytest.approx(at, abs=1e-9)
    assert value == pytest.approx(sign * 60, abs=1e-9)


@pytest.mark.parametrize(
    "values", [[1.0, 2.0], [3.0, 2.0, 1.0], [1.0, 2.0, 3.0], [1.0, np.nan, 1.0], [1.0, 1.0, 1.0]]
)
def test_no_peak_is_no_number(values: list[float]) -> None:
    assert np.isnan(peak(np.arange(len(values), dtype=float), np.array(values))).all()


def test_plateau_of_two_frames_peaks_in_their_middle() -> None:
    instant, value = peak(np.arange(4.0), np.array([0.0, 1.0, 1.0, 0.0]))
    assert instant == 1.5
    assert value == pytest.approx(1.125)


def test_derivative_of_a_parabola_is_exact_inside_and_keeps_gaps() -> None:
    time = np.array([0.0, 0.1, 0.25, 0.3, 0.4, 0.5])  # variable frame rate
    assert derivative(time**2, time)[1:-1] == pytest.approx(2 * time[1:-1])
    broken = time.copy()
    broken[2] = np.nan
    assert np.isnan(derivative(broken, time)).tolist() == [False, True, True, True, False, False]


def test_value_at_keeps_to_the_series_and_to_what_is_known() -> None:
    time, values = np.arange(4.0), np.array([0.0, 10.0, np.nan, 30.0])
    assert value_at(time, values, 0.5) == 5
    assert value_at(time, values, 1.0) == 10
    assert all(np.isnan(value_at(time, values, t)) for t in (-0.1, 1.5, 2.5, 3.1))


def test_between_includes_both_ends_whatever_their_rounding() -> None:
    time = np.arange(20) / 240
    assert between(time, 0.05 - 0.05, 3 * (1 / 240)).sum() == 4
    assert between(time, 0.1 * 3 / 12, 0.05 + 0.05 / 12).sum() == 8
    assert between(np.arange(5.0), 1, 3).tolist() == [False, True, True, True, False]


def test_peaks_are_those_of_scipy() -> None:
    rng = np.random.default_rng(8)
    for n in (1, 2, 3, 40, 200):
        for values in (rng.normal(size=n).cumsum(), rng.integers(0, 4, n).astype(float)):
            for least in (0.0, 0.8, 2.0):
                expected, _ = find_peaks(values, prominence=least)
                assert prominent_peaks(values, least).tolist() == expected.tolist()
