"""Signing in and out, invitations, and those who try what they should not."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from aqvision.library.account_records import Deed, Role
from aqvision.web.accounts.throttle import OF_A_NAME
from aqvision.web.doors import SIGN_IN_COOKIE
from aqvision.web.pages import Site
from tests.support.signed_in import PASSWORD, Server
from tests.support.web_site import HOST


def test_whoever_is_not_signed_in_is_led_to_the_page_for_it(server: Server) -> None:
    client = server.browser()
    answer = client.get("/athletes/new")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/athletes/new")
    assert client.get("/").headers["location"] == "/sign-in"
    answer = client.post("/athletes", data={"name": "Eve"})
    assert (answer.status_code, "Sign in" in answer.text) == (401, True)
    assert client.get("/runs/x/people", headers={"Accept": "image/*"}).status_code == 401
    assert client.get("/?token=x").headers["location"] == "/sign-in"


def test_name_and_password_let_one_in_until_one_goes(server: Server) -> None:
    server.account("ada@example.org", Role.COACH)
    client = server.browser()
    answer = client.post(
        "/sign-in", data={"name": " Ada@Example.org ", "password": PASSWORD, "next": "/filming"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/filming")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "ada@example.org" in client.get("/").text
    assert client.get("/sign-in").headers["location"] == "/"
    token = client.cookies[SIGN_IN_COOKIE]
    gone = client.post("/sign-out")
    assert gone.status_code == 200
    assert "Sign in again" in gone.text
    assert SIGN_IN_COOKIE not in client.cookies
    client.cookies.set(SIGN_IN_COOKIE, token)
    assert client.get("/").status_code == 303  # the token itself opens nothing any more


def test_the_cookie_goes_encrypted_ways_only_where_there_is_one(server: Server) -> None:
    server.account("ada", Role.COACH)
    client = server.browser()
    headers = {"Origin": f"https://{HOST}"}
    data = {"name": "ada", "password": PASSWORD}
    answer = client.post(f"https://{HOST}/sign-in", data=data, headers=headers)
    assert "Secure" in answer.headers["set-cookie"]


def test_nothing_that_opens_is_kept(server: Server) -> None:
    account = server.account("ada", Role.COACH)
    token = server.site.accounts.sign_in(account.id)
    invitation = server.site.accounts.invite(Role.COACH)
    kept = server.site.library.home.database.read_bytes()
    for secret in (token, invitation, PASSWORD):
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ada", "wrong password"),
        ("ada", ""),
        ("ada", f" {PASSWORD}"),
        ("ada", "a" * 50_000),
        ("ada", "\0"),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("a" * 50_000, PASSWORD),
        ("ada\0", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("%", PASSWORD),
    ],
)
def test_what_does_not_fit_is_refused_in_the_same_words(
    server: Server, name: str, password: str
) -> None:
    server.account("ada", Role.COACH)
    answer = server.browser().post("/sign-in", data={"name": name, "password": password})
    assert answer.status_code == 400
    assert "Name and password do not fit." in answer.text
    assert "set-cookie" not in answer.headers
    assert server.site.accounts.trail()[0].deed is Deed.NOT_SIGNED_IN


def test_an_unknown_name_costs_what_a_wrong_password_does(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.account("ada", Role.COACH)
    costs = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, kept: str, password: str) -> bool:
        costs.append((kept.rpartition("$")[0].rpartition("$")[0], len(password)))
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    for name in ("ada", "bob"):
        server.browser().post("/sign-in", data={"name": name, "password": "w"})
    assert costs == [costs[0]] * 2


def test_guessing_is_ended_by_name_also_for_the_right_password(server: Server) -> None:
    server.account("ada", Role.COACH)
    client = server.browser()
    for _ in range(OF_A_NAME):
        assert client.post("/sign-in", data={"name": "ada", "password": "w"}).status_code == 400
    for name in ("ada", "ADA", " ada "):
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 429
        assert "quarter of an hour" in answer.text
    assert len(server.site.accounts.trail()) == OF_A_NAME  # what is not looked at is not noted


def test_whoever_signs_in_gets_a_token_of_their_own(server: Server) -> None:
    """A token that somebody laid into the browser beforehand is worth nothing after it."""
    eve, ada = server.account("eve", Role.ATHLETE), server.account("ada", Role.COACH)
    laid = server.site.accounts.sign_in(eve.id)
    client = server.browser()
    client.cookies.set(SIGN_IN_COOKIE, laid)
    answer = client.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    assert laid not in answer.headers["set-cookie"]
    assert server.site.accounts.who(laid) is None
    given = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert server.site.accounts.who(given) == ada


@pytest.mark.parametrize(
    "target",
    [
        "//example.com", "https://example.com", "/\\example.com", "javascript:alert(1)",
        "\\\\example.com", "/\t/example.com", " //example.com", "example.com", "/a\r\nX: y", "",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(server: Server, target: str) -> None:
    server.account("ada", Role.COACH)
    data = {"name": "ada", "password": PASSWORD, "next": target}
    answer = server.browser().post("/sign-in", data=data)
    assert answer.headers["location"] == "/"
    shown = server.browser().get("/sign-in", params={"next": target})
    assert 'name="next" value="/"' in shown.text


def test_the_first_admin_comes_by_a_link_that_is_good_once(server: Server) -> None:
    accounts = server.site.accounts
    outdated, token = accounts.invite_first_admin(), accounts.invite_first_admin()
    assert server.browser().get(f"/invitations/{outdated}").status_code == 404
    client = server.browser()
    assert "Choose a name" in client.get(f"/invitations/{token}").text
    form = {"name": "boss", "password": PASSWORD, "again": PASSWORD}
    answer = client.post(f"/invitations/{token}", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").status_code == 200
    assert accounts.has_admin()
    replayed = server.browser().post(f"/invitations/{token}", data={**form, "name": "eve"})
    assert replayed.status_code == 404
    assert "was used, has run out or never was" in replayed.text
    assert [account.name for account in accounts.accounts()] == ["boss"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"password": "short", "again": "short"}, "fewer than 10 letters"),
        ({"password": "a" * 201, "again": "a" * 201}, "more than 200 letters"),
        ({"password": "1234567890", "again": "1234567890"}, "among the first"),
        ({"password": "aaaaaaaaaaaa", "again": "aaaaaaaaaaaa"}, "among the first"),
        ({"name": "Ada.Example", "password": "ada.example", "again": "ada.example"}, "first"),
        ({"again": "correct horse batterie"}, "two passwords differ"),
        ({"name": ""}, "no name for an account"),
        ({"name": "a b"}, "no name for an account"),
        ({"name": "a" * 101}, "no name for an account"),
        ({"name": "ada\0"}, "no name for an account"),
        ({"name": "<script>"}, "no name for an account"),
        ({"name": "TAKEN"}, "name is taken"),
    ],
)
def test_an_invitation_is_not_used_up_by_what_cannot_be(
    server: Server, form: dict[str, str], said: str
) -> None:
    server.account("taken", Role.COACH)
    token = server.site.accounts.invite(Role.COACH)
    filled_in = {"name": "ada", "password": PASSWORD, "again": PASSWORD, **form}
    answer = server.browser().post(f"/invitations/{token}", data=filled_in)
    assert answer.status_code == 400
    assert said in answer.text
    assert PASSWORD not in answer.text
    assert server.site.accounts.invitation_of(token).role is Role.COACH


@pytest.mark.parametrize("token", ["x", "0" * 5000, "%00", "..%2fx", "%ff", "é"])
def test_a_link_that_never_was_makes_nobody(server: Server, token: str) -> None:
    form = {"name": "eve", "password": PASSWORD, "again": PASSWORD}
    assert server.browser().get(f"/invitations/{token}").status_code == 404
    assert server.browser().post(f"/invitations/{token}", data=form).status_code == 404
    assert server.site.accounts.accounts() == ()


def test_other_sites_sign_nobody_in(server: Server) -> None:
    server.account("ada", Role.COACH)
    client = server.browser()
    data = {"name": "ada", "password": PASSWORD}
    answer = client.post("/sign-in", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_whoever_asks_for_too_long_a_form_is_refused(server: Server) -> None:
    answer = server.browser().post("/sign-in", data={"name": "a" * 70_000, "password": "w"})
    assert answer.status_code == 413


def test_a_laptop_is_signed_out_too(site: Site, client: TestClient) -> None:
    assert 'action="/sign-out"' in client.get("/").text
    answer = client.post("/sign-out")
    assert "open the address" in answer.text
    assert client.get("/").status_code == 401
