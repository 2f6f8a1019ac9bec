"""Pairs of varied runs, unchanged and changed by known amounts -> how often a verdict is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, compare
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.kinematics.metrics.registry import METRICS
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


@dataclass(frozen=True, slots=True)
class Power:
    """What became of many pairs that differ by a known change.

    ``size`` is that change in smallest believable ones, ``changed`` the part called changed,
    ``held`` the part of the intervals that hold the truth, ``half_width`` their median half width
    in smallest believable changes, ``n`` the number of pairs that could be compared.
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
    return [
        power
        for n_a_side in STEPS_A_SIDE
        for size in SIZES
        for power in _judge(list(_pairs(runs, n_a_side, n_pairs)), n_a_side, size)
    ]


def _primary_only(run: Analysis) -> Analysis:
    """Withhold all other metrics, which need not be judged."""
    withheld = {
        name: summary if METRICS[name].primary else replace(summary, confidence="withheld")
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
    true = [{name: size * _smallest(name, old) for name in PRIMARY} for old, _ in pairs]
    found = [
        {c.metric: c for c in compare([old], [changed_by(new, t)], _SETTINGS).changes}
        for (old, new), t in zip(pairs, true, strict=True)
    ]
    for name in PRIMARY:
        judged = [
            (changes[name], t[name])
            for changes, t in zip(found, true, strict=True)
            if changes[name].verdict != "not comparable"
        ]
        yield _power(name, n_a_side, size, judged)


def _power(name: str, n_a_side: int, size: int, judged: Sequence[tuple[Change, float]]) -> Power:
    called = [c.verdict == "changed" for c, _ in judged]
    held = [c.difference.low <= true <= c.difference.high for c, true in judged]
    widths = [
        (c.difference.high - c.difference.low) / 2 / c.minimal_detectable_change for c, _ in judged
    ]
    return Power(
        name,
        n_a_side,
        size,
        float(np.mean(called)),
        float(np.mean(held)),
        float(np.median(widths)),
        len(judged),
    )


def _smallest(name: str, run: Analysis) -> float:
    """Smallest change to believe of this stretch, about its own mean."""
    values = run.steps[name].dropna()
    metric = METRICS[name]
    return metric.minimal_detectable_change(RATE_HZ, float(values.mean()), len(values))
