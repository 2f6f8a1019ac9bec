"""Teams whose change is known -> how often the interval of a group's effect holds the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from aqvision.comparison.interval import half_width
from aqvision.comparison.team.team_effect import FEWEST_ATHLETES, GroupEffect, team_effects
from aqvision.comparison.team.team_runs import TeamRun
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from validation.tables import judged, known, section, table

METRIC = "trunk_lean_deg"
N_TEAMS = 100
LEVELS = (0.90, 0.95)
LEAST = {0.90: 0.84, 0.95: 0.91}
"""Two standard errors of a part of so many teams below what is claimed."""
EFFECT, SLOPE_PER_MPS, FASTER_MPS = 2.0, 3.0, 0.15
_LEVEL_SD, _STEP_SD = 4.0, (0.5, 2.0)
_RUN_SD = METRICS[METRIC].variation.run_sd_of(8.0)
_LADDER_MPS = (-1.0, -0.5, 0.0, 0.5)
_SEED = 23


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A kind of team: its size, runs a side from fewest to most, and how athletes differ.

    ``spread`` is the SD of the athletes' own changes in parts of that of runs. ``speeds`` are
    "alike", "faster" after than before, or a "ladder". In an ``uneven`` team some athletes vary
    several times as much from run to run as others.
    """

    n_athletes: int
    n_runs: tuple[int, int] = (3, 3)
    spread: float = 1.0
    speeds: str = "alike"
    uneven: bool = False


TEAMS = (
    *(Team(n_athletes=n, n_runs=(1, 1)) for n in (5, 12, 20)),
    *(Team(n_athletes=n, n_runs=(1, 1), speeds="faster") for n in (12, 20)),
    *(Team(n_athletes=n, n_runs=(1, 5)) for n in (5, 20)),
    Team(n_athletes=5),
    Team(n_athletes=5, spread=0.0),
    Team(n_athletes=5, spread=3.0, n_runs=(1, 5)),
    Team(n_athletes=5, n_runs=(1, 5), uneven=True),
    Team(n_athletes=5, speeds="faster"),
    Team(n_athletes=5, n_runs=(4, 4), speeds="ladder"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What came of many teams of one kind: by level the part of intervals that hold the truth.

    ``width`` is half the 90 % interval on average, ``spread_sd`` the median of what was found;
    ``told`` the part of the teams whose effect was told.
    """

    team: Team
    same_speed: bool
    held: dict[float, float]
    width: float
    spread_sd: float
    told: float


def draw_team(team: Team, random: np.random.Generator) -> list[TeamRun]:
    """Draw the runs of everybody; the group changed by EFFECT, and by what speed brings."""
    runs = []
    for number in range(team.n_athletes):
        level = random.normal(8.0, _LEVEL_SD)
        own = EFFECT + random.normal(0.0, team.spread * _RUN_SD)
        run_sd = _RUN_SD * (random.lognormal(0.0, 0.7) if team.uneven else 1.0)
        faster = random.normal(FASTER_MPS, 0.1) if team.speeds == "faster" else 0.0
        for is_after in (False, True):
            for speed in _speeds(team, random):
                speed += is_after * faster
                step_sd = random.uniform(*_STEP_SD)
                value = level + is_after * own + SLOPE_PER_MPS * speed
                value += random.normal(0.0, np.hypot(run_sd, step_sd))
                runs.append(
                    TeamRun(
                        athlete=f"{number:03d}", is_after=is_after, value=value, se=step_sd,
                        speed_mps=8.0 + speed,
                    )
                )  # fmt: skip
    return runs


def _speeds(team: Team, random: np.random.Generator) -> Iterator[float]:
    n = int(random.integers(team.n_runs[0], team.n_runs[1] + 1))
    rungs = _LADDER_MPS[:n] if team.speeds == "ladder" else (0.0,) * n
    sd = 0.02 if team.speeds == "alike" else 0.1
    return (float(rung + random.normal(0.0, sd)) for rung in rungs)


def measure_coverage(team: Team, n: int = N_TEAMS) -> list[Coverage]:
    """Fit many teams of one kind, as run and at the same speed."""
    random = np.random.default_rng((_SEED, TEAMS.index(team) if team in TEAMS else 0))
    settings = Settings().comparison
    found = [
        team_effects({METRIC: draw_team(team, random)}, {METRIC: 3.0}, settings)[0]
        for _ in range(n)
    ]
    brought = SLOPE_PER_MPS * FASTER_MPS if team.speeds == "faster" else 0.0
    both = [_coverage(team, [one.as_run for one in found], EFFECT + brought, same_speed=False)]
    if team.speeds != "alike":
        both.append(_coverage(team, [one.same_speed for one in found], EFFECT, same_speed=True))
    return both


def _coverage(
    team: Team, effects: Sequence[GroupEffect], truth: float, *, same_speed: bool
) -> Coverage:
    told = [one for one in effects if one.is_told]
    held = {level: float(np.mean([_holds(one, truth, level) for one in told])) for level in LEVELS}
    spreads = [one.spread_sd for one in told if np.isfinite(one.spread_sd)]
    return Coverage(
        team=team,
        same_speed=same_speed,
        held=held,
        width=float(np.mean([half_width(e.se, e.degrees_of_freedom, LEVELS[0]) for e in told])),
        spread_sd=float(np.median(spreads)) if spreads else float("nan"),
        told=len(told) / len(effects),
    )


def _holds(effect: GroupEffect, truth: float, level: float) -> bool:
    away = abs(effect.difference.value - truth)
    return bool(away <= half_width(effect.se, effect.degrees_of_freedom, level))


def measure_teams() -> list[Coverage]:
    """Fit all kinds of teams, on all cores."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        return [one for found in workers.map(measure_coverage, TEAMS) for one in found]


def team_section(found: Sequence[Coverage]) -> str:
    """Write the section on the effect of a group."""
    words = _INTRODUCTION.format(n=N_TEAMS, fewest=FEWEST_ATHLETES, run_sd=_RUN_SD)
    return section(words, table(_HEAD, [_row(one) for one in found]))


def _row(one: Coverage) -> str:
    team, short = one.team, [f"{level:.0%}" for level in LEVELS if one.held[level] < LEAST[level]]
    fewest, most = team.n_runs
    runs = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    kind = f"{'at the same speed' if one.same_speed else 'as run'}, speeds {team.speeds}"
    return (
        f"{team.n_athletes} | {runs} | {team.spread * _RUN_SD:.1f}"
        f"{', uneven' if team.uneven else ''} | {kind} | {one.held[0.90]:.0%} | "
        f"{one.held[0.95]:.0%} | {one.width:.1f} | {known(one.spread_sd, '.1f')} | "
        f"{one.told:.0%} | {judged(short)}"
    )


_HEAD = (
    "| athletes | runs a side | athletes differ by | effect | held by 90 % | held by 95 % | "
    "half 90 % interval | found to differ by | told | |"
)
_INTRODUCTION = """## How often the interval of a group holds the truth

Teams are drawn whose change is known: {n} of each kind, trunk lean in degrees, runs of an athlete
with an SD of {run_sd:.2f} beside 0.5 to 2 by steps, athletes on levels 4 apart. In uneven teams
some athletes vary several times as much from run to run as others; the model does not know. Where
everybody is faster, by 0.15 m/s, lean follows speed by 3 degrees a m/s: as run that is a part of
the effect, at the same speed it is not. The 90 % interval must hold the truth in 84 % and the 95 %
one in 91 %, two standard errors of such a part below what they claim. Below {fewest} athletes
nothing is told of a group."""
