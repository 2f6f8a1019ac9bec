"""Reports in a real browser: what fits, opens, is drawn, is printed and is read aloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from aqvision.report.page import write_analysis_report, write_comparison_report
from tests.support.browser import open_browser, serious_faults
from tests.support.comparisons import before_and_after, refused
from tests.support.films import with_film
from tests.support.printed import pages_of, without_spaces
from tests.support.synthetic import Run, analysis_of

WIDTHS_PX = (360, 390, 768, 1024, 1440)
HOSTILE = "<script>alert(1)</script> \"q\" 'q' \u202egnorw\u202c {{ 7 * 7 }} " + "x" * 10_000
PHONE = {"width": 390, "height": 844}
MAX_PHONE_PX = 7000
WITHIN_MS, A_MOMENT_MS = 5000, 50
MOMENTS = ("touchdown", "toe-off")


def with_pictures(folder: Path, seed: int) -> Path:
    """Write pictures with the points of a body in them."""
    target = folder / "keyframes"
    target.mkdir(parents=True)
    body = np.random.default_rng(seed).uniform([60, 60], [300, 360], (33, 2)).round(1).tolist()
    entries = []
    for i, phase in enumerate(MOMENTS):
        cv2.imwrite(str(target / f"{phase}.webp"), np.full((420, 361, 3), 90, dtype=np.uint8))
        entry = {"phase": phase, "label": phase.capitalize(), "time_s": 0.5 + 0.1 * i}
        entries.append(entry | {"side": "right", "joints_px": body})
    (target / "index.json").write_text(json.dumps(entries))
    with_step_pictures(folder / "steps", body)
    return folder


def with_step_pictures(target: Path, body: list[list[float]]) -> None:
    """Write the pictures of the first contacts."""
    target.mkdir()
    names = [f"{i:02d}-{event}" for i in range(4) for event in MOMENTS]
    for name in names:
        cv2.imwrite(str(target / f"{name}.webp"), np.full((300, 270, 3), 90, dtype=np.uint8))
    index = [{"name": name, "time_s": 0.5, "joints_px": body} for name in names]
    (target / "index.json").write_text(json.dumps(index))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of a comparison, a clip, and a comparison that is refused."""
    home = tmp_path_factory.mktemp("reports")
    old, new = (with_film(with_pictures(home / n, i), 500) for i, n in ((1, "b"), (2, "a")))
    none = refused("filmed from different angles")
    paths = {
        "comparison": write_comparison_report(before_and_after(), [old], [new], home / "out"),
        "clip": write_analysis_report(
            analysis_of(Run()), with_film(with_pictures(home / "one", 3), 450)
        ),
        "refused": write_comparison_report(none, [None], [None], home / "none"),
    }
    paths["hostile"] = write_analysis_report(
        replace(analysis_of(Run()), athlete=HOSTILE), with_pictures(home / "hostile", 4)
    )
    return {name: path.as_uri() for name, path in paths.items()}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url[:5] in {"file:", "data:", "blob:"}
            else said.append(r.url))  # fmt: skip
    yield page
    context.close()
    assert said == []


def becomes(page: Page, true: str) -> bool:
    """Wait until something holds; the page's policy forbids to wait inside it."""
    for _ in range(0, WITHIN_MS, A_MOMENT_MS):
        if page.evaluate(true):
            return True
        page.wait_for_timeout(A_MOMENT_MS)
    return False


KINDS = ("comparison", "clip", "refused", "hostile")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_sticks_out_and_a_phone_shows_all_in_a_few_screens(
    kind: str, page: Page, reports: dict[str, str]
) -> None:
    page.goto(reports[kind])
    if kind != "hostile":
        assert page.evaluate("document.documentElement.scrollHeight") < MAX_PHONE_PX
    else:
        assert page.locator("h1").inner_text().startswith('<script>alert(1)</script> "q"')
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for width in WIDTHS_PX:
        page.set_viewport_size({"width": width, "height": 844})
        # charts follow the width a moment later
        assert becomes(page, "document.documentElement.scrollWidth <= window.innerWidth"), width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_serious_fault_of_access(
    kind: str, scheme: str, browser: Browser, reports: dict[str, str]
) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(reports[kind])
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    serious = serious_faults(page, colours_only=scheme == "dark")
    page.close()
    assert serious == {}


