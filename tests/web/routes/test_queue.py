"""The queue of all athletes: place in line, whose, stopped and tried again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from starlette.testclient import TestClient

from aqvision.library.records import JobState
from aqvision.web.pages import Site
from tests.support.team_folder import small_video
from tests.support.web_site import submit


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def begun(site: Site, folder: Path, *names: str) -> list[str]:
    """Add a clip of somebody of each name, and its job."""
    jobs = []
    for name in names:
        athlete = site.library.add_athlete(name)
        session = site.library.add_session(athlete.id, "before")
        clip = small_video(folder / f"{name}.mp4", name.encode())
        jobs.append(site.jobs.analyze(site.library.add_run(session.id, clip).id))
    return jobs


def test_who_is_in_line_is_told_with_place_and_time(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    assert "Nothing is being measured" in client.get("/work").text
    done, runs, *_ = begun(site, tmp_path, "Ada", "Ben", "Cid", "Dan")
    minute_ago = now() - dt.timedelta(seconds=60)
    finished = minute_ago + dt.timedelta(seconds=60)
    site.library.update_job(done, state=JobState.DONE, started=minute_ago, finished=finished)
    site.library.update_job(
        runs, state=JobState.RUNNING, started=minute_ago, progress=0.5, words="measuring the body"
    )
    for path in ("/work", "/work/now"):
        page = client.get(path).text
        assert "Measuring the body, 50 %" in page
        assert "Place 1 in line · about 2 minutes left" in page
        assert "Place 2 in line · about 3 minutes left" in page
        assert 'data-poll="/work/now"' in page
        assert 'data-open="3"' in page
        assert page.index("Ben") < page.index("Cid") < page.index("Dan")
        assert "Ada" not in page
    assert "3 clips and comparisons are being worked on" in client.get("/").text


def test_work_is_stopped_and_tried_again_from_there(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    (job_id,) = begun(site, tmp_path, "Ada")
    page = client.get("/work").text
    assert f'action="/jobs/{job_id}/cancel?then=queue"' in page
    site.library.update_job(job_id, finished=now())
    page = submit(client, f"/jobs/{job_id}/cancel?then=queue")
    assert "<h1>Queue</h1>" in page
    assert "Came to nothing" in page
    assert "data-poll" not in page
    page = submit(client, f"/jobs/{job_id}/again?then=queue")
    assert "Place 1 in line" in page
    assert "Came to nothing" not in page


def test_why_something_failed_is_said(site: Site, client: TestClient, tmp_path: Path) -> None:
    (job_id,) = begun(site, tmp_path, "Ada")
    why = {"error": "nobody runs in <a>.mp4", "hint": "film again", "finished": now()}
    site.library.update_job(job_id, state=JobState.FAILED, **why)
    page = client.get("/work").text
    assert "Nobody runs in &lt;a&gt;.mp4. Film again." in page
    assert f'action="/jobs/{job_id}/again?then=queue"' in page
