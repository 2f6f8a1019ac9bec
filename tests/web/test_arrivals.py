"""Files that came in whole: clips become runs, everything else is refused and gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from starlette.testclient import TestClient

from aqvision.core.assets import file_sha256, find_sample
from aqvision.core.errors import VideoError
from aqvision.library.records import RunOptions
from aqvision.sandbox.limits import Limits
from aqvision.web import arrivals
from aqvision.web.pages import Site
from tests.conftest import MakeVideo
from tests.support.places import ShakyStore, with_objects
from tests.support.web_site import PART, StillPreviews, announce, left_behind, send, visitor

GREY = np.full((64, 64, 3), 90, np.uint8)


@pytest.fixture(scope="module")
def short_clip(tmp_path_factory: pytest.TempPathFactory, make_video: MakeVideo) -> bytes:
    path = tmp_path_factory.mktemp("clips") / "short.mp4"
    return make_video(path, [GREY] * 8).read_bytes()


def test_an_upload_becomes_a_run(site: Site, client: TestClient, athlete_id: str) -> None:
    sample = find_sample("before.mp4")
    answer = send(client, athlete_id, sample.read_bytes(), filename="Ada 1.MOV", label="Before")
    assert answer.status_code == 200
    run = site.library.run(answer.json()["run"])
    assert (run.name, run.file_sha256, run.media) == ("Ada 1.MOV", file_sha256(sample), "mov")
    session = site.library.session(run.session_id)
    assert (session.label, str(session.date)) == ("before", "2026-05-04")
    kept = {Path(name).parts[0] for name in left_behind(site)}
    assert kept == {"files", "uploads"}  # the clip, and the note of what the upload became
    assert len(left_behind(site)) == 2


def test_faces_are_hidden_where_that_was_said(
    site: Site, client: TestClient, athlete_id: str, short_clip: bytes
) -> None:
    plain = send(client, athlete_id, short_clip, **{"blur-faces": "no"}).json()["run"]
    assert not site.library.run(plain).options.blur_faces
    assert not site.library.clip_of(plain).blur_faces
    site.library.update_run(plain, RunOptions(capture_fps=240.0))
    hidden = send(client, athlete_id, short_clip, **{"blur-faces": "yes"}).json()["run"]
    assert hidden == plain
    assert site.library.run(hidden).options == RunOptions(capture_fps=240.0, blur_faces=True)
    assert site.library.clip_of(hidden).blur_faces
    assert cast(StillPreviews, site.previews).forgotten == [hidden]
    assert send(client, athlete_id, short_clip).json()["run"] == hidden
    assert site.library.run(hidden).options.blur_faces


def test_who_asks_again_gets_the_same_run(
    site: Site, client: TestClient, athlete_id: str, short_clip: bytes
) -> None:
    answer = send(client, athlete_id, short_clip)
    place = f"/uploads/{site.uploads.all()[0].id}"
    assert client.post(f"{place}/finish").json() == answer.json()
    late = client.patch(place, content=b"x", headers={**PART, "Upload-Offset": "0"})
    assert late.status_code == 409


def test_clips_of_one_day_and_label_are_one_session(
    site: Site,
    client: TestClient,
    athlete_id: str,
    short_clip: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrivals, "screen", lambda _path, _name: None)
    for label, date in [("before", "2026-05-04"), ("after", "2026-05-04"), ("after", "2026-06-04")]:
        assert send(client, athlete_id, short_clip, label=label, date=date).status_code == 200
        assert send(client, athlete_id, short_clip, label=label, date=date).status_code == 200
    found = [(s.label, str(s.date)) for s in site.library.sessions(athlete_id)]
    assert found == [("before", "2026-05-04"), ("after", "2026-05-04"), ("after", "2026-06-04")]


def test_the_athlete_may_be_gone_when_the_clip_is_here(
    site: Site, client: TestClient, athlete_id: str, short_clip: bytes
) -> None:
    place = announce(client, athlete_id, len(short_clip)).headers["Location"]
    client.patch(place, content=short_clip, headers={**PART, "Upload-Offset": "0"})
    site.library.delete_athlete(athlete_id)
    assert client.post(f"{place}/finish").status_code == 404
    assert left_behind(site) == []


def test_where_the_store_is_out_of_reach_the_upload_waits(
    site: Site, athlete_id: str, short_clip: bytes
) -> None:
    store = ShakyStore()
    far = replace(site, library=with_objects(site.library, store))
    client = visitor(far)
    place = announce(client, athlete_id, len(short_clip)).headers["Location"]
    client.patch(place, content=short_clip, headers={**PART, "Upload-Offset": "0"})
    store.down = True
    refused = client.post(f"{place}/finish")
    assert refused.status_code == 503
    assert "cannot be reached" in refused.text
    store.down = False
    run = far.library.run(client.post(f"{place}/finish").json()["run"])
    assert far.library.path_of(run).read_bytes() == short_clip
    assert not list(far.library.home.files.rglob("*"))


def many_frames(path: Path, n_frames: int) -> Path:
    """Write a film of so many frames, of which only the first is a picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        assert isinstance(stream, VideoStream)
        stream.width = stream.height = 16
        stream.pix_fmt = "yuv420p"
        picture = av.VideoFrame.from_ndarray(GREY[:16, :16], format="rgb24")
        container.mux([*stream.encode(picture), *stream.encode()])
        tick = Fraction(1, 30)
        for number in range(1, n_frames):
            packet = av.Packet(b"\xb6")
            packet.stream, packet.time_base = stream, tick
            packet.pts = packet.dts = number
            container.mux(packet)
    return path


