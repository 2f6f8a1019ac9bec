"""Scatter of clips about their days and of days about sides, in parts of what is expected."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from aqvision.comparison.prior import Prior
from aqvision.comparison.scatter import Scatter, alike
from aqvision.comparison.values import ClipMean

PRIOR = Prior(run_variance=4.0, run_freedom=6, day_variance=4.0, day_freedom=6)


def clip(value: float, day: int) -> ClipMean:
    return ClipMean(
        value=value, step_variance=0.0, measurement_variance=0.0, shared_variance=0.0, n=8,
        day=dt.date(2026, 3, day),
    )  # fmt: skip


def test_clips_of_one_day_tell_of_runs_and_days_of_one_side_of_days() -> None:
    runs = Scatter.of([clip(8, 1), clip(12, 1)], [clip(10, 9)], PRIOR)
    assert (runs.run_freedom, runs.day_freedom) == (1, 0)
    assert runs.run_squares == pytest.approx((4 + 4) / 4)
    assert runs.run.value == pytest.approx((6 + 2) / 7)
    assert runs.day.value == 1
    days = Scatter.of([clip(8, 1), clip(12, 2)], [clip(10, 9)], PRIOR)
    assert (days.run_freedom, days.day_freedom) == (0, 1)
    # a day and a run each: 4 + 4
    assert days.day_squares == pytest.approx((4 + 4) / 8)


def test_what_is_as_expected_has_a_ratio_of_one_on_average() -> None:
    random, runs, days = np.random.default_rng(2), [], []
    for _ in range(400):
        sides = [
            [clip(day + random.normal(0, 2), 10 * side + number + 1) for number in range(2)
             for day in [random.normal(0, 2)] for _ in range(2)]
            for side in (0, 1)
        ]  # fmt: skip
        scatter = Scatter.of(sides[0], sides[1], PRIOR)
        runs.append(scatter.run_squares / scatter.run_freedom)
        days.append(scatter.day_squares / scatter.day_freedom)
    assert np.mean(runs) == pytest.approx(1, abs=0.12)
    assert np.mean(days) == pytest.approx(1, abs=0.15)


def test_clips_of_one_key_go_together() -> None:
    assert alike(["a", "b", "a"]).tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
