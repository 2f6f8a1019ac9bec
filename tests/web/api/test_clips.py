"""Clips, asked for and sent by programs."""

from __future__ import annotations

import os
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from aqvision.web.pages import Site
from tests.support.team_folder import measured_now, small_video
from tests.support.web_site import left_behind

SAID = {"name": "run.mp4", "label": "before", "date": "2026-05-04"}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every file for a clip: looking into them is tested with the uploads."""
    monkeypatch.setattr("aqvision.web.arrivals.screen", lambda _path, _name: None)


def send(api: TestClient, athlete_id: str, content: bytes, **said: str) -> Any:
    place = f"/api/v1/athletes/{athlete_id}/clips"
    return api.post(place, params={**SAID, **said}, content=content)


@pytest.fixture
def run_id(site: Site, athlete_id: str, tmp_path: Any) -> str:
    session = site.library.add_session(athlete_id, "before")
    clip = small_video(tmp_path / "a.mp4", b"one")
    return site.library.add_run(session.id, clip, "a.mp4").id


@pytest.mark.usefixtures("taken")
def test_a_clip_is_taken_in_whole(site: Site, api: TestClient, athlete_id: str) -> None:
    content = b"\x00\x00\x00\x18ftypisom" + os.urandom(3_000_000)
    sent = send(api, athlete_id, content, blur_faces="true")

    assert sent.status_code == 201, sent.text
    clip = sent.json()
    (run,) = site.library.runs_of_athlete(athlete_id)
    assert (clip["id"], clip["name"], clip["size_bytes"]) == (run.id, "run.mp4", len(content))
    assert clip["options"]["blur_faces"] is True
    assert site.library.path_of(run).read_bytes() == content
    assert [one["id"] for one in api.get(f"/api/v1/athletes/{athlete_id}/clips").json()] == [run.id]


def test_what_is_no_clip_leaves_nothing(site: Site, api: TestClient, athlete_id: str) -> None:
    answers = [
        send(api, athlete_id, b"no video"),
        send(api, athlete_id, b""),
        send(api, athlete_id, b"x", date="2026-13-01"),
        send(api, athlete_id, b"x", name="../x"),
        send(api, athlete_id, b"x", label="\x00"),
        send(api, "0" * 32, b"x"),
        api.post(f"/api/v1/athletes/{athlete_id}/clips", params=SAID, content=iter([b"x"])),
    ]

    assert answers[5].status_code == 404, answers[5].text
    assert [one.status_code for one in answers] == [422, 400, 422, 400, 400, 404, 411]
    assert all(set(one.json()) == {"problem", "hint"} for one in answers)
    assert left_behind(site) == []


def test_what_is_known_of_a_clip_is_changed(api: TestClient, run_id: str) -> None:
    place = f"/api/v1/runs/{run_id}"
    splits = "5:1.21, 10:1.99, 20:3.38, 30:4.71"

    assert api.patch(place, json={"shoes": "spikes"}).json()["options"]["shoes"] == "spikes"
    changed = api.patch(place, json={"capture_fps": 240}).json()["options"]
    assert (changed["shoes"], changed["capture_fps"]) == ("spikes", 240)
    assert api.patch(place, json={"capture_fps": None}).json()["options"]["capture_fps"] is None
    for wrong in ({"capture_fps": -1}, {"track": 10**400}, {"splits": "x"}, {"fps": 1}):
        assert api.patch(place, json=wrong).status_code in {400, 422}, wrong
    assert api.patch(place, json={"splits": splits}).status_code == 400  # height, mass not known
    assert api.get(place).json()["options"]["shoes"] == "spikes"


def test_a_clip_is_measured_read_and_deleted(site: Site, api: TestClient, run_id: str) -> None:
    place = f"/api/v1/runs/{run_id}"

    assert api.get(f"{place}/result").status_code == 404
    job = api.post(f"{place}/measure")
    assert (job.status_code, job.json()["run_id"]) == (202, run_id)
    assert [one["id"] for one in api.get("/api/v1/jobs").json()] == [job.json()["id"]]
    measured_now(site.library, site.library.run(run_id))
    assert api.get(place).json()["measured"] is True
    assert api.get(f"{place}/result").json() == {}
    report = api.get(f"{place}/report")
    assert report.headers["content-security-policy"].startswith("sandbox")
    assert api.delete(place).status_code == 204
    assert api.get(place).status_code == 404


def test_what_was_measured_as_something_else_is_not_there(
    site: Site, api: TestClient, run_id: str
) -> None:
    measured_now(site.library, site.library.run(run_id))
    assert api.patch(f"/api/v1/runs/{run_id}", json={"is_hold": True}).status_code == 200
    assert api.get(f"/api/v1/runs/{run_id}/result").status_code == 404


def test_pictures_are_made_anew_once_faces_are_to_be_hidden(
    site: Site, api: TestClient, run_id: str
) -> None:
    api.patch(f"/api/v1/runs/{run_id}", json={"blur_faces": True})
    assert cast("Any", site.previews).forgotten == [run_id]
