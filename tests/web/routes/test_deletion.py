"""Deleting is asked about first, and is for good."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from aqvision.web.pages import Site
from tests.support.web_site import filled, left_behind, submit


def test_deleting_asks_first_and_leaves_nothing(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, runs = filled(site, tmp_path)
    assert "cannot be undone" in client.get(f"/athletes/{athlete_id}/delete").text
    assert len(left_behind(site)) == 2 + 3 * 2
    assert "Nobody is here yet" in submit(client, f"/athletes/{athlete_id}/delete")
    assert left_behind(site) == []
    assert set(site.previews.forgotten) == {run.id for run in runs.values()}  # type: ignore[attr-defined]


def test_a_session_a_clip_and_a_comparison_can_go_alone(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, runs = filled(site, tmp_path)
    (comparison,) = site.library.comparisons(athlete_id)
    page = submit(client, f"/comparisons/{comparison.id}/delete")
    assert "→" not in page
    run, session_id = runs["before"], runs["after"].session_id
    assert "before.mp4" in client.get(f"/runs/{run.id}/delete").text
    assert "before.mp4" not in submit(client, f"/runs/{run.id}/delete")
    assert "After, 30 June 2026" in client.get(f"/sessions/{session_id}/delete").text
    assert "After, 30" not in submit(client, f"/sessions/{session_id}/delete")
    assert left_behind(site) == []


def test_work_on_what_is_deleted_is_ended(site: Site, client: TestClient, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    job_id = site.jobs.analyze(runs["after"].id)
    submit(client, f"/athletes/{athlete_id}/delete")
    assert ("cancel", job_id) in site.jobs.asked  # type: ignore[attr-defined]
