"""Forms, uploads and reports in a real browser, on a phone: sizes, focus, stopping, printing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from aqvision.core.prompts import Prompt
from aqvision.library.library import open_library
from aqvision.library.records import JobKind, JobState
from aqvision.sandbox.preview import (
    PREVIEW_FILE,
    Advice,
    FilmShot,
    Person,
    Preview,
    PreviewFacts,
)
from tests.support.browser import faults_of, open_browser, serious_faults
from tests.support.team_folder import made_result, small_video
from tests.support.web_server import Server

PHONE = {"width": 390, "height": 844}
MIB = 1024 * 1024
SLOW_BYTES_S = 400_000
FACTS = PreviewFacts(
    fps=30.0, capture_fps=30.0, duration_s=3.0, expected_steps=7.0, view="side", camera="still"
)
SEEN = Preview(
    facts=FACTS,
    advice=(Advice("treadmill", "On a treadmill.", "say how fast it runs", (Prompt.BELT,)),),
    people=(Person(1, 0.1, 1.5, True), Person(2, 0.1, 1.5, False)),
    shots=(FilmShot(1, 0.0, 1.0), FilmShot(2, 1.0, 3.0, used=True)),
)


@dataclass(frozen=True, slots=True)
class Ada:
    """Somebody with clips and reports, by the addresses of their pages."""

    server: Server
    athlete_id: str
    session_id: str
    run_id: str
    unchecked_id: str
    comparison_id: str
    unmade_id: str

    @property
    def pages(self) -> list[str]:
        athlete = f"/athletes/{self.athlete_id}"
        return [
            "/", "/filming", "/athletes/new", athlete, f"{athlete}/edit", f"{athlete}/upload",
            f"{athlete}/clips", f"{athlete}/clips?run={self.run_id}", f"{athlete}/progress",
            f"{athlete}/delete", f"/sessions/{self.session_id}/edit",
            f"/sessions/{self.session_id}/delete", f"/runs/{self.run_id}/delete",
            f"/runs/{self.run_id}/report", f"/comparisons/{self.comparison_id}",
            f"/comparisons/{self.comparison_id}/delete", f"/comparisons/{self.unmade_id}",
            "/nothing",
        ]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def ada(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ada]:
    folder = tmp_path_factory.mktemp("forms")
    server = Server(folder / "home")
    made = filled(server, folder)
    server.start()
    yield made
    server.stop()


def filled(server: Server, folder: Path) -> Ada:
    """Fill a home: a clip of each side measured and compared, one that waits, one that failed."""
    with open_library(server.home) as library:
        athlete = library.add_athlete("Ada Example", 1.78)
        runs, sessions = {}, {}
        for label, day in (("before", dt.date(2026, 5, 4)), ("after", dt.date(2026, 6, 30))):
            session = library.add_session(athlete.id, label, day)
            clip = small_video(folder / f"{label}-of-a-rather-long-name.mp4", label.encode())
            run = library.add_run(session.id, clip)
            result = made_result(library)
            (result / "report.html").write_text(LONG_REPORT)
            library.add_analysis(run.id, label, result, {})
            runs[label], sessions[label] = run, session
        waiting = library.add_run(
            sessions["after"].id, small_video(folder / "waiting.mp4", b"waiting")
        )
        failed = library.add_run(sessions["after"].id, small_video(folder / "failed.mp4", b"no"))
        job = library.add_job(JobKind.ANALYZE, run_id=failed.id)
        library.update_job(job.id, state=JobState.FAILED, error="nobody runs", hint="film a run")
        made = library.add_comparison(sessions["before"].id, sessions["after"].id)
        result = made_result(library)
        (result / "report.html").write_text(LONG_REPORT)
        library.finish_comparison(made.id, "key", result, {})
        unmade = library.add_comparison(sessions["after"].id, sessions["before"].id)
        for run in (waiting, runs["before"]):
            seen = server.home / "previews" / run.id
            seen.mkdir(parents=True)
            (seen / PREVIEW_FILE).write_text(SEEN.to_json())
    return Ada(
        server, athlete.id, sessions["before"].id, runs["before"].id, waiting.id, made.id, unmade.id
    )


LONG_REPORT = "<!doctype html><title>Report</title>" + "".join(
    f"<p style='height: 40vh'>Part {n} of the report.</p>" for n in range(12)
)


@pytest.fixture
def phone(browser: Browser, ada: Ada) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(ada.server.address)
    yield page
    context.close()


def test_each_page_fits_a_phone_and_a_thumb_and_axe_finds_nothing(phone: Page, ada: Ada) -> None:
    wrong: list[str] = []
    for path in ada.pages:
        phone.goto(ada.server.base + path)
        wrong += [f"{path}: {fault}" for fault in faults_of(phone, PHONE["width"])]
    assert wrong == [], "\n".join(wrong)


def test_a_wrong_form_keeps_what_was_typed_and_takes_the_focus(phone: Page, ada: Ada) -> None:
    phone.goto(f"{ada.server.base}/athletes/new")
    phone.get_by_label("Name").fill("Eve")
    phone.get_by_label("Standing height").fill("17")
    phone.get_by_role("button", name="Add").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    expect(phone.get_by_role("alert")).to_contain_text("A height of 17 m cannot be right.")
    expect(phone.get_by_label("Name")).to_have_value("Eve")
    expect(phone.get_by_label("Standing height")).to_have_value("17")
    phone.goto(f"{ada.server.base}/athletes/{ada.athlete_id}/clips")
    phone.get_by_label("Speed of the treadmill").fill("80")
    phone.get_by_label("Unit of the speed").select_option("m/s")
    phone.get_by_role("button", name="Measure").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    expect(phone.get_by_role("alert")).to_contain_text("A belt speed of 80 m/s cannot be right.")
    expect(phone.get_by_label("Unit of the speed")).to_have_value("m/s")


def large(path: Path) -> Path:
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(3 * MIB))
    return path


def test_sending_is_stopped_and_half_a_file_is_told_after_a_reload(
    phone: Page, ada: Ada, tmp_path: Path
) -> None:
    clip = large(tmp_path / "large.mp4")
    place = f"{ada.server.base}/athletes/{ada.athlete_id}/upload"
    phone.goto(place)
    throttled = phone.context.new_cdp_session(phone)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1}
    throttled.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": SLOW_BYTES_S})
    expect(phone.get_by_role("button", name="Stop")).to_be_hidden()
    phone.set_input_files("#before-files", clip)
    phone.get_by_role("button", name="Send 1 clip").click()
    row = phone.locator(".before .files")
    expect(row).to_contain_text(re.compile(r"[1-9]\d? % of"), timeout=20_000)
    phone.get_by_role("button", name="Stop").click()
    expect(row).to_contain_text("Stopped at ")
    expect(phone.get_by_role("button", name="Send 1 clip")).to_be_enabled()
    phone.goto(place)
    waiting = phone.locator(".half")
    expect(waiting).to_contain_text("Half a file waits: large.mp4.")
    assert serious_faults(phone) == {}
    phone.get_by_role("button", name="Throw it away: large.mp4").click()
    expect(waiting).to_have_count(0)


def test_a_phone_is_offered_its_camera_and_a_laptop_is_not(
    phone: Page, browser: Browser, ada: Ada
) -> None:
    place = f"{ada.server.base}/athletes/{ada.athlete_id}/upload"
    phone.goto(place)
    camera = phone.locator("#before-camera")
    assert camera.get_attribute("capture") == "environment"
    assert camera.get_attribute("accept") == "video/*"
    expect(phone.locator("label[for=before-camera]")).to_be_visible()
    expect(phone.get_by_text("Filming with this phone?")).to_be_visible()
    laptop = browser.new_page()
    laptop.goto(ada.server.address)
    laptop.goto(place)
    expect(laptop.locator("label[for=before-camera]")).to_be_hidden()
    laptop.context.close()


def n_printed(page: Page) -> int:
    """Count the pages that a browser prints."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf()))


def test_the_whole_report_is_printed(phone: Page, ada: Ada) -> None:
    phone.goto(f"{ada.server.base}/comparisons/{ada.comparison_id}")
    assert n_printed(phone) == 1
    phone.emulate_media(media="print")
    expect(phone.get_by_text("which opens the whole report")).to_be_visible()
    expect(phone.locator("iframe")).to_be_hidden()
    phone.emulate_media(media="screen")
    with phone.context.expect_page() as opened:
        phone.get_by_role("link", name="Print").click()
    opened.value.wait_for_load_state()
    assert n_printed(opened.value) >= 4
