"""Every page and state of a server, in both languages and schemes, on a phone and a laptop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from aqvision.web.doors import SIGN_IN_COOKIE
from tests.support.browser import faults_of, open_browser
from tests.support.full_house import FullHouse, fill_house
from tests.support.web_server import Server
from tests.web.accounts.test_access import ROUTES

WIDTHS_PX = (390, 1440)
Scheme = Literal["dark", "light"]
READY_WITHIN_S = 120
NO_PAGE = frozenset(
    {
        "/metrics",
        "/athletes/{athlete_id}/data.zip",
        "/athletes/{athlete_id}/progress/now",
        "/comparisons/{comparison_id}/export/{kind}",
        "/comparisons/{comparison_id}/play/now",
        "/comparisons/{comparison_id}/report.html",
        "/group/now",
        "/runs/{run_id}/clip",
        "/runs/{run_id}/events/now",
        "/runs/{run_id}/events/{name}",
        "/runs/{run_id}/export/{kind}",
        "/runs/{run_id}/look/{name}",
        "/runs/{run_id}/people.css",
        "/runs/{run_id}/play/now",
        "/runs/{run_id}/preview",
        "/runs/{run_id}/proxy.mp4",
        "/runs/{run_id}/report.html",
        "/runs/{run_id}/skeleton.json",
        "/runs/{run_id}/thumbnail",
        "/shared/{token}",
        "/work/now",
    }
)
"""Routes whose answers are parts of pages, files, or a report; and those of the API."""


@dataclass(frozen=True, slots=True)
class Club:
    """A server of people who sign in, and all that it has."""

    server: Server
    house: FullHouse

    @property
    def pages(self) -> list[str]:
        """List a page of each route, and the other faces that some have."""
        ids, house = self.house.ids | {"token": self.house.athlete_token}, self.house
        routes = {path for method, path in ROUTES if method == "GET"} - NO_PAGE
        athlete, empty = f"/athletes/{ids['athlete_id']}", f"/athletes/{house.empty_id}"
        return [
            *sorted(path.format(**ids) for path in routes if not path.startswith("/api/")),
            f"{athlete}/clips?run={ids['run_id']}", f"{athlete}/clips?begun=2",
            empty, f"{empty}/progress", f"{empty}/clips", f"{empty}/access",
            f"/runs/{house.waiting_id}/play", f"/comparisons/{ids['unmade_id']}",
            "/?q=nobody", "/?sort=waits", "/accounts/trail?before=2000-01-01T00:00:00",
            "/invitations/nothing", "/shared/nothing", "/nothing",
        ]  # fmt: skip

    @property
    def forms(self) -> list[tuple[str, dict[str, str]]]:
        """List forms whose answer is a page: something wrong with them, or a link that is shown."""
        athlete = f"/athletes/{self.house.ids['athlete_id']}"
        run = f"/runs/{self.house.ids['run_id']}"
        return [
            ("/athletes", {"name": "", "height_cm": "17"}),
            (f"{athlete}/edit", {"name": "Ada", "height_cm": "17"}),
            (f"{athlete}/measure", {}),
            (f"{athlete}/minor", {"birth_year": "11"}),
            (f"{athlete}/consent", {"given_by": ""}),
            (f"{athlete}/invite", {}),
            (f"/sessions/{self.house.ids['session_id']}/edit", {"side": "x"}),
            (f"/sessions/{self.house.ids['session_id']}/move", {"athlete": ""}),
            (f"{athlete}/blocks", {"what": ""}),
            (f"{run}/share", {"days": "7"}),
            (f"{run}/share", {"days": "8"}),
            ("/keys", {"name": "script", "days": "30"}),
            ("/keys", {"name": "", "days": "30"}),
            ("/roster/add", {"key": "gone"}),
            ("/groups", {"name": ""}),
            ("/accounts/invite", {"role": "admin"}),
            ("/accounts/invite", {"role": "king"}),
            ("/account/password", {"present": "wrong"}),
            ("/sign-in", {"name": "nobody", "password": "wrong"}),
        ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def clubs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Club]]:
    """Give a club in a language, one server each, started when it is asked for."""
    started: dict[str, Club] = {}

    def club_in(language: str) -> Club:
        if language not in started:
            folder = tmp_path_factory.mktemp(f"club-{language}")
            server = Server(folder / "home", language=language)
            started[language] = Club(server, fill_house(server.home, folder / "clips"))
            server.start("--accounts")
            make_films(started[language])
        return started[language]

    yield club_in
    for club in started.values():
        club.server.stop()
        assert club.server.err.read_text() == ""


def make_films(club: Club) -> None:
    """Have films and strips made, which pages would wait for."""
    ids = club.house.ids
    run = f"/runs/{ids['run_id']}"
    paths = (f"{run}/play", f"/comparisons/{ids['comparison_id']}/play", f"{run}/events")
    cookies = {SIGN_IN_COOKIE: club.house.cookie}
    with httpx2.Client(base_url=club.server.base, cookies=cookies, timeout=60) as client:
        for path in paths:
            end_s = time.monotonic() + READY_WITHIN_S
            while "data-poll" in client.get(path).text:
                assert time.monotonic() < end_s, path
                time.sleep(0.2)


@contextmanager
def signed_in(browser: Browser, club: Club, scheme: Scheme) -> Iterator[Page]:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    cookie = {"name": SIGN_IN_COOKIE, "value": club.house.cookie, "url": club.server.base}
    context.add_cookies([cookie])  # type: ignore[list-item]
    yield context.new_page()
    context.close()


def send(page: Page, path: str, fields: dict[str, str]) -> None:
    """Send a form as a page of ours does."""
    with page.expect_navigation():
        page.evaluate(
            """([path, fields]) => {
              const form = document.createElement("form");
              form.method = "post";
              form.action = path;
              for (const [name, value] of Object.entries(fields)) {
                const field = document.createElement("input");
                [field.name, field.value] = [name, value];
                form.append(field);
              }
              document.body.append(form);
              form.submit();
            }""",
            [path, fields],
        )


@pytest.mark.slow  # a minute each; test_forms_in_browser looks at the pages that most people see
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_every_page_and_every_answer_to_a_form_is_for_everybody(
    browser: Browser, clubs: Callable[[str], Club], language: str, scheme: Scheme
) -> None:
    wrong: list[str] = []
    club = clubs(language)
    with signed_in(browser, club, scheme) as page:
        for path in club.pages:
            page.goto(club.server.base + path)
            wrong += [f"{path}: {fault}" for fault in faults_of(page, *WIDTHS_PX)]
        for path, fields in club.forms:
            page.goto(f"{club.server.base}/filming")
            send(page, path, fields)
            wrong += [f"{path} {fields}: {fault}" for fault in faults_of(page, *WIDTHS_PX)]
    assert wrong == [], "\n".join(wrong)
