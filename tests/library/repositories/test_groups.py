"""Groups of athletes."""

from __future__ import annotations

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.accounts import accounts_of
from aqvision.library.library import Library


def test_an_athlete_is_in_one_group_or_in_none(library: Library) -> None:
    accounts, ada = accounts_of(library), library.add_athlete("Ada").id
    relay, hurdles = accounts.add_group(" Relay "), accounts.add_group("hurdles")
    assert accounts.groups() == (hurdles, relay)
    assert relay.name == "Relay"
    for group in (relay, hurdles, None):
        accounts.put_into_group(ada, group.id if group else None)
        assert accounts.group_of(ada) == group
        assert accounts.members() == ({ada: group.id} if group else {})
    accounts.put_into_group(ada, relay.id)
    accounts.delete_group(relay.id)
    assert accounts.group_of(ada) is None
    assert library.athlete(ada).name == "Ada"


def test_what_is_not_there_is_no_group(library: Library) -> None:
    accounts, ada = accounts_of(library), library.add_athlete("Ada").id
    relay = accounts.add_group("Relay")
    accounts.put_into_group(ada, relay.id)
    for wrong in (
        lambda: accounts.put_into_group(ada, "x"),
        lambda: accounts.put_into_group("x", relay.id),
        lambda: accounts.group("x"),
        lambda: accounts.delete_group("x"),
        lambda: accounts.add_group("Relay"),
        lambda: accounts.add_group("  "),
    ):
        with pytest.raises(LibraryError):
            wrong()
    assert accounts.group_of(ada) == accounts.group(relay.id) == relay
