"""Comparisons of simulated runs, and the same with other verdicts, for the tests of reports."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from aqvision.comparison.compare import Change, Comparison, compare
from aqvision.comparison.judging import Verdict
from aqvision.core.settings import Settings
from samples.generator import AFTER
from tests.support.ladders import Athlete
from tests.support.synthetic import Run, analysis_of

BEFORE_RUN, AFTER_RUN = Run(noise_px=0.5), Run(AFTER, noise_px=0.5, seed=1)


@cache
def before_and_after() -> Comparison:
    return compare([analysis_of(BEFORE_RUN)], [analysis_of(AFTER_RUN)], Settings())


def nothing_changed() -> Comparison:
    old = before_and_after()
    still = [
        replace(c, verdict=Verdict.NOT_SHOWN)
        for c in old.changes
        if c.verdict == Verdict.CHANGED
    ]
    return replace(old, changes=tuple(still))


def refused(reason: str) -> Comparison:
    old = before_and_after()
    changes = [replace(c, verdict=Verdict.NOT_COMPARABLE, reason=reason) for c in old.changes]
    return replace(old, changes=tuple(changes))


def only(*names: str) -> Comparison:
    old = before_and_after()
    changed: list[Change] = [
        replace(c, verdict=Verdict.CHANGED if c.metric in names else Verdict.NOT_SHOWN)
        for c in old.changes
    ]
    return replace(old, changes=tuple(changed))


SLOW_MPS, FAST_MPS = (7.9, 8.0, 8.1, 8.2, 8.1, 9.0), (8.9, 9.0, 9.1, 9.0, 8.9, 8.1)


@cache
def came_with_speed() -> Comparison:
    """The same athlete on both days: the knee follows speed, and the speed is another."""
    athlete, random = Athlete(slope_per_mps=20.0), np.random.default_rng(3)
    return compare(
        athlete.ladder(SLOW_MPS, random), athlete.ladder(FAST_MPS, random), Settings(),
        [athlete.ladder([8.0], random) for _ in range(2)],
    )  # fmt: skip


@cache
def single_pair() -> Comparison:
    random = np.random.default_rng(3)
    return compare([Athlete().run(8.0, random)], [Athlete().run(9.0, random)], Settings())
