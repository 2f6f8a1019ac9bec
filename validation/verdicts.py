"""Runs that vary from step to step, run to run and day to day -> how often verdicts are right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison, compare
from aqvision.core.recorded import Recorded
from aqvision.core.settings import Settings
from samples.generator import BEFORE
from samples.generator.parameters import SprintParameters
from validation.tables import judged, known, met, section, table
from validation.varied_runs import let_postures_vary, measure_varied_run

FACTORS = (1.0, 2.0, 2 / 3)
"""How far runs and days of the simulated athletes vary, in parts of the priors."""
CELLS = tuple((120.0, factor) for factor in FACTORS) + ((60.0, 1.0), (240.0, 1.0))
N_DAYS, N_RUNS_A_DAY = 12, 2
N_STEPS = 8
N_COMPARISONS = 40
MOST_FALSE, MOST_FALSE_UNSTEADY = 0.05, 0.10
COVERAGE = (0.85, 0.95)
LEAST_FOUND = {(2, "a day each"): 0.50, (3, "a day each"): 0.75}
CHANGES = {
    "trunk_lean_deg": ("trunk_lean_deg", 8.0),
    "thigh_flexion_peak_deg": ("thigh_flexion_peak_deg", 11.0),
    "knee_flexion_peak_deg": ("knee_flexion_peak_deg", 14.0),
    "step_frequency_hz": ("step_frequency_hz", 0.06 * BEFORE.step_frequency_hz),
}
"""Metrics named as primaries, with the parameter of the sprint that makes them and its change."""
_SEED, _FIRST = 11, dt.date(2026, 3, 1)
# Standard deviations of the parameters of a sprint from run to run, and again from day to day, as
# the registry's priors say of the metrics that they make; a part of the value where marked.
_RELATIVE = {"contact_time_s": 0.03, "step_frequency_hz": 0.015, "speed_mps": 0.015}
_ABSOLUTE = {
    "thigh_toeoff_deg": 2.25, "knee_toeoff_deg": 2.25, "thigh_opposite_touchdown_deg": 2.25,
    "thigh_flexion_peak_deg": 2.25, "knee_flexion_peak_deg": 2.25, "trunk_lean_deg": 2.25,
    "shoulder_flexion_peak_deg": 2.8, "shoulder_extension_peak_deg": 2.8,
    "elbow_flexion_mean_deg": 2.25, "arm_lag_frac": 0.0097, "thorax_yaw_amplitude_deg": 1.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Design:
    """Clips a side, and how days are shared: "same day", "other day" or "a day each"."""

    n_clips: int
    days: str


DESIGNS = (
    Design(1, "same day"), Design(1, "other day"),
    *(Design(n, days) for n in (2, 3, 5) for days in ("other day", "a day each")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of many comparisons of one design.

    ``false_primaries`` is the part of them in which any primary is falsely called changed,
    ``false_all`` the mean number of metrics so called, ``held`` the part of intervals that hold the
    truth, ``found`` the part of the true changes, named as primaries, that are called changed or,
    with one clip a side, to differ between the runs.
    """

    rate_hz: float
    factor: float
    design: Design
    false_primaries: float
    false_all: float
    held: float
    found: float


Pool = list[list[Analysis]]
"""Runs of an athlete, a list a day."""


def vary(base: SprintParameters, factor: float, random: np.random.Generator) -> SprintParameters:
    """Let the parameters of a sprint be those of another run, or of another day."""
    parts = {
        name: getattr(base, name) * (1 + factor * sd * random.standard_normal())
        for name, sd in _RELATIVE.items()
    }
    degrees = {
        name: getattr(base, name) + factor * sd * random.standard_normal()
        for name, sd in _ABSOLUTE.items()
    }
    return replace(base, **parts, **degrees)


def film_athlete(
    rate_hz: float, factor: float, changed: bool, workers: ProcessPoolExecutor
) -> Pool:
    """Simulate and measure days of runs of one athlete, trained or not."""
    base = BEFORE
    if changed:
        more = {name: getattr(base, name) + change for name, change in CHANGES.values()}
        base = replace(base, **more)
    random = np.random.default_rng((_SEED, round(rate_hz), round(6 * factor), changed))
    days = [vary(base, factor, random) for _ in range(N_DAYS)]
    n_runs = _runs_by_day()
    runs = [
        vary(day, factor, random) for day, n in zip(days, n_runs, strict=True) for _ in range(n)
    ]
    seeds = random.integers(10**9, size=len(runs)).tolist()
    measure = partial(_measure, rate_hz=rate_hz)
    measured = iter(list(workers.map(measure, runs, seeds)))
    return [[next(measured) for _ in range(n)] for n in n_runs]


def _measure(motion: SprintParameters, seed: int, rate_hz: float) -> Analysis:
    random = np.random.default_rng(seed)
    run = measure_varied_run(seed, motion, rate_hz=rate_hz, n_steps=N_STEPS)
    return let_postures_vary(run, random)


def measure_outcomes() -> list[Outcome]:
    """Judge every cell and design, on all cores."""
    found = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        for rate_hz, factor in CELLS:
            old = film_athlete(rate_hz, factor, False, workers)
            new = film_athlete(rate_hz, factor, True, workers) if factor == 1 else None
            found += list(workers.map(partial(_judge, old, new, rate_hz, factor), DESIGNS))
    return found


