"""Who reads a server's numbers: this machine, or with accounts whoever shows the token."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from aqvision.library.account_records import Role
from aqvision.web.app import create_app
from aqvision.web.pages import Site
from tests.support.signed_in import Server
from tests.support.web_site import HOST, KEYS, ORIGIN

HERE, ELSEWHERE = ("127.0.0.1", 40_000), ("192.0.2.7", 40_000)
SHOWN = {"Authorization": f"Bearer {KEYS.metrics_token}"}
PUBLIC = "sprint.example.org"


def scraper(site: Site, came_from: tuple[str, int], *, accounts: bool = False) -> TestClient:
    """Give a program that has no cookie."""
    app = create_app(site, KEYS, frozenset({HOST, PUBLIC}), accounts=accounts)
    return TestClient(app, base_url=ORIGIN, client=came_from, follow_redirects=False)


def test_a_program_of_this_machine_reads_them(site: Site) -> None:
    answer = scraper(site, HERE).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "aqvision_info{version=" in answer.text


@pytest.mark.parametrize(
    "passed_on",
    [{"Host": PUBLIC}, {"X-Forwarded-For": "192.0.2.7"}, {"X-Forwarded-Proto": "https"},
     {"Forwarded": "for=192.0.2.7"}],
)  # fmt: skip
def test_a_visitor_through_a_proxy_does_not(site: Site, passed_on: dict[str, str]) -> None:
    answer = scraper(site, HERE).get("/metrics", headers=passed_on)
    assert answer.status_code == 403
    assert "aqvision_" not in answer.text
    assert scraper(site, ELSEWHERE).get("/metrics").status_code == 403
    assert scraper(site, HERE).get("/metrics", headers={**passed_on, **SHOWN}).status_code == 200


def test_with_accounts_the_token_is_asked_for(server: Server) -> None:
    client = scraper(server.site, HERE, accounts=True)
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers=SHOWN).status_code == 200
    for wrong in (b"Bearer x", b"Bearer ", b"Bearer \xe9", KEYS.metrics_token.encode()):
        refused = client.get("/metrics", headers={b"Authorization": wrong})
        assert refused.status_code == 403, wrong
    assert server.as_(server.account("eve", Role.COACH)).get("/metrics").status_code == 403
    assert server.as_(server.account("boss", Role.ADMIN)).get("/metrics").status_code == 200


def test_the_token_opens_nothing_else(server: Server) -> None:
    client = scraper(server.site, HERE, accounts=True)
    for path in ("/", "/accounts", "/api/v1/athletes"):
        assert client.get(path, headers=SHOWN).status_code in {303, 401}
