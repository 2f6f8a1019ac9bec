"""The page of a season: whole, quiet, safe, and wide enough for no phone to scroll sideways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from aqvision.progress.blocks import TrainingBlock
from aqvision.progress.progress import Progress
from aqvision.report.season import season_verdict, write_season_page
from tests.support.pages import read
from tests.support.seasons import BLOCKS, clip, day, hold, season_of

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
N = 6


@pytest.fixture(scope="module")
def season() -> Progress:
    clips = [clip(14 * i, thigh_separation_touchdown_deg=-5.0 * i) for i in range(N)]
    holds = [hold(14 * i + 1, 12.0 - i, number=n) for i in range(N) for n in range(2)]
    hostile = TrainingBlock(first=day(30), last=day(40), what=HOSTILE)
    return season_of(clips, holds, (*BLOCKS, hostile))


@pytest.fixture(scope="module")
def written(season: Progress, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_season_page(season, tmp_path_factory.mktemp("season"))


def test_all_is_said_and_no_word_of_others_runs(written: Path) -> None:
    page = read(written)
    assert "No trial shows that isometric holds transfer to sprinting" in page.text
    assert "Band holds, twice a week" in page.text
    assert HOSTILE in page.text
    assert [tag for tag, _attributes in page.tags if tag in ("script", "img")] == ["script"]


def test_the_verdict_tells_what_was_filmed_and_what_came_of_it(season: Progress) -> None:
    filmed, holds, sprints, together = season_verdict(season)
    assert filmed == (
        "Filmed from 2 March 2026 to 12 May 2026: 12 holds on 6 dates and 6 runs on 6 dates."
    )
    assert "holds" in holds.lower()
    assert "thighs apart at touchdown went from" in sprints
    assert "One run on a date does not tell whether the athlete has changed." in sprints
    assert together.endswith("dates side by side tell of no cause.")


def test_a_change_of_holds_is_told_with_its_interval() -> None:
    holds = [hold(d, s, number=n) for n in range(3) for d, s in ((0, 20.0), (30, 3.0))]
    _filmed, told, _together = season_verdict(season_of([], holds))
    assert told.startswith("Holds, from the first date to the last: sway went from 20.0 mm to 3.0")
    one = [replace(h) for h in holds[:2]]
    assert "One hold on a date" in season_verdict(season_of([], one))[1]


def test_a_season_of_one_date_has_a_page(tmp_path: Path) -> None:
    page = read(write_season_page(season_of([clip(0)], []), tmp_path))
    assert "1 run on 1 date" in page.text
    assert "None given." in page.text


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize(("width_px", "shown"), [(390, "narrow"), (1440, "wide")])
def test_one_picture_fits_the_screen(
    width_px: int, shown: str, browser_page: Page, written: Path
) -> None:
    browser_page.set_viewport_size({"width": width_px, "height": 900})
    browser_page.goto(written.as_uri())
    assert browser_page.evaluate("document.documentElement.scrollWidth") == width_px
    visible = browser_page.locator("svg.timeline:visible")
    assert visible.count() == 1
    assert browser_page.locator(f".timeline-{shown} svg").is_visible()


def test_parts_are_closed_on_a_phone_and_the_changes_open_on_a_desk(
    browser_page: Page, written: Path
) -> None:
    for width_px, n_open in ((390, 0), (1440, 2)):
        browser_page.set_viewport_size({"width": width_px, "height": 900})
        browser_page.goto(written.as_uri())
        assert browser_page.locator("details.fold[open]").count() == n_open
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto(f"{written.as_uri()}#numbers")
    assert browser_page.locator("#numbers[open]").count() == 1
