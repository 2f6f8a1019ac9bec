"""The same items in the same order, made ahead; faults when their turn comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aqvision.video.read_ahead import read_ahead


def counted(n: int, made: list[int]) -> Iterator[int]:
    for i in range(n):
        made.append(i)
        yield i


def test_items_come_in_order_and_all_of_them() -> None:
    assert list(read_ahead(counted(50, []), 3)) == list(range(50))
    assert list(read_ahead(counted(1, []), 3)) == [0]
    assert list(read_ahead(counted(0, []), 3)) == []


def test_never_more_than_some_are_made_ahead() -> None:
    made: list[int] = []
    items = read_ahead(counted(50, made), 3)
    for taken in range(1, 11):
        next(items)
        assert len(made) <= taken + 3
    del items
    assert len(made) <= 10 + 4  # the maker stops with the taker


def test_a_fault_is_raised_when_its_turn_comes() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("damaged")

    items = read_ahead(broken(), 3)
    assert next(items) == 1
    with pytest.raises(ValueError, match="damaged"):
        next(items)
