"""Power of the verdicts -> a table in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from validation.power import N_RUNS, PRIMARY, SIZES, STEPS_A_SIDE, Power
from validation.varied_runs import RATE_HZ

MOST_FALSE = 0.05
LEAST_FOUND = 0.80
COVERAGE = (0.85, 0.95)


def power_section(found: Sequence[Power]) -> str:
    """Write the section on the power of the verdicts."""
    counts = ", ".join(str(n) for n in STEPS_A_SIDE)
    lines = [
        f"| metric | called changed at 0 / 1 / 2, with {counts} steps a side "
        + "| " * (len(STEPS_A_SIDE) - 1)
        + "| half width | intervals that hold the truth | |",
        "|---|" + "---|" * (len(STEPS_A_SIDE) + 3),
        *(_row(name, [p for p in found if p.metric == name]) for name in PRIMARY),
        _all_row(found),
    ]
    n_pairs = max(p.n for p in found)
    words = _INTRODUCTION.format(n_runs=N_RUNS, rate_hz=RATE_HZ, n_pairs=n_pairs)
    return "\n\n".join([words, "\n".join(lines)])


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
    calls = [_calls([p for p in of_one if p.n_a_side == n]) for n in STEPS_A_SIDE]
    widths = " / ".join(
        f"{p.half_width:.1f}" for n in STEPS_A_SIDE for p in of_one
        if p.size == 0 and p.n_a_side == n
    )  # fmt: skip
    short = shortfalls(of_one)
    verdict = f"**falls short**: {', '.join(short)}" if short else "met"
    return f"| `{name}` | {' | '.join(calls)} | {widths} | {_held(of_one):.0%} | {verdict} |"


def _all_row(found: Sequence[Power]) -> str:
    calls = [_calls([p for p in found if p.n_a_side == n]) for n in STEPS_A_SIDE]
    return f"| all | {' | '.join(calls)} | | {_held(found):.0%} | |"


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


_INTRODUCTION = """## How often a verdict is right

{n_runs} runs are simulated at {rate_hz:.0f} frames/s, with steps that vary as published (step
times by 2.5 %, postures by 1 to 4 degrees) and points that err as the network's do: smooth over
some 30 ms, in part again in every stride, as large as `pose/trust.py` states. Of each number of
steps, {n_pairs} pairs of stretches are compared as clips are, with no change, with the smallest
change to believe and with twice that; the change is added to every step, so what a metric loses of
a true change is not in it (see the slopes above). Targets: without a change 5 % at
most called changed, with twice the smallest 80 % or more, 85 % to
95 % of the 90 % intervals hold the truth. The half width of the interval is in
smallest changes to believe, with few steps first."""
