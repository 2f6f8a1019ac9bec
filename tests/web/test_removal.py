"""What is deleted is gone, with its work and what was seen in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from aqvision.web.pages import Site
from aqvision.web.removal import remove_athlete, remove_run, remove_session
from tests.support.team_folder import small_video


@pytest.fixture
def run_id(site: Site, athlete_id: str, tmp_path: Path) -> str:
    session = site.library.add_session(athlete_id, "before")
    return site.library.add_run(session.id, small_video(tmp_path / "a.mp4", b"1"), "a.mp4").id


@pytest.mark.parametrize("what", ["run", "session", "athlete"])
def test_work_ends_and_previews_are_forgotten(
    site: Site, athlete_id: str, run_id: str, what: str
) -> None:
    job_id = site.jobs.analyze(run_id)
    jobs, previews = cast("Any", site.jobs), cast("Any", site.previews)
    match what:
        case "run":
            remove_run(site, run_id)
        case "session":
            remove_session(site, site.library.sessions(athlete_id)[0].id)
        case _:
            remove_athlete(site, athlete_id)

    assert ("cancel", job_id) in jobs.asked
    assert run_id in previews.forgotten
    assert list(site.library.home.kept.list_all()) == []
    assert len(site.library.athletes()) == (what != "athlete")
