"""Whom a name and a password let in, and what is noted of those who are not."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from starlette.requests import Request

from aqvision.library.account_records import Deed, Role
from aqvision.web.accounts.passwords import Passwords
from aqvision.web.accounts.signing_in import (
    Doorkeeper,
    SignInError,
    TooManyTriesError,
    address_of,
)
from aqvision.web.accounts.throttle import OF_A_NAME_ANYWHERE, place_of
from aqvision.web.pages import Site
from tests.support.signed_in import PASSWORD, QUICK, Server


def test_a_hash_is_made_anew_when_its_parameters_change(site: Site) -> None:
    accounts = site.accounts
    account = accounts.join(accounts.invite(Role.COACH), "ada", QUICK.hash(PASSWORD))
    token = accounts.sign_in(account.id)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    keeper = Doorkeeper(Passwords(stronger))
    for _ in range(2):
        assert keeper.admit(accounts, "ada", PASSWORD, "192.0.2.1") == account
        kept = accounts.password_of("ada")
        assert kept is not None
        assert "$m=16,t=2,p=1$" in kept[1]
    assert accounts.who(token) == account


def test_a_refusal_is_noted_without_what_was_typed(site: Site) -> None:
    accounts, keeper = site.accounts, Doorkeeper(Passwords(QUICK))
    account = accounts.join(accounts.invite(Role.COACH), "ada", QUICK.hash(PASSWORD))
    for name in ("ada", "my password by mistake"):
        with pytest.raises(SignInError, match="do not fit"):
            keeper.admit(accounts, name, "wrong", "192.0.2.1")
    unknown, known = accounts.trail()
    assert [line.deed for line in (unknown, known)] == [Deed.NOT_SIGNED_IN] * 2
    assert (known.actor_id, unknown.actor_id) == (account.id, None)
    assert {known.about, unknown.about} == {"192.0.2.1"}


def test_the_address_is_that_of_the_machine_that_asks() -> None:
    assert address_of(Request({"type": "http", "client": ("192.0.2.1", 5)})) == "192.0.2.1"
    assert address_of(Request({"type": "http", "client": None})) == "unknown"


def test_where_people_signed_in_from_is_known_after_a_restart(server: Server) -> None:
    accounts, browser = server.site.accounts, server.browser()
    server.account("ada", Role.COACH)
    assert browser.post("/sign-in", data={"name": "Ada", "password": PASSWORD}).status_code == 303
    home = place_of("ada", "testclient")
    assert accounts.signed_in_from(5) == (home,)
    assert accounts.signed_in_from(0) == ()
    keeper = Doorkeeper(Passwords(QUICK))
    keeper.admit(accounts, "ada", PASSWORD, "192.0.2.1")
    for n in range(OF_A_NAME_ANYWHERE):
        keeper.throttle.admits("ada", f"198.51.100.{n}")
    assert keeper.admit(accounts, "ada", PASSWORD, "testclient").name == "ada"
    with pytest.raises(TooManyTriesError):
        keeper.admit(accounts, "ada", PASSWORD, "203.0.113.7")
