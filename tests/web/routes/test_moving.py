"""A session of the wrong athlete is moved after a question, and both pages are right at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.library.records import JobKind
from aqvision.web.pages import Site
from tests.support.web_site import filled, submit


def test_both_pages_are_right_after_a_move(site: Site, client: TestClient, tmp_path: Path) -> None:
    ada, runs = filled(site, tmp_path)
    ben = site.library.add_athlete("Ben <b>").id
    pages = [f"/athletes/{ada}", f"/athletes/{ben}", "/"]
    assert "before.mp4" in client.get(pages[0]).text
    assert "No clips yet" in client.get(pages[1]).text
    client.get("/")
    session = site.library.session(runs["before"].session_id)
    (made,) = site.library.comparisons(ada)
    job = site.library.add_job(JobKind.COMPARE, comparison_id=made.id)
    logs = site.library.home.folder / "logs"
    logs.mkdir(exist_ok=True)
    (logs / f"{job.id}.log").write_text("before.mp4")
    asked = client.get(f"/sessions/{session.id}/move").text
    assert "Before, 4 May 2026 → After, 30 June 2026" in asked
    assert "Move and delete these comparisons" in asked
    assert "Ben &lt;b&gt;</option>" in asked
    page = submit(client, f"/sessions/{session.id}/move", athlete=ben)
    assert "before.mp4" in page
    assert f"/runs/{runs['before'].id}/report" in page
    left = client.get(pages[0]).text
    assert "before.mp4" not in left
    assert "→" not in left
    assert "after.mp4" in left
    assert client.get("/").text.count("1 session") == 2
    assert client.get(f"/comparisons/{made.id}").status_code == 404
    assert site.library.jobs(comparison_id=made.id) == ()
    assert list(logs.iterdir()) == []


@pytest.mark.parametrize("whom", ["", "0" * 32, "self", "../../web.key"])
def test_nobody_else_is_chosen(site: Site, client: TestClient, tmp_path: Path, whom: str) -> None:
    ada, runs = filled(site, tmp_path)
    session_id = runs["before"].session_id
    chosen = ada if whom == "self" else whom
    answer = client.post(f"/sessions/{session_id}/move", data={"athlete": chosen})
    assert answer.status_code == 400
    assert "There is nobody else yet" in answer.text
    assert site.library.session(session_id).athlete_id == ada
    assert len(site.library.comparisons(ada)) == 1


def test_what_is_not_there_cannot_be_moved(client: TestClient, athlete_id: str) -> None:
    path = f"/sessions/{'0' * 32}/move"
    assert client.get(path).status_code == 404
    assert client.post(path, data={"athlete": athlete_id}).status_code == 404
