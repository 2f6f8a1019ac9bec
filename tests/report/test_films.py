"""Films on a page: paired, small, and played by one clock that starts at touchdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from aqvision.core.types import View
from aqvision.report.films import SLOWER, film_of, films_of
from aqvision.report.page import write_analysis_report, write_comparison_report
from aqvision.report.stride_film import _MOST_BYTES, MAX_PICTURES
from tests.support.browser import open_browser
from tests.support.comparisons import before_and_after
from tests.support.films import with_film
from tests.support.pages import read
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of

STRIDE_MS = {"before": 500, "after": 400}


def test_the_first_pair_with_both_films_is_shown(tmp_path: Path) -> None:
    comparison = before_and_after()
    old, new = with_film(tmp_path / "b", 500), with_film(tmp_path / "a", 400)
    both = films_of(comparison, [old], [new])
    assert [film.role for film in both] == ["before", "after"]
    assert [film.data["stride_ms"] for film in both] == [500, 400]
    assert [film.role for film in films_of(comparison, [None], [new])] == ["after"]
    assert films_of(comparison, [None], [None]) == []
    front = scene_with(comparison.after[0].scene, view=View.FRONT)
    two_views = replace(comparison, after=(replace(comparison.after[0], scene=front),))
    assert films_of(two_views, [old], [new]) == []
    assert film_of(analysis_of(Run()), None) == []


def test_a_clip_takes_300_kb_of_a_page_at_most() -> None:
    assert MAX_PICTURES * _MOST_BYTES * 4 / 3 < 300_000


def test_without_a_script_the_first_picture_is_there_and_no_control(tmp_path: Path) -> None:
    page = write_analysis_report(analysis_of(Run()), with_film(tmp_path, 500))
    tags = read(page).tags
    films = [a for tag, a in tags if tag == "img" and "picture by picture" in (a["alt"] or "")]
    assert len(films) == 1
    assert any(tag == "div" and "film-controls" in (a.get("class") or "") and "hidden" in a
               for tag, a in tags)  # fmt: skip
    without = write_analysis_report(analysis_of(Run()), tmp_path / "none")
    assert "One stride, slowly" not in read(without).text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    old, new = (with_film(folder / role, ms) for role, ms in STRIDE_MS.items())
    return write_comparison_report(before_and_after(), [old], [new], folder)


@pytest.fixture
def page(browser: Browser, written: Path) -> Iterator[Page]:
    """Give the page to a reader who wants nothing to move."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(written.as_uri())
    page.evaluate(
        "window.told = []; document.addEventListener('stride-time', e => told.push(e.detail))"
    )
    yield page
    page.close()


def greys(page: Page) -> list[float]:
    """Give how bright each film's picture is."""
    return [
        float(value)
        for value in page.evaluate(
            """Promise.all([...document.querySelectorAll('.film-pictures img')].map(async img => {
              await img.decode();
              const canvas = new OffscreenCanvas(1, 1), pen = canvas.getContext('2d');
              pen.drawImage(img, 0, 0, 1, 1);
              return pen.getImageData(0, 0, 1, 1).data[0];
            }))"""
        )
    ]


def test_the_slider_moves_both_pictures_and_the_shorter_waits_at_its_end(page: Page) -> None:
    slider = page.get_by_label("Time since touchdown")
    assert greys(page) == [0, 0]
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    # 200 ms after touchdown: the fourth of ten parts of 500 ms, the fifth of 400 ms
    assert greys(page) == pytest.approx([80, 100], abs=3)
    assert page.locator(".film-time").all_inner_texts() == ["+200 ms", "+200 ms"]
    assert page.evaluate("told.slice(-2)") == [
        {"role": "before", "percent": pytest.approx(40)},
        {"role": "after", "percent": pytest.approx(50)},
    ]
    page.keyboard.press("End")
    assert greys(page) == pytest.approx([200, 200], abs=3)
    assert page.locator(".film-time").all_inner_texts() == [
        "+500 ms, next touchdown", "+400 ms, next touchdown",
    ]  # fmt: skip
    assert slider.get_attribute("aria-valuetext") == (
        "Before +500 ms, next touchdown; After +400 ms, next touchdown"
    )
    page.keyboard.press("Home")
    assert greys(page) == [0, 0]


def test_a_line_moves_along_in_the_curves(page: Page) -> None:
    page.get_by_label("Time since touchdown").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.locator("#charts > summary").click()  # seen only now, the line comes with it
    expect(page.locator("figure:has(#curve-thigh_deg) .stride-cursor")).to_have_count(2)
    area = page.locator("#curve-thigh_deg [data-plot-area]").bounding_box()
    assert area is not None
    for role, percent in (("before", 40), ("after", 50)):
        line = page.locator(f"figure:has(#curve-thigh_deg) .stride-cursor.{role}").bounding_box()
        assert line is not None
        assert line["x"] + 1 == pytest.approx(area["x"] + area["width"] * percent / 100, abs=1)
        assert [line["y"], line["height"]] == pytest.approx([area["y"], area["height"]], abs=1)


def test_it_plays_slowly_when_asked(page: Page) -> None:
    button = page.locator(".film-controls button")
    assert button.inner_text() == "Play"
    size = button.bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= 44
    assert page.evaluate("told.length") == 0
    button.click()
    assert button.inner_text() == "Pause"
    expect(page.locator(".film-time").first).to_have_text(re.compile(r"\+[12]\d\d ms"))
    button.click()
    assert button.inner_text() == "Play"
    told = page.evaluate("told.length")
    page.wait_for_timeout(120)
    assert page.evaluate("told.length") == told


def test_it_starts_by_itself_when_it_is_seen(browser: Browser, written: Path) -> None:
    page = browser.new_page(reduced_motion="no-preference")
    page.goto(written.as_uri())
    button = page.locator(".film-controls button")
    assert button.inner_text() == "Play"
    page.locator(".film-pictures").scroll_into_view_if_needed()
    expect(page.locator(".film-time").first).to_have_text(re.compile(r"\+"))
    assert button.inner_text() == "Pause"
    started = page.evaluate("performance.now()")
    expect(page.locator(".film-time").first).to_have_text(re.compile("next"), timeout=30_000)
    # 500 ms of stride; the machine may be slow, the clock is not
    assert page.evaluate("performance.now()") - started > 0.6 * SLOWER * STRIDE_MS["before"]
    page.close()


@pytest.mark.parametrize(("width", "columns"), [(390, 2), (360, 1), (1440, 2)])
def test_pictures_stand_side_by_side_where_two_fit(page: Page, width: int, columns: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    boxes = [b.bounding_box() for b in page.locator(".film-pictures img").all()]
    assert len({box["y"] for box in boxes if box}) == 3 - columns
    assert all(box and box["width"] >= 170 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") == width
