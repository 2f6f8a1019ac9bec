"""The page of a team: who changed in what, who did not, who could not be judged; sortable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from aqvision.kinematics.metrics.registry import PILLARS, Pillar
from aqvision.report.team import team_verdict, write_team_page
from aqvision.report.team_people import TeamAthlete, TeamClip
from aqvision.report.team_tables import shown_pillars
from tests.support.team_changes import changes_like

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
BODY = re.compile("<body>(.*)</body>", re.DOTALL)
DARK = "The picture is dark. Film with light."


def athlete(name: str, kind: str, link: str = "a/report.html") -> TeamAthlete:
    clips = (
        TeamClip(
            athlete=name, label="before", name="one.mp4", link="a/before-1/report.html",
            advice=(DARK,),
        ),
        TeamClip(athlete=name, label="after", name="two.mp4", link="a/after-1/report.html"),
    )  # fmt: skip
    return TeamAthlete(
        name=name, link=link, changes=tuple(changes_like(kind)), compared="March → June",
        cautions=("The speed differs by 9%.",), clips=clips,
    )  # fmt: skip


def alone(name: str) -> TeamAthlete:
    refused = TeamClip(
        athlete=name, label="before", name="r.mp4", error="nobody runs in r.mp4",
        hint="film somebody who runs",
    )  # fmt: skip
    return TeamAthlete(
        name=name, error="there is no clip after", hint="film again", clips=(refused,)
    )


TEAM = [athlete("Anna", "some"), athlete("Still", "none"), athlete("Blind", "blind"), alone("Otto")]


@pytest.fixture
def page_text(tmp_path: Path) -> str:
    return written(TEAM, tmp_path).read_text(encoding="utf-8")


def written(team: list[TeamAthlete], folder: Path) -> Path:
    path = folder / "index.html"
    write_team_page("Spring squad", team, "90%", path)
    return path


def test_everybody_stands_where_they_belong(page_text: str) -> None:
    changed, rest = page_text.split('<h2 id="unjudged">')
    judged_not, failed = rest.split('<h2 id="failed">')
    for name, part in (("Anna", changed), ("Still", changed), ("Blind", judged_not),
                       ("Otto", judged_not), ("Otto", failed)):  # fmt: skip
        assert name in part
    assert "Blind" not in changed
    assert "the legs are hidden" in judged_not.lower()
    assert DARK in judged_not
    assert "Nobody runs in r.mp4. Film somebody who runs." in failed
    assert changed.index("Anna") < changed.index("Still")


def test_the_verdict_counts(page_text: str) -> None:
    first, second, third = team_verdict(TEAM)
    assert first == (
        "Of 2 athletes who could be compared, 1 changed in: contact time 1, speed 1, thighs apart "
        "at touchdown 1 and arm swing at the shoulder 1."
    )
    assert second == (
        "1 athlete: no change found; if there is one, it is too small to be worth telling."
    )
    assert third == "2 athletes could not be compared; why, and what to do, stands below."
    assert team_verdict([alone("Otto")])[0] == "Nobody could be compared."
    assert all(sentence in page_text for sentence in (second, third))


def test_every_standing_has_its_sentence() -> None:
    told = team_verdict([athlete("Runs", "runs"), athlete("Open", "open")])
    assert told == [
        "Of 2 athletes who could be compared, nobody is shown to have changed.",
        "1 athlete: the runs differ, but with one run on a side that does not tell whether the "
        "athlete has changed.",
        "1 athlete: cannot be told yet; what to film stands in the own report.",
    ]


def test_what_does_not_hold_among_so_many_is_marked_and_explained(tmp_path: Path) -> None:
    weak = replace(athlete("Weak", "some"), changes=tuple(changes_like("some", p=0.08)))
    team = [weak, *(athlete(f"Still {n}", "none") for n in range(19))]
    told = team_verdict(team)
    assert told[0].endswith("nobody is shown to have changed.")
    assert told[1].startswith("Among 20 athletes chance alone makes a change or two")
    text = written(team, tmp_path).read_text(encoding="utf-8")
    assert "by itself; not among so many athletes" in text
    assert "by itself" not in written(TEAM, tmp_path).read_text(encoding="utf-8")


def test_cautions_of_each_athlete_are_repeated(page_text: str) -> None:
    assert page_text.count("The speed differs by 9%.") == 2


def test_only_pillars_that_somebody_shows_have_a_column(page_text: str) -> None:
    assert set(PILLARS) - set(shown_pillars(TEAM)) == {"frontal"}
    assert f"{PILLARS[Pillar.FRONTAL]}: nobody could be compared" in page_text


def test_names_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    clip = TeamClip(
        athlete=HOSTILE, label="before", name=HOSTILE, error=HOSTILE, hint=HOSTILE,
        advice=(HOSTILE,),
    )  # fmt: skip
    team = [TeamAthlete(name=HOSTILE, compared=HOSTILE, error=HOSTILE, hint=HOSTILE, clips=(clip,))]
    text = written([*team, athlete(HOSTILE, "some")], tmp_path).read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "<img" not in text
    assert len(re.findall(r"<script>", text)) == 1
    assert "http:" not in text
    assert "https:" not in text


def test_the_same_team_gives_the_same_bytes(tmp_path: Path, page_text: str) -> None:
    assert written(TEAM, tmp_path).read_text(encoding="utf-8") == page_text


def test_a_page_that_is_half_done_names_who_is_still_to_come(
    tmp_path: Path, page_text: str
) -> None:
    path = tmp_path / "index.html"
    write_team_page("Spring squad", TEAM[:1], "90%", path, ["Ben", HOSTILE])
    half = path.read_text(encoding="utf-8")
    assert "<b>1 of 3 athletes is done.</b>" in half
    assert "So far: Of 1 athlete who could be compared, 1 changed in" in half
    assert "<li>Ben</li><li>&lt;script&gt;alert(1)" in half
    assert "<script>alert" not in half
    write_team_page("Spring squad", [], "90%", path, ["Ben"])
    begun = path.read_text(encoding="utf-8")
    assert "<b>0 of 1 athletes are done.</b>" in begun
    assert "compared" not in begun
    assert "<h2" not in begun
    write_team_page("Spring squad", [alone("Otto")], "90%", path, ["Ben"])
    assert "So far nobody could be compared." in path.read_text(encoding="utf-8")
    (whole,) = BODY.findall(page_text)
    assert re.findall("<progress|So far|so far|to come", whole) == []


@pytest.fixture(scope="module")
def browser_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if not CHROMIUM.is_file():
        pytest.skip("there is no browser")
    path = written([*TEAM, athlete("Zoë", "some"), athlete("ben", "some")],
                   tmp_path_factory.mktemp("team"))  # fmt: skip
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        page = browser.new_page()
        page.goto(path.as_uri())
        yield page
        browser.close()


def order_of(page: Page) -> list[str]:
    return page.locator(".roster tbody th a").all_inner_texts()


def test_a_table_sorts_by_click_and_by_keyboard(browser_page: Page) -> None:
    heading = browser_page.locator(".roster thead th").first
    assert order_of(browser_page) == ["Anna", "Zoë", "ben", "Still"]
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert order_of(browser_page) == ["Anna", "ben", "Still", "Zoë"]
    browser_page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert order_of(browser_page) == ["Zoë", "Still", "ben", "Anna"]
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Space")
    assert heading.get_attribute("aria-sort") == "none"
    assert order_of(browser_page)[-1] == "Still"


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(browser_page: Page, width: int) -> None:
    browser_page.set_viewport_size({"width": width, "height": 800})
    assert browser_page.evaluate("document.documentElement.scrollWidth") == width
