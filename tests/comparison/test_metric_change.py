"""One metric in clips before and after -> what a comparison judges, or why it may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.between_days import History
from aqvision.comparison.comparability import find_mismatches
from aqvision.comparison.metric_change import (
    Compared,
    MetricMeans,
    Refused,
    gather_means,
    measure_change,
)
from aqvision.comparison.prior import Steadiness
from aqvision.comparison.speed_matched import find_shared_speeds
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.ladders import KNEE, WITHHELD, Athlete

SETTINGS = Settings().comparison
ATHLETE = Athlete(clip_sd=0.0, step_sd=1.0)


def compared(before: Sequence[Analysis], after: Sequence[Analysis]) -> Compared:
    return Compared(
        before=before,
        after=after,
        mismatches=find_mismatches(before, after, SETTINGS),
        shared_speeds=find_shared_speeds(before, after, SETTINGS),
        history=History(),
        settings=SETTINGS,
    )


def sides(n: int, change: float = 9.0) -> Compared:
    random = np.random.default_rng(1)
    after = replace(ATHLETE, at_8_mps=ATHLETE.at_8_mps + change)
    return compared(ATHLETE.ladder([8.0] * n, random), after.ladder([8.0] * n, random))


def knee(given: Compared) -> MetricMeans:
    found = gather_means(METRICS[KNEE], given)
    assert isinstance(found, MetricMeans)
    return found


def test_a_change_and_what_would_make_it_surer() -> None:
    one, three = (measure_change(knee(g), Steadiness(), g) for g in (sides(1), sides(3)))
    for change in (one, three):
        assert change.after - change.before == pytest.approx(9, abs=1)
        assert change.worthwhile == 7
    widths = [c.interval.difference.high - c.interval.difference.low for c in (one, three)]
    assert widths[1] < 0.9 * widths[0]
    assert one.clips_a_side == three.clips_a_side is not None
    assert one.more_after is not None
    assert three.more_after is not None
    assert three.more_after <= one.more_after


def test_an_unsteady_athlete_needs_more_clips() -> None:
    given = sides(2)
    calm, restless = (measure_change(knee(given), Steadiness(r, r), given) for r in (1.0, 4.0))
    assert restless.interval.difference.at_most > calm.interval.difference.at_most
    assert calm.clips_a_side is not None
    assert restless.clips_a_side is None or restless.clips_a_side > calm.clips_a_side


def test_what_is_withheld_in_one_clip_is_refused_with_its_reason() -> None:
    given = sides(1)
    blind = replace(given.after[0], metrics={**given.after[0].metrics, KNEE: WITHHELD})
    found = gather_means(METRICS[KNEE], compared(given.before, [blind]))
    assert found == Refused(WITHHELD.reason, WITHHELD.confidence)
