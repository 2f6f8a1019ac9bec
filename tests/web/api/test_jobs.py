"""Work, asked for by programs."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from aqvision.core.prompts import Prompt
from aqvision.library.records import JobState
from aqvision.web.pages import Site
from tests.support.team_folder import small_video


def test_a_job_is_listed_told_of_and_cancelled(
    site: Site, api: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    session = site.library.add_session(athlete_id, "before")
    run = site.library.add_run(session.id, small_video(tmp_path / "a.mp4", b"1"), "a.mp4")
    job_id = site.jobs.analyze(run.id)
    place = f"/api/v1/jobs/{job_id}"

    assert [one["id"] for one in api.get("/api/v1/jobs").json()] == [job_id]
    site.library.update_job(
        job_id,
        state=JobState.FAILED,
        error="nobody runs in a.mp4",
        hint="choose whom to measure",
        prompts=(Prompt.PERSON,),
    )
    told = api.get(place).json()
    assert (told["state"], told["error"]) == ("failed", "Nobody runs in a.mp4.")
    assert told["hint"].startswith("Choose whom to measure")
    assert api.get("/api/v1/jobs").json() == []
    assert api.post(f"{place}/cancel").status_code == 200
    assert api.get("/api/v1/jobs/x").status_code == 404
