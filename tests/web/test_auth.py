"""Who is let in, from which page, and what every answer forbids the browser."""

from __future__ import annotations

import stat
import time
from pathlib import Path
from unittest import mock

import pytest
from starlette.testclient import TestClient

from aqvision.web.auth import COOKIE, MAX_BODY_BYTES, Keys, load_keys
from tests.support.web_site import HOST, KEYS, ORIGIN, new_browser, tiny_site, visitor

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def outside(tmp_path: Path) -> TestClient:
    return new_browser(tiny_site(tmp_path))


@pytest.fixture
def inside(tmp_path: Path) -> TestClient:
    return visitor(tiny_site(tmp_path))


def test_the_token_buys_a_cookie_and_vanishes_from_the_address(outside: TestClient) -> None:
    answer = outside.get("/", params={"token": KEYS.launch_token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie  # strict: a link in a mail would come without it
    assert KEYS.launch_token not in cookie
    assert outside.get("/").status_code == 200


def test_the_cookie_is_for_encrypted_ways_only_where_there_is_one(tmp_path: Path) -> None:
    client = new_browser(tiny_site(tmp_path))
    answer = client.get(f"https://{HOST}/", params={"token": KEYS.launch_token})
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("token", ["", "x", KEYS.launch_token[:-1], "é", KEYS.launch_token * 2])
def test_a_wrong_token_lets_nobody_in(outside: TestClient, token: str) -> None:
    answer = outside.get("/", params={"token": token})
    assert answer.status_code == 403
    assert "when it was last started" in answer.text
    assert outside.get("/").status_code == 401


def test_an_address_of_an_earlier_start_is_good_for_who_has_been_let_in(
    inside: TestClient,
) -> None:
    answer = inside.get("/filming", params={"token": "of-yesterday"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/filming")
    assert "set-cookie" not in answer.headers


def test_the_way_in_leads_to_no_other_site(outside: TestClient) -> None:
    answer = outside.get(f"http://{HOST}//example.com/x?token={KEYS.launch_token}")
    assert answer.headers["location"] == "/example.com/x"


@pytest.mark.parametrize("path", ["/", "/athletes/new", "/uploads", "/runs/x/report.html", "/zzz"])
def test_without_a_cookie_nothing_is_shown(outside: TestClient, path: str) -> None:
    answer = outside.get(path)
    assert answer.status_code == 401
    assert "has not been let in" in answer.text


def test_the_style_of_the_page_is_no_secret(outside: TestClient) -> None:
    assert outside.get("/static/web.css").status_code == 200
    assert outside.get("/static/../app.py").status_code in {401, 404}


def cookies_that_do_not_open() -> dict[str, str]:
    with mock.patch("time.time", return_value=time.time() - 31 * 24 * 3600):
        old = KEYS.sign_cookie()
    session, _, signature = old.split(".")
    fresh_time = KEYS.sign_cookie().split(".")[1]
    other = Keys("other", b"the secret of another machine")
    return {
        "of another server": other.sign_cookie(),
        "run out": old,
        "with a later time": ".".join([session, fresh_time, signature]),
        "of another session": f"9{KEYS.sign_cookie()}",
        "without a signature": ".".join([session, fresh_time]),
        "of an earlier version": f"{int(time.time()) + 999}.{'0f' * 32}",
        "junk": "\\x00.;=..",
        "empty": "",
    }


@pytest.mark.parametrize("kind", cookies_that_do_not_open())
def test_a_cookie_that_was_not_signed_here_or_has_run_out(outside: TestClient, kind: str) -> None:
    cookie = cookies_that_do_not_open()[kind]
    answer = outside.get("/", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert answer.status_code == 401


def test_cookies_outlive_a_restart_and_tokens_do_not(tmp_path: Path) -> None:
    first, second = load_keys(tmp_path), load_keys(tmp_path)
    assert first.launch_token != second.launch_token
    assert second.admits_cookie(first.sign_cookie())
    assert stat.S_IMODE((tmp_path / "web.key").stat().st_mode) == 0o600
    assert len(first.secret) == 32


OTHERS = [
    {"Origin": "https://example.com", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9999", "Sec-Fetch-Site": "same-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Origin": f"{ORIGIN}.example.com"},
    {"Origin": f"https://{HOST}"},
    {"Sec-Fetch-Site": "none"},
    {},
]


@pytest.mark.parametrize("headers", OTHERS, ids=str)
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "PUT"])
def test_other_sites_change_nothing(
    inside: TestClient, headers: dict[str, str], method: str
) -> None:
    for name in ("Origin", "Sec-Fetch-Site"):
        del inside.headers[name]
    answer = inside.request(
        method, "/athletes", content="name=Eve", headers={**FORM, **headers, "Accept": "text/html"}
    )
    assert answer.status_code == 403
    assert "did not come from a page of aqvision" in answer.text
    assert "Eve" not in inside.get("/").text


def test_one_word_of_the_browser_is_enough(inside: TestClient) -> None:
    del inside.headers["Sec-Fetch-Site"]
    assert inside.post("/athletes", content="name=Ada", headers=FORM).status_code == 303


@pytest.mark.parametrize(
    "host",
    ["example.com", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8642.example.com", "", "evil@" + HOST],
)
def test_other_names_lead_nowhere(inside: TestClient, host: str) -> None:
    answer = inside.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "does not go by that name" in answer.text


@pytest.mark.parametrize("path", ["/", "/static/web.css", "/nothing", "/uploads"])
def test_every_answer_says_what_it_may_not_be_used_for(inside: TestClient, path: str) -> None:
    headers = inside.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_forms_are_short(inside: TestClient) -> None:
    long = "name=" + "a" * MAX_BODY_BYTES
    answer = inside.post("/athletes", content=long, headers=FORM)
    assert answer.status_code == 413
    assert "too long for a form" in answer.text

    drop_by_drop = (b"name=aaaaaaaaaaaaaaaaaaaaaaaaaa&" * 100 for _ in range(30))
    answer = inside.post("/athletes", content=drop_by_drop, headers=FORM)
    assert answer.status_code == 413
    assert "aaaa" not in inside.get("/").text
