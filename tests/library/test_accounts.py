"""Accounts stand beside a library, over the same database."""

from __future__ import annotations

from aqvision.library.accounts import accounts_of
from aqvision.library.library import Library


def test_both_see_the_same_rows(library: Library) -> None:
    accounts = accounts_of(library)
    ada = library.add_athlete("Ada")
    assert accounts.names_of_athletes() == {ada.id: "Ada"}
    assert accounts.engine is library.engine
    assert not hasattr(library, "invite")  # what measures cannot reach it
