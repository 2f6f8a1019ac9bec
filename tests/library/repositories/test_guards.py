"""Minors and consent."""

from __future__ import annotations

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.accounts import Accounts, accounts_of
from aqvision.library.library import Library
from aqvision.library.tables import now

AGREED = {"given_by": "Eva", "relation": "mother", "purpose": "training", "recorded_by": "coach"}


@pytest.fixture
def accounts(library: Library) -> Accounts:
    return accounts_of(library)


def test_consent_is_missing_until_it_stands_and_after_it_is_withdrawn(
    accounts: Accounts, library: Library
) -> None:
    ada = library.add_athlete("Ada").id
    assert not accounts.guard_of(ada).missing
    accounts.set_minor(ada, minor=True)
    assert accounts.guard_of(ada).missing
    assert accounts.without_consent() == {ada}
    consent = accounts.add_consent(ada, **AGREED)
    assert not accounts.guard_of(ada).missing
    ended = accounts.withdraw_consent(consent.id, "Eva")
    assert accounts.withdraw_consent(consent.id, "somebody else") == ended
    guard = accounts.guard_of(ada)
    assert guard.missing
    assert guard.consents == (ended,)
    accounts.add_consent(ada, **AGREED)
    assert not accounts.guard_of(ada).missing
    accounts.set_minor(ada, minor=False)
    assert not accounts.guard_of(ada).is_minor
    assert accounts.without_consent() == set()


def test_a_year_of_birth_is_one(accounts: Accounts, library: Library) -> None:
    ada = library.add_athlete("Ada").id
    for wrong in (0, 1899, now().year + 1, -5, 10**30):
        with pytest.raises(LibraryError, match="no year of birth"):
            accounts.set_minor(ada, minor=True, birth_year=wrong)
    accounts.set_minor(ada, minor=True, birth_year=now().year - 12)
    guard = accounts.guard_of(ada)
    assert (guard.is_minor, guard.birth_year) == (True, now().year - 12)


def test_it_goes_with_the_athlete(accounts: Accounts, library: Library) -> None:
    ada = library.add_athlete("Ada").id
    accounts.set_minor(ada, minor=True)
    consent = accounts.add_consent(ada, **AGREED)
    library.delete_athlete(ada)
    with pytest.raises(LibraryError):
        accounts.withdraw_consent(consent.id, "Eva")
    with pytest.raises(LibraryError):
        accounts.add_consent(ada, **AGREED)
    assert accounts.guard_of(ada).consents == ()
