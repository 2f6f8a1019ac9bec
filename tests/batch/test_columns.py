"""Each column of a roster is explained to those who fill it in."""

from __future__ import annotations

from aqvision.batch.columns import COLUMN_TEXTS
from aqvision.batch.table import COLUMNS


def test_each_column_has_its_sentence() -> None:
    assert list(COLUMN_TEXTS) == list(COLUMNS)
    assert all(COLUMN_TEXTS.values())
