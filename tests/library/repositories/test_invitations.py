"""Invitations: good once, for a week, and as long as whoever made them is there."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.account_records import Account, Role
from aqvision.library.accounts import Accounts, accounts_of
from aqvision.library.library import Library
from aqvision.library.repositories.invitations import GOOD_FOR
from aqvision.library.tables import now


@pytest.fixture
def accounts(library: Library) -> Accounts:
    return accounts_of(library)


def test_an_invitation_makes_one_account(accounts: Accounts, library: Library) -> None:
    ada = library.add_athlete("Ada").id
    token = accounts.invite(Role.ATHLETE, athlete_id=ada)
    (waiting,) = accounts.invitations_of_athlete(ada)
    assert accounts.invitation_of(token) == waiting
    account = accounts.join(token, "ada", "hash")
    assert (account.role, accounts.seen_by(account)) == (Role.ATHLETE, frozenset({ada}))
    with pytest.raises(LibraryError, match="was used"):
        accounts.join(token, "eve", "hash")
    assert accounts.invitations() == ()


def test_of_many_who_use_one_at_once_one_joins(accounts: Accounts) -> None:
    token, joined = accounts.invite(Role.COACH), []

    def join(name: str) -> None:
        with suppress(LibraryError):
            joined.append(accounts.join(token, name, "hash"))

    threads = [threading.Thread(target=join, args=(f"name{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(joined) == len(accounts.accounts()) == 1


def test_it_runs_out(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    token, later = accounts.invite(Role.COACH), now() + GOOD_FOR
    monkeypatch.setattr("aqvision.library.repositories.invitations.now", lambda: later)
    assert accounts.invitations() == ()
    with pytest.raises(LibraryError, match="has run out"):
        accounts.join(token, "ada", "hash")


def test_it_goes_with_what_it_leads_to_and_with_its_maker(
    accounts: Accounts, library: Library
) -> None:
    ada, group = library.add_athlete("Ada").id, accounts.add_group("Relay")
    boss = accounts.join(accounts.invite_first_admin(), "boss", "hash")
    coach = accounts.join(accounts.invite(Role.COACH), "coach", "hash")
    tokens = [
        accounts.invite(Role.ATHLETE, athlete_id=ada, made_by=boss.id),
        accounts.invite(Role.COACH, group_id=group.id, made_by=boss.id),
        accounts.invite(Role.COACH, made_by=coach.id),
        accounts.offer_password(coach.id, boss.id),
    ]
    library.delete_athlete(ada)
    accounts.delete_group(group.id)
    accounts.delete_account(coach.id)
    for token in tokens:
        with pytest.raises(LibraryError):
            accounts.invitation_of(token)


def test_a_new_password_ends_what_the_old_one_opened(accounts: Accounts) -> None:
    account: Account = accounts.join(accounts.invite(Role.COACH), "coach", "hash")
    signed_in = accounts.sign_in(account.id)
    outdated, token = accounts.offer_password(account.id), accounts.offer_password(account.id)
    with pytest.raises(LibraryError):
        accounts.join(outdated, "", "no")
    assert accounts.join(token, "ignored", "new") == account
    assert accounts.password_of("coach") == (account, "new")
    assert accounts.who(signed_in) is None


def test_one_is_taken_back(accounts: Accounts) -> None:
    token = accounts.invite(Role.ADMIN)
    (waiting,) = accounts.invitations()
    assert accounts.take_back(waiting.id) == waiting
    with pytest.raises(LibraryError):
        accounts.take_back(waiting.id)
    with pytest.raises(LibraryError):
        accounts.invitation_of(token)


def test_who_loses_rights_loses_what_was_made_by_them(accounts: Accounts, library: Library) -> None:
    ada, group = library.add_athlete("Ada").id, accounts.add_group("Relay")
    accounts.join(accounts.invite_first_admin(), "boss", "hash")
    second = accounts.join(accounts.invite(Role.ADMIN), "second", "hash")
    token = accounts.invite(Role.ADMIN, made_by=second.id)
    accounts.set_rights(second.id, Role.COACH, (group.id,))
    with pytest.raises(LibraryError):
        accounts.join(token, "third", "hash")
    token = accounts.invite(Role.ATHLETE, athlete_id=ada, made_by=second.id)
    accounts.put_into_group(ada, None)
    with pytest.raises(LibraryError):
        accounts.join(token, "third", "hash")
