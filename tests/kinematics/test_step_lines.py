"""Touchdowns at a known rate and speed -> the slopes of lines through them, and honest errors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from aqvision.kinematics.step_lines import measure_speed, measure_step_rate
from samples.generator import AFTER, BEFORE, SprintParameters
from tests.support.synthetic import Run, analysis_of

Array = NDArray[np.float64]
NAN = float("nan")


def table(
    touchdown_s: Array, gaps: tuple[int, ...] = (), place_m: Array | None = None, se_s: float = 0.0
) -> pd.DataFrame:
    """Steps left, right, left, ...; after each gap the next touchdown was not the next step."""
    place_m = 8.0 * touchdown_s if place_m is None else place_m
    step_s, length_m = (np.append(np.diff(values), NAN) for values in (touchdown_s, place_m))
    for values in (step_s, length_m):
        values[list(gaps)] = NAN
    side = np.array(["left", "right"] * len(touchdown_s))[: len(touchdown_s)]
    return pd.DataFrame(
        {
            "side": side, "touchdown_s": touchdown_s, "touchdown_se_s": se_s,
            "step_time_s": step_s, "step_length_m": length_m,
        }
    )  # fmt: skip


def unevenly(touchdown_s: Array, late_s: float = 0.02) -> Array:
    """Let every second foot land late."""
    late = touchdown_s.copy()
    late[1::2] += late_s
    return late


@pytest.mark.parametrize("n", [3, 4, 5, 6, 8])
def test_even_steps_give_rate_and_speed_without_error(n: int) -> None:
    steps = table(0.1 + np.arange(n) / 4.2)
    assert measure_step_rate(steps) == pytest.approx((4.2, 0), abs=1e-9)
    assert measure_speed(steps, 0.0) == pytest.approx((8, 0), abs=1e-9)


def test_feet_that_land_unevenly_are_no_error() -> None:
    even_s = np.arange(8) / 4.2
    steps = table(unevenly(even_s), place_m=unevenly(8 * even_s, 0.1))
    assert measure_step_rate(steps) == pytest.approx((4.2, 0), abs=1e-9)
    assert measure_speed(steps, 0.0) == pytest.approx((8, 0), abs=0.02)


def test_a_hole_in_the_chain_is_not_counted_as_a_step() -> None:
    touchdown_s = np.concatenate([np.arange(5) / 4.2, 2.1 + np.arange(6) / 4.2])
    steps = table(touchdown_s, gaps=(4,))
    assert measure_step_rate(steps)[0] == pytest.approx(4.2)
    assert measure_speed(steps, 0.0)[0] == pytest.approx(8)
    # a length that is not known parts the line of speed alone
    steps.loc[2, "step_length_m"] = NAN
    assert measure_speed(steps, 0.0)[0] == pytest.approx(8)


@pytest.mark.parametrize("n", [4, 6, 9])
def test_a_run_that_speeds_up_gives_its_mean_over_the_distance(n: int) -> None:
    """Steps of equal time at 1.5 m/s more each second: the line bends, which is no error."""
    touchdown_s = np.arange(n) / 4.2
    place_m = 6 * touchdown_s + 0.75 * touchdown_s**2
    speed, se = measure_speed(table(touchdown_s, place_m=place_m), 0.0)
    assert speed == pytest.approx(place_m[-1] / touchdown_s[-1], rel=0.005)
    if n > 5:
        assert se == pytest.approx(0, abs=1e-9)


def test_steps_that_quicken_give_their_mean_rate() -> None:
    step_s = np.linspace(0.26, 0.23, 8)
    touchdown_s = np.concatenate([[0.0], np.cumsum(step_s)])
    rate, se = measure_step_rate(table(touchdown_s))
    assert rate == pytest.approx(1 / step_s.mean(), rel=0.002)
    assert se < 0.01


@pytest.mark.parametrize("n", [3, 4, 5, 6, 12])
def test_stated_errors_hold_from_three_contacts_on(n: int) -> None:
    random = np.random.default_rng(4)
    rates, speeds = [], []
    for _ in range(200):
        true_s = np.arange(n) / 4.2
        touchdown_s = true_s + random.normal(0, 0.004, n)
        place_m = 8 * true_s + random.normal(0, 0.02, n)
        steps = table(touchdown_s, place_m=place_m, se_s=0.004)
        rates.append(measure_step_rate(steps))
        speeds.append(measure_speed(steps, 0.02))
    for (value, se), truth in ((np.array(rates).T, 4.2), (np.array(speeds).T, 8.0)):
        assert np.mean(value) == pytest.approx(truth, rel=0.01)
        assert (se > 0).all()
        within = np.mean(np.abs(value - truth) < se)
        assert 0.62 < within < 0.86


def test_the_line_beats_the_mean_of_the_steps() -> None:
    random = np.random.default_rng(4)
    off, single, stated = [], [], []
    for _ in range(200):
        touchdown_s = np.arange(33) / 2.815 + random.normal(0, 0.015, 33)
        rate, se = measure_step_rate(table(touchdown_s))
        off.append(rate - 2.815)
        single.append(32 / (touchdown_s[-1] - touchdown_s[0]) - 2.815)
        stated.append(se)
    assert np.std(off) < 0.75 * np.std(single)
    assert np.mean(stated) == pytest.approx(np.std(off), rel=0.15)


def test_two_touchdowns_tell_nothing() -> None:
    steps = table(np.array([0.1, 0.34]))
    assert np.isnan(measure_step_rate(steps)).all()
    assert np.isnan(measure_speed(steps, 0.01)).all()


def test_without_a_scale_there_is_a_rate_and_no_speed() -> None:
    touchdown_s = np.arange(6) / 4.2
    steps = table(touchdown_s, place_m=np.full(6, NAN))
    assert measure_step_rate(steps)[0] == pytest.approx(4.2)
    assert np.isnan(measure_speed(steps, 0.01)).all()


@pytest.mark.parametrize("parameters", [BEFORE, AFTER])
def test_simulated_runs_give_their_rate_and_speed(parameters: SprintParameters) -> None:
    found = analysis_of(Run(parameters, noise_px=0.5, seed=2)).metrics
    assert found["step_frequency_hz"].value == pytest.approx(parameters.step_frequency_hz, abs=0.03)
    assert found["step_frequency_hz"].se < 0.05
    # the scale rests on the height here: 1.5 %
    assert found["speed_mps"].value == pytest.approx(parameters.speed_mps, rel=0.015)


def test_what_all_touchdowns_share_does_not_turn_their_line() -> None:
    steps = table(0.1 + np.arange(6) / 4.2, se_s=0.005).assign(touchdown_shared_s=0.004)
    alone = table(0.1 + np.arange(6) / 4.2, se_s=0.003)
    assert measure_step_rate(steps) == pytest.approx(measure_step_rate(alone))
