"""Who does jobs is known by signs of life on the database's clock."""

from __future__ import annotations

import time

from aqvision.library.library import Library


def test_signs_of_life_are_kept_by_the_clock_of_the_database(library: Library) -> None:
    library.beat("a", "1.0", 2)
    library.beat("b", "1.1", 8)
    version = library.version()
    first, second = library.executors()
    assert (first.id, first.version, first.slots, second.slots) == ("a", "1.0", 2, 8)
    assert abs(first.beaten_s - time.time()) < 5
    assert 0 <= first.silent_s < 5
    assert library.slots_at_work() == 10
    time.sleep(0.02)
    library.beat("a", "1.0", 2)
    again = library.executors()[0]
    assert again.beaten_s > first.beaten_s
    assert again.started == first.started
    library.forget_executor("b")
    assert [one.id for one in library.executors()] == ["a"]
    assert library.version() == version
