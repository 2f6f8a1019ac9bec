"""The trail: the latest first, for a year, whoever tries to fill it."""

from __future__ import annotations

import datetime as dt

import pytest

from aqvision.library.account_records import Deed
from aqvision.library.accounts import Accounts, accounts_of
from aqvision.library.library import Library
from aqvision.library.repositories import trail
from aqvision.library.tables import now


@pytest.fixture
def accounts(library: Library) -> Accounts:
    return accounts_of(library)


def test_lines_outlive_whom_they_are_about(accounts: Accounts, library: Library) -> None:
    ada = library.add_athlete("Ada").id
    accounts.note(Deed.UPLOADED, actor_id="coach", athlete_id=ada)
    accounts.note(Deed.DELETED, actor_id="coach", athlete_id=ada)
    library.delete_athlete(ada)
    assert [line.deed for line in accounts.trail()] == [Deed.DELETED, Deed.UPLOADED]
    assert [line.deed for line in accounts.trail_of_athlete(ada)] == [Deed.UPLOADED, Deed.DELETED]
    first = accounts.trail(1)[0]
    assert [line.deed for line in accounts.trail(5, first.at)] == [Deed.UPLOADED]


def test_a_line_is_kept_for_a_year(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.note(Deed.SIGNED_IN, actor_id="ada")
    later = now() + trail.KEPT_FOR + dt.timedelta(minutes=1)
    monkeypatch.setattr(trail, "now", lambda: later)
    assert accounts.trail() == ()
    accounts.note(Deed.SIGNED_OUT, actor_id="ada")
    with accounts.reading() as transaction:
        kept = transaction.connection().exec_driver_sql("SELECT deed FROM trail").scalars().all()
    assert kept == ["signed out"]


def test_who_guesses_fills_nothing_and_hides_nothing(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "MAX_REFUSED", 5)
    accounts.note(Deed.DELETED, actor_id="coach")
    for n in range(12):
        accounts.note(Deed.NOT_SIGNED_IN, actor_id=None, about=f"{n}" + "x" * 5000)
    lines = accounts.trail()
    assert [line.about[:2].strip("x") for line in lines] == ["11", "10", "9", "8", "7", ""]
    assert lines[-1].deed is Deed.DELETED
    assert max(len(line.about) for line in lines) == 200
