"""What is being measured: which sessions are compared, how far it is, what opens at the end."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from aqvision.library.records import OPEN, Session
from aqvision.library.repositories.results import comparison_key
from aqvision.web.pages import Site
from aqvision.web.routes.work import pair_of
from tests.support.team_folder import made_result, small_video
from tests.support.web_site import filled

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def session(label: str, day: int | None, name: str = "") -> Session:
    date = None if day is None else dt.date(2026, 5, day)
    return Session(
        id=name or f"{label}-{day}",
        athlete_id="a",
        label=label,
        name="",
        date=date,
        notes="",
        created=NOW,
    )


SPRING = [session("before", 1), session("after", 10)]
SUMMER = [session("before", 20), session("after", 30)]


@pytest.mark.parametrize(
    ("sessions", "touched", "pair"),
    [
        ([], [], (None, None)),
        (SPRING[:1], ["before-1"], ("before-1", None)),
        (SPRING, ["before-1", "after-10"], ("before-1", "after-10")),
        (SPRING, ["after-10"], ("before-1", "after-10")),
        (SPRING, [], (None, None)),
        (SPRING + SUMMER, ["before-20", "after-30"], ("before-20", "after-30")),
        (SPRING + SUMMER, ["after-10"], ("before-1", "after-10")),
        (SPRING + SUMMER[:1], ["before-20"], (None, None)),
        ([session("mid", 3), *SPRING], ["mid-3"], (None, None)),
    ],
)
def test_new_clips_are_held_against_what_they_belong_to(
    sessions: list[Session], touched: list[str], pair: tuple[str | None, str | None]
) -> None:
    before, after = pair_of(sessions, touched)
    assert (before and before.id, after and after.id) == pair


def begun(site: Site, folder: Path) -> tuple[str, list[str], str]:
    """Add an athlete whose two clips are to be measured and compared; give the jobs."""
    library = site.library
    athlete = library.add_athlete("Ada")
    sessions = [library.add_session(athlete.id, label) for label in ("before", "after")]
    clips = [small_video(folder / f"{s.label}.mp4", s.label.encode()) for s in sessions]
    runs = [library.add_run(s.id, clip) for s, clip in zip(sessions, clips, strict=True)]
    comparison = library.add_comparison(*(s.id for s in sessions))
    jobs = [*(site.jobs.analyze(run.id) for run in runs), site.jobs.compare(comparison.id)]
    return athlete.id, jobs, comparison.id


def test_progress_is_told_in_words_and_per_cent(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, jobs, _ = begun(site, tmp_path)
    words = "measuring the body, 10 of 40 frames"
    site.library.update_job(jobs[0], state="running", progress=0.39, words=words)
    for path in ("", "/now"):
        page = client.get(f"/athletes/{athlete_id}/progress{path}").text
        assert f'data-poll="/athletes/{athlete_id}/progress/now"' in page
        assert "Measuring the body, 10 of 40 frames, 39 %" in page
        assert page.count("Waits for its turn") == 2
        assert 'data-say="Measuring the body"' in page


def done(site: Site, jobs: list[str], comparison_id: str) -> None:
    for job_id in jobs:
        job = site.library.update_job(job_id, state="done")
        if job.run_id:
            site.library.add_analysis(job.run_id, job.id, made_result(site.library), {})
    site.library.finish_comparison(comparison_id, "key", made_result(site.library), {})


def test_the_report_opens_when_all_is_done(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, jobs, comparison_id = begun(site, tmp_path)
    done(site, jobs, comparison_id)
    page = client.get(f"/athletes/{athlete_id}/progress/now").text
    assert "data-poll" not in page
    assert f'data-next="/comparisons/{comparison_id}"' in page


def test_what_ended_long_ago_is_shown_no_more(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, jobs, comparison_id = begun(site, tmp_path)
    done(site, jobs, comparison_id)
    hours_ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)
    for job_id in jobs:
        site.library.update_job(job_id, finished=hours_ago)
    assert "Nothing is being measured" in client.get(f"/athletes/{athlete_id}/progress").text
    site.library.update_job(jobs[0], finished=dt.datetime.now(dt.UTC))
    page = client.get(f"/athletes/{athlete_id}/progress/now").text
    assert page.count('class="card"') == 1
    assert f'data-next="/runs/{site.library.job(jobs[0]).run_id}/report"' in page


@pytest.mark.parametrize(
    ("state", "values", "said"),
    [
        ("failed", {"error": "nobody runs in a.mp4", "hint": "film again"}, "obody runs in a.mp4."),
        ("failed", {"error": "nobody runs in a.mp4", "hint": "film again"}, "Film again."),
        ("set aside", {"error": "killed"}, "failed on this one three times"),
        ("cancelled", {}, "Cancelled"),
    ],
)
def test_what_did_not_work_says_why_and_may_be_tried_again(
    site: Site, client: TestClient, tmp_path: Path, state: str, values: dict[str, Any], said: str
) -> None:
    athlete_id, jobs, comparison_id = begun(site, tmp_path)
    done(site, jobs, comparison_id)
    site.library.update_job(jobs[0], state=state, **values)
    page = client.get(f"/athletes/{athlete_id}/progress/now").text
    assert said in page
    assert "data-next" not in page
    assert said in client.get(f"/athletes/{athlete_id}").text
    assert client.post(f"/jobs/{jobs[0]}/again").status_code == 303
    assert site.jobs.asked[-1][0] == "analyze"  # type: ignore[attr-defined]


def test_work_can_be_stopped(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, jobs, _ = begun(site, tmp_path)
    for job_id in jobs:
        answer = client.post(f"/jobs/{job_id}/cancel")
        assert answer.headers["location"] == f"/athletes/{athlete_id}/progress"
    assert client.get(f"/athletes/{athlete_id}/progress/now").text.count("Cancelled") == 3


def test_any_two_sessions_of_somebody_are_compared(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, _, _ = begun(site, tmp_path)
    before, after = (s.id for s in site.library.sessions(athlete_id))
    answer = client.post(f"/athletes/{athlete_id}/compare", data={"before": after, "after": before})
    assert answer.headers["location"] == f"/athletes/{athlete_id}/progress"
    pairs = [
        (c.before_session_id, c.after_session_id) for c in site.library.comparisons(athlete_id)
    ]
    assert pairs == [(before, after), (after, before)]


def test_sessions_of_others_and_one_with_itself_are_not_compared(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, _, _ = begun(site, tmp_path)
    own = site.library.sessions(athlete_id)[0].id
    eve = site.library.add_athlete("Eve")
    others = site.library.add_session(eve.id, "after").id
    for second, said in ((others, "gone"), (own, "with itself"), ("", "gone")):
        data = {"before": own, "after": second}
        answer = client.post(f"/athletes/{athlete_id}/compare", data=data)
        assert answer.status_code == 404
        assert said in answer.text


def test_nobody_elses_jobs_are_touched(client: TestClient) -> None:
    for what in ("cancel", "again"):
        assert client.post(f"/jobs/{'0' * 32}/{what}").status_code == 404


def test_what_was_trained_goes_with_the_comparison(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, _, comparison_id = begun(site, tmp_path)
    before, after = (s.id for s in site.library.sessions(athlete_id))
    data = {"before": before, "after": after, "primary": ["speed_mps", "contact_time_s"]}
    client.post(f"/athletes/{athlete_id}/compare", data=data)
    named = site.library.comparison(comparison_id).primaries
    assert named == ("speed_mps", "contact_time_s")
    for job in site.library.jobs(states=OPEN):
        site.library.update_job(job.id, state="done")
    for run in (run for s in (before, after) for run in site.library.runs(s)):
        site.library.add_analysis(run.id, run.id, made_result(site.library), {})
    for page in ("", "/clips?run=" + site.library.runs(before)[0].id):
        shown = client.get(f"/athletes/{athlete_id}{page}").text
        assert "What did you train?" in shown
        assert shown.count('name="primary"') > 10
        assert 'value="speed_mps" checked' in shown
        assert shown.count(" checked") == 2
    data["primary"] = ["speed_mph"]
    answer = client.post(f"/athletes/{athlete_id}/compare", data=data)
    assert answer.status_code == 400
    assert "There is no metric" in answer.text
    del data["primary"]
    client.post(f"/athletes/{athlete_id}/compare", data=data)
    assert site.library.comparison(comparison_id).primaries == ()


def test_a_comparison_of_an_older_version_is_shown_and_made_again_on_request(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, runs = filled(site, tmp_path)
    (made,) = site.library.comparisons(athlete_id)
    folder = site.library.result_folder(made)
    (folder / "comparison.json").write_text('{"schema_version": 1, "changes": []}')
    (folder / "report.html").write_text("<p>an old report</p>")
    page = client.get(f"/athletes/{athlete_id}").text
    assert f'action="/comparisons/{made.id}/again"' in page
    assert client.get(f"/comparisons/{made.id}").status_code == 200
    assert "an old report" in client.get(f"/comparisons/{made.id}/report.html").text
    answer = client.post(f"/comparisons/{made.id}/again")
    assert answer.headers["location"] == f"/athletes/{athlete_id}/progress"
    assert site.jobs.asked[-1] == ("compare", made.id)  # type: ignore[attr-defined]
    sides = [[site.library.analysis_of(runs[label].id)] for label in ("before", "after")]
    before, after = ([one for one in side if one] for side in sides)
    key = comparison_key(before, after)
    site.library.finish_comparison(made.id, key, made_result(site.library), {})
    for job in site.library.jobs(states=OPEN):
        site.library.update_job(job.id, state="done")
    assert "Compare again" not in client.get(f"/athletes/{athlete_id}").text
    assert client.post(f"/comparisons/{'0' * 32}/again").status_code == 404
