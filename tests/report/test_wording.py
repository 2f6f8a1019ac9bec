"""Words of the reports: complete, and each with a place for its values."""

from __future__ import annotations

from dataclasses import fields

from aqvision.comparison.interval import IntervalParts
from aqvision.report.wording import CUES, PHASES, UNCERTAINTY_PARTS, Sentence


def test_each_table_has_words_for_every_code() -> None:
    assert set(CUES) == set(PHASES)
    sds = {entry.name for entry in fields(IntervalParts) if entry.name.endswith("_sd")}
    assert set(UNCERTAINTY_PARTS) == sds


def test_values_with_braces_stay_as_they_are() -> None:
    assert Sentence.ALSO.format(changes="{x}") == "Also: {x}."
