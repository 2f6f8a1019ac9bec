"""Runs of a team as arrays: who counts, at which speeds, and what each run errs by."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.comparison.team.team_runs import RunTable, TeamRun

NAN = float("nan")


def run(athlete: str, *, after: bool, value: float = 1.0, speed: float = NAN) -> TeamRun:
    return TeamRun(athlete=athlete, is_after=after, value=value, se=0.5, speed_mps=speed)


def test_only_who_has_runs_on_both_sides_counts() -> None:
    runs = [
        run("a", after=True), run("a", after=False), run("b", after=False), run("b", after=False),
        run("c", after=True, value=NAN), run("c", after=False), run("a", after=True),
    ]  # fmt: skip
    table = RunTable.of(runs, 1.0)
    assert (table.n_athletes, table.n_runs, table.n_repeated) == (1, (1, 2), 1)
    assert RunTable.of([], 1.0).n_athletes == 0


def test_a_run_errs_by_how_runs_differ_and_by_its_steps() -> None:
    known, unknown = run("a", after=False), TeamRun(athlete="a", is_after=True, value=2.0)
    table = RunTable.of([known, unknown], 4.0)
    assert table.variance.tolist() == [4.25, 8.0]


def test_the_order_of_the_runs_changes_nothing() -> None:
    random = np.random.default_rng(3)
    runs = [
        run(str(n), after=late, value=random.normal(), speed=random.normal(8.0, 0.3))
        for n in range(4) for late in (False, True) for _ in range(3)
    ]  # fmt: skip
    one, two = (
        RunTable.of(rows, 1.0) for rows in (runs, [runs[i] for i in random.permutation(24)])
    )
    for name in ("athlete", "is_after", "value", "variance", "speed_mps"):
        assert np.array_equal(getattr(one, name), getattr(two, name))


def test_speeds_are_set_about_the_middle_of_both_sides() -> None:
    runs = [run("a", after=False, speed=8.0), run("a", after=True, speed=9.0),
            run("a", after=True, speed=9.4)]  # fmt: skip
    table = RunTable.of(runs, 1.0)
    assert table.own_speed_mps == pytest.approx([-0.6, 0.4, 0.8])


def test_runs_at_speeds_of_one_side_alone_are_left_out() -> None:
    runs = [
        run("a", after=False, speed=8.0), run("a", after=False, speed=7.0),
        run("a", after=True, speed=8.1), run("a", after=True, speed=9.0),
        run("b", after=False, speed=8.0), run("b", after=True, speed=8.5),
        run("c", after=False, speed=NAN), run("c", after=True, speed=8.5),
        run("d", after=False, speed=7.0), run("d", after=True, speed=7.1),
    ]  # fmt: skip
    shared = RunTable.of(runs, 1.0).at_shared_speeds()
    assert shared.speed_mps.tolist() == [8.0, 8.1, 7.0, 7.1]
    assert shared.athlete.tolist() == [0, 0, 1, 1]
    assert shared.is_at_one_speed
    assert not RunTable.of(runs[:4], 1.0).is_at_one_speed
