"""Words of the reports: complete, and each with a place for its values."""

from __future__ import annotations

from dataclasses import fields

import pytest

from aqvision.comparison.interval import IntervalParts
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.report.wording import (
    CUES,
    DIRECTIONS,
    PHASES,
    PLACES,
    UNCERTAINTY_PARTS,
    Sentence,
    count_athletes,
    count_clips,
    first_labels,
)


def test_each_table_has_words_for_every_code() -> None:
    assert set(PLACES) == set(PILLARS)
    assert {m.direction for m in METRICS.values()} <= set(DIRECTIONS)
    assert set(CUES) == set(PHASES)
    sds = {entry.name for entry in fields(IntervalParts) if entry.name.endswith("_sd")}
    assert set(UNCERTAINTY_PARTS) == sds


def test_values_with_braces_stay_as_they_are() -> None:
    assert Sentence.THE_REASON.format(reason="{x}") == "The reason: {x}."


@pytest.mark.parametrize(
    ("n", "clips", "people"), [(1, "one clip", "1 athlete"), (2, "2 clips", "2 athletes")]
)
def test_one_and_many(n: int, clips: str, people: str) -> None:
    assert (count_clips(n), count_athletes(n)) == (clips, people)


def test_only_the_first_are_named() -> None:
    names = list(METRICS)[:3]
    assert first_labels(names, 3)[-1] != "0 more"
    assert first_labels(names, 1)[1:] == ["2 more"]
