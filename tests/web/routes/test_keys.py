"""Keys for programs are made, shown once, and ended by whoever owns them."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from aqvision.library.account_records import Deed
from aqvision.web.pages import Site
from tests.support.web_site import program


def test_a_key_is_shown_once_works_and_is_ended(site: Site, client: TestClient) -> None:
    made = client.post("/keys", data={"name": " My  script ", "days": "30"}).text
    key = re.findall(r"<textarea[^>]+readonly[^>]*>([^<]+)<", made)[0]
    api = program(site, key)

    assert api.get("/api/v1/athletes").status_code == 200
    page = client.get("/keys").text
    assert key not in page
    assert "My script" in page
    assert "last used" in page
    (kept,) = site.accounts.api_tokens(None)
    assert client.post(f"/keys/{kept.id}/end").status_code == 303
    assert api.get("/api/v1/athletes").status_code == 401
    assert client.get("/keys").text.count("My script") == 0
    deeds = [(line.deed, line.actor_id, line.about) for line in site.accounts.trail()]
    assert deeds == [(Deed.KEY_ENDED, None, "My script"), (Deed.KEY_MADE, None, "My  script")]


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "", "days": "30"},
        {"name": "x" * 61, "days": "30"},
        {"name": "a\x00b", "days": "30"},
        {"name": "a", "days": "31"},
        {"name": "a", "days": "9" * 400},
        {"name": "a"},
    ],
)
def test_what_cannot_be_made_keeps_what_was_typed(
    site: Site, client: TestClient, sent: dict[str, str]
) -> None:
    answer = client.post("/keys", data=sent)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert site.accounts.api_tokens(None) == ()


def test_a_key_of_somebody_else_stays(site: Site, client: TestClient) -> None:
    site.accounts.add_api_token(None, "mine", 30)
    (kept,) = site.accounts.api_tokens(None)

    site.accounts.end_api_token("f" * 32, kept.id)

    assert site.accounts.api_tokens(None) == (kept,)
    assert client.post("/keys/nothing/end").status_code == 303
