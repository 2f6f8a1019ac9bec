"""Two sessions are compared once."""

from __future__ import annotations

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from tests.support.team_folder import session_of


def test_two_sessions_are_one_comparison(library: Library) -> None:
    before, other = session_of(library), session_of(library, "Ben")
    after = library.add_session(before.athlete_id, "after")
    compared = library.add_comparison(before.id, after.id)
    assert library.add_comparison(before.id, after.id) == compared
    assert library.comparisons(before.athlete_id) == (compared,)
    assert compared.primaries == ()
    for given, kept in ((["a", "b"], ("a", "b")), (None, ("a", "b")), ([], ())):
        assert library.add_comparison(before.id, after.id, given).primaries == kept
        assert library.comparison(compared.id).primaries == kept
    with pytest.raises(LibraryError, match="not compared yet"):
        library.result_folder(compared)
    with pytest.raises(LibraryError, match="with itself"):
        library.add_comparison(before.id, before.id)
    with pytest.raises(LibraryError, match="two athletes"):
        library.add_comparison(before.id, other.id)
