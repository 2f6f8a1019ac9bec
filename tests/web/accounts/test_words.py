"""Each role and each deed has its words."""

from __future__ import annotations

from aqvision.library.account_records import Deed, Role
from aqvision.web.accounts.words import DEED_WORDS, ROLE_WORDS


def test_nothing_is_without_words() -> None:
    assert set(ROLE_WORDS) == set(Role)
    assert set(DEED_WORDS) == set(Deed)
    assert len(set(DEED_WORDS.values())) == len(Deed)
