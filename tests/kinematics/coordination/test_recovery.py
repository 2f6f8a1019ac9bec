"""Steps that are a process of first order, timed with errors of touchdowns."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.coordination.recovery import (
    RunOfSteps,
    errors_of_intervals,
    find_recovery,
)

SD_S, SE_S = 0.0055, 0.002


def run_of(kept: float, n: int, random: np.random.Generator, se_s: float = SE_S) -> RunOfSteps:
    """Steps that speed up, of which the left ones last longer, seen with errors of touchdowns."""
    own = SD_S * random.standard_normal(n)
    off = own.copy()
    for i in range(1, n):
        off[i] = kept * off[i - 1] + np.sqrt(1 - kept**2) * own[i]
    number = np.arange(n, dtype=np.float64)
    seen = np.diff(se_s * random.standard_normal(n + 1))
    return RunOfSteps(
        number=number,
        values=0.23 - 0.001 * number + 0.004 * (number % 2) + off + seen,
        error=errors_of_intervals(number, np.full((n, 2), se_s)),
    )


@pytest.mark.parametrize("kept", [-0.4, 0.0, 0.5])
def test_known_recovery_is_found_without_bias_by_errors_or_trends(kept: float) -> None:
    random = np.random.default_rng(3)
    found = [find_recovery([run_of(kept, 50, random)]) for _ in range(8)]
    values = [one.value for one in found]
    assert np.mean(values) == pytest.approx(kept, abs=0.15)
    assert np.std(values) == pytest.approx(np.mean([one.se for one in found]), rel=0.5)


def test_errors_of_touchdowns_alone_say_nothing() -> None:
    """Their lag-1 correlation is -0.5, which is none of the athlete's."""
    random = np.random.default_rng(4)
    n = 30
    number = np.arange(n, dtype=np.float64)
    timed = 0.23 + np.diff(SE_S * random.standard_normal(n + 1))
    error = errors_of_intervals(number, np.full((n, 2), SE_S))
    assert np.isnan(find_recovery([RunOfSteps(number=number, values=timed, error=error)]).value)


def test_runs_of_a_day_are_joined_and_each_has_its_own_level() -> None:
    random = np.random.default_rng(5)
    runs = [run_of(0.5, 10, random) for _ in range(6)]
    joined = find_recovery(runs)
    slower = [
        RunOfSteps(number=r.number, values=r.values + 0.01 * i, error=r.error)
        for i, r in enumerate(runs)
    ]
    assert joined.n == 60
    assert find_recovery(slower).value == pytest.approx(joined.value)
    assert np.isnan(find_recovery(runs[:1]).value)
    assert find_recovery(runs[:1]).n == 10


def test_a_run_of_a_few_steps_tells_nothing() -> None:
    random = np.random.default_rng(6)
    short = [run_of(0.0, 5, random) for _ in range(8)]
    assert find_recovery(short).n == 0


def test_steps_that_do_not_vary_have_no_recovery() -> None:
    n = 24
    number = np.arange(n, dtype=np.float64)
    even = RunOfSteps(number=number, values=np.full(n, 0.2), error=np.zeros((n, n)))
    assert np.isnan(find_recovery([even]).value)


def test_neighbours_share_a_touchdown_and_a_gap_parts_them() -> None:
    found = errors_of_intervals(np.array([0.0, 1.0, 3.0]), np.full((3, 2), 2.0))
    assert found.tolist() == [[8, -4, 0], [-4, 8, 0], [0, 0, 8]]
