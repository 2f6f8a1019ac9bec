"""Pairs of varied runs, unchanged and changed by known amounts -> how often a verdict is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, compare
from aqvision.comparison.interval import Difference
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.kinematics.metrics.registry import METRICS, Grade
from validation.tables import judged, section, table
from validation.varied_runs import RATE_HZ, changed_by, measure_varied_run, some_steps

STEPS_A_SIDE = (4, 6, 10)
SIZES = (0, 1, 2)
N_RUNS = 16
N_PAIRS = 80
PRIMARY = tuple(n for n, metric in METRICS.items() if metric.primary and "side" in metric.views)
# Fewer draws than a comparison makes widen or narrow an interval by 3 %, at random.
_SETTINGS = Settings(comparison=ComparisonSettings(n_bootstrap=500))
_SEED = 5
_EDGE_STEPS = 2
MOST_FALSE, LEAST_FOUND = 0.05, 0.80
COVERAGE = (0.85, 0.95)


@dataclass(frozen=True, slots=True)
class Power:
    """What became of many pairs that differ by a known change.

    ``size`` is that change in smallest detectable ones, ``changed`` the part called changed,
    ``held`` the part of the intervals that hold the truth, ``half_width`` their median half width
    in smallest detectable changes, ``n`` the number of pairs that could be compared.
    """

    metric: str
    n_a_side: int
    size: int
    changed: float
    held: float
    half_width: float
    n: int


def measure_power(n_runs: int = N_RUNS, n_pairs: int = N_PAIRS) -> list[Power]:
    """Measure every primary metric, with each number of steps and each size of change."""
    runs = [_primary_only(measure_varied_run(seed)) for seed in range(n_runs)]
    found = []
    for n_a_side in STEPS_A_SIDE:
        pairs = list(_pairs(runs, n_a_side, n_pairs))
        found += [power for size in SIZES for power in _judge(pairs, n_a_side, size)]
    return found


def _primary_only(run: Analysis) -> Analysis:
    """Withhold all other metrics, which need not be judged."""
    withheld = {
        name: summary if METRICS[name].primary else replace(summary, confidence=Grade.WITHHELD)
        for name, summary in run.metrics.items()
    }
    return replace(run, metrics=withheld)


def _pairs(
    runs: Sequence[Analysis], n_a_side: int, n_pairs: int
) -> Iterator[tuple[Analysis, Analysis]]:
    """Draw pairs of stretches of two different runs."""
    random = np.random.default_rng((_SEED, n_a_side))
    for _ in range(n_pairs):
        old, new = random.choice(len(runs), 2, replace=False)
        yield _stretch(runs[old], n_a_side, random), _stretch(runs[new], n_a_side, random)


def _stretch(run: Analysis, n_a_side: int, random: np.random.Generator) -> Analysis:
    last = len(run.steps) - _EDGE_STEPS - 2 * n_a_side
    return some_steps(run, int(random.integers(_EDGE_STEPS, last + 1)), n_a_side, random)


def _judge(pairs: Sequence[tuple[Analysis, Analysis]], n_a_side: int, size: int) -> Iterator[Power]:
    compared: dict[str, list[tuple[Change, float]]] = {name: [] for name in PRIMARY}
    for old, new in pairs:
        true = {name: size * _smallest(name, old) for name in PRIMARY}
        for change in compare([old], [changed_by(new, true)], _SETTINGS).changes:
            if change.metric in true and change.verdict != "not comparable":
                compared[change.metric].append((change, true[change.metric]))
    for name, changes in compared.items():
        called = [c.verdict == "changed" for c, _ in changes]
        held = [c.difference.low <= true <= c.difference.high for c, true in changes]
        widths = [_width(c.difference) / 2 / c.minimal_detectable_change for c, _ in changes]
        means = float(np.mean(called)), float(np.mean(held)), float(np.median(widths))
        yield Power(name, n_a_side, size, *means, len(changes))


def _width(difference: Difference) -> float:
    return difference.high - difference.low


def _smallest(name: str, run: Analysis) -> float:
    """Smallest detectable change of this stretch, about its own mean."""
    values = run.steps[name].dropna()
    metric = METRICS[name]
    return metric.minimal_detectable_change(RATE_HZ, float(values.mean()), len(values))


def power_section(found: Sequence[Power]) -> str:
    """Write the section on the power of the verdicts."""
    rows = [_row(name, [p for p in found if p.metric == name]) for name in PRIMARY]
    all_of_them = f"\n| all | {_all_calls(found)} | | {_held(found):.0%} | |"
    words = _INTRODUCTION.format(n_runs=N_RUNS, rate_hz=RATE_HZ, n_pairs=max(p.n for p in found))
    return section(words, table(_HEAD, rows) + all_of_them)


def shortfalls(of_one: Sequence[Power]) -> list[str]:
    """Say where one metric misses its targets."""
    short = [f"false with {p.n_a_side}" for p in of_one if p.size == 0 and p.changed > MOST_FALSE]
    short += [
        f"missed with {p.n_a_side}" for p in of_one if p.size == 2 and p.changed < LEAST_FOUND
    ]
    low, high = COVERAGE
    held = _held(of_one)
    if held < low:
        short.append("intervals too narrow")
    if held > high:
        short.append("intervals too wide")
    return short


def _row(name: str, of_one: Sequence[Power]) -> str:
    widths = " / ".join(f"{p.half_width:.1f}" for p in of_one if p.size == 0)
    verdict = judged(shortfalls(of_one))
    return f"`{name}` | {_all_calls(of_one)} | {widths} | {_held(of_one):.0%} | {verdict}"


def _all_calls(found: Sequence[Power]) -> str:
    """Cells of each number of steps."""
    return " | ".join(_calls([p for p in found if p.n_a_side == n]) for n in STEPS_A_SIDE)


def _calls(found: Sequence[Power]) -> str:
    """Part called changed at each size of change, over all metrics given."""
    parts = (_mean([p for p in found if p.size == size], "changed") for size in SIZES)
    return " / ".join(f"{part:.0%}" for part in parts)


def _held(found: Sequence[Power]) -> float:
    return _mean([p for p in found if p.size == 0], "held")


def _mean(found: Sequence[Power], what: str) -> float:
    known = [p for p in found if p.n]
    weights = [p.n for p in known]
    values = [getattr(p, what) for p in known]
    return float(np.average(values, weights=weights)) if known else float("nan")


_HEAD = (
    "| metric | called changed at 0 / 1 / 2, "
    f"with {', '.join(map(str, STEPS_A_SIDE))} steps a side "
    f"{'| ' * (len(STEPS_A_SIDE) - 1)}| half width | intervals that hold the truth | |"
)
_INTRODUCTION = """## How often a verdict is right

{n_runs} runs are simulated at {rate_hz:.0f} frames/s, with steps that vary as published (step
times by 2.5 %, postures by 1 to 4 degrees) and points that err as the network's do: smooth over
some 30 ms, in part again in every stride, as large as `pose/clean/uncertainty.py` states. Of each
number of steps, {n_pairs} pairs of stretches are compared as clips are, with no change, with the
smallest detectable change and with twice that; the change is added to every step, so what a metric
loses of a true change is not in it (see the slopes above). Targets: without a change 5 % at
most called changed, with twice the smallest 80 % or more, 85 % to
95 % of the 90 % intervals hold the truth. The half width of the interval is in
smallest detectable changes, with few steps first."""
