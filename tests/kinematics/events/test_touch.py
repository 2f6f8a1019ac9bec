"""Feet that came to rest, pushed by the ground or not -> when they first touched."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.events.braking import Braking
from aqvision.kinematics.events.onset import GRID_S, EventTime
from aqvision.kinematics.events.touch import find_touches

TIMES = np.arange(45, -46, -1, dtype=np.float64) * GRID_S


def rest(at_s: float = 0.0, sd_s: float = 0.004) -> EventTime:
    probability = np.exp(-0.5 * ((TIMES - at_s) / sd_s) ** 2)
    return EventTime(
        at_s=at_s, se_s=sd_s, misfit=1.0, times_s=TIMES, probability=probability / probability.sum()
    )


def push(at_s: float, sd_s: float = 0.003, certainty: float = 0.95) -> Braking:
    times_s = np.arange(-25, 26, dtype=np.float64) * GRID_S
    probability = np.exp(-0.5 * ((times_s - at_s) / sd_s) ** 2)
    return Braking(times_s, probability / probability.sum(), certainty)


def touches_s(rests: list[EventTime], pushes: list[Braking | None]) -> list[float]:
    found = find_touches(rests, pushes)
    return [t.at_s for t in found if t is not None]


def test_a_placed_foot_touches_as_it_comes_to_rest() -> None:
    for braking in (None, push(-0.022), push(-0.004, certainty=0.01)):
        assert touches_s([rest()] * 4, [braking] * 4) == pytest.approx([0.0] * 4, abs=0.003)


def test_a_braked_foot_touches_before_the_push_and_before_rest() -> None:
    found = touches_s([rest()] * 4, [push(-0.004)] * 4)
    assert found == pytest.approx([-0.0095] * 4, abs=0.002)


def test_a_runner_lands_in_one_way() -> None:
    """One landing whose push is not seen is timed like its neighbours."""
    rests, pushes = [rest()] * 5, [push(-0.004)] * 4
    alone = touches_s([rest()], [None])
    among = touches_s(rests, [*pushes, push(-0.004, sd_s=0.02, certainty=0.4)])
    assert alone == pytest.approx([0.0], abs=0.003)
    assert among[-1] < -0.006


def test_what_is_in_doubt_between_both_is_less_sure() -> None:
    sure, doubted = (
        find_touches([rest()] * 4, [push(-0.004)] * 4),
        find_touches([rest()], [push(-0.004, certainty=0.35)]),
    )
    assert sure[0] is not None
    assert doubted[0] is not None
    assert doubted[0].se_s > sure[0].se_s
    assert sure[0].at_s < doubted[0].at_s < 0


def test_without_rest_there_is_no_touch() -> None:
    assert find_touches([None, rest()], [push(0.0), None])[0] is None