def _judge(old: Pool, new: Pool | None, rate_hz: float, factor: float, design: Design) -> Outcome:
    random = np.random.default_rng((_SEED, DESIGNS.index(design), round(rate_hz)))
    nulls = [compare(*_sides(old, old, design, random), Settings()) for _ in range(N_COMPARISONS)]
    trues = [
        compare(*_sides(old, new or old, design, random), Settings(), primaries=tuple(CHANGES))
        for _ in range(N_COMPARISONS if new else 0)
    ]
    called = [[c for c in one.changed() if _is_called(c)] for one in nulls]
    counted = [c for one in nulls for c in one.changes if c.is_counted]
    return Outcome(
        rate_hz=rate_hz,
        factor=factor,
        design=design,
        false_primaries=float(np.mean([any(c.primary for c in one) for one in called])),
        false_all=float(np.mean([len(one) for one in called])),
        held=float(np.mean([c.difference.low <= 0 <= c.difference.high for c in counted])),
        found=_mean([c.verdict.is_change for one in trues for c in _named(one)]),
    )


def _mean(found: Sequence[bool]) -> float:
    return float(np.mean(found)) if found else float("nan")


def _is_called(change: Change) -> bool:
    return change.verdict == "changed"


def _named(comparison: Comparison) -> list[Change]:
    return [c for c in comparison.changes if c.primary]


def _sides(
    old: Pool, new: Pool, design: Design, random: np.random.Generator
) -> tuple[list[Analysis], list[Analysis]]:
    """Draw clips of both sides; with an athlete who did not change, of different days and runs."""
    n = design.n_clips
    if design.days == "a day each":
        days = random.permutation(N_DAYS)[: 2 * n]
        picks = [(pool[d], d) for pool, d in zip([old] * n + [new] * n, days, strict=True)]
        clips = [_on(runs[random.integers(len(runs))], int(d)) for runs, d in picks]
        return clips[:n], clips[n:]
    first, second = (int(d) for d in random.permutation(N_DAYS // 2)[:2])
    if design.days == "same day" and old is new:
        one, other = random.permutation(len(old[first]))[:2]
        return [_on(old[first][one], first)], [_on(old[first][other], first)]
    before, after = (
        [_on(runs[i], day) for i in random.permutation(len(runs))[:n]]
        for runs, day in ((old[first], first), (new[second], second))
    )
    return before, after


def _on(clip: Analysis, day: int) -> Analysis:
    return replace(clip, recorded=Recorded(on=_FIRST + dt.timedelta(days=day)))


def verdicts_section(found: Sequence[Outcome]) -> str:
    """Write the section on verdicts."""
    words = _INTRODUCTION.format(n_runs=sum(_n_runs()), n=N_COMPARISONS, n_steps=N_STEPS)
    rows = [_row(one, list(_shortfalls(one))) for one in found]
    monotone = " ".join(
        f"At {rate:.0f} frames/s: {met(_never_less(found, rate, factor))}."
        for rate, factor in CELLS
        if factor == 1
    )
    return section(words, table(_HEAD, rows), f"More clips never find less. {monotone}")


def _n_runs() -> Iterator[int]:
    for _, factor in CELLS:
        yield (2 if factor == 1 else 1) * sum(_runs_by_day())


def _runs_by_day() -> list[int]:
    """On half of the days as many as the largest design takes of one."""
    return [N_RUNS_A_DAY + 3 * (i < N_DAYS // 2) for i in range(N_DAYS)]


def _shortfalls(one: Outcome) -> Iterator[str]:
    limits = {1.0: MOST_FALSE, 2.0: MOST_FALSE_UNSTEADY}
    if one.false_primaries > limits.get(one.factor, MOST_FALSE):
        yield "false primaries"
    if one.factor == 1.0 and not COVERAGE[0] <= one.held <= COVERAGE[1]:
        yield "too narrow" if one.held < COVERAGE[0] else "too wide"
    least = LEAST_FOUND.get((one.design.n_clips, one.design.days))
    if one.factor == 1.0 and least and one.found < least:
        yield "missed"


def _never_less(found: Sequence[Outcome], rate_hz: float, factor: float) -> bool:
    """Tell whether more clips find as much, within what so many draws scatter by."""
    scatter = 1.64 * (2 * 0.25 / (N_COMPARISONS * len(CHANGES))) ** 0.5
    for days in ("other day", "a day each"):
        rates = [o.found for o in found if (o.rate_hz, o.factor, o.design.days) ==
                 (rate_hz, factor, days)]  # fmt: skip
        if any(more < less - scatter for less, more in zip(rates, rates[1:], strict=False)):
            return False
    return True


def _row(one: Outcome, short: Sequence[str]) -> str:
    design = f"{one.design.n_clips}, {one.design.days}"
    return (
        f"{one.rate_hz:.0f} | {one.factor:.2g} | {design} | {one.false_primaries:.0%} | "
        f"{one.false_all:.1f} | {one.held:.0%} | {known(one.found, '.0%')} | {judged(short)}"
    )


_HEAD = (
    "| frames/s | runs and days vary, in parts of the prior | clips a side | a primary falsely "
    "changed | falsely changed a comparison | intervals that hold the truth | true changes found | |"
)
_INTRODUCTION = """## How often a verdict is right

{n_runs} runs of {n_steps} steps are simulated. The motion of each differs from that of its day, and
that of the day from the athlete's, as far as the priors of the registry say, twice as far (the
priors are half the truth) or two thirds as far; steps vary as published (step times by 2.5 %,
postures by 1 to 4 degrees), and points err as the network's do. Every run goes through the whole
program; {n} comparisons of each kind are judged. Without a change: at most 5 % of comparisons may
call a primary changed where the priors are right, 10 % where they are half the truth, and 85 to 95 %
of the 90 % intervals must hold the truth. With 8 degrees of trunk lean, 11 of thigh lift, 14 of knee
flexion and 6 % of step frequency, named as primaries: with two clips on two days a side at least
50 % must be found, with three on three days 75 %. One clip a side never says "changed", only that
the two runs differ: its false ones are not counted, its found ones are those."""
