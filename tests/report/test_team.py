"""The page of a team: who changed in what, who did not, who could not be judged."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape

from aqvision.kinematics.metrics.registry import PILLARS, Pillar
from aqvision.report.team import team_headline, team_verdict, write_team_page
from aqvision.report.team_people import TeamAthlete, TeamClip
from aqvision.report.team_tables import shown_pillars
from tests.support.squad import squad
from tests.support.team_changes import changes_like
from tests.support.team_people import DARK, HOSTILE, alone, athlete, team

BODY = re.compile("<body>(.*)</body>", re.DOTALL)
TEAM = team()


@pytest.fixture
def page_text(tmp_path: Path) -> str:
    return written(TEAM, tmp_path).read_text(encoding="utf-8")


def written(people: list[TeamAthlete], folder: Path) -> Path:
    path = folder / "index.html"
    write_team_page("Spring squad", people, "90%", path)
    return path


def test_everybody_stands_where_they_belong(page_text: str) -> None:
    above, below = page_text.split('<h2 id="people">')
    changed, rest = below.split('<h2 id="unjudged">')
    judged_not, movements, failed = re.split(
        '<details class="fold" id="(?:movements|failed)"', rest
    )
    for name, part in (("Anna", changed), ("Still", changed), ("Blind", judged_not),
                       ("Otto", judged_not), ("Anna", movements), ("Otto", failed)):  # fmt: skip
        assert name in part
    assert "Blind" not in changed
    assert "the legs are hidden" in judged_not.lower()
    assert DARK in judged_not
    assert "Nobody runs in r.mp4. Film somebody who runs." in failed
    assert changed.index("Anna") < changed.index("Still")
    assert '<p class="headline">Of 2 athletes who could be compared: 1 faster.</p>' in above
    assert "<b>Blind and Otto:</b> What to do stands below, with the reason." in above


def test_the_first_words_count_who_is_faster(page_text: str) -> None:
    slower = replace(athlete("Slow", "some"), changes=tuple(changes_like("some", change=-30.0)))
    otherwise = replace(
        athlete("Else", "some"),
        changes=tuple(c for c in changes_like("some") if c.metric != "speed_mps"),
    )
    assert team_headline([*TEAM, slower, otherwise]) == (
        "Of 4 athletes who could be compared: 1 faster, 1 slower and 1 changed in something else."
    )
    assert team_headline([otherwise]) == "Of 1 athlete who could be compared: 1 changed."
    assert team_headline([alone("Otto")]) == "Nobody could be compared."
    assert team_headline([athlete("Runs", "runs"), athlete("Open", "open")]) == (
        "Of 2 athletes who could be compared, nobody is shown to have changed."
    )


def test_the_verdict_counts(page_text: str) -> None:
    first, chance, second, third = team_verdict(TEAM)
    assert chance == (
        "Of the 6 changes that count here, 10% on average may be chance, over the whole team: "
        "here less than one."
    )
    assert first == (
        "What changed, and in how many: contact time 1, speed 1, thighs apart at touchdown 1 and "
        "arm swing at the shoulder 1."
    )
    assert second == (
        "1 athlete: no change found; if there is one, it is too small to be worth telling."
    )
    assert third == "2 athletes could not be compared; why, and what to do, stands below."
    assert all(sentence in page_text for sentence in (first, chance, second, third))


def test_every_standing_has_its_sentence() -> None:
    assert team_verdict([athlete("Runs", "runs"), athlete("Open", "open")]) == [
        "1 athlete: the runs differ, but with one run on a side that does not tell whether the "
        "athlete has changed.",
        "1 athlete: cannot be told yet; what to film stands beside the name.",
    ]


def test_what_does_not_hold_among_so_many_is_marked_and_explained(tmp_path: Path) -> None:
    weak = replace(athlete("Weak", "some"), changes=tuple(changes_like("some", p=0.08)))
    people = [weak, *(athlete(f"Still {n}", "none") for n in range(19))]
    assert team_headline(people).endswith("nobody is shown to have changed.")
    assert team_verdict(people)[0].startswith(
        "Among 20 athletes chance alone makes a change or two"
    )
    text = written(people, tmp_path).read_text(encoding="utf-8")
    assert "by itself; not among so many athletes" in text
    assert "by itself" not in written(TEAM, tmp_path).read_text(encoding="utf-8")


def test_how_many_may_be_chance_follows_the_rate_over_the_team() -> None:
    people = [athlete(f"Runner {n}", "some") for n in range(5)]
    assert (
        "Of the 30 changes that count here, 10% on average may be chance" in team_verdict(people)[1]
    )
    assert team_verdict(people)[1].endswith("about 3.")
    assert not any("chance" in told for told in team_verdict([athlete("Still", "none")]))


def test_a_squad_shows_every_pillar_and_calls_nobody_steady_who_was_not_judged(
    tmp_path: Path,
) -> None:
    people = squad()
    text = written(people, tmp_path).read_text(encoding="utf-8")
    movements = text.split('id="movements"')[1]
    for pillar in (Pillar.PUSH, Pillar.SWING, Pillar.ARMS, Pillar.TORSO, Pillar.TOGETHER):
        assert movements.count(f'data-label="{PILLARS[pillar]}"') == 21
    assert "no change shown" not in movements
    assert "within noise" not in text
    hidden = "arm is hidden behind the trunk"
    assert movements.count(hidden) == 2
    for way in ("No change larger than ", "too few to tell; film 1 more after",
                "too few to tell; one run on a side"):  # fmt: skip
        assert way in movements
    for person in people:
        assert escape(person.name) in text
    assert text.count("Shoes differ: spikes before, flats after.") == 1
    assert "a ladder takes three different speeds".capitalize() in text


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
    hidden = TeamAthlete(name=HOSTILE, error=HOSTILE, hint=HOSTILE, clips=(clip,))
    judged = replace(athlete(HOSTILE, "some"), compared=HOSTILE, cautions=(HOSTILE,), link=HOSTILE)
    text = written([hidden, judged], tmp_path).read_text(encoding="utf-8")
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
    assert "So far: Of 1 athlete who could be compared: 1 faster." in half
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
