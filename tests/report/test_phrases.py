"""The parts of sentences: one and many, and as many names as fit."""

from __future__ import annotations

import pytest

from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.phrases import count_athletes, count_days, count_runs, first_labels


@pytest.mark.parametrize(
    ("n", "runs", "days", "people"),
    [(1, "one run", "one day", "1 athlete"), (2, "2 runs", "2 days", "2 athletes")],
)
def test_one_and_many(n: int, runs: str, days: str, people: str) -> None:
    assert (count_runs(n), count_days(n), count_athletes(n)) == (runs, days, people)


def test_only_the_first_are_named() -> None:
    names = list(METRICS)[:3]
    assert first_labels(names, 3)[-1] != "0 more"
    assert first_labels(names, 1)[1:] == ["2 more"]
