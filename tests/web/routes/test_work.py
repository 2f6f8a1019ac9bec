"""What is being measured: which sessions are compared, how far it is, what opens at the end."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from aqvision.library.records import OPEN
from aqvision.library.repositories.results import comparison_key
from aqvision.web.pages import Site
from aqvision.web.routes.work import start_comparing
from tests.support.team_folder import made_result, measured_now, small_video
from tests.support.web_site import DAYS, filled


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
    for second, said, status in (
        (others, "gone", 404),
        (own, "with itself", 400),
        ("", "gone", 404),
    ):
        data = {"before": own, "after": second}
        answer = client.post(f"/athletes/{athlete_id}/compare", data=data)
        assert answer.status_code == status
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
        assert len(re.findall('name="primary" value="[^"]+" checked', shown)) == 2
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
    assert "Make again" not in client.get(f"/athletes/{athlete_id}").text
    assert client.post(f"/comparisons/{'0' * 32}/again").status_code == 404


def climbed(site: Site, folder: Path, n_runs: int) -> tuple[str, list[str]]:
    """Add an athlete with so many measured runs on each of two days; give the sessions."""
    athlete = site.library.add_athlete("Ada", 1.78)
    sessions = []
    for label, day in DAYS.items():
        session = site.library.add_session(athlete.id, label, day)
        for number in range(n_runs):
            name = f"{label}-{number}.mp4"
            run = site.library.add_run(session.id, small_video(folder / name, name.encode()))
            site.library.add_analysis(run.id, name, made_result(site.library), {})
        sessions.append(session.id)
    return athlete.id, sessions


def test_a_session_with_enough_runs_is_followed_over_speed(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, (before, after) = climbed(site, tmp_path, 3)
    page = client.get(f"/athletes/{athlete_id}").text
    assert page.count("What holds as speed rises</button>") == 2
    assert page.count("The same against Before, 4 May 2026</button>") == 1
    for data in ({"before": ""}, {"before": before}):
        answer = client.post(f"/sessions/{after}/ladder", data=data)
        assert answer.headers["location"] == f"/athletes/{athlete_id}/progress"
    alone, against = site.library.comparisons(athlete_id)
    assert (alone.session_ids, against.session_ids) == ((after,), (before, after))
    assert site.jobs.asked == [("compare", alone.id), ("compare", against.id)]  # type: ignore[attr-defined]
    progress = client.get(f"/athletes/{athlete_id}/progress").text
    assert "What holds as speed rises: After, 30 June 2026</h2>" in progress
    assert "What holds as speed rises: Before, 4 May 2026 → After, 30 June 2026</h2>" in progress


def test_fewer_runs_are_no_ladder(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, (_, after) = climbed(site, tmp_path, 2)
    assert "speed rises" not in client.get(f"/athletes/{athlete_id}").text
    assert client.post(f"/sessions/{'0' * 32}/ladder", data={"before": ""}).status_code == 404
    assert client.post(f"/sessions/{after}/ladder", data={"before": after}).status_code == 400


def test_why_a_ladder_cannot_be_made_is_said_with_what_to_do(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, (_, after) = climbed(site, tmp_path, 3)
    client.post(f"/sessions/{after}/ladder", data={"before": ""})
    (job,) = site.library.jobs()
    why = {"error": "a ladder takes three different speeds; here are 2", "hint": "film slower"}
    site.library.update_job(job.id, state="failed", **why)
    for path in ("", "/progress"):
        page = client.get(f"/athletes/{athlete_id}{path}").text
        assert "A ladder takes three different speeds; here are 2. Film slower." in page
    assert f'action="/comparisons/{job.comparison_id}/again"' in client.get(
        f"/athletes/{athlete_id}"
    ).text  # fmt: skip


def test_a_ladder_is_made_again_when_a_clip_of_it_is_measured(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, (before, after) = climbed(site, tmp_path, 3)
    ladder = site.library.add_ladder(after)
    first, *_ = site.library.runs(before)
    start_comparing(site, athlete_id, [first.id])
    assert ("compare", ladder.id) not in site.jobs.asked  # type: ignore[attr-defined]
    client.post(f"/athletes/{athlete_id}/measure", data={"run": site.library.runs(after)[0].id})
    assert ("compare", ladder.id) in site.jobs.asked  # type: ignore[attr-defined]


def test_a_ladder_has_a_page_of_its_own_and_no_spreadsheet(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, (_, after) = climbed(site, tmp_path, 3)
    ladder = site.library.add_ladder(after)
    site.library.finish_comparison(ladder.id, "key", made_result(site.library), {})
    page = client.get(f"/comparisons/{ladder.id}").text
    assert "Ada, What holds as speed rises: After, 30 June 2026.html" in page
    assert 'sandbox="allow-scripts"' in page
    assert "export/xlsx" not in page
    page = client.get(f"/athletes/{athlete_id}").text
    assert "<h2>As speed rises</h2>" in page
    assert "<h2>Before and after</h2>" not in page


def test_what_was_measured_in_an_older_way_is_measured_again_by_one_button(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, runs = filled(site, tmp_path)
    measured_now(site.library, runs["after"])
    for page, action in (("/", "/measure-again"), (f"/athletes/{athlete_id}",) * 2):
        shown = client.get(page).text
        assert "1 clip was measured in an older way" in shown
        assert "Measure 1 clip again</button>" in shown
        assert action.removesuffix("/measure-again") + "/measure-again" in shown
    answer = client.post(f"/athletes/{athlete_id}/measure-again")
    assert answer.headers["location"] == f"/athletes/{athlete_id}/progress"
    (comparison,) = site.library.comparisons(athlete_id)
    asked = [("analyze", runs["before"].id), ("compare", comparison.id)]
    assert site.jobs.asked == asked  # type: ignore[attr-defined]
    shown = client.get("/").text
    assert "older way" not in shown
    assert "2 clips and comparisons are being worked on" in shown
    assert client.post("/measure-again").headers["location"] == "/"
    assert site.jobs.asked == asked  # type: ignore[attr-defined]
    assert client.post(f"/athletes/{'0' * 32}/measure-again").status_code == 404


def test_clips_that_were_not_chosen_are_named_while_others_are_measured(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, _, _ = begun(site, tmp_path)
    assert "to be measured" not in client.get(f"/athletes/{athlete_id}/progress").text
    session = site.library.sessions(athlete_id)[0]
    site.library.add_run(session.id, small_video(tmp_path / "late.mp4", b"late"))
    page = client.get(f"/athletes/{athlete_id}/progress").text
    assert "1 clip waits to be measured." in page
    assert f'href="/athletes/{athlete_id}/clips"' in page
