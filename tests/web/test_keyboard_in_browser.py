"""The first minute at a desk, by the keyboard alone: from an empty house to a report, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from aqvision.core.assets import find_sample
from tests.support.browser import open_browser
from tests.support.web_server import Server

DESK = {"width": 1440, "height": 900}
WITHIN_MS, MEASURED_WITHIN_MS = 30_000, 300_000
MOST_STEPS = 120
LEAST_OUTLINE_PX = 2
# What has the focus: its words, and what is wrong with how it shows that.
FOCUSED = """(least) => {
  const here = document.activeElement;
  if (!here || here === document.body) return ["", ""];
  const label = here.ariaLabel || here.labels?.[0]?.innerText;
  const words = label || here.innerText || here.value || here.className;
  if (here.localName === "iframe") return [`iframe ${here.title}`, ""];
  const outlined = (e) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    const { width, height } = e.getBoundingClientRect();
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= least && width * height > 100;
  };
  const ring = [...document.querySelectorAll(":focus-within")].findLast(outlined);
  if (!ring) return [words, "no ring is drawn around it"];
  const { left, top, right, bottom } = ring.getBoundingClientRect();
  const inside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  const before = window.lastFocused;
  window.lastFocused = here;
  const follows = !before?.isConnected || before === here
    || before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (!inside) return [words, "it is off the screen"];
  return [words, follows ? "" : "it stands before what had the focus before it"];
}"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "home")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(server: Server) -> Iterator[Page]:
    with open_browser() as browser:
        page = browser.new_context(viewport=DESK, reduced_motion="reduce").new_page()  # type: ignore[arg-type]
        page.goto(server.address)
        yield page


def tab_to(page: Page, words: str, within: Frame | None = None) -> None:
    """Press Tab until the focus is on what begins with these words, seen at each step."""
    passed: list[str] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focused, wrong = (within or page).evaluate(FOCUSED, LEAST_OUTLINE_PX)
        assert wrong == "", (focused, wrong, passed)
        if focused.strip().startswith(words):
            return
        passed.append(focused)
    raise AssertionError(f"{words} was not reached: {passed}")


def go(page: Page, words: str) -> None:
    """Go to a link or button, and press Enter on it."""
    tab_to(page, words)
    page.keyboard.press("Enter")


def choose(page: Page, clip: str) -> None:
    """Open the list of files of the next side, and choose a sample clip."""
    tab_to(page, "Choose clips")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(find_sample(clip))


@pytest.mark.slow
@pytest.mark.model
def test_the_first_minute_needs_no_mouse(page: Page, server: Server) -> None:
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    go(page, "Add an athlete")
    expect(page.get_by_label("Name")).to_be_focused(timeout=WITHIN_MS)
    page.keyboard.type("Adda")
    tab_to(page, "Standing height")
    page.keyboard.type("178")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Adda", timeout=WITHIN_MS)
    go(page, "Add clips")
    page.wait_for_url("**/upload")
    choose(page, "before.mp4")
    choose(page, "after.mp4")
    go(page, "Send 2 clips")
    page.wait_for_url("**/clips")
    expect(page.get_by_text("about 7 steps")).to_have_count(2, timeout=MEASURED_WITHIN_MS)
    go(page, "Measure these clips")
    page.wait_for_url("**/comparisons/*", timeout=MEASURED_WITHIN_MS)
    read_the_report(page)
    back_to_the_athlete(page)
    go(page, "Edit")
    page.wait_for_url("**/edit")
    tab_to(page, "Name")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ada", timeout=WITHIN_MS)
    go(page, "Leave out: before.mp4")
    expect(page.get_by_text("Left out of comparisons")).to_be_visible(timeout=WITHIN_MS)
    go(page, "Compare again: before.mp4")
    expect(page.get_by_text("Left out of comparisons")).to_be_hidden(timeout=WITHIN_MS)
    server.stop()
    assert server.err.read_text() == ""


def read_the_report(page: Page) -> None:
    """Enlarge a picture of the report; Escape gives the focus back."""
    tab_to(page, "iframe")
    report = page.frames[1]
    tab_to(page, "enlarge", report)
    page.keyboard.press("Enter")
    assert report.evaluate("document.getElementById('enlarged').open")
    page.keyboard.press("Escape")
    assert not report.evaluate("document.getElementById('enlarged').open")
    assert report.evaluate("document.activeElement.matches('button.enlarge')")


def back_to_the_athlete(page: Page) -> None:
    for _ in range(MOST_STEPS):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.innerText").startswith("← Adda"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Adda", timeout=WITHIN_MS)
