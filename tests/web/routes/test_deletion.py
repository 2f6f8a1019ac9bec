"""Deleting is asked about first, and is for good."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from starlette.testclient import TestClient

from aqvision.jobs.queue import open_jobs
from aqvision.web.pages import Site
from aqvision.web.previews import Previews
from tests.support.team_folder import fake_command
from tests.support.web_site import (
    PART,
    StillPreviews,
    announce,
    filled,
    left_behind,
    send,
    submit,
    tiny_site,
    visitor,
)


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
    asked = client.get(f"/comparisons/{comparison.id}/delete").text
    assert "Remove “Before, 4 May 2026 → After, 30 June 2026”?" in asked
    assert (
        f'href="/comparisons/{comparison.id}/delete"' in client.get(f"/athletes/{athlete_id}").text
    )
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


def found_in(home: Path, *words: str) -> list[str]:
    """Name the files of a home that hold one of these words, or are called by it."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [
        path.name
        for path in files
        if any(word in path.name or word.encode() in path.read_bytes() for word in words)
    ]


def left_of_looking(site: Site, run_id: str) -> None:
    """Leave what a preview leaves: what was seen, and what its process said."""
    folder = site.library.home.folder / "previews"
    (folder / run_id).mkdir(parents=True)
    (folder / run_id / "preview.json").write_text("quokka")


class ForgottenPreviews(StillPreviews):
    """Previews in a folder, of which those that are to be forgotten go."""

    def forget(self, run_ids: list[str]) -> None:
        for run_id in run_ids:
            shutil.rmtree(self.folder / run_id, ignore_errors=True)


@pytest.mark.parametrize("kind", ["clip", "session", "athlete"])
def test_no_file_and_no_table_knows_who_was_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Clips measured, one of them in vain with a log; an upload finished and not taken in."""
    monkeypatch.setattr("aqvision.web.arrivals.screen", lambda *_: None)
    still = tiny_site(tmp_path)
    home = still.library.home.folder
    with open_jobs(still.library, 1, command=fake_command(tmp_path / "diary")) as jobs:
        previews = cast(Previews, ForgottenPreviews(home / "previews"))
        site = replace(still, jobs=jobs, previews=previews)
        client = visitor(site)
        ada = site.library.add_athlete("Zebulon Quagga").id
        content = b"\x00\x00\x00\x18ftypisom, and more "
        runs = {
            name: send(client, ada, content + name.encode(), filename=name, label=label)
            for name, label in (
                ("ok-quokka.mp4", "before"), ("fault-quokka.mp4", "before"), ("ok-z.mp4", "after"),
            )
        }  # fmt: skip
        ids = {name: answer.json()["run"] for name, answer in runs.items()}
        left_of_looking(site, ids["ok-quokka.mp4"])
        sessions = [site.library.run(ids[n]).session_id for n in ("ok-quokka.mp4", "ok-z.mp4")]
        plan = site.library.add_comparison(*sessions)
        waited = [*(jobs.analyze(run_id) for run_id in ids.values())]
        jobs.wait(waited, 40)
        jobs.wait([jobs.compare(plan.id)], 40)
        assert site.library.comparison(plan.id).folder is not None
        assert list((home / "logs").iterdir()) != []
        if kind == "athlete":
            place = announce(client, ada, 4, filename="quokka-late.mp4").headers["Location"]
            client.patch(place, content=b"late", headers={**PART, "Upload-Offset": "0"})
        assert len(found_in(home, "quokka")) >= 5
        doomed = {"athlete": [f"/athletes/{ada}"], "session": [f"/sessions/{sessions[0]}"]}
        for path in doomed.get(kind, [f"/runs/{ids[n]}" for n in ids if "quokka" in n]):
            asked = client.get(f"{path}/delete").text
            form = {"along": "1"} if 'name="along"' in asked else {}
            assert client.post(f"{path}/delete", data=form).status_code == 303
        words = ["quokka"] + (["Zebulon"] if kind == "athlete" else [])
        assert found_in(home, *words) == []
    assert found_in(home, *words) == []


def test_an_upload_of_somebody_deleted_goes_when_its_writing_ends(
    site: Site, client: TestClient, athlete_id: str
) -> None:
    place = announce(client, athlete_id, 100).headers["Location"]
    with site.uploads.held(place.rpartition("/")[2]) as upload:
        writer = site.uploads.writer(upload)
        writer.write(b"half")
        writer.close()
        client.post(f"/athletes/{athlete_id}/delete")
        assert site.uploads.all() == []
    assert left_behind(site) == []
