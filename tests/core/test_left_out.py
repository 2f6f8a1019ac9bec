"""Clips that are not compared say so in a sentence that keeps its side and its reason."""

from __future__ import annotations

import pytest

from aqvision.core.left_out import LeftOut, by_hand, not_measured


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (by_hand("a.mp4", "before"), "a.mp4 (before) is left out: its owner chose"),
        (not_measured("a.mp4", "after", "nobody runs"), "could not be measured: nobody runs"),
        (not_measured("a.mp4", "run", "nobody runs"), "a.mp4 is left out: it could not"),
    ],
)
def test_a_clip_its_side_and_the_reason_are_told(one: LeftOut, sentence: str) -> None:
    assert sentence in one.sentence
    assert one.to_dict() == {"name": one.name, "side": one.side, "reason": one.reason}
