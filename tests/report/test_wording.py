"""Words of the reports: complete, and each with a place for its values."""

from __future__ import annotations

from dataclasses import fields

import pytest

from aqvision.comparison.interval import IntervalParts
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.wording import (
    CUES,
    PHASES,
    UNCERTAINTY_PARTS,
    Sentence,
    count_athletes,
    count_days,
    count_runs,
    first_labels,
)


def test_each_table_has_words_for_every_code() -> None:
    assert set(CUES) == set(PHASES)
    sds = {entry.name for entry in fields(IntervalParts) if entry.name.endswith("_sd")}
    assert set(UNCERTAINTY_PARTS) == sds


def test_values_with_braces_stay_as_they_are() -> None:
    assert Sentence.THE_REASON.format(reason="{x}") == "The reason: {x}."


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
