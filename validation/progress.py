"""Seasons in which holds and sprints share nothing -> how often they seem to move together.

Seasons of dots are simulated, not clips: what is asked here is asked of dots alone. Holds and
sprints each follow the season in a way of their own, smoothly or by wandering, which is what makes
things that have nothing to do with each other seem related.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from aqvision.comparison.families import false_discovery_rates
from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.comparison.holds import HoldVerdict
from aqvision.comparison.judging import EXPLORATORY_RATE
from aqvision.core.settings import Settings
from aqvision.core.types import FloatArray
from aqvision.progress.association import FEWEST_DATES, Link, Pair, associate, p_given_date
from aqvision.progress.changes import hold_changes
from aqvision.progress.holds import Hold
from aqvision.progress.lines import Dot, Kind, Line, hold_line
from validation.tables import judged, met, section, table

N_DATES = (5, 6, 8, 12, 20)
N_SEASONS, N_HOLDS, N_SPRINTS = 400, 2, 6
MOST_FALSE = 0.05
HOLD_FACTORS = (0.5, 1.0, 1.5, 2.0)
N_CHANGES, COVERAGE, MOST_CHANGED = 400, (0.85, 0.95), 0.10
_SEED, _FIRST = 17, dt.date(2026, 3, 1)
_LEVEL, _SWAY_MM = 0.90, 8.0
Course = Callable[[FloatArray, int, np.random.Generator], FloatArray]


@dataclass(frozen=True, slots=True)
class Rate:
    """Part of the seasons of a kind in which anything was said to have moved together.

    ``alone`` is what it would be by the correlation given date alone, without the steps.
    """

    kind: str
    n_dates: int
    told: float
    alone: float


@dataclass(frozen=True, slots=True)
class HoldRate:
    """Holds that vary by so much of the prior: how often a change is told, and intervals hold."""

    factor: float
    n_holds: int
    told: float
    held: float


def _noise(time: FloatArray, n: int, random: np.random.Generator) -> FloatArray:
    return random.standard_normal((n, len(time)))


def _trend(time: FloatArray, n: int, random: np.random.Generator) -> FloatArray:
    return _noise(time, n, random) + random.normal(0, 5, (n, 1)) * time


def _levelling(time: FloatArray, n: int, random: np.random.Generator) -> FloatArray:
    """Get better, or worse, quickly at first and then less and less."""
    course = 1 - np.exp(-time / random.uniform(0.2, 1.0, (n, 1)))
    return np.asarray(_noise(time, n, random) + 5 * random.choice([-1, 1], (n, 1)) * course)


def _wandering(time: FloatArray, n: int, random: np.random.Generator) -> FloatArray:
    """Go on from wherever the last date was."""
    spans = np.diff(time, prepend=0.0) * len(time)
    return np.cumsum(_noise(time, n, random) * np.sqrt(spans), axis=1)


def _lasting(time: FloatArray, n: int, random: np.random.Generator) -> FloatArray:
    """Stay good or bad for some dates: half of a date is that of the date before."""
    values = _noise(time, n, random)
    for i in range(1, len(time)):
        values[:, i] = 0.5 * values[:, i - 1] + 0.75**0.5 * values[:, i]
    return values


NULLS: dict[str, Course] = {
    "noise alone": _noise,
    "a straight trend each": _trend,
    "a trend each that levels off": _levelling,
    "good and bad times that last": _lasting,
    "wandering": _wandering,
}


def measure_rates() -> list[Rate]:
    """Judge seasons of every kind and length in which nothing is shared."""
    return [
        _rate(kind, n, partial(_apart, course)) for kind, course in NULLS.items() for n in N_DATES
    ]


def measure_shared() -> list[Rate]:
    """Judge seasons in which something is shared: one of twelve pairs, or one step of all."""
    shared = {
        "one pair shares four fifths of its variance": _one_pair,
        "one step of all": _one_step,
    }
    return [_rate(kind, n, make) for kind, make in shared.items() for n in N_DATES]


Made = tuple[FloatArray, FloatArray]


def _apart(course: Course, time: FloatArray, random: np.random.Generator) -> Made:
    return course(time, N_HOLDS, random), course(time, N_SPRINTS, random)


def _one_pair(time: FloatArray, random: np.random.Generator) -> Made:
    holds, sprints = _apart(_noise, time, random)
    both = random.standard_normal(len(time))
    holds[0], sprints[0] = (0.8**0.5 * both + 0.2**0.5 * rows[0] for rows in (holds, sprints))
    return holds, sprints


def _one_step(time: FloatArray, random: np.random.Generator) -> Made:
    step = 5.0 * (np.arange(len(time)) >= random.integers(1, len(time)))
    holds, sprints = _apart(_noise, time, random)
    return holds + step, sprints + step


def _rate(kind: str, n_dates: int, make: Callable[[FloatArray, np.random.Generator], Made]) -> Rate:
    random = np.random.default_rng((_SEED, n_dates))
    found = [season(make, n_dates, random) for _ in range(N_SEASONS)]
    told, alone = (float(np.mean([judge(pairs) for pairs in found])) for judge in (_any, _alone))
    return Rate(kind, n_dates, told, alone)


def season(
    make: Callable[[FloatArray, np.random.Generator], Made],
    n_dates: int,
    random: np.random.Generator,
) -> tuple[Pair, ...]:
    """Draw a season with dates 5 to 30 days apart, and ask what moved together."""
    days = np.cumsum(random.integers(5, 31, n_dates)).astype(np.float64)
    time = (days - days[0]) / (days[-1] - days[0])
    holds, sprints = make(time, random)
    return associate(
        [_line(f"hold {i}", Kind.HOLD, days, row) for i, row in enumerate(holds)],
        [_line(f"sprint {i}", Kind.SPRINT, days, row) for i, row in enumerate(sprints)],
        _LEVEL,
    )


def _any(pairs: Sequence[Pair]) -> bool:
    return any(pair.link is Link.TOGETHER for pair in pairs)


def _alone(pairs: Sequence[Pair]) -> bool:
    """Judge by the correlation given date alone."""
    p = {str(i): p_given_date(pair.correlation, pair.n_dates) for i, pair in enumerate(pairs)}
    return min(false_discovery_rates(p).values()) <= EXPLORATORY_RATE


def _line(name: str, kind: Kind, days: FloatArray, values: FloatArray) -> Line:
    dots = (
        Dot(day=_FIRST + dt.timedelta(int(day)), value=float(v), low=float(v), high=float(v), n=1)
        for day, v in zip(days, values, strict=True)
    )
    return Line(name=name, kind=kind, dots=tuple(dots))


def measure_hold_changes() -> list[HoldRate]:
    """Judge the sway of athletes who have not changed, one hold a date and three."""
    return [_hold_rate(factor, n) for factor in HOLD_FACTORS for n in (1, 3)]


def _hold_rate(factor: float, n_holds: int) -> HoldRate:
    random = np.random.default_rng((_SEED, round(10 * factor), n_holds))
    metric, settings = HOLD_METRICS["sway_rms_mm"], Settings().comparison
    found = [
        change
        for _ in range(N_CHANGES)
        for change in hold_changes(
            [hold_line(metric, _holds(factor, n_holds, random), settings)], _LEVEL
        )
    ]
    told = [one.verdict is not HoldVerdict.CANNOT_TELL for one in found]
    held = [one.difference.low <= 0 <= one.difference.high for one in found]
    return HoldRate(factor, n_holds, float(np.mean(told)), float(np.mean(held)))


def _holds(factor: float, n_holds: int, random: np.random.Generator) -> list[Hold]:
    """Film holds on two dates, which differ as the prior says, times a factor."""
    sd = HOLD_METRICS["sway_rms_mm"].variation.run_sd_of(_SWAY_MM) * factor
    made = []
    for number in range(2):
        of_day = _SWAY_MM + random.normal(0, sd)
        for i in range(n_holds):
            sway = of_day + random.normal(0, sd)
            numbers = dict.fromkeys(HOLD_METRICS, (np.nan, np.nan)) | {"sway_rms_mm": (sway, 0.0)}
            made.append(
                Hold(
                    name=str(i), identity=f"{number}-{i}", athlete=None, view="side", load=None,
                    day=_FIRST + dt.timedelta(30 * number), numbers=numbers,
                )
            )  # fmt: skip
    return made


def progress_section(
    rates: Sequence[Rate], shared: Sequence[Rate], holds: Sequence[HoldRate]
) -> str:
    """Write the section on holds beside sprints."""
    words = _INTRODUCTION.format(
        n=N_SEASONS, pairs=N_HOLDS * N_SPRINTS, fewest=FEWEST_DATES, most=MOST_FALSE
    )
    head = f"| nothing is shared; both have | {' | '.join(f'{n} dates' for n in N_DATES)} | |"
    no_null = f"| something is shared | {' | '.join(f'{n} dates' for n in N_DATES)} |"
    return section(
        words,
        table(head, _rows(rates, to_judge=True)),
        "No target below; a step that all make at once, as after one block of training, is one "
        "date's worth of evidence, and should seldom be told:",
        table(no_null, _rows(shared, to_judge=False)),
        "By the correlation given date alone, without the steps from date to date, these would be:",
        table(_ALONE_HEAD, _alone_rows([*rates, *shared])),
        _HOLDS.format(n=N_CHANGES),
        table(_HOLD_HEAD, map(_hold_row, holds)),
    )


def _rows(rates: Sequence[Rate], *, to_judge: bool) -> Iterator[str]:
    for kind in dict.fromkeys(rate.kind for rate in rates):
        own = [rate.told for rate in rates if rate.kind == kind]
        cells = " | ".join(f"{told:.1%}" for told in own)
        yield f"{kind} | {cells}" + (f" | {met(max(own) <= MOST_FALSE)}" if to_judge else "")


def _alone_rows(rates: Sequence[Rate]) -> Iterator[str]:
    for kind in dict.fromkeys(rate.kind for rate in rates):
        yield " | ".join([kind, *(f"{rate.alone:.1%}" for rate in rates if rate.kind == kind)])


def _hold_row(rate: HoldRate) -> str:
    short = []
    if rate.told > MOST_CHANGED:
        short.append("falsely told")
    if rate.factor == 1 and not COVERAGE[0] <= rate.held <= COVERAGE[1]:
        short.append("too narrow" if rate.held < COVERAGE[0] else "too wide")
    return f"{rate.factor:g} | {rate.n_holds} | {rate.told:.0%} | {rate.held:.0%} | {judged(short)}"


_ALONE_HEAD = f"| given date alone | {' | '.join(f'{n} dates' for n in N_DATES)} |"
_HOLD_HEAD = (
    "| holds and days vary, in parts of the prior | holds a date | a change of sway falsely told | "
    "intervals that hold the truth | |"
)
_INTRODUCTION = """## Holds beside sprints

{n} seasons of each kind are simulated, with two numbers of holds and six metrics of sprints on
dates 5 to 30 days apart, {pairs} pairs to a season, as `aqvision progress` asks of them from
{fewest} dates on. In at most {most:.0%} of seasons in which nothing is shared anything may be said
to have moved together. With five dates nothing can be: four steps from date to date have too few
orders."""
_HOLDS = """The sway of {n} athletes who have not changed, on two dates. How far holds and days
differ is assumed, so the rows say what comes of it where the assumption is wrong. At most 10 % may
be told to have changed or to differ; where the prior is right 85 to 95 % of the 90 % intervals must
hold the truth."""
