"""Corrections by tapping, in a real browser: one server, one look at each control."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from aqvision.core.film_part import FilmPart
from aqvision.core.prompts import Prompt
from aqvision.library.library import Library, open_library
from aqvision.library.records import Run
from aqvision.report.pictures import write_webp
from aqvision.sandbox.preview import (
    PREVIEW_FILE,
    Film,
    PeoplePicture,
    Person,
    PersonBox,
    Preview,
    PreviewFacts,
    Still,
)
from tests.support.browser import open_browser, serious_faults
from tests.support.measured_sample import add_measured_sample
from tests.support.team_folder import small_video
from tests.support.web_server import Server

WIDTHS_PX = (390, 1440)
FACTS = PreviewFacts(
    fps=30.0, capture_fps=30.0, duration_s=3.0, expected_steps=None, view="side", camera="still"
)
BOXES = (PersonBox(1, 0.1, 0.2, 0.15, 0.8), PersonBox(2, 0.6, 0.2, 0.7, 0.8))
SEEN = Preview(
    facts=FACTS,
    prompts=(Prompt.HOLD,),
    people=(Person(1, 0.1, 2.9, True), Person(2, 0.1, 2.9, True)),
    groups=(PeoplePicture("people-0.webp", 1.0, BOXES),),
    film=Film(
        width_px=1920,
        height_px=1080,
        duration_s=4.0,
        stills=(Still("still-0.webp", 0.0), Still("still-1.webp", 2.0)),
        strip_s=(1.0, 3.0),
    ),
)


@dataclass(frozen=True)
class House:
    """A server with a clip that is measured and one that waits to be."""

    server: Server
    library: Library
    measured: Run
    waiting: Run


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("tapping")
    server = Server(folder / "home")
    library = open_library(server.home)
    measured, _result = add_measured_sample(library)
    session = library.add_session(library.add_athlete("Eve").id, "before")
    waiting = library.add_run(session.id, small_video(folder / "two.mp4", b"two"))
    seen = server.home / "previews" / waiting.id
    seen.mkdir(parents=True)
    (seen / PREVIEW_FILE).write_text(SEEN.to_json())
    for name in ("people-0.webp", "still-0.webp", "still-1.webp", "strip.webp"):
        write_webp(np.full((90, 160, 3), 120, dtype=np.uint8), seen / name, 80)
    server.start()
    yield House(server, library, measured, waiting)
    server.stop()
    library.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(house.server.address)
    yield page
    context.close()
    assert [text for text in said if "400" not in text] == []  # a form that is refused


def fits(page: Page) -> None:
    for width in WIDTHS_PX:
        page.set_viewport_size({"width": width, "height": 844})
        excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert excess <= 0, width
    assert serious_faults(page) == {}


def middle(place: Locator) -> tuple[float, float]:
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, handle: Locator, by_px: tuple[float, float]) -> None:
    x, y = middle(handle)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by_px[0], y + by_px[1], steps=4)
    page.mouse.up()


def test_what_is_held_against_is_asked_of_holds_only(house: House, page: Page) -> None:
    session = house.library.session(house.waiting.session_id)
    page.goto(f"{house.server.base}/athletes/{session.athlete_id}/clips")
    hold, load = page.get_by_label("Measure it as a hold"), page.get_by_label("Load")
    expect(load).to_be_hidden()
    hold.check()
    load.fill("20 kg")
    page.get_by_role("textbox", name="Band").fill("red, 2 m")
    fits(page)
    hold.uncheck()
    expect(load).to_be_hidden()
    hold.check()
    expect(load).to_have_value("20 kg")


def test_person_and_marks_are_tapped_and_a_part_is_cut(house: House, page: Page) -> None:
    session = house.library.session(house.waiting.session_id)
    page.goto(f"{house.server.base}/athletes/{session.athlete_id}/clips")
    person = page.locator(".person input").nth(1)
    shown = person.bounding_box()
    assert shown is not None
    assert min(shown["width"], shown["height"]) >= 43.9
    page.mouse.click(*middle(person))
    expect(person).to_be_checked()

    page.locator("summary", has_text="Two marks of a known distance").click()
    still = page.locator(".still:visible")
    still.scroll_into_view_if_needed()
    box = still.bounding_box()
    assert box is not None
    for part in (0.25, 0.75):  # through the handles that wait there
        page.mouse.click(box["x"] + part * box["width"], box["y"] + 0.8 * box["height"])
    first = page.get_by_role("button", name="1: First mark")
    drag(page, first, (-0.05 * box["width"], 0))
    first.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".loupe")).to_be_visible()
    page.get_by_label("Distance between the marks").fill("10")

    page.get_by_text("Measure only a part of the film").click()
    fits(page)
    page.get_by_role("button", name="Measure this clip").click()
    page.wait_for_url("**/progress")
    kept = house.library.run(house.waiting.id).options
    assert (kept.track, kept.part) == (2, None)
    assert kept.marks is not None
    (one, other), places = kept.marks.places, [(0.2, 0.8), (0.75, 0.8)]
    for mark, (across, down) in zip((one, other), places, strict=True):
        assert (mark.x_px, mark.y_px) == pytest.approx((1920 * across, 1080 * down), abs=12)
    assert (other.along_m, other.time_s) == (10.0, 0.0)

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{house.server.base}/athletes/{session.athlete_id}/clips?run={house.waiting.id}")
    page.get_by_text("Measure only a part of the film").click()
    strip = page.locator("trim-strip").bounding_box()
    assert strip is not None
    drag(page, page.get_by_role("slider", name="Beginning of the part"), (strip["width"] / 4, 0))
    page.get_by_role("slider", name="End of the part").press("ArrowLeft")
    expect(page.get_by_label("To", exact=True)).to_have_value("3.95")
    page.get_by_role("button", name="Measure this clip").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Look at this part first")
    look = page.get_by_role("button", name="Look at this part first")
    look.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")  # its pictures go as soon as it is looked at anew
    look.click()
    expect(page.locator("progress, .problem").first).to_be_visible()
    kept = house.library.run(house.waiting.id).options
    assert kept.part is not None
    assert kept.part.first_s == pytest.approx(1.0, abs=0.03)
    assert (kept.part.last_s, kept.track) == (3.95, None)


def test_without_a_script_fields_do_the_same(house: House, browser: Browser) -> None:
    house.library.update_run(house.waiting.id, house.waiting.options)
    seen = house.server.home / "previews" / house.waiting.id / PREVIEW_FILE
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.server.address)
    session = house.library.session(house.waiting.session_id)
    check = f"{house.server.base}/athletes/{session.athlete_id}/clips?run={house.waiting.id}"
    page.goto(check)
    while not seen.exists():  # of another part, which an earlier test has asked for
        time.sleep(0.1)
    seen.write_text(SEEN.to_json())
    page.goto(check)
    page.locator(".person input").nth(1).check()
    page.get_by_text("Measure only a part of the film").click()
    page.get_by_label("From", exact=True).fill("5")
    page.get_by_role("button", name="Look at this part first").click()
    expect(page.get_by_text("The film lasts 4.00 s.")).to_be_visible()
    assert page.get_by_label("From", exact=True).input_value() == "5"
    page.get_by_label("From", exact=True).fill("1")
    page.get_by_role("button", name="Look at this part first").click()
    assert house.library.run(house.waiting.id).options.part == FilmPart(1.0)
    context.close()


def result_of(house: House) -> dict[str, Any]:
    stored = house.library.analysis_of(house.measured.id)
    assert stored is not None
    path: Path = house.library.result_folder(stored) / "analysis.json"
    told: dict[str, Any] = json.loads(path.read_text())
    return told


@pytest.mark.slow
def test_a_moved_touchdown_changes_the_number_in_seconds(house: House, page: Page) -> None:
    before = result_of(house)
    page.goto(f"{house.server.base}/runs/{house.measured.id}/events")
    expect(page.locator("form.events")).to_be_visible(timeout=60_000)
    touchdown = page.get_by_role("group").filter(has_text="Touchdown").first
    chosen = touchdown.get_by_role("radio", checked=True)
    x, y = middle(chosen)
    box = chosen.bounding_box()
    assert box is not None
    page.mouse.click(x - box["width"], y)
    expect(touchdown).to_contain_text("moved by −")
    fits(page)
    page.get_by_role("button", name="Measure by these contacts").click()
    page.wait_for_url(f"**/runs/{house.measured.id}/report", timeout=60_000)
    after = result_of(house)
    moved_s = before["contacts"][0]["touchdown_s"] - after["contacts"][0]["touchdown_s"]
    assert 0.003 < moved_s < 0.013
    assert after["contacts"][1]["touchdown_s"] == pytest.approx(
        before["contacts"][1]["touchdown_s"], abs=6e-5
    )
    means = [told["metrics"]["contact_time_s"]["value"] for told in (before, after)]
    assert means[1] > means[0]
    assert "given_contacts" in [warning["code"] for warning in after["warnings"]]
    page.goto(f"{house.server.base}/runs/{house.measured.id}/events")
    expect(page.locator("main")).to_contain_text("corrected by hand")
    page.get_by_role("button", name="Back to what was found").click()
    page.wait_for_url(f"**/runs/{house.measured.id}/report", timeout=60_000)
    found = result_of(house)
    assert found["metrics"]["contact_time_s"]["value"] == pytest.approx(means[0], abs=1e-5)
    assert "given_contacts" not in [warning["code"] for warning in found["warnings"]]
