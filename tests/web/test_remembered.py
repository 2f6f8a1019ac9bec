"""A part of a page is made once a version of the library, however many ask at once."""

from __future__ import annotations

import threading
import time

import pytest

from aqvision.web.remembered import Remembered


def test_a_part_is_made_once_a_version() -> None:
    remembered, made = Remembered(), []

    def ask(version: int, key: str) -> str:
        def make() -> str:
            made.append(key)
            return f"{key} at {version}"

        return remembered.part(version, key, make)

    assert [ask(1, "a"), ask(1, "a"), ask(1, "b")] == ["a at 1", "a at 1", "b at 1"]
    assert made == ["a", "b"]
    assert ask(2, "a") == "a at 2"
    assert ask(2, "a") == "a at 2"
    assert made == ["a", "b", "a"]


def test_whoever_is_late_does_not_displace_what_is_newer() -> None:
    remembered = Remembered()
    remembered.part(2, "a", lambda: "new")
    assert remembered.part(1, "a", lambda: "old") == "old"
    assert remembered.part(2, "a", lambda: "made again") == "new"


def test_nothing_and_faults_are_no_parts() -> None:
    remembered = Remembered()
    assert remembered.part(1, "nothing", lambda: None) is None
    assert remembered.part(1, "nothing", lambda: pytest.fail("it was made")) is None
    with pytest.raises(ZeroDivisionError):
        remembered.part(1, "fault", lambda: 1 / 0)
    assert remembered.part(1, "fault", lambda: 1.0) == 1.0


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    remembered = Remembered(most=2)
    for key in ("a", "b", "a", "c"):
        remembered.part(1, key, lambda: 1)
    assert remembered.part(1, "a", lambda: 2) == 1
    assert remembered.part(1, "b", lambda: 2) == 2


def test_many_who_ask_at_once_wait_for_one() -> None:
    remembered, made = Remembered(), []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    threads = [threading.Thread(target=remembered.part, args=(1, "a", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_a_stamp_that_stayed_saves_the_making() -> None:
    remembered, made = Remembered(), []
    now = (1, "a")

    def make() -> str:
        made.append(now[1])
        return f"made of {now[1]}"

    def ask() -> str:
        return remembered.part(now[0], "key", make, lambda: now)

    for now in ((1, "a"), (2, "a"), (3, "b"), (4, "b"), (4, "b"), (5, "a")):
        assert ask() == f"made of {now[1]}"
    assert made == ["a", "b", "a"]


def test_what_changed_while_it_was_made_has_no_stamp() -> None:
    remembered = Remembered()
    stamps = iter([(1, "a"), (2, "a"), (3, "a"), (3, "a")])
    assert remembered.part(1, "key", lambda: "between", lambda: next(stamps)) == "between"
    assert remembered.part(3, "key", lambda: "made again", lambda: next(stamps)) == "made again"
