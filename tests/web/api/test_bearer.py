"""Keys let programs in, to the API alone, and pages of other sites gain nothing by it."""

from __future__ import annotations

import datetime as dt

import pytest
from starlette.testclient import TestClient

from aqvision.core.errors import NotThereError
from aqvision.library.account_records import Role
from aqvision.library.account_tables import ApiTokenRow
from aqvision.web.app import create_app
from aqvision.web.pages import Site
from tests.support.web_site import HOST, KEYS, ORIGIN, new_browser, program

ALL = "/api/v1/athletes"


@pytest.mark.parametrize("held", ["", "Bearer", "Bearer no", "Basic eDp5", "\x80", "x" * 9999])
def test_what_is_no_key_opens_nothing(site: Site, client: TestClient, held: str) -> None:
    answer = client.get(ALL, headers={b"Authorization": held.encode("latin-1")})

    assert client.get(ALL).status_code == 200  # by the cookie
    assert answer.status_code == 401
    assert set(answer.json()) == {"problem", "hint"}


def test_a_key_opens_the_api_and_no_page(site: Site, api: TestClient) -> None:
    assert api.get(ALL).status_code == 200
    assert api.get("/").status_code == 401
    assert api.post("/athletes", data={"name": "Ada"}).status_code == 403


def test_a_key_that_has_ended_or_run_out_opens_nothing(site: Site) -> None:
    ended, late = (site.accounts.add_api_token(None, name, 30) for name in ("ended", "late"))
    ids = {one.name: one.id for one in site.accounts.api_tokens(None)}
    site.accounts.end_api_token(None, ids["ended"])
    with site.accounts.writing() as transaction:
        row = transaction.get(ApiTokenRow, ids["late"])
        assert row is not None
        row.ends = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)

    assert program(site, ended).get(ALL).status_code == 401
    assert program(site, late).get(ALL).status_code == 401


def test_a_page_of_another_site_cannot_use_the_cookie(site: Site, client: TestClient) -> None:
    foreign = {"Origin": "https://example.com", "Sec-Fetch-Site": "cross-site"}

    assert client.post(ALL, json={"name": "Ada"}, headers=foreign).status_code == 403
    assert site.library.athletes() == ()


def test_a_key_of_an_account_shows_what_the_account_sees(site: Site) -> None:
    ada, bo = (site.library.add_athlete(name) for name in ("Ada", "Bo"))
    account = site.accounts.join(
        site.accounts.invite(Role.ATHLETE, athlete_id=ada.id), "ada", "hash of a password"
    )
    key = site.accounts.add_api_token(account.id, "a watch", 30)
    app = create_app(site, KEYS, frozenset({HOST}), accounts=True)
    api = TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {key}"})

    assert [one["id"] for one in api.get(ALL).json()] == [ada.id]
    assert api.get(f"{ALL}/{bo.id}").status_code == 404
    assert api.delete(f"{ALL}/{bo.id}").status_code == 404
    assert api.post(ALL, json={"name": "Cy"}).status_code == 403
    old = site.accounts.add_api_token(None, "of the laptop", 30)
    answer = TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {old}"}).get(ALL)
    assert answer.status_code == 401  # made before people signed in here


def test_nobody_without_a_key_or_cookie_is_let_in(site: Site) -> None:
    assert new_browser(site).get(ALL).status_code == 401
    assert new_browser(site).get("/api/v1/openapi.json").status_code == 401


def test_a_new_password_and_signing_out_everywhere_end_the_keys(site: Site) -> None:
    accounts = site.accounts
    ada = site.library.add_athlete("Ada")
    account = accounts.join(accounts.invite(Role.ATHLETE, athlete_id=ada.id), "ada", "hash")
    for end in (
        lambda: accounts.set_password(account.id, "another hash"),
        lambda: accounts.sign_out_everywhere(account.id),
        lambda: accounts.join(accounts.offer_password(account.id), "ada", "a third"),
    ):
        key = accounts.add_api_token(account.id, "a watch", 30)
        assert accounts.api_token(key) is not None
        end()
        assert accounts.api_token(key) is None


def test_links_to_an_account_end_once_others_coach_its_athlete(site: Site) -> None:
    accounts = site.accounts
    ada, bo = (site.library.add_athlete(name).id for name in ("Ada", "Bo"))
    first, second = (accounts.add_group(name).id for name in ("First", "Second"))
    accounts.put_into_group(ada, first)
    account = accounts.join(accounts.invite(Role.ATHLETE, athlete_id=ada), "ada", "hash")
    for change in (
        lambda: accounts.put_into_group(ada, second),
        lambda: accounts.add_to_account(accounts.invite(Role.ATHLETE, athlete_id=bo), account.id),
        lambda: accounts.delete_group(second),
    ):
        link = accounts.offer_password(account.id)
        change()
        with pytest.raises(NotThereError):
            accounts.invitation_of(link)
