"""Whoever asks while others are answered is answered with all who wait, and pays for nobody."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from aqvision.jobs.together import Together
from tests.support.club import until


class Slow:
    """Doubles numbers; the first call goes on until it is let go, and 13 goes wrong."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.let_go = threading.Event()

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        self.let_go.wait(10)
        if 13 in numbers:
            raise ValueError("unlucky")
        return [2 * number for number in numbers]


def asked(slow: Slow, *numbers: int, nobodys: bool = False) -> list[int | str]:
    """Ask for the first alone and then, while it is answered, for all others at a time."""
    together: Together[int, int] = Together(slow, lambda _: nobodys)
    answers: dict[int, int | str] = {}

    def ask(number: int) -> None:
        try:
            answers[number] = together.ask(number)
        except ValueError as error:
            answers[number] = str(error)

    with ThreadPoolExecutor(len(numbers)) as pool:
        pool.submit(ask, numbers[0])
        until(lambda: bool(slow.batches))
        for number in numbers[1:]:
            pool.submit(ask, number)
        until(lambda: len(together._waiting) == len(numbers) - 1)
        slow.let_go.set()
    return [answers[number] for number in numbers]


def test_all_that_wait_are_answered_in_one_call() -> None:
    slow = Slow()
    assert asked(slow, 1, 2, 3, 4) == [2, 4, 6, 8]
    assert [sorted(batch) for batch in slow.batches] == [[1], [2, 3, 4]]


def test_what_goes_wrong_for_one_costs_the_others_nothing() -> None:
    slow = Slow()
    assert asked(slow, 1, 2, 13, 4) == [2, 4, "unlucky", 8]
    assert [sorted(batch) for batch in slow.batches[:2]] == [[1], [2, 4, 13]]
    assert sorted(slow.batches[2:]) == [[2], [4], [13]]


def test_what_is_nobodys_fault_is_told_to_all_and_tried_by_none() -> None:
    slow = Slow()
    assert asked(slow, 1, 2, 13, 4, nobodys=True) == [2, "unlucky", "unlucky", "unlucky"]
    assert [sorted(batch) for batch in slow.batches] == [[1], [2, 4, 13]]


def test_who_asks_alone_hears_what_went_wrong() -> None:
    slow = Slow()
    slow.let_go.set()
    together = Together(slow)
    with pytest.raises(ValueError, match="unlucky"):
        together.ask(13)
    assert together.ask(4) == 8
    assert slow.batches == [[13], [4]]
