"""What was trained is noted down in the browser, and followed with the season."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.library.records import ComparisonKind
from aqvision.web.pages import Site
from tests.support.web_site import filled, submit

HILLS = {"what": "hills <b>", "first": "2026-03-02", "last": "2026-03-30"}


def test_training_is_added_changed_and_removed(
    site: Site, client: TestClient, athlete_id: str
) -> None:
    assert "Nothing is noted down" in client.get(f"/athletes/{athlete_id}").text
    assert client.get(f"/athletes/{athlete_id}/blocks/new").status_code == 200
    page = submit(client, f"/athletes/{athlete_id}/blocks", **HILLS)
    assert "2 March 2026 to 30 March 2026" in page
    assert "hills &lt;b&gt;" in page
    (block,) = site.library.blocks(athlete_id)
    form = client.get(f"/blocks/{block.id}/edit").text
    assert 'value="2026-03-30"' in form
    page = submit(client, f"/blocks/{block.id}/edit", what="rest", first="2026-03-02", last="")
    assert "<td>2 March 2026</td><td>rest</td>" in page
    page = submit(client, f"/blocks/{block.id}/delete")
    assert "Nothing is noted down" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first", "", "A day is missing"),
        ("last", "2026-13-01", "A day is missing"),
        ("last", "2026-03-01", "ends before it begins"),
        ("what", "", "no words that can be shown"),
        ("what", "a" * 201, "longer than 200"),
        ("what", "a\x1b[2J", "cannot be shown"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(
    site: Site, client: TestClient, athlete_id: str, field: str, value: str, said: str
) -> None:
    answer = client.post(f"/athletes/{athlete_id}/blocks", data={**HILLS, field: value})
    assert answer.status_code == 400
    assert said in answer.text
    assert site.library.blocks(athlete_id) == ()


def test_notes_of_a_session_stand_on_the_page(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, _runs = filled(site, tmp_path)
    session = site.library.sessions(athlete_id)[0]
    page = submit(client, f"/sessions/{session.id}/notes", notes="windy\r\n<i>new shoes")
    assert "windy\n&lt;i&gt;new shoes" in page
    assert (
        "windy\n&lt;i&gt;new shoes</textarea>" in client.get(f"/sessions/{session.id}/notes").text
    )
    answer = client.post(f"/sessions/{session.id}/notes", data={"notes": "a\x1b[2J"})
    assert answer.status_code == 400


def test_a_season_is_made_of_the_sessions_that_are_ticked(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, _runs = filled(site, tmp_path)
    before, after = site.library.sessions(athlete_id)
    mid = site.library.add_session(athlete_id, "mid", dt.date(2026, 6, 1))
    ids = [after.id, before.id, mid.id, "0" * 32]
    answer = client.post(f"/athletes/{athlete_id}/season", data={"session": ids})
    assert answer.headers["location"] == f"/athletes/{athlete_id}/progress"
    season = site.library.comparisons(athlete_id)[-1]
    assert (season.kind, season.session_ids) == (
        ComparisonKind.SEASON,
        (before.id, mid.id, after.id),
    )
    assert site.jobs.asked == [("compare", season.id)]  # type: ignore[attr-defined]
    for few in ([], [before.id], [before.id, before.id]):
        answer = client.post(f"/athletes/{athlete_id}/season", data={"session": few})
        assert answer.status_code == 400
        assert "takes two sessions or more" in answer.text


@pytest.mark.parametrize(
    "path", ["/athletes/{}/blocks/new", "/blocks/{}/edit", "/sessions/{}/notes"]
)
@pytest.mark.parametrize("name", ["0" * 32, "..%2f..%2fweb.key", "%00"])
def test_what_is_not_there_is_said_not_to_be(client: TestClient, path: str, name: str) -> None:
    assert client.get(path.format(name)).status_code == 404
    place = path.format(name).replace("/new", "")
    assert client.post(place, data=HILLS).status_code == 404
