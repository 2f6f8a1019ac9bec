"""The group on the page of a team in a real browser: it fits, is read aloud, and lines up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from aqvision.report.team import write_team_page
from tests.support.browser import open_browser, serious_faults
from tests.support.squad import group_effects, squad

OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true; })"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("group") / "index.html"
    people = squad()
    write_team_page("Spring squad", people, "90%", path, group=group_effects(people))
    return path.as_uri()


@pytest.mark.parametrize("width", [360, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen_and_the_zeros_are_one_line(
    browser: Browser, address: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(address)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    places = page.locator(".forest").first.evaluate(
        "table => [...table.querySelectorAll('.zero, .axis')].map(e => {"
        " const b = e.getBoundingClientRect(); return b.left + b.width / 2; })"
    )
    assert len(places) > 20
    assert max(places) - min(places) < 1.5
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_of_access(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    page.evaluate(OPEN_ALL)
    assert serious_faults(page, colours_only=scheme == "dark") == {}
    page.close()


def test_one_plot_is_open_and_the_others_say_what_came_of_them(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    plots = page.locator("details.plot")
    assert plots.count() >= 6
    assert page.locator("details.plot[open]").count() == 1
    for words in plots.locator("summary").all_inner_texts():
        assert "he group" in words
    page.close()