def test_parts_are_closed_on_a_phone_and_the_pictures_open_on_a_desk(
    page: Page, reports: dict[str, str]
) -> None:
    page.goto(reports["comparison"])
    assert page.locator("details.fold[open]").count() == 0
    page.set_viewport_size({"width": 1440, "height": 900})
    page.reload()
    expect(page.locator("#pictures")).to_have_attribute("open", "")
    assert page.locator("#methods[open]").count() == 0


def test_charts_are_there_at_once_and_explored_by_a_tap(
    page: Page, reports: dict[str, str]
) -> None:
    page.goto(reports["comparison"])
    page.locator("#charts > summary").click()
    charts = page.locator("#charts .chart")
    assert charts.count() > 5
    expect(page.locator("#charts .chart > svg")).to_have_count(charts.count())
    assert page.evaluate("window.Plotly === undefined")
    page.locator("#charts button.explore").first.click()
    expect(page.locator("#charts .js-plotly-plot")).to_have_count(1)
    expect(page.locator("#charts .chart > svg")).to_have_count(charts.count() - 1)


def test_a_link_opens_the_part_it_leads_to(page: Page, reports: dict[str, str]) -> None:
    page.goto(f"{reports['comparison']}#methods")
    expect(page.locator("#methods")).to_have_attribute("open", "")


def test_a_picture_is_enlarged_by_a_tap_and_put_back_by_a_key(
    page: Page, reports: dict[str, str]
) -> None:
    page.goto(reports["comparison"])
    page.locator("#pictures > summary").click()
    small = page.locator("button.enlarge img").first
    width = small.bounding_box()["width"]  # type: ignore[index]
    small.click()
    expect(page.locator("dialog img")).to_be_visible()
    assert page.locator("dialog img").bounding_box()["width"] > 1.3 * width  # type: ignore[index]
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator("button.enlarge").first).to_be_focused()


def test_a_number_of_a_step_leads_to_its_frame_with_its_angle_drawn(
    page: Page, reports: dict[str, str]
) -> None:
    page.goto(reports["clip"])
    page.locator("#steps > summary").click()
    number = page.locator("button.shows[data-lines]").first
    number.click()
    drawn = str(number.get_attribute("data-drawn"))
    expect(page.locator("dialog svg text")).to_have_text(drawn)
    caption = f": {number.inner_text()} at the instant, {drawn} in this frame"
    expect(page.locator("dialog figcaption")).to_contain_text(caption)
    expect(page.locator("dialog img")).to_have_count(1)
    page.keyboard.press("Escape")
    page.locator("#steps tbody button.shows").first.click()
    expect(page.locator("dialog img")).to_have_count(2)
    expect(page.locator("dialog svg")).to_have_count(0)


def test_print_opens_all_parts_and_is_never_dark(page: Page, reports: dict[str, str]) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(reports["comparison"])
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.fold:not([open])").count() == 0
    assert page.locator(".chart > svg").first.is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_two_sheets_stand_alone_with_verdict_findings_limits_and_pictures(
    page: Page, reports: dict[str, str]
) -> None:
    page.goto(reports["comparison"])
    first = page.locator(".first h1, .headline, .filmed, .next, .finding").all_inner_texts()
    moments = page.locator("#pictures > summary, #pictures h3").all_text_contents()
    sheets = pages_of(page.pdf(prefer_css_page_size=True))
    assert len(first) > 5
    assert all(without_spaces(text) in sheets[0] for text in first)
    assert len(moments) > len(MOMENTS)
    assert all(without_spaces(text) in sheets[1] for text in moments)
    appendix = ("#movements", "#together", "#changes", "#steps", "#quality", "#methods")
    said, at = "".join(sheets[2:]), -1
    for part in appendix:
        heading = without_spaces(page.locator(f"{part} > summary").text_content() or "")
        at = said.index(heading, at + 1)
