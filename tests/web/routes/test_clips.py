"""Clips before they are measured: what was found is shown, corrected and kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.core.film_part import FilmPart
from aqvision.core.marks import Mark, Marks
from aqvision.core.prompts import Prompt
from aqvision.core.splits import TimingStart, parse_splits
from aqvision.library.records import ComparisonKind, Run, RunOptions
from aqvision.sandbox.preview import (
    Advice,
    Film,
    FilmShot,
    PeoplePicture,
    Person,
    PersonBox,
    Preview,
    PreviewFacts,
    PreviewVerdict,
    Still,
)
from aqvision.web.pages import Site, with_fields
from aqvision.web.previews import PreviewState
from tests.support.team_folder import small_video
from tests.support.web_site import visitor

FACTS = PreviewFacts(
    fps=30.0, capture_fps=240.0, duration_s=1.6, expected_steps=7.0, view="side", camera="still"
)
ANGLES = PreviewVerdict("angles", "good", "")
LENGTHS = PreviewVerdict(
    "step length and speed",
    "limited",
    "no scale: say how tall the athlete is",
    (Prompt.HEIGHT,),
)
NO_SCALE = Advice(
    "no_scale",
    "Nothing gives a scale.",
    "Say how tall the athlete is.",
    (Prompt.HEIGHT, Prompt.MARKS),
)
FOUND = Preview(facts=FACTS, verdicts=(ANGLES, LENGTHS), advice=(NO_SCALE,))
TWO = replace(FOUND, people=(Person(1, 0.1, 1.5, True), Person(2, 0.1, 1.5, True)))
FILM = Film(
    width_px=1920,
    height_px=1080,
    duration_s=3.2,
    stills=(Still("still-0.webp", 0.0), Still("still-1.webp", 1.6)),
    strip_s=(0.4, 1.2, 2.0, 2.8),
)


def run_of(
    site: Site, folder: Path, athlete_id: str, label: str, preview: Preview | None = None
) -> Run:
    session = site.library.add_session(athlete_id, label)
    name = f"{label}.mp4"
    run = site.library.add_run(session.id, small_video(folder / name, label.encode()))
    if preview is not None:
        site.previews.seen[run.id] = PreviewState(1.0, "done", preview)  # type: ignore[attr-defined]
    return run


def test_a_clip_that_is_being_looked_at_is_asked_for_again(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before")
    for path in (f"/athletes/{athlete_id}/clips", f"/runs/{run.id}/preview"):
        page = client.get(path).text
        assert f'data-poll="/runs/{run.id}/preview"' in page
        assert "Finding the athlete, 25 %" in page


def test_what_was_found_is_shown_and_asked_for_no_more(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", FOUND)
    page = client.get(f"/runs/{run.id}/preview").text
    assert "data-poll" not in page
    assert "1.6 seconds, about 7 steps; seen from the side; the camera stands still." in page
    assert 'value="240"' in page
    assert "wrote 240 into the file, which plays at 30" in page
    assert "tall the athlete is (“Standing height”; “Two marks of a known distance”)." in page
    assert "no scale: say how tall the athlete is (“Standing height”)<" in page
    assert "Who is the athlete" not in page


@pytest.mark.parametrize(
    ("fps", "said"),
    [
        ((30.0, 240.0), "slow motion. Correct it only if you know better"),
        ((240.0, 240.0), "The file says so itself"),
        ((29.97, 29.97), "Was it filmed in slow motion?"),
    ],
)
def test_where_the_rate_comes_from_is_said(
    site: Site, athlete_id: str, tmp_path: Path, fps: tuple[float, float], said: str
) -> None:
    seen = replace(FOUND, facts=replace(FACTS, fps=fps[0], capture_fps=fps[1]))
    run = run_of(site, tmp_path, athlete_id, "before", seen)
    page = visitor(site).get(f"/runs/{run.id}/preview").text
    assert said in page
    assert f'value="{fps[1]:.4g}"' in page


def test_a_rate_that_is_not_sure_is_asked_for_before_all_else(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    seen = replace(FOUND, facts=replace(FACTS, fps=30.0, capture_fps=30.0))
    unsure = run_of(site, tmp_path, athlete_id, "before", seen)
    sure = run_of(site, tmp_path, athlete_id, "after", FOUND)
    page = client.get(f"/runs/{unsure.id}/preview").text
    assert page.index(f'name="rate-{unsure.id}"') < page.index("<table") < page.index("<details")
    page = client.get(f"/runs/{sure.id}/preview").text
    assert page.index(f'name="fps-{sure.id}"') > page.index("<table")


def test_several_people_are_asked_about(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    people = (Person(1, 0.1, 1.5, True), Person(2, 0.1, 1.5, False))
    boxes = (PersonBox(1, 0.1, 0.2, 0.2, 0.8), PersonBox(2, 0.6, 0.2, 0.7, 0.8))
    groups = (PeoplePicture("people-0.webp", 0.8, boxes),)
    seen = replace(FOUND, people=people, groups=groups)
    run = run_of(site, tmp_path, athlete_id, "before", seen)
    (tmp_path / "people-0.webp").write_bytes(b"RIFF....WEBP")
    page = client.get(f"/runs/{run.id}/preview").text
    assert page.count('type="radio"') == 2
    assert f'name="track-{run.id}" value="1" checked' in page
    assert "<b>2</b>, in view from 0.1 to 1.5 s, does not run" in page
    places = client.get(f"/runs/{run.id}/people.css")
    assert places.headers["content-type"].startswith("text/css")
    assert f".person-{run.id}-2{{left:65.00%;top:50.00%;" in places.text
    assert f'class="person c1 person-{run.id}-2"' in page
    picture = client.get(f"/runs/{run.id}/look/people-0.webp")
    assert picture.headers["content-type"] == "image/webp"
    assert picture.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert client.get(f"/runs/{run.id}/look/..%2Fpreview.json").status_code == 404


def test_somebody_in_no_picture_is_chosen_from_the_list(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    people = (Person(1, 0.1, 1.5, True), Person(2, 0.1, 1.5, False))
    groups = (PeoplePicture("people-0.webp", 0.8, (PersonBox(1, 0.1, 0.2, 0.2, 0.8),)),)
    seen = replace(FOUND, people=people, groups=groups)
    run = run_of(site, tmp_path, athlete_id, "before", seen)
    page = client.get(f"/runs/{run.id}/preview").text
    assert page.count('type="radio"') == 2
    assert "Number 2</b>, in view from 0.1 to 1.5 s, does not run" in page


def test_a_clip_that_cannot_be_measured_says_why_and_is_left_out(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    told = Preview(
        problem="nobody runs here",
        hint="film again, or choose whom to measure",
        prompts=(Prompt.PERSON,),
        people=(Person(1, 0.1, 1.5, False), Person(2, 0.1, 1.5, True)),
    )
    run = run_of(site, tmp_path, athlete_id, "before", told)
    page = client.get(f"/runs/{run.id}/preview").text
    assert "Nobody runs here." in page
    assert "Film again, or choose whom to measure (“Who is the athlete?”)." in page
    assert page.count('type="radio"') == 2
    assert f'name="leave-{run.id}" value="1" checked' in page


def test_advice_names_only_what_the_page_has(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    """Nobody is to choose where nobody is listed; a posture can be measured as a hold."""
    told = Preview(
        problem="nobody runs in this clip",
        hint="choose whom to measure; a posture that is held is measured as a hold",
        prompts=(Prompt.PERSON, Prompt.HOLD),
    )
    held = [run_of(site, tmp_path, athlete_id, label, told) for label in ("before", "after")]
    page = client.get(f"/runs/{held[0].id}/preview").text
    assert "as a hold (“Measure it as a hold”)." in page
    assert "Who is the athlete?" not in page
    assert f'name="hold-{held[0].id}"' in page
    form = {"run": [run.id for run in held]}
    form |= {f"{field}-{run.id}": ["1"] for run in held for field in ("leave", "hold")}
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert all(site.library.run(run.id).options.is_hold for run in held)
    assert [made.kind for made in site.library.comparisons(athlete_id)] == [ComparisonKind.HOLDS]
    assert "checked" in client.get(f"/runs/{held[0].id}/preview").text
    length = run_of(site, tmp_path, athlete_id, "later", FOUND)
    page = client.get(f"/runs/{length.id}/preview").text
    assert f'href="/athletes/{athlete_id}/edit">Say how tall and heavy Ada is' in page
    assert "hold-" not in page


def test_what_is_held_against_is_kept_and_comes_back_when_something_is_wrong(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    told = Preview(problem="nobody runs in this clip", prompts=(Prompt.HOLD,))
    run = run_of(site, tmp_path, athlete_id, "before", told)
    form = {
        f"{field}-{run.id}": text
        for field, text in {"hold": "1", "load": '20 kg "net"', "band": "red", "fps": "x"}.items()
    } | {"run": run.id}
    wrong = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert wrong.status_code == 400
    assert f'name="load-{run.id}" value="20 kg &#34;net&#34;"' in wrong.text
    assert site.library.run(run.id).options.load is None
    client.post(f"/athletes/{athlete_id}/measure", data=form | {f"fps-{run.id}": ""})
    kept = site.library.run(run.id).options
    assert (kept.is_hold, kept.load, kept.band) == (True, '20 kg "net"', "red")
    page = client.get(f"/athletes/{athlete_id}/clips", params={"run": run.id}).text
    assert f'name="band-{run.id}" value="red"' in page


@pytest.mark.parametrize("prompt", list(Prompt))
def test_every_place_that_advice_names_is_a_field_or_says_where_else(prompt: Prompt) -> None:
    place = with_fields("do it", [prompt])
    assert "“" in place or "command aqvision" in place


def test_what_was_corrected_is_kept_and_measured_and_compared(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    before = run_of(site, tmp_path, athlete_id, "before", FOUND)
    after = run_of(site, tmp_path, athlete_id, "after", TWO)
    form = {
        "run": [before.id, after.id],
        f"fps-{before.id}": "239,76",
        f"fps-{after.id}": "",
        f"track-{after.id}": "2",
        "primary": ["speed_mps", "trunk_lean_deg"],
    }
    answer = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert answer.headers["location"] == f"/athletes/{athlete_id}/progress"
    kept = [site.library.run(run.id) for run in (before, after)]
    assert [(run.options.capture_fps, run.options.track) for run in kept] == [
        (239.76, None),
        (None, 2),
    ]
    (comparison,) = site.library.comparisons(athlete_id)
    assert comparison.primaries == ("speed_mps", "trunk_lean_deg")
    asked = [("analyze", before.id), ("analyze", after.id), ("compare", comparison.id)]
    assert site.jobs.asked == asked  # type: ignore[attr-defined]
    assert "No clip waits" in client.get(f"/athletes/{athlete_id}/clips").text


def test_clips_that_are_still_being_looked_at_are_not_forgotten(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    seen = run_of(site, tmp_path, athlete_id, "before", FOUND)
    unseen = run_of(site, tmp_path, athlete_id, "after")
    page = f"/athletes/{athlete_id}/clips"
    assert f'name="unseen" value="{unseen.id}"' in client.get(page).text
    form = {"run": seen.id, "unseen": unseen.id}
    answer = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert answer.headers["location"] == f"{page}?begun=1"
    assert site.jobs.asked == [("analyze", seen.id)]  # type: ignore[attr-defined]
    told = client.get(answer.headers["location"]).text
    assert "1 clip is being measured." in told
    assert "One was still being looked at and is not begun: after.mp4." in told
    assert "is being measured" not in client.get(f"{page}?begun=x").text
    nothing = client.post(f"/athletes/{athlete_id}/measure", data={"unseen": unseen.id})
    assert nothing.status_code == 400
    assert "What is still being looked at can be measured in a moment." in nothing.text


def test_the_day_of_a_clip_is_corrected_where_it_is_checked(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", FOUND)
    assert (
        f'id="day-{run.id}" name="day-{run.id}" value=""'
        in client.get(f"/athletes/{athlete_id}/clips").text
    )
    place, form = f"/athletes/{athlete_id}/measure", {"run": run.id, f"day-{run.id}": "2999-01-01"}
    refused = client.post(place, data=form)
    assert refused.status_code == 400
    assert "2999-01-01 is in the future" in refused.text
    assert 'value="2999-01-01"' in refused.text
    client.post(place, data=form | {f"day-{run.id}": "2026-03-14"})
    assert str(site.library.session(run.session_id).date) == "2026-03-14"


@pytest.mark.parametrize(
    "field", [("fps-{}", "fast"), ("fps-{}", "0"), ("fps-{}", "5000"), ("fps-{}", "-240"),
              ("track-{}", "-1"), ("track-{}", "two"), ("belt-{}", "900"),
              ("track-{}", "9" * 400), ("track-{}", "99999"), ("track-{}", "2"),
              ("shot-{}", "9" * 400),
              ("shot-{}", "0"), ("shot-{}", "7")],
)  # fmt: skip
def test_what_cannot_be_starts_nothing(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path, field: tuple[str, str]
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", FOUND)
    form = {"run": run.id, field[0].format(run.id): field[1]}
    answer = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert answer.status_code == 400
    assert "That did not work" not in answer.text
    assert f'name="run" value="{run.id}"' in answer.text
    assert 'role="alert" tabindex="-1" autofocus' in answer.text
    assert site.jobs.asked == []  # type: ignore[attr-defined]


def test_a_treadmill_is_asked_for_its_speed(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    belt = Advice("treadmill", "On a treadmill.", "say how fast the belt runs", (Prompt.BELT,))
    run = run_of(site, tmp_path, athlete_id, "before", replace(FOUND, advice=(belt,)))
    page = client.get(f"/runs/{run.id}/preview").text
    assert "how fast the belt runs (“Speed of the treadmill”)" in page
    assert f'for="belt-{run.id}"' in page
    form = {"run": run.id, f"belt-{run.id}": "18"}
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert site.library.run(run.id).options.belt_mps == 5.0


def test_a_clip_that_was_measured_can_be_corrected(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", TWO)
    page = f"/athletes/{athlete_id}/clips"
    form = {"run": run.id, f"fps-{run.id}": "120", f"track-{run.id}": "2"}
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert run.name not in client.get(page).text
    shown = client.get(page, params={"run": run.id}).text
    assert 'value="120"' in shown
    assert f"{page}?run={run.id}" in client.get(f"/athletes/{athlete_id}").text
    client.post(f"/athletes/{athlete_id}/measure", data={**form, f"fps-{run.id}": "240"})
    assert site.library.run(run.id).options.capture_fps is None  # as it was found: nobody's word
    assert site.jobs.asked == [("analyze", run.id)] * 2  # type: ignore[attr-defined]


def test_a_side_of_which_nothing_is_measured_is_not_compared(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    before = run_of(site, tmp_path, athlete_id, "before", FOUND)
    after = run_of(site, tmp_path, athlete_id, "after", FOUND)
    form = {"run": [before.id, after.id], f"leave-{before.id}": "1"}
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert site.jobs.asked == [("analyze", after.id)]  # type: ignore[attr-defined]


def test_clips_of_others_and_clips_left_out_are_not_measured(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    mine = run_of(site, tmp_path, athlete_id, "before", FOUND)
    others = run_of(site, tmp_path, site.library.add_athlete("Eve").id, "after", FOUND)
    form = {"run": [mine.id, others.id, "x"], f"leave-{mine.id}": "1"}
    answer = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert answer.status_code == 400
    assert "No clip is chosen." in answer.text
    assert mine.id in answer.text
    assert others.id not in answer.text
    assert site.jobs.asked == []  # type: ignore[attr-defined]


def test_a_clip_is_given_back_as_a_file_and_nothing_else(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before")
    answer = client.get(f"/runs/{run.id}/clip")
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-disposition"] == 'attachment; filename="before.mp4"'
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert run.size_bytes == len(answer.content)


def test_the_upload_page_names_its_limit(client: TestClient, athlete_id: str) -> None:
    page = client.get(f"/athletes/{athlete_id}/upload").text
    assert 'data-max-bytes="524288000"' in page
    assert page.count('class="zone ') == 3


CUT = replace(
    FOUND,
    shots=(FilmShot(1, 0.0, 1.0), FilmShot(2, 1.0, 3.0, used=True)),
    people=(Person(1, 1.1, 2.9, True), Person(2, 1.1, 2.9, True)),
)


def test_another_shot_of_a_film_is_looked_at_before_it_is_measured(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", CUT)
    site.library.update_run(run.id, replace(run.options, track=2))
    page = client.get(f"/runs/{run.id}/preview").text
    assert "Which shot is meant?" in page
    assert "Shot 2</b>, 1.0 to 3.0 s, the longest: measured unless you choose another" in page
    assert f'value="2" data-post="/runs/{run.id}/shot" checked' in page
    same = client.post(f"/runs/{run.id}/shot", data={f"shot-{run.id}": "2"})
    assert same.status_code == 200
    assert site.library.run(run.id).options.track == 2
    answer = client.post(f"/runs/{run.id}/shot", data={f"shot-{run.id}": "1"})
    assert answer.text.startswith("<section")
    known = site.library.run(run.id).options
    assert (known.shot, known.track) == (1, None)  # people are numbered anew in each shot
    assert site.previews.forgotten == [run.id]  # type: ignore[attr-defined]
    assert client.post(f"/runs/{run.id}/shot", data={f"shot-{run.id}": "7"}).status_code == 400
    assert site.library.clip_of(run.id).shot == 1


def test_a_shot_that_was_chosen_without_a_script_is_measured(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", CUT)
    form = {"run": run.id, f"shot-{run.id}": "1", f"track-{run.id}": "2"}
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert site.library.run(run.id).options.shot == 1
    assert site.library.run(run.id).options.track is None
    form = {"run": run.id, f"shot-{run.id}": "2", f"track-{run.id}": "2"}
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert site.library.run(run.id).options.shot is None
    assert site.jobs.asked == [("analyze", run.id)] * 2  # type: ignore[attr-defined]


def test_somebody_who_is_not_in_the_list_is_not_measured(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", CUT)
    answer = client.post(
        f"/athletes/{athlete_id}/measure", data={"run": run.id, f"track-{run.id}": "3"}
    )
    assert "Nobody in the clip has that number" in answer.text


def test_split_times_of_a_run_are_kept_and_measured_with(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", FOUND)
    typed = {f"splits-{run.id}": "10:1,99; 20:3,38; 30:4,71", f"start-{run.id}": "gun"}
    form = {"run": run.id, **typed}
    assert "how tall and how heavy Ada is" in client.get(f"/runs/{run.id}/preview").text
    refused = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert refused.status_code == 400
    assert "(“Weight”)" in refused.text
    site.library.update_athlete(athlete_id, height_m=1.78, mass_kg=61.0)
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    clip = site.library.clip_of(run.id)
    assert clip.splits == parse_splits("10:1.99,20:3.38,30:4.71", TimingStart.GUN)
    assert clip.mass_kg == 61.0
    page = client.get(f"/runs/{run.id}/preview").text
    assert 'value="10:1.99,20:3.38,30:4.71"' in page
    assert '<option value="gun" selected>' in page
    assert "how heavy" not in page
    for odd in ({f"splits-{run.id}": "fast"}, {f"start-{run.id}": "pistol"}):
        assert client.post(f"/athletes/{athlete_id}/measure", data=form | odd).status_code == 400
    refused = client.post(f"/athletes/{athlete_id}/edit", data={"name": "Ada", "height_cm": "178"})
    assert "The split times of before.mp4 need body mass and height" in refused.text


def test_what_was_typed_stays_beside_what_is_wrong_with_it(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    belt = Advice("treadmill", "On a treadmill.", "say how fast the belt runs", (Prompt.BELT,))
    seen = replace(FOUND, facts=replace(FACTS, capture_fps=30.0), advice=(belt,))
    good = run_of(site, tmp_path, athlete_id, "before", seen)
    bad = run_of(site, tmp_path, athlete_id, "after", CUT)
    form = {
        "run": [good.id, bad.id],
        f"rate-{good.id}": "240",
        f"belt-{good.id}": "80",
        f"fps-{bad.id}": "239,76",
        f"shot-{bad.id}": "1",
        f"track-{bad.id}": "2",
        f"splits-{bad.id}": "5:1.21",
        f"start-{bad.id}": "gun",
        "primary": "speed_mps",
    }
    answer = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert answer.status_code == 400
    page = answer.text
    assert "A belt speed of 80 km/h cannot be right." in page
    assert "in km/h, 1.8 to 54" in page
    assert "The last split time is at 5 m." in page
    for typed in (
        'value="240" checked', 'value="80"', 'value="239,76"', 'value="5:1.21"',
        f'value="1" data-post="/runs/{bad.id}/shot" checked', '<option value="gun" selected>',
        'value="speed_mps" checked', f'name="track-{bad.id}" value="2" checked',
    ):  # fmt: skip
        assert typed in page, typed
    assert site.library.run(good.id).options.capture_fps is None
    assert site.jobs.asked == []  # type: ignore[attr-defined]


def test_too_much_that_was_trained_is_said_on_the_page(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", FOUND)
    form = {"run": run.id, "primary": "speed_mph", f"fps-{run.id}": "120"}
    answer = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert (answer.status_code, 'value="120"' in answer.text) == (400, True)
    assert "There is no metric" in answer.text


def test_a_rate_that_a_file_does_not_tell_is_one_tap(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    doubt = Advice("implausible_step_rate", "2.1 steps a second.", "Say the rate.", (Prompt.RATE,))
    seen = replace(FOUND, facts=replace(FACTS, capture_fps=30.0), advice=(doubt,))
    run = run_of(site, tmp_path, athlete_id, "before", seen)
    page = client.get(f"/runs/{run.id}/preview").text
    assert f'name="rate-{run.id}" value="30" checked' in page
    assert page.count(f'name="rate-{run.id}"') == 3
    assert page.index("2.1 steps a second.") < page.index(f'name="rate-{run.id}"')
    assert "How to film better" not in page
    for ticked, typed, kept in (("120", "", 120.0), ("120", "100", 100.0), ("30", "", None)):
        form = {"run": run.id, f"rate-{run.id}": ticked, f"fps-{run.id}": typed}
        client.post(f"/athletes/{athlete_id}/measure", data=form)
        assert site.library.run(run.id).options.capture_fps == kept


def marks_of(run_id: str, **changes: str) -> dict[str, str]:
    """Give the form of two marks 10 m apart, as the page sends it."""
    fields = {"x1": "210", "y1": "830,5", "x2": "1650", "y2": "832", "distance": "10",
              "offset": "", "lens": "", "still": "1"} | changes  # fmt: skip
    return {f"mark-{name}-{run_id}": text for name, text in fields.items()}


def test_two_marks_are_tapped_kept_and_measured_with(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", replace(FOUND, film=FILM))
    page = client.get(f"/runs/{run.id}/preview").text
    assert 'data-width="1920" data-height="1080"' in page
    form = {"run": run.id, **marks_of(run.id, offset="1.22")}
    assert client.post(f"/athletes/{athlete_id}/measure", data=form).status_code == 303
    places = (Mark(210.0, 830.5, 0.0, time_s=1.6), Mark(1650.0, 832.0, 10.0, time_s=1.6))
    assert site.library.clip_of(run.id).marks == Marks(places, lane_offset_m=1.22)
    assert site.jobs.asked == [("analyze", run.id)]  # type: ignore[attr-defined]
    page = client.get(f"/runs/{run.id}/preview").text
    assert f'name="mark-y1-{run.id}" value="830.5"' in page
    assert f'name="mark-distance-{run.id}" value="10"' in page
    assert "Nothing gives a scale." not in page
    assert 'name="mark-still-' + run.id + '" value="1" checked' in page
    form |= {f"mark-none-{run.id}": "1"}
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert site.library.run(run.id).options.marks is None


@pytest.mark.parametrize(
    "field",
    [("mark-x1-{}", "nan"), ("mark-x1-{}", "9" * 400), ("mark-x2-{}", "-1"),
     ("mark-y2-{}", "1081"), ("mark-y1-{}", ""), ("mark-distance-{}", ""),
     ("mark-distance-{}", "0"), ("mark-distance-{}", "-3"), ("mark-distance-{}", "5000"),
     ("mark-distance-{}", "inf"), ("mark-still-{}", "2"), ("mark-still-{}", "9" * 400),
     ("mark-still-{}", "x"), ("mark-offset-{}", "99"), ("mark-lens-{}", "0"),
     ("from-{}", "nan"), ("from-{}", "-1"), ("from-{}", "3.2"), ("from-{}", "9" * 400),
     ("to-{}", "9"), ("to-{}", "0"), ("to-{}", "soon"), ("to-{}", "inf")],
)  # fmt: skip
def test_marks_and_parts_that_cannot_be_start_nothing_and_stay_to_be_mended(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path, field: tuple[str, str]
) -> None:
    run = run_of(site, tmp_path, athlete_id, "before", replace(FOUND, film=FILM))
    name, text = field[0].format(run.id), field[1]
    form = {"run": run.id, **marks_of(run.id), name: text}
    answer = client.post(f"/athletes/{athlete_id}/measure", data=form)
    assert answer.status_code == 400
    assert "That did not work" not in answer.text
    assert 'role="alert" tabindex="-1" autofocus' in answer.text
    assert "still" in name or f'name="{name}" value="{text}"' in answer.text
    assert site.library.run(run.id).options == RunOptions()
    assert site.jobs.asked == []  # type: ignore[attr-defined]


def test_a_part_of_the_film_is_kept_and_looked_at_anew(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    seen = replace(CUT, film=FILM)
    run = run_of(site, tmp_path, athlete_id, "before", seen)
    site.library.update_run(run.id, RunOptions(shot=1, track=2, shoes="spikes"))
    form = {"run": run.id, f"from-{run.id}": "1,25", f"to-{run.id}": "3.2", f"fps-{run.id}": "99"}
    answer = client.post(f"/runs/{run.id}/part", data=form)
    assert (answer.status_code, 'value="99"' in answer.text) == (200, True)
    kept = RunOptions(part=FilmPart(1.25), shoes="spikes")  # to its end, and numbered anew
    assert site.library.run(run.id).options == kept
    assert site.library.clip_of(run.id).part == FilmPart(1.25)
    assert site.previews.forgotten == [run.id]  # type: ignore[attr-defined]
    client.post(f"/runs/{run.id}/part", data=form)
    assert site.previews.forgotten == [run.id]  # type: ignore[attr-defined]
    refused = client.post(f"/runs/{run.id}/part", data=form | {f"to-{run.id}": "1"})
    assert refused.status_code == 400
    assert f'name="to-{run.id}" value="1"' in refused.text
    whole = {"run": run.id, f"from-{run.id}": "", f"to-{run.id}": ""}
    several = client.post(f"/athletes/{athlete_id}/measure", data=whole)
    assert "People are numbered anew" in several.text
    alone = PreviewState(1.0, "done", replace(FOUND, film=FILM))
    site.previews.seen[run.id] = alone  # type: ignore[attr-defined]
    client.post(f"/athletes/{athlete_id}/measure", data=whole)
    assert site.library.run(run.id).options == RunOptions(shoes="spikes")
    assert site.previews.forgotten == [run.id] * 2  # type: ignore[attr-defined]
