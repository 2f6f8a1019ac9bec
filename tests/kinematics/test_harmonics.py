import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.kinematics.geometry import wrap_deg
from aqvision.kinematics.harmonics import HarmonicFit, find_frequency, fit_cycle, fit_harmonics
from tests.support.synthetic import Array

STRIDE_HZ = 2.1


def wave(time_s: Array, amplitude: float, phase_deg: float, hz: float = STRIDE_HZ) -> Array:
    """A cosine whose peak is past by phase_deg at time zero."""
    return np.asarray(amplitude * np.cos(2 * np.pi * hz * time_s + np.radians(phase_deg)))


def fitted(
    time_s: Array, values: Array, n_harmonics: int = 1, *, drift: bool = True
) -> HarmonicFit:
    """Fit at the stride frequency, which must succeed."""
    fit = fit_harmonics(time_s, values, STRIDE_HZ, n_harmonics, drift=drift)
    assert fit is not None
    return fit


def test_range_of_a_noisy_rotation_is_unbiased_where_maximum_minus_minimum_is_not() -> None:
    """A true 16 degrees with 4 degrees of noise."""
    time = np.arange(0, 3 / STRIDE_HZ, 1 / 60)
    random = np.random.default_rng(4)
    by_fit, by_extremes = [], []
    for _ in range(300):
        noisy = wave(time, 8.0, 30.0) + random.normal(0, 4.0, len(time))
        by_fit.append(fitted(time, noisy).range)
        by_extremes.append(np.ptp(noisy))
    assert np.mean(by_fit) == pytest.approx(16.1, abs=0.3)
    assert np.std(by_fit) == pytest.approx(1.3, abs=0.4)
    assert np.mean(by_extremes) > 26


@given(st.floats(-179, 179), st.floats(1, 60), st.floats(-50, 50), st.floats(-20, 20))
def test_fit_recovers_phase_amplitude_mean_and_drift(
    phase: float, amplitude: float, mean: float, slope: float
) -> None:
    time = np.arange(0, 2.3 / STRIDE_HZ, 1 / 120)
    values = mean + slope * (time - time.mean()) + wave(time, amplitude, phase)
    fit = fitted(time, values)
    assert abs(wrap_deg(fit.phase_deg - phase)) < 1e-6
    assert fit.amplitude == pytest.approx(amplitude, abs=1e-8)
    assert fit.mean == pytest.approx(mean, abs=1e-7)
    assert fit.slope_per_s == pytest.approx(slope, abs=1e-6)
    assert fit.range == pytest.approx(2 * amplitude, rel=1e-3)
    assert fit.velocity_peak == pytest.approx(2 * np.pi * STRIDE_HZ * amplitude, rel=1e-3)


@given(st.floats(-100, 100), st.floats(-179, 179), st.floats(-179, 179))
def test_fit_does_not_know_when_the_clip_began(begin: float, phase: float, second: float) -> None:
    time = np.arange(0, 1.1 / STRIDE_HZ, 1 / 120)
    values = wave(time, 10, phase) + wave(time, 4, second, 2 * STRIDE_HZ)
    here = fit_harmonics(time, values, STRIDE_HZ, 2)
    there = fit_harmonics(time + begin, values, STRIDE_HZ, 2, origin_s=begin)
    assert here is not None
    assert there is not None
    assert abs(wrap_deg(here.phase_deg - there.phase_deg)) < 1e-6
    assert here.range == pytest.approx(there.range, rel=1e-6)
    assert here.turn()[0] + begin == pytest.approx(there.turn()[0], abs=1e-6)


@given(st.floats(0.01, 100), st.booleans(), st.floats(-1000, 1000), st.integers(0, 2**32 - 1))
def test_phase_knows_neither_size_nor_mean_and_turns_half_a_stride_with_the_sign(
    size: float, negated: bool, mean: float, seed: int
) -> None:
    time = np.arange(0, 1.1 / STRIDE_HZ, 1 / 120)
    values = wave(time, 10, 40) + np.random.default_rng(seed).normal(0, 1, len(time))
    sign = -1 if negated else 1
    fit, other = fitted(time, values, 2), fitted(time, mean + sign * size * values, 2)
    assert abs(wrap_deg(other.phase_deg - fit.phase_deg - 180 * negated)) < 1e-3
    assert other.phase_se_deg == pytest.approx(fit.phase_se_deg, rel=1e-3)
    assert other.range == pytest.approx(size * fit.range, rel=1e-3)


@given(st.floats(-179, 179), st.sets(st.integers(0, 57), max_size=13))
def test_frames_that_are_missing_do_not_move_the_phase(phase: float, lost: set[int]) -> None:
    time = np.arange(58) / 120
    values = wave(time, 10, phase)
    values[list(lost)] = np.nan
    fit = fitted(time, values)
    assert abs(wrap_deg(fit.phase_deg - phase)) < 1e-5
    assert fit.n == 58 - len(lost)


@given(st.floats(-0.4, 0.4))
def test_phase_counts_from_the_origin_that_is_given(origin: float) -> None:
    time = np.arange(0, 1.2, 1 / 120)
    fit = fit_harmonics(time, wave(time, 10, 0), STRIDE_HZ, 1, origin_s=origin)
    assert fit is not None
    assert abs(wrap_deg(fit.phase_deg - 360 * STRIDE_HZ * origin)) < 1e-6


