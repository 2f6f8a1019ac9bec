"""Who may see what: every route, asked by everybody whom it does not concern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from aqvision.library.account_records import Role
from aqvision.library.records import OPEN
from aqvision.web.accounts.access import FIELDS, LEVELS, OWNED, Level, level_of, names_in
from aqvision.web.app import build_app
from aqvision.web.pages import Site, read_form
from tests.support.signed_in import Server, Side
from tests.support.web_site import PART, TUS, announce, metadata

FORM = {"before": "x", "after": "x", "name": "Eve", "side": "before", "date": "2026-05-04"}
PLAIN = {"kind": "xlsx", "token": "t" * 43, "key": "0" * 32, "name": "people-0.webp"}
"""Values of names in paths behind which there is nobody."""


def contexts() -> list[tuple[str, APIRoute]]:
    """List path and route of the application, however deep it is included."""
    app = build_app(None)  # type: ignore[arg-type]  # nothing is asked
    found = [(one.path, one.original_route) for one in iter_route_contexts(app.routes)]
    return [(str(path), route) for path, route in found if isinstance(route, APIRoute)]


def api_routes() -> list[APIRoute]:
    return [route for _, route in contexts()]


def routes() -> list[tuple[str, str]]:
    """List method and path of every route of the application."""
    return [(method, path) for path, route in contexts() for method in sorted(route.methods or ())]


ROUTES = routes()
OF_AN_ATHLETE = [one for one in ROUTES if set(names_in(one[1])) & OWNED.keys()]


def test_the_walk_sees_the_routes() -> None:
    assert ("GET", "/athletes/{athlete_id}") in ROUTES
    assert ("PATCH", "/uploads/{upload_id}") in ROUTES
    assert len(OF_AN_ATHLETE) > 30


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=[" ".join(one) for one in ROUTES])
def test_every_route_names_an_athlete_or_stands_on_the_list(method: str, path: str) -> None:
    names = set(names_in(path))
    ids = {name for name in names if name.endswith("_id")}
    if not ids <= OWNED.keys():
        assert level_of(method, path) is Level.ADMIN, "say in access.py whose that is"
    listed = f"{method} {path}" in LEVELS
    assert listed or names & OWNED.keys(), "say in access.py who is let through to it"


def test_what_is_no_route_of_ours_is_a_folder_of_styles() -> None:
    app = build_app(None)  # type: ignore[arg-type]  # nothing is asked
    found = iter_route_contexts(app.routes)
    others = [one.path for one in found if not isinstance(one.original_route, APIRoute)]
    assert others == ["/static"]


def test_every_form_is_checked_as_it_is_read() -> None:
    for route in api_routes():
        calls = {needed.call for needed in route.dependant.dependencies}
        assert read_form not in calls, f"{route.path}: take FormHere"


def test_the_list_names_no_route_that_is_gone() -> None:
    assert set(LEVELS) <= {" ".join(one) for one in ROUTES}


def test_what_nobody_has_thought_of_is_for_admins() -> None:
    assert level_of("GET", "/everything") is Level.ADMIN
    assert level_of("POST", "/files/{name}") is Level.ADMIN


def state_of(site: Site) -> list[Any]:
    """Write down all rows but those of sign-ins and the trail, and all files."""
    with site.library.engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).scalars()
        rows = [
            (name, sorted(map(str, connection.exec_driver_sql(f'SELECT * FROM "{name}"'))))  # noqa: S608
            for name in tables
            if name not in {"trail", "sign_in"}
        ]
    home = site.library.home.folder
    files = sorted(
        (str(path), path.stat().st_size)
        for path in home.rglob("*")
        if path.is_file() and "sqlite" not in path.name and path.suffix != ".lock"
    )
    return [*rows, *files]


def asked(client: TestClient, method: str, path: str, ids: dict[str, str]) -> Any:
    """Ask a route with these ids, and with whatever else it needs to be understood."""
    place = path.format(**PLAIN, **ids)
    if path.startswith("/uploads"):
        headers = {**PART, "Upload-Offset": "0"} if method == "PATCH" else TUS
        return client.request(method, place, headers=headers)
    return client.request(method, place, data=FORM if method == "POST" else None)


def upload_of(server: Server, side: Side) -> str:
    begun = announce(server.as_(side.athlete), side.athlete_id, 100)
    assert begun.status_code == 201, begun.text
    return str(begun.headers["Location"].rpartition("/")[2])


@pytest.mark.parametrize("who", ["coach", "athlete"])
def test_what_is_of_others_is_not_there(server: Server, sides: tuple[Side, Side], who: str) -> None:
    mine, theirs = sides
    client = server.as_(getattr(mine, who))
    ids = {**theirs.ids, "upload_id": upload_of(server, theirs)}
    ids |= {name: "0" * 32 for name in OWNED.keys() - ids.keys()}
    nowhere = {name: "f" * 32 for name in ids}
    before = state_of(server.site)
    for method, path in OF_AN_ATHLETE:
        answer = asked(client, method, path, ids)
        assert answer.status_code == 404, (method, path, answer.text)
        assert "Athlete b" not in answer.text
        missing = asked(client, method, path, nowhere)
        assert (missing.status_code, missing.text) == (404, answer.text), (method, path)
    assert state_of(server.site) == before


def test_the_same_ids_are_there_for_whom_they_concern(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, _ = sides
    for account in (mine.athlete, mine.coach, server.account("boss", Role.ADMIN)):
        client = server.as_(account)
        assert "Athlete a" in client.get("/").text
        assert client.get(f"/athletes/{mine.athlete_id}").status_code == 200
        assert client.get(f"/runs/{mine.ids['run_id']}/report").status_code == 200
        assert client.get(f"/comparisons/{mine.ids['comparison_id']}").status_code == 200


@pytest.mark.parametrize("odd", ["x", "", "0" * 31, "G" * 32, "0" * 9000, "\0" * 32, "é" * 32, "%"])
def test_an_id_may_be_anything(server: Server, sides: tuple[Side, Side], odd: str) -> None:
    client = server.as_(sides[0].athlete)
    quoted = re.sub(r"[^A-Za-z0-9]", lambda m: "".join(f"%{b:02x}" for b in m[0].encode()), odd)
    for path in ("/athletes/{}/edit", "/runs/{}/report", "/sessions/{}/edit"):
        assert client.get(path.format(quoted)).status_code == 404


def bodies(theirs: Side, mine: Side) -> Iterator[tuple[str, dict[str, str]]]:
    """Give forms of one's own pages that name what is of others."""
    own, other = mine.ids["session_id"], theirs.ids["session_id"]
    yield f"/athletes/{mine.athlete_id}/compare", {"before": other, "after": own}
    yield f"/athletes/{mine.athlete_id}/compare", {"before": own, "after": other}
    yield f"/sessions/{own}/ladder", {"before": other}
    yield f"/athletes/{mine.athlete_id}/measure", {"run": theirs.ids["run_id"]}


