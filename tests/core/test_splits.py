"""Split times as a user writes them."""

from __future__ import annotations

import pytest

from aqvision.core.errors import CalibrationError
from aqvision.core.splits import Splits, TimingStart, parse_splits


def test_splits_are_read_in_any_order_and_written_as_they_were() -> None:
    splits = parse_splits(" 30:4.71, 5:1.21 ,20:3.38,10:1.99,", TimingStart.GUN)
    assert splits.distance_m == (5, 10, 20, 30)
    assert splits.time_s == (1.21, 1.99, 3.38, 4.71)
    assert splits.start is TimingStart.GUN
    assert parse_splits(str(splits), splits.start) == splits


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no split time"),
        ("fast", "'fast' is no split times"),
        ("5=1.2,10=2", "is no split times"),
        ("5:1.21:3", "is no split times"),
        ("x" * 500, "…' is no split times"),
        ("5:nan,10:1.99,20:3.38,30:4.71", "no number"),
        ("0:0,10:1.99,20:3.38,30:4.71", "more than 0"),
        ("5:1.21,10:1.99,20:3.38,30:3.2", "30 m does not come after that at 20 m"),
        ("5:1.21,5:1.30,20:3.38,30:4.71", "does not come after"),
        ("5:1.21,10:0.78,20:1.39,30:1.33", "does not come after"),
        ("5:1.21,10:1.3,20:3.38,30:4.71", "55.6 m/s is no sprint"),
        ("10:2,20:3.3,30:40", "is no sprint"),
        ("5:1.21,10:1.99,15:2.7,18:3.1", "last split time is at 18 m"),
        ("10:1.99,20:3.38,30:4.71", "3 split times are too few"),
        ("10:2,500:60", "at most 400 m"),
    ],
)
def test_what_is_no_sprint_is_one_line_and_a_hint(text: str, told: str) -> None:
    with pytest.raises(CalibrationError, match=r"\S") as refused:
        parse_splits(text)
    assert told in str(refused.value)
    assert len(str(refused.value)) < 120
    assert refused.value.hint


def test_three_times_will_do_where_the_start_is_known() -> None:
    assert parse_splits("10:1.99,20:3.38,30:4.71", TimingStart.MOVEMENT).time_s[0] == 1.99
    with pytest.raises(CalibrationError, match="too few"):
        parse_splits("20:3.38,30:4.71", TimingStart.MOVEMENT)


def test_numbers_have_to_go_together() -> None:
    with pytest.raises(CalibrationError):
        Splits(distance_m=(10.0, 20.0), time_s=(2.0,))
