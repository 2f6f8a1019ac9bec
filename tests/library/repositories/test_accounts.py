"""Accounts and sign-ins: who is found by what, and when it ends."""

from __future__ import annotations

import datetime as dt

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.account_records import Account, Role
from aqvision.library.accounts import Accounts, accounts_of
from aqvision.library.library import Library
from aqvision.library.repositories.accounts import IDLE, LASTS, clean_name
from aqvision.library.tables import now


@pytest.fixture
def accounts(library: Library) -> Accounts:
    return accounts_of(library)


def added(accounts: Accounts, name: str = "ada", role: Role = Role.COACH) -> Account:
    return accounts.join(accounts.invite(role), name, "hash")


def at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr("aqvision.library.repositories.accounts.now", lambda: moment)


@pytest.mark.parametrize(
    "name", ["", "a", "a b", "a\0b", "a/b", "<b>", "a" * 101, "\u202eada", "a\n"]
)
def test_what_is_no_name(name: str) -> None:
    if name.strip() == "a":
        name = "a"
    with pytest.raises(LibraryError, match="no name"):
        clean_name(name)


def test_a_name_is_found_however_it_is_typed(accounts: Accounts) -> None:
    account = added(accounts, "Jürgen@example.org")
    for typed in ("jürgen@example.org", " JÜRGEN@EXAMPLE.ORG ", "ju\u0308rgen@example.org"):
        assert accounts.password_of(typed) == (account, "hash")
        with pytest.raises(LibraryError, match="taken"):
            added(accounts, typed)
    for other in ("jurgen@example.org", "", "\0", "%", "x" * 5000):
        assert accounts.password_of(other) is None
    assert accounts.accounts() == (account,)
    assert accounts.account(account.id) == account


def test_a_long_name_signs_in(accounts: Accounts) -> None:
    account = added(accounts, "ß" * 100)
    found = accounts.password_of("ß" * 100)
    assert found is not None
    assert found[0] == account


def test_a_sign_in_ends_after_a_month_or_a_week_without_use(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, began = added(accounts), now()
    token = accounts.sign_in(account.id)
    second, day = dt.timedelta(seconds=5), dt.timedelta(days=1)
    at(monkeypatch, began + IDLE + second)
    assert accounts.who(token) is None
    at(monkeypatch, began + IDLE - second)
    assert accounts.who(token) == account
    for n in range(8, 30):  # used each day
        at(monkeypatch, began + n * day)
        assert accounts.who(token) == account, n
    at(monkeypatch, began + LASTS + second)
    assert accounts.who(token) is None
    assert accounts.n_sign_ins(account.id) == 0


def test_sign_ins_end_one_by_one_or_all(accounts: Accounts) -> None:
    account = added(accounts)
    first, second, third = (accounts.sign_in(account.id) for _ in range(3))
    assert len({first, second, third}) == 3
    accounts.sign_out(first)
    assert (accounts.who(first), accounts.who(second)) == (None, account)
    accounts.set_password(account.id, "other", but=third)
    assert (accounts.who(second), accounts.who(third)) == (None, account)
    accounts.sign_out_everywhere(account.id)
    assert accounts.who(third) is None
    for odd in ("", "x", "\0", "\ud800", second * 100):
        assert accounts.who(odd) is None


def test_another_hash_of_the_same_password_signs_nobody_out(accounts: Accounts) -> None:
    account = added(accounts)
    token = accounts.sign_in(account.id)
    accounts.rehash(account.id, "stronger")
    assert accounts.who(token) == account
    assert accounts.password_of("ada") == (account, "stronger")


def test_what_an_account_sees(accounts: Accounts, library: Library) -> None:
    ada, bob = library.add_athlete("Ada").id, library.add_athlete("Bob").id
    group = accounts.add_group("Relay")
    accounts.put_into_group(ada, group.id)
    coach, boss = added(accounts), added(accounts, "boss", Role.ADMIN)
    own = accounts.join(accounts.invite(Role.ATHLETE, athlete_id=bob), "bob", "hash")
    assert accounts.seen_by(boss) is None
    assert [sorted(accounts.seen_by(one) or "") for one in (coach, own)] == [[], [bob]]
    accounts.set_rights(coach.id, Role.COACH, (group.id,))
    assert accounts.seen_by(coach) == frozenset({ada})
    assert accounts.groups_coached_by(coach.id) == (group.id,)
    assert accounts.accounts_of_athlete(bob) == (own,)
    library.delete_athlete(bob)
    assert accounts.seen_by(own) == frozenset()
    assert accounts.names_of_athletes() == {ada: "Ada"}


def test_one_admin_stays(accounts: Accounts) -> None:
    assert not accounts.has_admin()
    boss = added(accounts, "boss", Role.ADMIN)
    for refused in (
        lambda: accounts.set_rights(boss.id, Role.COACH),
        lambda: accounts.delete_account(boss.id),
    ):
        with pytest.raises(LibraryError, match="only admin"):
            refused()
    second = added(accounts, "second", Role.ADMIN)
    accounts.set_rights(boss.id, Role.COACH)
    accounts.delete_account(boss.id)
    assert accounts.accounts() == (second,)