def test_forms_name_nothing_of_others(server: Server, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    client = server.as_(mine.athlete)
    before = state_of(server.site)
    for path, form in bodies(theirs, mine):
        answer = client.post(path, data=form)
        assert answer.status_code == 404, (path, answer.text)
        nowhere = {name: "f" * 32 if name != "x" else "" for name in form}
        kept = {name: value for name, value in form.items() if value in mine.ids.values()}
        assert client.post(path, data={**nowhere, **kept}).text == answer.text
    assert state_of(server.site) == before


def test_addresses_name_nothing_of_others(server: Server, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    client = server.as_(mine.athlete)
    place = f"/athletes/{mine.athlete_id}/clips"
    assert client.get(place, params={"run": mine.ids["run_id"]}).status_code == 200
    for name, kind in FIELDS.items():
        odd = (theirs.ids[f"{kind}_id"], "f" * 32, "x")
        answers = [client.get(place, params={name: one}) for one in odd]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.text for answer in answers}) == 1


def test_clips_are_sent_for_oneself_alone(server: Server, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    client = server.as_(mine.athlete)
    refused = announce(client, theirs.athlete_id, 10)
    assert (refused.status_code, refused.text) == (404, announce(client, "f" * 32, 10).text)
    said = metadata(filename="a.mp4", athlete="\0", label="before", date="2026-05-04")
    headers = {**TUS, "Upload-Length": "10", "Upload-Metadata": said}
    assert client.post("/uploads", headers=headers).status_code == 404
    assert announce(client, mine.athlete_id, 10).status_code == 201


def test_lists_show_what_one_may_see(server: Server, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    for account in (mine.coach, mine.athlete):
        page = server.as_(account).get("/").text
        assert "Athlete a" in page
        assert "Athlete b" not in page
        assert theirs.athlete_id not in page
        assert "2 clips and comparisons are" not in page
    boss = server.as_(server.account("boss", Role.ADMIN))
    assert "2 clips and comparisons are" in boss.get("/").text


def test_everybody_is_measured_again_only_as_far_as_one_sees(
    server: Server, sides: tuple[Side, Side]
) -> None:
    site, (mine, _) = server.site, sides
    for job in site.library.jobs():
        site.library.update_job(job.id, state="done")
    answer = server.as_(mine.coach).post("/measure-again")
    assert answer.status_code == 303
    asked_for = {job.run_id for job in site.library.jobs(states=OPEN)} - {None}
    mine_runs = {run.id for run in site.library.runs_of_athlete(mine.athlete_id)}
    assert asked_for == mine_runs


def test_a_coach_adds_athletes_to_a_group_and_an_athlete_adds_none(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, _ = sides
    coach = server.as_(mine.coach)
    added = coach.post("/athletes", data={"name": "New"})
    assert coach.get(added.headers["location"]).status_code == 200
    (line,) = server.site.accounts.trail()
    assert (line.actor_id, added.headers["location"]) == (
        mine.coach.id, f"/athletes/{line.athlete_id}",
    )  # fmt: skip
    athlete = server.as_(mine.athlete)
    assert "/athletes/new" not in athlete.get("/").text
    assert athlete.get("/athletes/new").status_code == 403
    assert athlete.post("/athletes", data={"name": "New"}).status_code == 403
    groupless = server.as_(server.account("coach.c", Role.COACH))
    answer = groupless.post("/athletes", data={"name": "Lost"})
    assert answer.status_code == 400
    assert "Ask an admin for a group." in answer.text


def test_who_is_put_out_of_a_group_is_gone_at_once(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, _ = sides
    coach = server.as_(mine.coach)
    page = f"/athletes/{mine.athlete_id}"
    assert coach.get(page).status_code == 200
    server.site.accounts.put_into_group(mine.athlete_id, None)
    assert coach.get(page).status_code == 404
