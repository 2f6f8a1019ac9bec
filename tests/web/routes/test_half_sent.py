"""Files that waited are taken in or thrown away by plain forms."""

from __future__ import annotations

import numpy as np
import pytest
from starlette.testclient import TestClient

from aqvision.web.pages import Site
from tests.conftest import MakeVideo
from tests.support.web_site import PART, announce, left_behind

GREY = np.full((64, 64, 3), 90, np.uint8)


def sent(client: TestClient, athlete_id: str, content: bytes, length: int) -> str:
    place: str = announce(client, athlete_id, length).headers["Location"]
    client.patch(place, content=content, headers={**PART, "Upload-Offset": "0"})
    return place


def test_half_a_file_is_thrown_away(site: Site, client: TestClient, athlete_id: str) -> None:
    place = sent(client, athlete_id, b"half", 10)
    answer = client.post(f"{place}/discard")
    assert answer.headers["location"] == f"/athletes/{athlete_id}/upload"
    assert left_behind(site) == []
    assert client.post(f"{place}/discard").status_code == 404


def test_a_whole_file_is_taken_in_once(
    site: Site,
    client: TestClient,
    athlete_id: str,
    tmp_path_factory: pytest.TempPathFactory,
    make_video: MakeVideo,
) -> None:
    clip = make_video(tmp_path_factory.mktemp("c") / "a.mp4", [GREY] * 8).read_bytes()
    place = sent(client, athlete_id, clip, len(clip))
    for _again in range(2):
        answer = client.post(f"{place}/take-in")
        assert answer.headers["location"] == f"/athletes/{athlete_id}/clips"
    assert len(site.library.runs_of_athlete(athlete_id)) == 1


def test_what_is_not_whole_or_being_sent_is_refused(
    site: Site, client: TestClient, athlete_id: str
) -> None:
    place = sent(client, athlete_id, b"half", 10)
    assert client.post(f"{place}/take-in").status_code == 409
    with site.uploads.held(place.rpartition("/")[2]):
        refused = client.post(f"{place}/discard")
    assert refused.status_code == 423
    assert "being written to" in refused.text
