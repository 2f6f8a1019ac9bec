"""Robust fits and waves: outliers count little, frequencies are found in uneven series."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.fitting import HUBER_SDS, explained_squares, huber_weight, robust_fit


def test_weights_fall_beyond_the_limit_alone() -> None:
    off = np.array([0.0, 1.0, 3.0])
    assert huber_weight(off, 1.5).tolist() == [1.0, 1.0, 0.5]
    assert huber_weight(off, np.array([1.0, 0.5, 6.0])).tolist() == [1.0, 0.5, 1.0]


def test_outliers_hardly_move_a_line() -> None:
    x = np.linspace(-1, 1, 61)
    basis = np.column_stack([np.ones_like(x), x])
    values = 2 + 3 * x + np.random.default_rng(1).normal(0, 0.05, len(x))
    values[::9] += 4.0
    fit, spread = robust_fit(basis, values, 10, 1e-9)
    plain = np.linalg.lstsq(basis, values, rcond=None)[0]
    # seven outliers of 61 pull by the limit each: 7 / 61 * 1.5 standard deviations
    assert fit == pytest.approx([2, 3], abs=0.03)
    assert abs(plain[0] - 2) > 0.3
    assert spread == pytest.approx(0.05, rel=0.4)
    assert HUBER_SDS == 1.5


def test_a_perfect_line_keeps_the_least_spread() -> None:
    x = np.linspace(0, 1, 20)
    fit, spread = robust_fit(np.column_stack([np.ones_like(x), x]), 1 - x, 4, 0.01)
    assert fit == pytest.approx([1, -1])
    assert spread == 0.01


def test_the_wave_of_a_series_explains_most_of_it() -> None:
    time_s = np.cumsum(np.random.default_rng(2).uniform(0.02, 0.05, 80))
    series = np.column_stack(
        [np.cos(2 * np.pi * 1.7 * time_s), 5 + np.sin(2 * np.pi * 1.7 * time_s)]
    )
    rates_hz = np.arange(0.5, 4.0, 0.1)
    explained = explained_squares(time_s, series, rates_hz)
    assert rates_hz[np.argmax(explained)] == pytest.approx(1.7)
    total = np.sum((series - series.mean(axis=0)) ** 2)
    assert explained.max() == pytest.approx(total)


def test_a_drift_is_explained_where_it_is_asked_for() -> None:
    time_s = np.arange(60) / 30
    drifting = 4 * time_s
    (with_line,) = explained_squares(time_s, drifting, np.array([1.3]), drift=True)
    (without,) = explained_squares(time_s, drifting, np.array([1.3]))
    total = np.sum((drifting - drifting.mean()) ** 2)
    assert with_line == pytest.approx(total)
    assert without < 0.9 * total
