"""Deleting is asked about first, and is for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.web.pages import Site
from tests.support.web_site import announce, filled, left_behind, send, submit


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


def test_nothing_of_what_was_sent_stays_behind(
    site: Site, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aqvision.web.arrivals.screen", lambda *_: None)
    ada, eve = (site.library.add_athlete(name).id for name in ("Ada", "Eve"))
    clip = b"\x00\x00\x00\x18ftypisom, and more"
    runs = [send(client, ada, clip, label=label).json()["run"] for label in ("before", "after")]
    assert announce(client, ada, 100).status_code == 201  # not finished
    announce(client, eve, 100)
    assert len(list(site.library.home.uploads.glob("*.json"))) == 4
    client.post(f"/runs/{runs[0]}/delete")
    assert {upload.run_id for upload in site.uploads.all()} == {runs[1], None}
    client.post(f"/sessions/{site.library.run(runs[1]).session_id}/delete")
    assert {upload.run_id for upload in site.uploads.all()} == {None}
    client.post(f"/athletes/{ada}/delete")
    assert [upload.intent.athlete for upload in site.uploads.all()] == [eve]
