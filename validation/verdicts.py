"""Runs that vary from step to step, run to run and day to day -> how often verdicts are right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from multiprocessing import get_context

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison, compare
from aqvision.core.recorded import Recorded
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from validation.tables import judged, known, met, section, table
from validation.varied_runs import let_postures_vary, measure_varied_run

FACTORS = (1.0, 2.0, 2 / 3)
"""How far runs and days of the simulated athletes vary, in parts of the priors."""
CELLS = (*((120.0, factor) for factor in FACTORS), (60.0, 1.0), (240.0, 1.0))
N_RUNS, N_STEPS = 24, 8
N_COMPARISONS = 100
MOST_FALSE, MOST_FALSE_UNSTEADY = 0.05, 0.10
COVERAGE = (0.85, 0.95)
LEAST_FOUND = {(2, "a day each"): 0.50, (3, "a day each"): 0.75}
CHANGES = {
    "trunk_lean_deg": 8.0,
    "thigh_flexion_peak_deg": 11.0,
    "knee_flexion_peak_deg": 14.0,
    "step_frequency_hz": 0.06 * 4.2,
}
"""True changes, of metrics that are named as primaries."""
_SEED, _FIRST = 11, dt.date(2026, 3, 1)
# Chosen: half of what a run or day brings to a metric it brings to the whole pillar.
_SHARED_BY_PILLAR = 0.5
Effects = Mapping[str, float]


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


def measure_outcomes() -> list[Outcome]:
    """Judge every cell and design, on all cores."""
    found: list[Outcome] = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        for rate_hz in dict.fromkeys(rate for rate, _ in CELLS):
            runs = list(workers.map(partial(_measure, rate_hz=rate_hz), range(N_RUNS)))
            for _rate, factor in (cell for cell in CELLS if cell[0] == rate_hz):
                found += workers.map(partial(judge_design, runs, factor), DESIGNS)
    return found


def _measure(seed: int, rate_hz: float) -> Analysis:
    run = measure_varied_run(seed, rate_hz=rate_hz, n_steps=N_STEPS)
    return let_postures_vary(run, np.random.default_rng(seed))


def judge_design(
    runs: Sequence[Analysis], factor: float, design: Design, n: int = N_COMPARISONS
) -> Outcome:
    """Compare clips of an athlete again and again, without and with a change.

    ``runs`` are measured runs of one motion. What runs and days bring is added to them, ``factor``
    times as much as the registry's priors say.
    """
    random = np.random.default_rng((_SEED, DESIGNS.index(design), round(6 * factor)))
    settings = Settings()
    nulls = [compare(*_sides(runs, {}, factor, design, random), settings) for _ in range(n)]
    trues = [
        compare(*_sides(runs, CHANGES, factor, design, random), settings, primaries=tuple(CHANGES))
        for _ in range(n)
    ]
    called = [[c for c in one.changed() if c.verdict == "changed"] for one in nulls]
    counted = [c for one in nulls for c in one.changes if c.is_counted]
    return Outcome(
        rate_hz=runs[0].video.capture_fps,
        factor=factor,
        design=design,
        false_primaries=float(np.mean([any(c.primary for c in one) for one in called])),
        false_all=float(np.mean([len(one) for one in called])),
        held=float(np.mean([c.difference.low <= 0 <= c.difference.high for c in counted])),
        found=_mean([c.verdict.is_change for one in trues for c in _named(one)]),
    )


def _mean(found: Sequence[bool]) -> float:
    return float(np.mean(found)) if found else float("nan")


def _named(comparison: Comparison) -> list[Change]:
    return [c for c in comparison.changes if c.primary]


def _sides(
    runs: Sequence[Analysis],
    change: Effects,
    factor: float,
    design: Design,
    random: np.random.Generator,
) -> tuple[list[Analysis], list[Analysis]]:
    """Draw the clips of both sides, each a run of its own."""
    n = design.n_clips
    n_days = n if design.days == "a day each" else 1
    days = [_draw(factor, random) for _ in range(2 * n_days)]
    if design.days == "same day":
        days[n_days] = days[0]
    clips = []
    for number, run in enumerate(random.permutation(len(runs))[: 2 * n]):
        is_after = number >= n
        day = n_days * is_after + number % n_days
        date = 0 if design.days == "same day" else day
        effects = _sum(days[day], _draw(factor, random), change if is_after else {})
        clips.append(_moved(runs[run], effects, _FIRST + dt.timedelta(days=date)))
    return clips[:n], clips[n:]


def _draw(factor: float, random: np.random.Generator) -> Effects:
    """Draw what a run, or a day, brings to every metric, in parts of its prior."""
    shared = {pillar: random.standard_normal() for pillar in PILLARS}
    own, together = (1 - _SHARED_BY_PILLAR) ** 0.5, _SHARED_BY_PILLAR**0.5
    return {
        name: factor * (together * shared[metric.pillar] + own * random.standard_normal())
        for name, metric in METRICS.items()
    }


def _sum(day: Effects, run: Effects, change: Effects) -> dict[str, tuple[float, float]]:
    """Add up what moves each metric: in parts of its prior, and in its unit."""
    return {name: (day[name] + run[name], change.get(name, 0.0)) for name in METRICS}


def _moved(clip: Analysis, effects: Mapping[str, tuple[float, float]], day: dt.date) -> Analysis:
    """Move every step of a clip, and its summary."""
    steps, metrics = clip.steps.copy(), dict(clip.metrics)
    for name, (parts, change) in effects.items():
        by = parts * METRICS[name].variation.run_sd_of(metrics[name].value) + change
        if name in steps and np.isfinite(by):
            steps[name] += by
            metrics[name] = replace(metrics[name], value=metrics[name].value + by)
    return replace(clip, steps=steps, metrics=metrics, recorded=Recorded(on=day))


def verdicts_section(found: Sequence[Outcome]) -> str:
    """Write the section on verdicts."""
    words = _INTRODUCTION.format(n_runs=N_RUNS, n=N_COMPARISONS, n_steps=N_STEPS)
    rows = [_row(one, list(_shortfalls(one))) for one in found]
    monotone = " ".join(
        f"At {rate:.0f} frames/s: {met(_never_less(found, rate, factor))}."
        for rate, factor in CELLS
        if factor == 1
    )
    return section(words, table(_HEAD, rows), f"More clips never find less. {monotone}")


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
        if any(more < less - scatter for less, more in pairwise(rates)):
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
    "changed | falsely changed a comparison | intervals that hold the truth | true changes found "
    "| |"
)
_INTRODUCTION = """## How often a verdict is right

{n_runs} runs of {n_steps} steps are simulated at each frame rate and go through the whole program.
Steps vary as published (step times by 2.5 %, postures by 1 to 4 degrees), and points err as the
network's do. What a run and a day bring is added to the measured steps: as much as the priors of
the registry say, twice as much (the priors are half the truth) or two thirds, half of it shared by
a pillar. {n} comparisons of each kind are judged. Without a change: at most 5 % of comparisons may
call a primary changed where the priors are right, 10 % where they are half the truth, and 85 to
95 % of the 90 % intervals must hold the truth. With 8 degrees of trunk lean, 11 of thigh lift, 14
of knee flexion and 6 % of step frequency, named as primaries: with two clips on two days a side
50 % must be found, with three on three days 75 %. One clip a side never says "changed", only that
the two runs differ: its false ones are not counted, its found ones are those."""
