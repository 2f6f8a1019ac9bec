"""The fit of a group: known designs, invariance, and what cannot be fitted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.comparison.team.mixed_model import GroupFit, Withheld, fit_group
from aqvision.comparison.team.team_runs import RunTable, TeamRun
from validation.team_effects import Team, draw_team


def runs_of(team: Team, seed: int = 0) -> list[TeamRun]:
    return draw_team(team, np.random.default_rng(seed))


def fitted(runs: list[TeamRun], *, with_speed: bool = False, run_sd: float = 2.25) -> GroupFit:
    found = fit_group(RunTable.of(runs, run_sd**2), with_speed=with_speed)
    assert isinstance(found, GroupFit)
    return found


def test_a_balanced_team_of_equal_runs_is_a_paired_t_test() -> None:
    runs = [replace(run, se=1.0) for run in runs_of(Team(n_athletes=9, spread=2.0))]
    table = RunTable.of(runs, 1.0)
    change = table.differences(table.value)
    found = fitted(runs)
    assert found.effect == pytest.approx(change.mean(), rel=1e-9)
    assert found.se == pytest.approx(change.std(ddof=1) / 3, rel=1e-3)
    assert found.degrees_of_freedom == pytest.approx(8, rel=1e-3)
    within = np.var(table.value.reshape(18, 3), axis=1, ddof=1).mean()
    assert found.run_sd**2 == pytest.approx(within, rel=1e-3)
    assert found.spread_sd**2 == pytest.approx(change.var(ddof=1) - 2 * within / 3, rel=1e-3)


def test_one_run_a_side_is_a_paired_t_test_that_tells_no_spread() -> None:
    runs = [replace(run, se=1.0) for run in runs_of(Team(n_athletes=7, n_runs=(1, 1)))]
    table = RunTable.of(runs, 1.0)
    change = table.differences(table.value)
    found = fitted(runs)
    assert found.effect == pytest.approx(change.mean(), rel=1e-9)
    assert found.se == pytest.approx(change.std(ddof=1) / np.sqrt(7), rel=1e-3)
    assert found.degrees_of_freedom == pytest.approx(6, rel=1e-3)
    assert np.isnan(found.spread_sd)


def test_runs_of_unequal_errors_are_never_far_from_a_paired_t_test() -> None:
    for seed in range(10):  # a climb by slopes ends at no variance of athletes in some
        runs = runs_of(Team(n_athletes=12, n_runs=(1, 1)), seed)
        table = RunTable.of(runs, 2.25**2)
        change = table.differences(table.value)
        found = fitted(runs)
        paired = change.std(ddof=1) / np.sqrt(12)
        assert found.se == pytest.approx(paired, rel=0.2)
        assert found.effect == pytest.approx(change.mean(), abs=0.5 * paired)


@pytest.mark.parametrize("with_speed", [False, True])
def test_order_unit_sign_and_names_change_nothing(with_speed: bool) -> None:
    runs = runs_of(Team(n_athletes=8, n_runs=(1, 4), speeds="faster"), 5)
    found = fitted(runs, with_speed=with_speed)
    order = np.random.default_rng(1).permutation(len(runs))
    assert repr(fitted([runs[i] for i in order], with_speed=with_speed)) == repr(found)
    changed = [
        (replace(run, value=0.001 * run.value, se=0.001 * run.se) for run in runs),
        (replace(run, value=-run.value) for run in runs),
        (replace(run, athlete=f"x{99 - int(run.athlete)}") for run in runs),
        (replace(run, value=run.value + 1000.0) for run in runs),
        (replace(run, is_after=not run.is_after) for run in runs),
    ]
    scales = [(0.001, 0.001), (-1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (-1.0, 1.0)]
    for other, (of_effect, of_error) in zip(changed, scales, strict=True):
        again = fitted(list(other), with_speed=with_speed, run_sd=2.25 * of_error)
        assert again.effect == pytest.approx(of_effect * found.effect, rel=1e-4)
        assert again.se == pytest.approx(of_error * found.se, rel=1e-4)
        assert again.degrees_of_freedom == pytest.approx(found.degrees_of_freedom, rel=1e-3)
        assert again.spread_sd == pytest.approx(of_error * found.spread_sd, rel=1e-2, abs=1e-5)


def test_what_statsmodels_says_of_the_effect_is_what_we_say() -> None:
    from statsmodels.regression.mixed_linear_model import MixedLM

    runs = [replace(run, se=1.0) for run in runs_of(Team(n_athletes=10, n_runs=(2, 4)), 2)]
    table = RunTable.of(runs, 1.0)
    period = table.is_after - 0.5
    design = np.column_stack([np.ones_like(period), period])
    theirs = MixedLM(table.value, design, groups=table.athlete, exog_re=design).fit()
    found = fitted(runs)
    # theirs lets a change go with the level, which moves a mean of uneven runs a little
    assert found.effect == pytest.approx(theirs.fe_params[1], abs=0.2 * found.se)
    assert found.se == pytest.approx(theirs.bse_fe[1], rel=0.15)


def test_a_slope_over_speed_is_found_and_taken_off() -> None:
    runs = runs_of(Team(n_athletes=30, n_runs=(4, 4), speeds="ladder"), 4)
    found = fitted(runs, with_speed=True)
    assert found.slope_per_mps == pytest.approx(3.0, abs=0.8)
    assert found.effect == pytest.approx(2.0, abs=3 * found.se)
    assert found.se < 0.8


def test_speed_that_changed_alike_in_everybody_cannot_be_told_apart() -> None:
    runs = [
        replace(run, speed_mps=8.0 + 0.25 * run.is_after)
        for run in runs_of(Team(n_athletes=8, n_runs=(2, 2)))
    ]
    found = fit_group(RunTable.of(runs, 1.0), with_speed=True)
    assert isinstance(found, Withheld)
    assert "speed changed by the same" in found.reason


def test_athletes_who_are_all_alike_have_an_effect_too() -> None:
    random = np.random.default_rng(7)
    runs = [
        TeamRun(athlete=str(n), is_after=late, value=50 - 17 * late + random.normal(), se=2.0)
        for n in range(6) for late in (False, True) for _ in range(2)
    ]  # fmt: skip
    found = fitted(runs)
    assert found.effect == pytest.approx(-17, abs=1.2)
    assert found.spread_sd < 1.5
    assert found.degrees_of_freedom <= 5


def test_values_that_are_all_alike_are_withheld() -> None:
    runs = [replace(run, value=3.0) for run in runs_of(Team(n_athletes=6))]
    assert isinstance(fit_group(RunTable.of(runs, 1.0), with_speed=False), Withheld)


def test_a_surer_run_counts_for_more() -> None:
    runs = runs_of(Team(n_athletes=6, n_runs=(2, 2), spread=0.0), 8)
    table = RunTable.of(runs, 1e-6)
    sure = [
        replace(run, se=0.01 if i % 2 == 0 else 10.0, value=run.value + (0.0 if i % 2 == 0 else 50))
        for i, run in enumerate(runs)
    ]
    kept = RunTable.of(sure[::2], 1e-6)
    mean = kept.differences(kept.value).mean()
    assert fitted(sure, run_sd=1e-3).effect == pytest.approx(mean, abs=0.05)
    assert table.n_repeated == 12
