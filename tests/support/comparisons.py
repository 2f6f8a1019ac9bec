"""Comparisons of simulated runs, and the same with other verdicts, for the tests of reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison, compare
from aqvision.comparison.judging import Verdict
from aqvision.core.recorded import Recorded, RecordedFrom
from aqvision.core.settings import Settings
from samples.generator import AFTER, BEFORE
from tests.support.ladders import KNEE, Athlete
from tests.support.synthetic import Run, analysis_of

BEFORE_RUN, AFTER_RUN = Run(noise_px=0.5), Run(AFTER, noise_px=0.5, seed=1)


def filmed(clips: Sequence[Analysis], days: Sequence[int]) -> list[Analysis]:
    """Say on which days of a month clips were filmed."""
    return [
        replace(clip, recorded=Recorded(dt.date(2026, 3, day), RecordedFrom.GIVEN))
        for clip, day in zip(clips, days, strict=True)
    ]


def clips_of(run: Run, seeds: Sequence[int]) -> list[Analysis]:
    """Film the same motion anew, with other noise."""
    return [analysis_of(replace(run, seed=seed)) for seed in seeds]


@cache
def before_and_after() -> Comparison:
    """One clip a side."""
    return compare([analysis_of(BEFORE_RUN)], [analysis_of(AFTER_RUN)], Settings())


@cache
def three_days_a_side() -> Comparison:
    """Three clips a side, each on a day of its own."""
    before = filmed(clips_of(BEFORE_RUN, (0, 1, 4)), (1, 2, 3))
    after = filmed(clips_of(AFTER_RUN, (2, 3, 5)), (9, 10, 11))
    return compare(before, after, Settings())


@cache
def nothing_changed() -> Comparison:
    """Three clips a side of one motion."""
    before = filmed(clips_of(Run(BEFORE, noise_px=0.5), (0, 1, 4)), (1, 2, 3))
    after = filmed(clips_of(Run(BEFORE, noise_px=0.5), (2, 3, 5)), (9, 10, 11))
    return compare(before, after, Settings())


def refused(reason: str) -> Comparison:
    old = before_and_after()
    changes = [replace(c, verdict=Verdict.NOT_COMPARABLE, reason=reason) for c in old.changes]
    return replace(old, changes=tuple(changes))


def only(*names: str) -> Comparison:
    """Three clips a side, of which only these metrics changed."""
    old = three_days_a_side()
    changes = [
        replace(
            c,
            verdict=Verdict.CHANGED
            if c.metric in names
            else Verdict.CANNOT_TELL
            if c.primary
            else Verdict.NOT_SHOWN,
        )
        if c.is_comparable
        else c
        for c in old.changes
    ]
    return replace(old, changes=tuple(changes))


SLOW_MPS, FAST_MPS = (7.9, 8.0, 8.1, 8.2, 8.1, 9.0), (8.9, 9.0, 9.1, 9.0, 8.9, 8.1)


@cache
def came_with_speed() -> Comparison:
    """The same athlete on both days: the knee follows speed, and the speed is another."""
    athlete, random = Athlete(slope_per_mps=40.0), np.random.default_rng(3)
    return compare(
        athlete.ladder(SLOW_MPS, random), athlete.ladder(FAST_MPS, random), Settings(),
        [athlete.ladder([8.0], random) for _ in range(2)], primaries=(KNEE,),
    )  # fmt: skip


@cache
def single_pair() -> Comparison:
    random = np.random.default_rng(3)
    return compare([Athlete().run(8.0, random)], [Athlete().run(9.0, random)], Settings())
