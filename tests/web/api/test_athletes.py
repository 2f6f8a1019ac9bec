"""People and their sessions, asked for by programs."""

from __future__ import annotations

import datetime as dt

from starlette.testclient import TestClient

from aqvision.web.pages import Site

ALL = "/api/v1/athletes"


def test_somebody_is_added_found_changed_and_deleted(site: Site, api: TestClient) -> None:
    added = api.post(ALL, json={"name": " Ada  Example ", "height_m": 1.7})
    place = f"{ALL}/{added.json()['id']}"

    assert added.status_code == 201
    assert [one["name"] for one in api.get(ALL, params={"q": "EXAM"}).json()] == ["Ada Example"]
    assert api.get(ALL, params={"q": "bob"}).json() == []
    changed = api.patch(place, json={"mass_kg": 61}).json()
    assert (changed["height_m"], changed["mass_kg"]) == (1.7, 61)
    assert api.patch(place, json={"height_m": None}).json()["height_m"] is None
    assert api.delete(place).status_code == 204
    assert site.library.athletes() == ()
    assert api.get(place).status_code == 404


def test_a_list_comes_in_parts(site: Site, api: TestClient) -> None:
    for number in range(5):
        site.library.add_athlete(f"Athlete {number}")

    names = [one["name"] for one in api.get(ALL, params={"limit": 2, "offset": 3}).json()]

    assert names == ["Athlete 3", "Athlete 4"]


def test_what_cannot_be_is_refused_in_two_sentences(site: Site, api: TestClient) -> None:
    for sent in ({"name": "A", "height_m": 9}, {"name": ""}, {"nme": "A"}, {"name": "A", "x": 1}):
        answer = api.post(ALL, json=sent)
        assert answer.status_code in {400, 422}, sent
        assert set(answer.json()) == {"problem", "hint"}
        assert all(answer.json().values())
    assert api.post(ALL, content=b"{").status_code == 422
    assert api.post(ALL, content=b'{"name": "A", "height_m": NaN}').status_code == 422
    assert site.library.athletes() == ()


def test_a_session_is_corrected_and_deleted(site: Site, api: TestClient, athlete_id: str) -> None:
    session = site.library.add_session(athlete_id, "before", dt.date(2026, 5, 4))
    place = f"/api/v1/sessions/{session.id}"

    assert [one["id"] for one in api.get(f"{ALL}/{athlete_id}/sessions").json()] == [session.id]
    changed = api.patch(place, json={"name": "Camp", "date": "2026-05-05"}).json()
    assert (changed["label"], changed["name"], changed["date"]) == ("before", "Camp", "2026-05-05")
    assert api.patch(place, json={"date": None}).json()["date"] is None
    assert api.patch(place, json={"date": "1812-01-01"}).status_code in {200, 400}
    assert api.delete(place).status_code == 204
    assert site.library.sessions(athlete_id) == ()
