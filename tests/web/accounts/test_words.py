"""Each role and each deed has its words."""

from __future__ import annotations

from aqvision.library.account_records import Deed, Role
from aqvision.web.accounts.trail import deed_of
from aqvision.web.accounts.words import ABOUT_WORDS, DEED_WORDS, ROLE_WORDS
from tests.web.accounts.test_access import ROUTES


def test_nothing_is_without_words() -> None:
    assert set(ROLE_WORDS) == set(Role)
    assert set(DEED_WORDS) == set(Deed)
    assert len(set(DEED_WORDS.values())) == len(Deed)


def test_every_end_of_an_address_that_changes_something_has_words() -> None:
    changing = [path for method, path in ROUTES if deed_of(method, path) is Deed.CHANGED]
    ends = {path.rpartition("}")[2].strip("/") for path in changing if "}" in path}
    assert ends == set(ABOUT_WORDS)
