"""The page of a team in a real browser: what fits, sorts, opens, is printed and is read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from aqvision.report.team import write_team_page
from tests.support.browser import open_browser, serious_faults
from tests.support.team_changes import changes_like
from tests.support.team_people import HOSTILE, athlete, team

WIDTHS_PX = (360, 390, 768, 1440)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwe-Oberhuber"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with all that there can be on it."""
    path = tmp_path_factory.mktemp("team") / "index.html"
    no_speed = tuple(c for c in changes_like("some") if c.metric != "speed_mps")
    people = [
        *team(), athlete("Zoë", "some", change=-3.0), athlete("ben", "some", change=9.0),
        replace(athlete("No speed", "some"), changes=no_speed), athlete("Runs", "runs", change=2.0),
        athlete("Open", "open", change=0.5), athlete(HOSTILE, "none", change=0.1),
        athlete(LONG, "runs", change=-2.0),
    ]  # fmt: skip
    write_team_page("Spring squad", people, "90%", path, [LONG])
    return path.as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith("file:") else said.append(r.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(address)
    yield page
    context.close()
    assert said == []


def order_of(page: Page) -> list[str]:
    names = page.locator(".people tbody th > a").all_inner_texts()
    return [name if len(name) < 20 else name[:7] for name in names]


def sort_by(page: Page, heading: str) -> str:
    page.locator(".people thead").get_by_role("button", name=heading).click()
    return page.locator(f".people thead th:has-text('{heading}')").get_attribute("aria-sort") or ""


def test_names_sort_as_people_do_by_click_and_by_keyboard(page: Page) -> None:
    assert order_of(page)[:4] == ["Anna", "Zoë", "ben", "No speed"]
    assert sort_by(page, "Athlete") == "ascending"
    ascending = order_of(page)
    assert ascending == [
        "<script", "Anna", "ben", "Donauda", "No speed", "Open", "Runs", "Still", "Zoë",
    ]  # fmt: skip
    page.keyboard.press("Enter")
    assert order_of(page) == ascending[::-1]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    heading = page.locator(".people thead th")
    assert heading.nth(0).get_attribute("aria-sort") == "none"
    assert heading.nth(1).get_attribute("aria-sort") == "descending"
    assert heading.nth(3).get_attribute("aria-sort") is None


def test_speed_sorts_by_its_change_and_who_has_none_stays_last(page: Page) -> None:
    assert sort_by(page, "Speed") == "descending"
    known = ["ben", "Anna", "Runs", "Open", "<script", "Still", "Donauda", "Zoë"]
    known.remove("Still")
    fastest = [name for name in order_of(page) if name != "Still"]
    assert fastest == [*known, "No speed"]
    assert sort_by(page, "Speed") == "ascending"
    slowest = [name for name in order_of(page) if name != "Still"]
    assert slowest == [*known[::-1], "No speed"]


def test_verdicts_sort_from_the_clearest(page: Page) -> None:
    assert sort_by(page, "Verdict") == "descending"
    first = page.locator(".people tbody .chip").all_inner_texts()
    assert first == sorted(
        first, key=["changed", "these runs differ", "no change found", "cannot be told yet"].index
    )
    assert len(set(first)) == 4
    assert sort_by(page, "Verdict") == "ascending"
    assert page.locator(".people tbody .chip").all_inner_texts()[0] == "cannot be told yet"


def test_without_a_script_it_is_a_plain_table(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False, viewport=DESK)  # type: ignore[arg-type]
    page.goto(address)
    assert page.locator("thead button").count() == 0
    expect(page.get_by_role("columnheader", name="Athlete").first).to_be_visible()
    assert page.locator(".people tbody tr").count() == 9
    page.close()


@pytest.mark.parametrize("width", WIDTHS_PX)
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    too_wide = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => {"
        " const b = e.getBoundingClientRect(); return b.right > innerWidth + 1 || b.left < -1; })"
        ".map(e => e.outerHTML.slice(0, 90))"
    )
    assert too_wide == []


def test_the_first_screen_of_a_phone_says_what_came_of_it_and_whom_to_film(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for what in (".headline", ".again"):
        box = page.locator(what).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < PHONE["height"], what


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_of_access(scheme: str, browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    serious = serious_faults(page, colours_only=scheme == "dark")
    page.close()
    assert serious == {}


def test_a_link_opens_the_part_it_leads_to(page: Page) -> None:
    assert page.locator("details.fold[open]").count() == 1  # every movement, on a wide screen
    page.get_by_role("link", name="Clips so far").click()
    expect(page.locator("#clips")).to_have_attribute("open", "")


def test_lines_say_their_values(page: Page) -> None:
    lines = page.locator(".people tbody tr").first.get_by_role("img")
    assert lines.count() == 6
    words = lines.first.get_attribute("aria-label") or ""
    assert words.startswith("Speed, clip by clip: before 21.00 m/s, before 22.00 m/s, after ")


def test_on_paper_nothing_is_cut_and_it_is_never_dark(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 1032, "height": 700})  # A4 across, within its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 1032
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    head = page.locator(".people thead")
    assert head.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    # Chromium repeats no boxes of their own, only the words of a cell
    assert set(page.locator(".people thead button").evaluate_all(
        "all => all.map(e => getComputedStyle(e).display)")) == {"contents"}  # fmt: skip
    assert page.locator("details.cautions:not([open])").count() == 0
    assert page.locator("#failed[open]").count() == 1
    for closed in ("#clips", "#movements"):  # the page opened the second by itself
        expect(page.locator(closed)).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#movements[open]").count() == 1
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_what_a_reader_leads_to_is_printed(page: Page) -> None:
    page.get_by_role("link", name="Every movement").click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#movements")).to_be_visible()


def test_a_phone_shows_a_verdict_an_athlete_and_the_numbers_at_a_tap(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(address)
    card = page.locator(".people tbody tr").first
    expect(card.locator(".said p")).to_be_visible()
    expect(card.locator(".lines")).to_be_hidden()
    card.locator(".all > summary").click()
    expect(card.locator(".lines")).to_be_visible()
    assert page.locator("#movements[open]").count() == 0
    page.close()