def hostile(folder: Path, make_video: MakeVideo) -> Iterator[tuple[str, bytes, str]]:
    """Give files that are no clips: a name, the bytes, and what is said of them."""
    sample = find_sample("before.mp4").read_bytes()
    page = b"<!doctype html><script>alert(1)</script>"
    secret = folder / "secret.mp4"
    make_video(secret, [GREY] * 8)
    yield "ffconcat.mp4", f"ffconcat version 1.0\nfile {secret}\n".encode(), "is not a video"
    playlist = f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n"
    yield "playlist.mp4", playlist.encode(), "is not a video"
    yield "page.mp4", page, "is not a video"
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "picture.mp4", picture, "is not a video"
    yield "page-in-a-box.mp4", b"\x00\x00\x00\x18ftypisom" + page, "is damaged"
    yield "truncated.mp4", sample[: len(sample) // 2], "is cut short"
    yield "head-only.mp4", sample[:40], "no picture track"
    yield "zeros.mp4", bytes(100_000), "is not a video"
    dark = [np.zeros((8192, 8192, 3), np.uint8)] * 2
    ultrafast = {"preset": "ultrafast"}
    huge = make_video(folder / "huge.mp4", dark, options=ultrafast)
    yield "huge.mp4", huge.read_bytes(), "8192 x 8192 pixels"
    endless = many_frames(folder / "endless.mp4", 300_001)
    yield "endless.mp4", endless.read_bytes(), "more than 300,000 frames"
    long = make_video(folder / "long.mp4", [GREY] * 3, pts=[0, 1000, 700_000])
    yield "long.mp4", long.read_bytes(), "plays for 12 minutes"
    single = make_video(folder / "single.mp4", [GREY])
    yield "single.mp4", single.read_bytes(), "one frame only"
    squeezed = make_video(folder / "squeezed.mp4", [GREY] * 3, pixel_aspect=Fraction(4, 3))
    yield "squeezed.mp4", squeezed.read_bytes(), "is squeezed"


def test_hostile_files_are_refused_and_gone(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path, make_video: MakeVideo
) -> None:
    (tmp_path / "made").mkdir()
    for name, content, said in hostile(tmp_path / "made", make_video):
        answer = send(client, athlete_id, content, filename=name)
        assert (answer.status_code, name) == (422, name)
        assert name in answer.text, answer.text
        assert said in answer.text
        assert str(site.library.home.folder) not in answer.text
        assert not re.search("[0-9a-f]{32}", answer.text)
        assert left_behind(site) == []
    assert site.library.sessions(athlete_id) == ()
    assert client.get("/").status_code == 200


def test_what_takes_too_much_is_refused(
    site: Site,
    client: TestClient,
    athlete_id: str,
    short_clip: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrivals, "_LIMITS", Limits(memory_mib=1024, address_space_mib=50))
    answer = send(client, athlete_id, short_clip, filename="bomb.mp4")
    assert answer.status_code == 422
    assert "bomb.mp4 could not be read within the limits" in answer.text
    assert site.library.sessions(athlete_id) == ()


def test_sessions_are_not_made_for_files_that_are_refused(site: Site, athlete_id: str) -> None:
    path = site.library.home.folder / "x"
    path.write_bytes(b"no clip")
    with pytest.raises(VideoError, match=r"run\.mp4 is not a video"):
        arrivals.screen(path, "run.mp4")
    assert site.library.sessions(athlete_id) == ()
