"""What of the requests that were answered stands in the trail."""

from __future__ import annotations

import re

import pytest

from aqvision.library.account_records import Deed, Role
from aqvision.web.accounts.trail import DEEDS, deed_of
from tests.support.signed_in import Server, Side
from tests.support.web_site import announce
from tests.web.accounts.test_access import ROUTES


def test_deeds_are_of_routes_that_are_there() -> None:
    assert set(DEEDS) <= {" ".join(one) for one in ROUTES}


@pytest.mark.parametrize(
    ("method", "path", "deed"),
    [
        ("POST", "/athletes/{athlete_id}/delete", Deed.DELETED),
        ("GET", "/runs/{run_id}/clip", Deed.EXPORTED),
        ("POST", "/runs/{run_id}/what-comes-next-year", Deed.CHANGED),
        ("PUT", "/runs/{run_id}", Deed.CHANGED),
        ("GET", "/runs/{run_id}/what-comes-next-year", None),
        ("PATCH", "/uploads/{upload_id}", None),
    ],
)
def test_what_changes_something_is_a_deed(method: str, path: str, deed: Deed | None) -> None:
    assert deed_of(method, path) is deed


def test_what_is_refused_or_looked_at_is_none(server: Server, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    client = server.as_(mine.athlete)
    client.post(f"/athletes/{theirs.athlete_id}/edit", data={"name": "Eve"})
    client.post(f"/athletes/{mine.athlete_id}/edit", data={"name": ""})
    client.post(f"/athletes/{mine.athlete_id}/minor", data={"minor": "yes"})
    client.get(f"/athletes/{mine.athlete_id}")
    announce(client, mine.athlete_id, 10)
    assert server.site.accounts.trail() == ()


def noted(server: Server) -> set[tuple[Deed, str | None, str]]:
    lines = server.site.accounts.trail()
    return {(line.deed, line.athlete_id, line.about) for line in lines}


def test_a_session_that_is_moved_is_noted_for_both(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    boss = server.as_(server.account("boss", Role.ADMIN))
    place = f"/sessions/{mine.ids['session_id']}/move"
    assert boss.post(place, data={"athlete": "f" * 32}).status_code == 400
    assert noted(server) == set()
    assert boss.post(place, data={"athlete": theirs.athlete_id}).status_code == 303
    both = (mine.athlete_id, theirs.athlete_id)
    assert noted(server) == {(Deed.CHANGED, one, "move") for one in both}


def test_a_table_of_a_team_is_noted_for_whom_it_changes(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, _ = sides
    boss = server.as_(server.account("boss", Role.ADMIN))
    table = "\n".join(["athlete,mass_kg", "Athlete a,61", "Athlete b,", "New,50"])
    page = boss.post("/roster", files={"roster": ("team.csv", table.encode())}).text
    (key,) = re.findall('name="key" value="([^"]+)"', page)
    assert boss.post("/roster/add", data={"key": key}).status_code == 303
    (new,) = (one.id for one in server.site.library.athletes() if one.name == "New")
    assert noted(server) == {
        (Deed.CHANGED, athlete_id, "roster/add") for athlete_id in (mine.athlete_id, new)
    }


def test_keys_for_programs_are_noted_by_their_names(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    coach = server.as_(mine.coach)
    assert coach.post("/keys", data={"name": "", "days": "30"}).status_code == 400
    assert coach.post("/keys", data={"name": "backup", "days": "30"}).status_code == 200
    (key,) = server.site.accounts.api_tokens(mine.coach.id)
    server.as_(theirs.coach).post(f"/keys/{key.id}/end")
    assert noted(server) == {(Deed.KEY_MADE, None, "backup")}
    coach.post(f"/keys/{key.id}/end")
    assert noted(server) == {(deed, None, "backup") for deed in (Deed.KEY_MADE, Deed.KEY_ENDED)}
    assert {line.actor_id for line in server.site.accounts.trail()} == {mine.coach.id}


def test_an_upload_is_noted_without_its_name(
    server: Server, sides: tuple[Side, Side], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _ = sides
    monkeypatch.setattr("aqvision.web.routes.uploads.arrive", lambda *_: mine.ids["run_id"])
    client = server.as_(mine.coach)
    place = announce(client, mine.athlete_id, 10, filename="secret.mp4").headers["Location"]
    assert client.post(f"{place}/finish").status_code == 200
    (line,) = server.site.accounts.trail()
    assert (line.deed, line.actor_id, line.athlete_id, line.about) == (
        Deed.UPLOADED, mine.coach.id, mine.athlete_id, "",
    )  # fmt: skip