def test_a_later_signal_has_the_smaller_phase() -> None:
    time = np.arange(0, 1, 1 / 240)
    early, late = wave(time, 10, 0), wave(time - 0.02, 10, 0)
    ahead = fitted(time, early).phase_deg - fitted(time, late).phase_deg
    assert wrap_deg(ahead) == pytest.approx(0.02 * STRIDE_HZ * 360, abs=1e-6)


def test_phase_error_is_the_one_the_fit_states() -> None:
    time = np.arange(0, 3 / STRIDE_HZ, 1 / 60)
    random = np.random.default_rng(8)
    fits = [fitted(time, wave(time, 8, 50) + random.normal(0, 4, len(time))) for _ in range(300)]
    spread = float(np.std([wrap_deg(f.phase_deg - 50) for f in fits]))
    assert np.mean([f.phase_se_deg for f in fits]) == pytest.approx(spread, rel=0.2)


def test_gaps_are_left_out_and_too_many_refuse_the_fit() -> None:
    time = np.arange(0, 1, 1 / 120)
    values = wave(time, 10, 20)
    values[40:60] = np.nan
    assert fitted(time, values).amplitude == pytest.approx(10, abs=1e-9)
    values[60:80] = np.nan
    assert fit_harmonics(time, values, STRIDE_HZ, 1) is None
    assert fit_harmonics(time, wave(time, 1, 0), float("nan"), 1) is None
    assert fit_harmonics(time[:6], wave(time[:6], 1, 0), STRIDE_HZ, 2) is None


def test_drift_over_one_stride_looks_like_rotation_unless_it_is_fitted() -> None:
    time = np.arange(0, 1 / STRIDE_HZ, 1 / 240)
    values = wave(time, 7, 90) + 18 * time
    assert fitted(time, values, drift=True).range == pytest.approx(14, abs=0.1)
    assert abs(fitted(time, values, drift=False).range - 14) > 3


@given(st.floats(1.0, 3.0), st.floats(-180, 180))
def test_frequency_is_found_whatever_the_phase(hz: float, phase: float) -> None:
    time = np.arange(0, 1.6, 1 / 60)
    found = find_frequency(time, 3 + wave(time, 40, phase, hz), 0.4, 3.2)
    assert found == pytest.approx(hz, abs=0.02)


def test_frequency_of_nothing_is_unknown() -> None:
    time = np.arange(0, 1.6, 1 / 60)
    assert np.isnan(find_frequency(time, np.full(len(time), np.nan), 0.4, 3.2))


def test_turns_slope_and_spread_of_a_fit_are_those_of_its_wave() -> None:
    time = np.arange(0, 1 / STRIDE_HZ, 1 / 120)
    fit = fitted(time, 5 + wave(time, 10, -90), drift=False)
    (high_s, high), (low_s, low) = fit.turn(), fit.turn(-1)
    assert (high_s, high) == pytest.approx((0.25 / STRIDE_HZ, 15), abs=1e-4)
    assert (low_s, low) == pytest.approx((0.75 / STRIDE_HZ, -5), abs=1e-4)
    assert fit.sd == pytest.approx(10 / 2**0.5)
    assert fit.at(high_s) == pytest.approx(15, abs=1e-4)
    assert fit.velocity_at(0.0) == pytest.approx(2 * np.pi * STRIDE_HZ * 10)
    assert fit.rates(4) == pytest.approx(fit.velocity_peak * np.array([1, 0, -1, 0]), abs=1e-6)


def test_a_fit_passes_zero_upward_between_its_turns_or_not_at_all() -> None:
    time = np.arange(0, 1 / STRIDE_HZ, 1 / 120)
    assert fitted(time, wave(time, 10, 90), drift=False).crossing() == pytest.approx(
        0.5 / STRIDE_HZ, abs=1e-4
    )
    assert np.isnan(fitted(time, 20 + wave(time, 10, 90), drift=False).crossing())
    assert np.isnan(fitted(time, wave(time, 10, -90), drift=False).crossing())


def test_series_fitted_together_are_those_fitted_alone() -> None:
    time = 0.3 + np.arange(60) / 120
    series = np.stack([wave(time, 3.0, 20.0) + 7, wave(time, 1.0, 80.0, 2 * STRIDE_HZ)], axis=1)
    fit = fit_cycle(time, series, 0.3, 1 / STRIDE_HZ, 3)
    assert fit is not None
    values, rates = fit.sample(8)
    at = 0.3 + np.arange(8) / 8 / STRIDE_HZ
    assert values[:, 0] == pytest.approx(wave(at, 3.0, 20.0) + 7)
    assert values[:, 1] == pytest.approx(wave(at, 1.0, 80.0, 2 * STRIDE_HZ))
    # a cosine runs ahead of its slope by a quarter
    assert rates[:, 0] == pytest.approx(wave(at, 3.0, 110.0))
    assert rates[:, 1] == pytest.approx(2 * wave(at, 1.0, 170.0, 2 * STRIDE_HZ))


def test_a_cycle_with_a_long_gap_in_one_series_is_not_fitted() -> None:
    time = np.arange(60) / 120
    series = np.stack([wave(time, 3.0, 20.0), wave(time, 1.0, 80.0)], axis=1)
    series[:10, 1] = np.nan
    assert fit_cycle(time, series, 0.0, 0.5, 2) is not None
    series[:20, 1] = np.nan
    assert fit_cycle(time, series, 0.0, 0.5, 2) is None
