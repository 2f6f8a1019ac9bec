"""Comparisons, asked for by programs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from starlette.testclient import TestClient

from aqvision.web.pages import Site

ALL = "/api/v1/comparisons"


def pair(site: Site, athlete_id: str) -> dict[str, str]:
    days = {"before": dt.date(2026, 5, 4), "after": dt.date(2026, 6, 30)}
    sessions = {side: site.library.add_session(athlete_id, side, day) for side, day in days.items()}
    return {f"{side}_session_id": session.id for side, session in sessions.items()}


def test_two_sessions_are_compared_and_the_result_is_given_as_it_is_kept(
    site: Site, api: TestClient, athlete_id: str
) -> None:
    sent = pair(site, athlete_id)
    job = api.post(ALL, json={**sent, "primaries": ["contact_time_s"]})
    place = f"{ALL}/{job.json()['comparison_id']}"

    assert job.status_code == 202, job.text
    planned = api.get(place).json()
    assert planned["session_ids"] == list(sent.values())
    assert (planned["made"], planned["primaries"]) == (False, ["contact_time_s"])
    assert api.get(f"{place}/result").status_code == 404
    made = site.library.home.new_result()
    made.mkdir()
    (made / "comparison.json").write_text('{"a": 1}')
    (made / "report.html").write_text("<p>")
    site.library.finish_comparison(planned["id"], "key", Path(made), {})
    assert api.get(f"{place}/result").json() == {"a": 1}
    assert api.get(f"{place}/report").text == "<p>"
    assert api.post(f"{place}/again").status_code == 202
    listed = api.get(f"/api/v1/athletes/{athlete_id}/comparisons").json()
    assert [one["id"] for one in listed] == [planned["id"]]
    assert api.delete(place).status_code == 204
    assert api.get(place).status_code == 404


def test_what_cannot_be_compared_is_refused(site: Site, api: TestClient, athlete_id: str) -> None:
    sent = pair(site, athlete_id)
    other = site.library.add_session(site.library.add_athlete("Bo").id, "after")
    wrong: list[dict[str, object]] = [
        {"after_session_id": sent["after_session_id"]},
        {**sent, "kind": "season"},
        {**sent, "before_session_id": "0" * 32},
        {**sent, "before_session_id": "../x"},
        {**sent, "after_session_id": other.id},
        {**sent, "primaries": ["nothing"]},
        {"kind": "ladder", "after_session_id": "f" * 32},
    ]

    for one in wrong:
        answer = api.post(ALL, json=one)
        assert 400 <= answer.status_code < 500, one
        assert set(answer.json()) == {"problem", "hint"}
    assert site.library.comparisons(athlete_id) == ()
