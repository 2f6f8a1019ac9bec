"""Two ways of letting people in; what each lets pass without them."""

from __future__ import annotations

import pytest

from aqvision.web.accounts.access import LEVELS, Level
from aqvision.web.doors import _FOR_ALL, _TO_SIGN_IN
from tests.support.signed_in import Server
from tests.support.web_site import KEYS


def test_what_passes_the_door_is_what_the_check_lets_anyone_do() -> None:
    paths = {route.partition(" ")[2] for route, level in LEVELS.items() if level is Level.ANYONE}
    for path in paths:
        assert path.startswith((*_FOR_ALL, *_TO_SIGN_IN))


@pytest.mark.parametrize("path", ["/static/web.css", "/sign-in"])
def test_some_pages_are_for_everybody(server: Server, path: str) -> None:
    assert server.browser().get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/sign-in/../athletes/new", "/sign-in/x", "/shared/../accounts", "/static/../accounts"]
)
def test_no_path_slips_past_the_door(server: Server, path: str) -> None:
    for place in (path, path.replace("..", "%2e%2e"), path.replace("/", "//")):
        answer = server.browser().get(place)
        assert answer.status_code in {303, 404}
        assert "<form" not in answer.text


def test_a_server_with_accounts_knows_no_token(server: Server) -> None:
    client = server.browser()
    client.cookies.set("aqvision", KEYS.sign_cookie())
    for place in ("/", f"/?token={KEYS.launch_token}"):
        assert client.get(place).headers["location"] == "/sign-in"


@pytest.mark.parametrize("cookie", [b"", b"x", b"A" * 43, b"A" * 4000, b"%00", b"\xc3\xa9"])
def test_no_made_up_cookie_opens(server: Server, cookie: bytes) -> None:
    headers = {b"Cookie": b"aqvision-sign-in=" + cookie}
    assert server.browser().get("/", headers=headers).headers["location"] == "/sign-in"
