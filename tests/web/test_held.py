"""What was shown is kept for whoever confirms it, once and not for ever."""

from __future__ import annotations

import pytest

from aqvision.core.errors import LibraryError
from aqvision.web.held import Held


def test_what_is_kept_is_given_once() -> None:
    held: Held[str] = Held()
    name, other = held.keep("a"), held.keep("b")
    assert name != other
    assert held.take(name) == "a"
    for gone in (name, "", "x" * 500):
        with pytest.raises(LibraryError, match="no longer here"):
            held.take(gone)
    assert held.take(other) == "b"


def test_it_is_not_kept_for_ever_and_not_without_bound() -> None:
    held: Held[int] = Held(kept_s=-1.0)
    with pytest.raises(LibraryError):
        held.take(held.keep(1))
    many: Held[int] = Held()
    names = [many.keep(number) for number in range(100)]
    with pytest.raises(LibraryError):
        many.take(names[0])
    assert many.take(names[-1]) == 99
