"""A session whose side, name or day was wrong is corrected."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.web.pages import Site
from tests.support.web_site import filled, submit


@pytest.fixture
def session_id(site: Site, tmp_path: Path) -> str:
    """Add somebody with two measured sessions, and give the one before."""
    return filled(site, tmp_path)[1]["before"].session_id


def test_side_name_and_day_are_corrected(site: Site, client: TestClient, session_id: str) -> None:
    athlete_id = site.library.session(session_id).athlete_id
    assert f'href="/sessions/{session_id}/edit"' in client.get(f"/athletes/{athlete_id}").text
    form = client.get(f"/sessions/{session_id}/edit").text
    assert '<option value="before" selected>' in form
    assert 'value="2026-05-04"' in form
    page = submit(
        client, f"/sessions/{session_id}/edit", side="after", name="June", date="2026-06-01"
    )
    assert "June, 1 June 2026" in page
    kept = site.library.session(session_id)
    assert (kept.label, kept.name, kept.date) == ("after", "June", dt.date(2026, 6, 1))


def test_another_session_goes_by_its_name(site: Site, client: TestClient, session_id: str) -> None:
    path = f"/sessions/{session_id}/edit"
    submit(client, path, side="other", name="Mid-season", date="")
    kept = site.library.session(session_id)
    assert (kept.label, kept.name, kept.date) == ("mid-season", "", None)
    form = client.get(path).text
    assert '<option value="other" selected>' in form
    assert 'value="mid-season"' in form


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("side", "sideways", "There is no such side"),
        ("side", "other", "Another session needs a name"),
        ("date", "2999-01-01", "in the future"),
        ("date", "someday", "There is no day"),
        ("name", "a\x1b[2J", "cannot be shown"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(
    site: Site, client: TestClient, session_id: str, field: str, text: str, said: str
) -> None:
    before = site.library.session(session_id)
    fields = {"side": "after", "name": "", "date": "2026-06-01", field: text}
    answer = client.post(f"/sessions/{session_id}/edit", data=fields)
    assert (answer.status_code, said in answer.text) == (400, True), answer.text
    assert f'value="{fields["date"]}"' in answer.text
    assert site.library.session(session_id) == before


def test_a_session_that_is_gone_is_not_changed(client: TestClient) -> None:
    for answer in (
        client.get(f"/sessions/{'0' * 32}/edit"),
        client.post(f"/sessions/{'0' * 32}/edit", data={"side": "after"}),
    ):
        assert answer.status_code == 404
