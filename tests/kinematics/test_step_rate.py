"""Touchdowns at a known rate -> that rate, nearer than single steps tell it, and how near."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from aqvision.kinematics.step_rate import measure_step_rate


def table(touchdown_s: NDArray[np.float64], gaps: tuple[int, ...] = ()) -> pd.DataFrame:
    """Steps left, right, left, ...; after each gap the next touchdown was not the next step."""
    step_s = np.append(np.diff(touchdown_s), np.nan)
    step_s[list(gaps)] = np.nan
    side = np.array(["left", "right"] * len(touchdown_s))[: len(touchdown_s)]
    return pd.DataFrame({"side": side, "touchdown_s": touchdown_s, "step_time_s": step_s})


def test_even_steps_give_their_rate_without_error() -> None:
    rate, se = measure_step_rate(table(0.1 + np.arange(8) / 4.2))
    assert rate == pytest.approx(4.2)
    assert se == pytest.approx(0, abs=1e-9)


def test_feet_that_land_unevenly_are_no_error() -> None:
    touchdown_s = np.arange(8) / 4.2
    touchdown_s[1::2] += 0.02
    rate, se = measure_step_rate(table(touchdown_s))
    assert rate == pytest.approx(4.2)
    assert se == pytest.approx(0, abs=1e-9)


def test_a_hole_in_the_chain_is_not_counted_as_a_step() -> None:
    touchdown_s = np.concatenate([np.arange(5) / 4.2, 2.1 + np.arange(6) / 4.2])
    rate, _ = measure_step_rate(table(touchdown_s, gaps=(4,)))
    assert rate == pytest.approx(4.2)


def test_stated_error_holds_and_beats_first_to_last() -> None:
    random = np.random.default_rng(4)
    off, single, stated = [], [], []
    for _ in range(400):
        touchdown_s = np.arange(33) / 2.815 + random.normal(0, 0.015, 33)
        rate, se = measure_step_rate(table(touchdown_s))
        off.append(rate - 2.815)
        single.append(32 / (touchdown_s[-1] - touchdown_s[0]) - 2.815)
        stated.append(se)
    assert np.std(off) < 0.75 * np.std(single)
    assert np.mean(stated) == pytest.approx(np.std(off), rel=0.15)


def test_too_few_touchdowns_tell_nothing() -> None:
    assert np.isnan(measure_step_rate(table(np.array([0.1, 0.34])))).all()
    rate, se = measure_step_rate(table(np.array([0.1, 0.34, 0.58])))
    assert rate == pytest.approx(1 / 0.24)
    assert np.isnan(se)
