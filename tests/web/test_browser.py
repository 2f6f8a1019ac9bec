"""The pages in a real browser: from an empty house to the report, and through a killed server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from aqvision.core.assets import file_sha256, find_sample
from aqvision.library.library import open_library
from aqvision.library.records import JobKind
from aqvision.sandbox.preview import PREVIEW_FILE, FilmShot, Preview, PreviewFacts
from benchmarks.team_library import fill
from tests.support.browser import open_browser, serious_faults
from tests.support.team_folder import small_video
from tests.support.web_server import Server

WIDTHS_PX = (360, 390, 1440)
MEASURED_WITHIN_MS = 300_000
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "home")
    server.start()
    yield server
    server.stop()


@dataclass
class Watch:
    """What a page said and asked for that it should not."""

    page: Page
    base: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self.asked.append(request.url)


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.address)
    yield page
    context.close()


def fits(page: Page) -> None:
    """Check that nothing sticks out, that every field has a name, and that axe finds no fault."""
    for width in WIDTHS_PX:
        page.set_viewport_size({"width": width, "height": 800})
        excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert excess <= 0, (page.url, width)
    nameless = page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]), select')]"
        ".filter(f => !f.labels.length && !f.getAttribute('aria-label')).map(f => f.outerHTML)"
    )
    assert nameless == []
    assert serious_faults(page) == {}


def add_athlete(page: Page, name: str) -> None:
    """Add somebody, by keyboard alone."""
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    for _ in ("aqvision", "How to film", "Sign out", "Add an athlete"):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Add an athlete")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 3
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    fits(page)
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type("178")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)


@pytest.mark.slow
@pytest.mark.model
def test_from_an_empty_house_to_the_report(server: Server, page: Page) -> None:
    watch = Watch(page, server.base)
    fits(page)
    add_athlete(page, "Ada <b>Example</b>")
    fits(page)
    page.get_by_role("link", name="Add clips").click()
    page.set_input_files("#before-files", find_sample("before.mp4"))
    page.set_input_files("#after-files", find_sample("after.mp4"))
    page.get_by_label("Hide faces in pictures").check()
    fits(page)
    page.get_by_role("button", name="Send 2 clips").click()
    page.wait_for_url("**/clips")
    expect(page.get_by_text("about 7 steps")).to_have_count(2, timeout=MEASURED_WITHIN_MS)
    fits(page)
    page.get_by_role("button", name="Measure these clips").click()
    page.wait_for_url("**/progress")
    expect(page.locator("main")).to_contain_text(" %", timeout=MEASURED_WITHIN_MS)
    fits(page)
    page.wait_for_url("**/comparisons/*", timeout=MEASURED_WITHIN_MS)
    report = page.frame_locator("iframe")
    expect(report.locator("h1")).to_have_text("Ada <b>Example</b>: before and after")
    report.locator("#charts > summary").click()
    report.locator("#charts button.explore").first.click()
    expect(report.locator(".js-plotly-plot").first).to_be_attached()
    assert page.frames[1].evaluate("window.origin") == "null"
    made = [path.read_text() for path in (server.home / "results").glob("*/analysis.json")]
    assert [json.loads(text)["provenance"]["faces_blurred"] for text in made] == [True, True]
    fits(page)
    page.get_by_role("link", name="Ada").click()
    fits(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the clip: before.mp4").click()
    assert file_sha256(Path(saved.value.path())) == file_sha256(find_sample("before.mp4"))
    page.get_by_role("link", name="Delete Ada").click()
    fits(page)
    page.get_by_role("button", name="Delete for good").click()
    expect(page.locator("main")).to_contain_text("Nobody is here yet")
    assert list((server.home / "results").iterdir()) == []
    assert watch.said == []
    assert watch.asked == []
    server.stop()
    assert server.err.read_text() == ""


def large_clip(path: Path, n_bytes: int) -> Path:
    """Write a clip with much in it that is no picture."""
    sample = find_sample("before.mp4").read_bytes()
    filling = n_bytes.to_bytes(4, "big") + b"free"
    path.write_bytes(sample + filling + bytes(n_bytes - len(filling)))
    return path


def grown(folder: Path, n_bytes: int) -> Path:
    """Wait for the only upload to be so large."""
    for _ in range(10_000):
        parts = list(folder.glob("*.part"))
        if parts and parts[0].stat().st_size >= n_bytes:
            return parts[0]
        time.sleep(0.002)
    raise AssertionError(parts)


@pytest.mark.slow
def test_an_upload_goes_on_when_the_server_was_killed(
    server: Server, page: Page, tmp_path: Path
) -> None:
    clip = large_clip(tmp_path / "large.mp4", 120 * MIB)
    add_athlete(page, "Ada")
    page.get_by_role("link", name="Add clips").click()
    page.set_input_files("#after-files", clip)
    page.get_by_role("button", name="Send 1 clip").click()
    part = grown(server.home / "uploads", 5 * MIB)
    server.kill()
    assert 5 * MIB <= part.stat().st_size < clip.stat().st_size
    expect(page.locator(".after .files")).to_contain_text("The connection was lost")
    server.start()
    page.wait_for_url("**/clips", timeout=60_000)
    library = open_library(server.home)
    (athlete,) = library.athletes()
    (session,) = library.sessions(athlete.id)
    (run,) = library.runs(session.id)
    assert run.file_sha256 == file_sha256(clip)
    library.close()


def test_what_cannot_be_taken_is_said_beside_the_file(
    server: Server, page: Page, tmp_path: Path
) -> None:
    watch = Watch(page, server.base)
    add_athlete(page, "Ada")
    page.get_by_role("link", name="Add clips").click()
    (tmp_path / "page.mp4").write_text("<script>alert(1)</script>")
    (tmp_path / "empty.mp4").write_bytes(b"")
    with (tmp_path / "huge.mp4").open("wb") as file:
        file.truncate(501 * MIB)
    names = ("page.mp4", "empty.mp4", "huge.mp4")
    page.set_input_files("#before-files", [tmp_path / name for name in names])
    rows = page.locator("#upload .files li")
    expect(rows.nth(1)).to_contain_text("This file is empty")
    expect(rows.nth(2)).to_contain_text("up to 500 MB are taken")
    page.get_by_role("button", name="Send 1 clip").click()
    expect(rows.nth(0)).to_contain_text("page.mp4 is not a video. Use mp4")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    fits(page)
    for name in names:
        page.get_by_role("button", name=f"Remove {name}").click()
    expect(rows).to_have_count(0)
    assert watch.asked == []
    assert all("422" in said for said in watch.said)


def test_choosing_a_shot_looks_at_it_and_a_wrong_form_says_so_beside_the_clip(
    server: Server, page: Page, tmp_path: Path
) -> None:
    watch = Watch(page, server.base)
    library = open_library(server.home)
    athlete = library.add_athlete("Ada")
    session = library.add_session(athlete.id, "before")
    run = library.add_run(session.id, small_video(tmp_path / "film.mp4", b"cut"))
    facts = PreviewFacts(
        fps=30.0, capture_fps=30.0, duration_s=3.0, expected_steps=None, view="side", camera="still"
    )
    shots = (FilmShot(1, 0.0, 1.0), FilmShot(2, 1.0, 3.0, used=True))
    seen = server.home / "previews" / run.id
    seen.mkdir(parents=True)
    (seen / PREVIEW_FILE).write_text(Preview(facts=facts, shots=shots).to_json())
    page.goto(f"{server.base}/athletes/{athlete.id}/clips")
    fits(page)
    expect(page.get_by_label("Shot 2")).to_be_checked()
    page.get_by_label("120: slow motion").check()
    page.get_by_text("Was this run timed").click()
    page.get_by_label("Split times").fill("5:1.21")
    page.get_by_role("button", name="Measure this clip").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("The last split time is at 5 m.")
    expect(page.get_by_label("Split times")).to_have_value("5:1.21")
    expect(page.get_by_label("120: slow motion")).to_be_checked()
    fits(page)
    page.get_by_label("Shot 1").check()
    expect(page.locator(".card")).to_contain_text("film.mp4 is damaged", timeout=60_000)
    assert library.run(run.id).options.shot == 1
    library.close()
    assert watch.asked == []
    assert all("400" in said for said in watch.said)


def test_a_team_is_found_added_to_and_told_when_all_is_done(
    server: Server, page: Page, tmp_path: Path
) -> None:
    watch = Watch(page, server.base)
    library = open_library(server.home)
    ids = fill(library, 12, 3)
    page.goto(f"{server.base}/")
    fits(page)
    rows = page.locator("#team tbody tr:visible")
    expect(rows).to_have_count(12)
    page.get_by_label("Find an athlete").fill("ÁTHLETE 01")
    expect(rows).to_have_count(3)
    expect(page.locator("#n-shown")).to_have_text("3 of 12 athletes")
    page.get_by_label("Find an athlete").fill("nobody")
    expect(page.get_by_text("Nobody has a name like that")).to_be_visible()
    page.get_by_label("Find an athlete").fill("")
    page.get_by_role("link", name="Last day").click()
    expect(page.locator("[aria-sort]")).to_contain_text("Last day")
    page.goto(f"{server.base}/athletes/{ids[0]}")
    fits(page)
    expect(page.locator("svg.course")).to_have_count(6)
    page.goto(f"{server.base}/roster")
    fits(page)
    table = {"name": "team.csv", "mimeType": "text/csv", "buffer": b"athlete,height_m\nEve,1.7\n"}
    page.set_input_files("#roster", table)  # type: ignore[arg-type]
    page.get_by_role("button", name="Show what it would do").click()
    fits(page)
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("#team tbody tr")).to_have_count(13)
    session = library.sessions(ids[0])[0]
    for number in range(3):
        clip = small_video(tmp_path / f"{number}.mp4", str(number).encode())
        library.add_job(JobKind.ANALYZE, run_id=library.add_run(session.id, clip).id)
    page.goto(f"{server.base}/work")
    fits(page)
    expect(page.get_by_role("heading", name="Came to nothing")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Nothing is being measured")).to_be_visible(timeout=60_000)
    expect(page).to_have_title("All is done · aqvision")
    expect(page.locator("#status")).to_have_text("All is done.")
    library.close()
    assert (watch.said, watch.asked) == ([], [])
