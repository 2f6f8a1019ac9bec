"""The players in a real browser: which frame is shown, to the frame, and what is drawn over it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from aqvision.analysis.store import save_analysis
from aqvision.core.types import Image
from aqvision.library.library import open_library
from tests.support.browser import open_browser
from tests.support.measured_samples import sample_analysis
from tests.support.web_server import Server
from tests.web.test_browser import Watch, fits

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

FILM_WITHIN_MS = 60_000
LEVEL = 15
# The number that the colour of a picture tells: of the video itself, and of a corner of the canvas
# on which it is drawn in a close-up.
READ = """
(video, canvas) => {
  const read = (source) => {
    const small = new OffscreenCanvas(1, 1).getContext("2d");
    small.drawImage(source, 2, 2, 4, 4, 0, 0, 1, 1);
    const [red, green] = small.getImageData(0, 0, 1, 1).data;
    return Math.round(green / 15) * 16 + Math.round(red / 15);
  };
  return [read(video), read(canvas), Number(canvas.dataset.frame)];
}
"""


def coloured(n_frames: int) -> Iterator[Image]:
    """Give pictures whose colour tells their number."""
    for number in range(n_frames):
        picture = np.full((180, 320, 3), 90, np.uint8)
        picture[..., 0], picture[..., 1] = LEVEL * (number % 16), LEVEL * (number // 16)
        yield picture


@dataclass(frozen=True)
class Club:
    """A server whose library holds two runs that were measured, of pictures with numbers."""

    server: Server
    run_id: str
    comparison_id: str
    athlete_id: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory, make_video: MakeVideo) -> Iterator[Club]:
    folder = tmp_path_factory.mktemp("club")
    library = open_library(folder / "home")
    athlete = library.add_athlete("Ada", 1.78)
    sessions, runs = [], []
    for label, codec in (("before", "libx265"), ("after", "libx264")):
        analysis = sample_analysis(label)
        pictures = coloured(len(analysis.pose))
        clip = make_video(
            folder / f"{label}.mp4",
            pictures,
            codec,
            120.0,
            options={"crf": "12", "preset": "ultrafast"},
        )
        session = library.add_session(athlete.id, label)
        run = library.add_run(session.id, clip)
        made = library.home.new_result()
        save_analysis(analysis, made)
        (made / "report.html").write_text("<!doctype html><title>report</title>")
        library.add_analysis(run.id, label, made, {})
        sessions.append(session.id)
        runs.append(run.id)
    comparison = library.add_comparison(*sessions)
    library.close()
    server = Server(folder / "home")
    server.start()
    yield Club(server, runs[0], comparison.id, athlete.id)
    server.stop()
    assert server.err.read_text() == ""


@pytest.fixture
def page(browser: Browser, club: Club) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(club.server.address)
    watch = Watch(page, club.server.base)
    yield page
    assert (watch.said, watch.asked) == ([], [])
    context.close()


def shown(page: Page, stage: int = 0) -> list[int]:
    """Give the number of the video's picture, of the canvas's, and of what is drawn over it."""
    return [
        int(number)
        for number in page.evaluate(
            f"(i) => {{ const s = document.querySelectorAll('.stage')[i];"
            f"return ({READ})(s.querySelector('video'), s.querySelector('canvas')); }}",
            stage,
        )
    ]


def wait_for(page: Page, frame: int, stage: int = 0) -> None:
    expect(page.locator(".stage canvas").nth(stage)).to_have_attribute("data-frame", str(frame))


def slide(page: Page, value: int) -> None:
    page.locator(".frames").evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input')); }",
        value,
    )


def test_the_frame_that_is_told_and_drawn_is_the_one_that_is_shown(page: Page, club: Club) -> None:
    page.goto(f"{club.server.base}/runs/{club.run_id}/play")
    expect(page.locator(".player.ready")).to_be_visible(timeout=FILM_WITHIN_MS)
    first = int(page.locator(".frames").input_value())
    wait_for(page, first)
    for number, key in enumerate(["ArrowRight"] * 14 + ["ArrowLeft"] * 3, 1):
        page.keyboard.press(key)
        wanted = first + (number if number <= 14 else 28 - number)
        wait_for(page, wanted)
        assert shown(page) == [wanted] * 3
    for wanted in [0, 198, *random.Random(7).sample(range(1, 198), 6)]:
        slide(page, wanted)
        wait_for(page, wanted)
        assert shown(page) == [wanted] * 3
        expect(page.locator(".now")).to_contain_text(f"Picture {wanted + 1} of 199 · ")
    # many at once, as a finger on the slider asks for them: the last one counts
    for wanted in range(20, 60):
        slide(page, wanted)
    wait_for(page, 59)
    assert shown(page) == [59] * 3
    # without the close-up, too
    page.get_by_role("button", name="Close up").click()
    slide(page, 120)
    wait_for(page, 120)
    assert shown(page) == [120] * 3


def test_while_it_plays_the_drawing_is_that_of_each_picture(page: Page, club: Club) -> None:
    page.goto(f"{club.server.base}/runs/{club.run_id}/play")
    expect(page.locator(".player.ready")).to_be_visible(timeout=FILM_WITHIN_MS)
    page.get_by_role("button", name="1/16").click()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".now")).to_have_attribute("aria-live", "off")
    seen = page.evaluate(
        f"""new Promise((done) => {{
          const video = document.querySelector("video");
          const canvas = document.querySelector(".stage canvas");
          const seen = [];
          const look = () => {{
            seen.push(({READ})(video, canvas));
            if (seen.length < 25) video.requestVideoFrameCallback(look); else done(seen);
          }};
          video.requestVideoFrameCallback(look);
        }})"""
    )
    # the film itself may have gone on by one picture in the meantime
    assert [numbers for numbers in seen if numbers[1] != numbers[2]] == []
    assert {numbers[0] - numbers[1] for numbers in seen} <= {0, 1}
    assert len({numbers[1] for numbers in seen}) > 15
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".now")).to_have_attribute("aria-live", "polite")
    page.wait_for_timeout(300)
    assert len(set(shown(page))) == 1


def test_it_goes_from_touchdown_to_touchdown_and_tells_real_time(page: Page, club: Club) -> None:
    page.goto(f"{club.server.base}/runs/{club.run_id}/play")
    expect(page.locator(".player.ready")).to_be_visible(timeout=FILM_WITHIN_MS)
    contacts = sample_analysis("before").contacts
    frames = [round(120 * contact.touchdown_s) for contact in contacts]
    wait_for(page, frames[0])
    for frame, contact in zip(frames[1:4], contacts[1:4], strict=True):
        page.get_by_role("button", name="Next touchdown").click()
        wait_for(page, frame)
        page.keyboard.press("ArrowRight")
        wait_for(page, frame + 1)
        said = f"{(frame + 1) / 120:.3f} s · {contact.side} foot on the ground"
        expect(page.locator(".now")).to_contain_text(said)
    page.get_by_role("button", name="Next toe-off").click()
    wait_for(page, round(120 * contacts[3].toeoff_s))
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".now")).to_contain_text("in the air")
    page.get_by_role("button", name="Angles").click()
    fits(page)


def test_two_films_are_locked_at_touchdown(page: Page, club: Club) -> None:
    page.goto(f"{club.server.base}/comparisons/{club.comparison_id}/play")
    expect(page.locator(".player.ready")).to_be_visible(timeout=FILM_WITHIN_MS)
    selects = page.locator("figure select")
    sides = [selects.nth(i).locator("option:checked").inner_text() for i in range(2)]
    assert sides[0].split()[0] == sides[1].split()[0] == "Right"
    touchdowns = [
        [one.touchdown_s for one in sample_analysis(name).contacts] for name in ("before", "after")
    ]
    at = [int(selects.nth(i).input_value()) for i in range(2)]
    for step in (0, 1, -7, 20):
        slide(page, step)
        for stage in range(2):
            frame = round(120 * touchdowns[stage][at[stage]] + step)
            wait_for(page, frame, stage)
            assert shown(page, stage) == [frame] * 3
    expect(page.locator(".now")).to_have_text("+167 ms from touchdown")
    selects.nth(0).select_option("2")  # of the other foot, which the other film follows
    expect(page.locator(".now")).to_have_text("0 ms from touchdown")
    sides = [selects.nth(i).locator("option:checked").inner_text() for i in range(2)]
    assert sides[0].split()[0] == sides[1].split()[0]
    page.get_by_role("button", name="1/16").click()
    page.get_by_role("button", name="Play", exact=True).click()
    pairs = page.evaluate(
        """new Promise((done) => {
          const canvases = [...document.querySelectorAll(".stage canvas")];
          const pairs = [];
          const look = () => {
            pairs.push(canvases.map((canvas) => Number(canvas.dataset.frame)));
            if (pairs.length < 90) requestAnimationFrame(look); else done(pairs);
          };
          look();
        })"""
    )
    # while they play each shows what belongs to the other, to the nearest picture
    apart = {before - after for before, after in pairs}
    assert max(apart) - min(apart) <= 1
    assert len({before for before, _after in pairs}) > 3
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(400)
    frames = [shown(page, stage) for stage in range(2)]
    at = [int(selects.nth(i).input_value()) for i in range(2)]
    since = [frames[i][2] / 120 - touchdowns[i][at[i]] for i in range(2)]
    assert since[0] > 0
    assert abs(since[0] - since[1]) <= 1 / 120
    assert all(len(set(numbers)) == 1 for numbers in frames)
    fits(page)


def test_small_pictures_appear_in_the_list(page: Page, club: Club) -> None:
    page.goto(f"{club.server.base}/athletes/{club.athlete_id}")
    page.wait_for_timeout(300)
    for _ in range(60):
        page.reload()
        natural = page.evaluate(
            "Promise.all([...document.querySelectorAll('img.thumb')].map(async (one) => {"
            "one.loading = 'eager'; await one.decode(); return one.naturalWidth; }))"
        )
        if set(natural) == {288}:
            break
        page.wait_for_timeout(500)
    assert natural == [288, 288]
    fits(page)


def test_a_browser_that_does_not_tell_its_frames_shows_them_all_the_same(
    page: Page, club: Club
) -> None:
    page.add_init_script(
        "delete HTMLVideoElement.prototype.requestVideoFrameCallback; delete window.VideoFrame;"
    )
    page.goto(f"{club.server.base}/runs/{club.run_id}/play")
    expect(page.locator(".player.ready")).to_be_visible(timeout=FILM_WITHIN_MS)
    first = int(page.locator(".frames").input_value())
    for number in range(1, 5):
        page.keyboard.press("ArrowRight")
        wait_for(page, first + number)
        assert shown(page) == [first + number] * 3
    for wanted in (198, 0, 77, 76):
        slide(page, wanted)
        wait_for(page, wanted)
        assert shown(page) == [wanted] * 3


def test_slow_motion_plays_at_real_speed(page: Page, club: Club) -> None:
    def slowed(route: Route) -> None:
        drawn = route.fetch().json()
        drawn["time_s"] = [time_s / 8 for time_s in drawn["time_s"]]
        route.fulfill(json=drawn)

    page.route("**/skeleton.json", slowed)
    page.goto(f"{club.server.base}/runs/{club.run_id}/play")
    expect(page.locator(".player.ready")).to_be_visible(timeout=FILM_WITHIN_MS)
    page.get_by_role("button", name="Play", exact=True).click()
    rates = []
    for speed in ("1/1", "1/4", "1/8", "1/16"):
        page.get_by_role("button", name=speed, exact=True).click()
        rates.append(page.locator("video").evaluate("(video) => video.playbackRate"))
    assert rates == pytest.approx([8, 2, 1, 0.5], rel=1e-3)
