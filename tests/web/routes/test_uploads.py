"""Uploads in pieces: what the protocol promises, and what is refused."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from aqvision.web import uploads
from aqvision.web.pages import Site
from aqvision.web.routes import uploads as routes
from aqvision.web.routes.uploads import read_intent, write_intent
from aqvision.web.uploads import MAX_UPLOAD_BYTES, Uploads
from tests.support.web_site import PART, TUS, announce, left_behind, metadata, visitor


def part(client: TestClient, place: str, content: Any, offset: int | str, **headers: str) -> Any:
    said = {**PART, "Upload-Offset": str(offset), **headers}
    return client.patch(place, content=content, headers=said)


def offset_of(client: TestClient, place: str) -> int:
    answer = client.head(place, headers=TUS)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return int(answer.headers["upload-offset"])


def begun(client: TestClient, athlete_id: str, length: int) -> str:
    answer = announce(client, athlete_id, length)
    assert answer.status_code == 201
    place: str = answer.headers["location"]
    return place


def test_what_is_offered(client: TestClient) -> None:
    answer = client.options("/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"] == "creation,termination"
    assert int(answer.headers["tus-max-size"]) == MAX_UPLOAD_BYTES


def test_pieces_become_the_file(site: Site, client: TestClient, athlete_id: str) -> None:
    content = os.urandom(3_000_000)
    place = begun(client, athlete_id, len(content))
    assert offset_of(client, place) == 0
    for start in range(0, len(content), 1_100_000):
        answer = part(client, place, content[start : start + 1_100_000], start)
        assert answer.status_code == 204
        assert int(answer.headers["upload-offset"]) == offset_of(client, place)
    stored = site.uploads.part(place.rpartition("/")[2]).read_bytes()
    assert hashlib.sha256(stored).digest() == hashlib.sha256(content).digest()


def test_another_server_goes_on_where_the_first_was_killed(site: Site, athlete_id: str) -> None:
    place = begun(first := visitor(site), athlete_id, 10)
    assert part(first, place, b"01234", 0).status_code == 204
    second = visitor(replace(site, uploads=Uploads(site.library.home.uploads)))
    assert offset_of(second, place) == 5
    assert part(second, place, b"56789", 5).status_code == 204
    assert site.uploads.part(place.rpartition("/")[2]).read_bytes() == b"0123456789"


def test_what_came_in_before_the_connection_broke_stays(
    site: Site, client: TestClient, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "_SILENCE_S", 0.1)
    place = begun(client, athlete_id, 100)

    async def broken(*_: Any) -> bytes:
        raise TimeoutError

    answers = iter([b"12345"])

    async def one_then_silence(stream: Any) -> bytes:
        return next(answers, b"") or await broken()

    monkeypatch.setattr(routes, "_next_chunk", one_then_silence)
    assert part(client, place, b"", 0).status_code == 408
    assert offset_of(client, place) == 5
    with site.uploads.held(place.rpartition("/")[2]):
        pass  # the lock was given back


def test_an_upload_is_forgotten_when_asked(site: Site, client: TestClient, athlete_id: str) -> None:
    place = begun(client, athlete_id, 10)
    part(client, place, b"01234", 0)
    assert client.delete(place, headers=TUS).status_code == 204
    assert client.head(place, headers=TUS).status_code == 404
    assert left_behind(site) == []


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("name", ["0" * 32, "x", "..", "%2e%2e%2fweb", "A" * 32, "0" * 31 + "%0a"])
def test_guessed_ids_lead_nowhere(client: TestClient, method: str, name: str) -> None:
    answer = client.request(method, f"/uploads/{name}", headers={**PART, "Upload-Offset": "0"})
    assert answer.status_code in {404, 405}


def test_another_version_is_refused(client: TestClient, athlete_id: str) -> None:
    place = begun(client, athlete_id, 10)
    for headers in ({}, {"Tus-Resumable": "0.2.2"}):
        assert client.head(place, headers=headers).status_code == 412


@pytest.mark.parametrize("length", ["-1", "", "ten", "1e3", "0x10", "٣", "9" * 40, "1 000", "+5"])
def test_lengths_that_are_none(client: TestClient, athlete_id: str, length: str) -> None:
    headers = {**TUS, "Upload-Length": length}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = client.post("/uploads", headers=raw)
    assert answer.status_code == 400
    assert "not a whole number" in answer.text


def test_empty_and_oversized_files_are_refused(
    site: Site, client: TestClient, athlete_id: str
) -> None:
    assert announce(client, athlete_id, 0).status_code == 400
    answer = announce(client, athlete_id, MAX_UPLOAD_BYTES + 1)
    assert answer.status_code == 413
    assert "up to 500 MB" in answer.text
    assert left_behind(site) == []


def test_more_than_announced_is_refused_and_not_kept(
    site: Site, client: TestClient, athlete_id: str
) -> None:
    place = begun(client, athlete_id, 10)
    part(client, place, b"0123", 0)
    assert part(client, place, b"456789-", 4).status_code == 413

    def unannounced() -> Any:
        yield b"456789-"

    assert part(client, place, unannounced(), 4).status_code == 413
    assert offset_of(client, place) == 4


@pytest.mark.parametrize("offset", [3, 5, 10])
def test_a_piece_that_does_not_fit_is_refused(
    client: TestClient, athlete_id: str, offset: int
) -> None:
    place = begun(client, athlete_id, 10)
    part(client, place, b"0123", 0)
    assert part(client, place, b"xx", offset).status_code == 409
    assert offset_of(client, place) == 4


@pytest.mark.parametrize("offset", ["-1", "", "four", "4.0"])
def test_offsets_that_are_none(client: TestClient, athlete_id: str, offset: str) -> None:
    place = begun(client, athlete_id, 10)
    assert part(client, place, b"xx", offset).status_code == 400


def test_a_part_says_that_it_is_one(client: TestClient, athlete_id: str) -> None:
    place = begun(client, athlete_id, 10)
    kinds = ("video/mp4", "multipart/form-data; boundary=x")
    for kind in kinds:
        assert part(client, place, b"xx", 0, **{"Content-Type": kind}).status_code == 415


def test_two_cannot_write_to_one_upload(site: Site, client: TestClient, athlete_id: str) -> None:
    place = begun(client, athlete_id, 10)
    with site.uploads.held(place.rpartition("/")[2]):
        assert part(client, place, b"xx", 0).status_code == 423
        assert client.delete(place, headers=TUS).status_code == 423
        assert client.post(f"{place}/finish").status_code == 423
    assert part(client, place, b"xx", 0).status_code == 204


def test_half_an_upload_becomes_no_clip(client: TestClient, athlete_id: str) -> None:
    place = begun(client, athlete_id, 10)
    part(client, place, b"0123", 0)
    assert client.post(f"{place}/finish").status_code == 409
    assert offset_of(client, place) == 4


METADATA = {
    "nothing": "",
    "no value": "filename",
    "not base64": "filename run.mp4",
    "base64 with junk": "filename cnVu!LW1w",
    "not utf-8": "filename /w==",
    "a key twice": metadata(filename="a", athlete="b", label="c", date="d") + ",filename YQ==",
    "a key too many": metadata(filename="a", athlete="b", label="c", date="d", role="admin"),
    "a bomb": metadata(filename="a" * 1_000_000),
    "many pairs": ",".join(f"k{i} YQ==" for i in range(900)),
}


@pytest.mark.parametrize("kind", METADATA)
def test_what_is_said_of_a_file_is_read_strictly(site: Site, client: TestClient, kind: str) -> None:
    headers = {**TUS, "Upload-Length": "10", "Upload-Metadata": METADATA[kind]}
    answer = client.post("/uploads", headers=headers)
    assert answer.status_code == 400
    assert "cannot be read" in answer.text
    assert left_behind(site) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("filename", "../../../etc/passwd"),
        ("filename", "..\\..\\boot.ini"),
        ("filename", "/etc/passwd"),
        ("filename", "run\x00.mp4"),
        ("filename", "run\r\nSet-Cookie: x=y"),
        ("filename", "gpj.\u202e4pm.exe"),
        ("filename", "a" * 201),
        ("filename", "   "),
        ("label", ""),
        ("label", "b" * 41),
        ("label", "a\x1b[31m"),
        ("date", "yesterday"),
        ("date", "2026-13-01"),
        ("date", "2999-01-01"),
    ],
)
def test_names_and_days_that_cannot_be(
    site: Site, client: TestClient, athlete_id: str, key: str, value: str
) -> None:
    assert announce(client, athlete_id, 10, **{key: value}).status_code == 400
    assert left_behind(site) == []


@pytest.mark.parametrize("nobody", ["0" * 32, "../library", "' OR 1=1 --"])
def test_an_upload_belongs_to_somebody(site: Site, client: TestClient, nobody: str) -> None:
    assert announce(client, nobody, 10).status_code == 404
    assert left_behind(site) == []


def test_names_of_every_language_are_taken(client: TestClient, athlete_id: str) -> None:
    for name in ("Läufe 1’.MOV", "跑步.mp4", "run 🏃‍♀️.mp4", "a,b c.mp4"):
        answer = announce(client, athlete_id, 10, filename=name)
        assert answer.status_code == 201
        said = client.head(answer.headers["location"], headers=TUS).headers["upload-metadata"]
        assert read_intent(said).filename == name


def test_the_disk_is_not_filled(
    site: Site, client: TestClient, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = uploads.RESERVE_BYTES + 150
    usage = shutil.disk_usage(site.library.home.folder)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    begun(client, athlete_id, 100)
    answer = announce(client, athlete_id, 51)  # the other still needs its 100
    assert answer.status_code == 507
    assert "Make room" in answer.text
    begun(client, athlete_id, 50)


def test_a_disk_that_is_full_all_the_same_is_said_to_be(
    client: TestClient, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = begun(client, athlete_id, 100)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads.PartWriter, "_write_all", full)
    assert part(client, place, b"xx", 0).status_code == 507


@pytest.mark.parametrize(("said", "hidden"), [({}, False), ({"blur-faces": "no"}, False),
                                              ({"blur-faces": "yes"}, True)])  # fmt: skip
def test_whether_faces_are_hidden_is_told_back(said: dict[str, str], hidden: bool) -> None:
    facts = {"filename": "a.mp4", "athlete": "x", "label": "before", "date": "2026-05-04"}
    intent = read_intent(metadata(**facts, **said))
    assert intent.blur_faces == hidden
    assert read_intent(write_intent(intent)) == intent
