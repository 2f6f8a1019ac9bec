"""What admins do: invite, give rights, form groups, read the trail."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from aqvision.library.account_records import Deed, Role
from tests.support.signed_in import PASSWORD, Server, Side
from tests.web.routes.test_shares import link_in

JOINING = {"name": "new.one", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def boss(server: Server) -> TestClient:
    return server.as_(server.account("boss", Role.ADMIN))


def test_a_coach_is_invited_to_a_group(
    server: Server, sides: tuple[Side, Side], boss: TestClient
) -> None:
    mine, theirs = sides
    page = boss.post("/accounts/invite", data={"role": "coach", "group": mine.group_id}).text
    coach = server.browser()
    assert coach.post(link_in(page), data=JOINING).status_code == 303
    assert coach.get(f"/athletes/{mine.athlete_id}").status_code == 200
    assert coach.get(f"/athletes/{theirs.athlete_id}").status_code == 404


def test_rights_change_at_once(server: Server, sides: tuple[Side, Side], boss: TestClient) -> None:
    mine, theirs = sides
    coach = server.as_(mine.coach)
    place = f"/accounts/{mine.coach.id}/rights"
    boss.post(place, data={"role": "coach", "group": theirs.group_id})
    assert coach.get(f"/athletes/{mine.athlete_id}").status_code == 404
    assert coach.get(f"/athletes/{theirs.athlete_id}").status_code == 200
    boss.post(place, data={"role": "admin"})
    assert coach.get("/accounts").status_code == 200
    boss.post(place, data={"role": "coach"})
    assert coach.get("/accounts").status_code == 403
    assert Deed.RIGHTS in {line.deed for line in server.site.accounts.trail()}


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("/accounts/invite", {"role": "king"}, "nobody can be that"),
        ("/accounts/invite", {"role": "athlete"}, "nobody can be that"),
        ("/accounts/invite", {"role": "coach"}, "needs a group"),
        ("/accounts/invite", {"role": "coach", "group": "\0"}, "not in the library"),
        ("/accounts/{athlete}/rights", {"role": "admin"}, "nobody can be that"),
        ("/accounts/{coach}/rights", {"role": "athlete"}, "nobody can be that"),
        ("/accounts/{coach}/rights", {"role": "coach", "group": "x"}, "no such group"),
        ("/accounts/{boss}/rights", {"role": "coach"}, "only admin"),
        ("/accounts/{boss}/delete", {}, "only admin"),
        ("/groups", {"name": ""}, "no name"),
        ("/groups", {"name": "a" * 201}, "longer than 200"),
        ("/groups", {"name": "Group a"}, "name is taken"),
    ],
)
def test_what_cannot_be_is_said(
    server: Server, sides: tuple[Side, Side], path: str, form: dict[str, str], said: str
) -> None:
    mine, _ = sides
    boss = server.account("boss", Role.ADMIN)
    ids = {"athlete": mine.athlete.id, "coach": mine.coach.id, "boss": boss.id}
    answer = server.as_(boss).post(path.format(**ids), data=form)
    assert answer.status_code == 400
    assert said in answer.text.lower()


def test_ids_of_accounts_and_groups_may_be_anything(boss: TestClient) -> None:
    for odd in ("x", "0" * 32, "%00", "0" * 5000):
        for path in ("/accounts/{}/rights", "/accounts/{}/delete", "/accounts/{}/new-password"):
            assert boss.post(path.format(odd), data={"role": "coach"}).status_code == 404
        assert boss.post(f"/groups/{odd}/delete").status_code == 404


def test_a_group_goes_and_its_athletes_stay(
    server: Server, sides: tuple[Side, Side], boss: TestClient
) -> None:
    mine, _ = sides
    assert boss.post("/groups", data={"name": "Relay"}).status_code == 303
    assert "Relay" in boss.get("/accounts").text
    boss.post(f"/groups/{mine.group_id}/delete")
    assert server.site.library.athlete(mine.athlete_id).name == "Athlete a"
    assert server.as_(mine.coach).get(f"/athletes/{mine.athlete_id}").status_code == 404
    assert "1 athlete is in no group" in boss.get("/accounts").text


def test_a_deleted_account_is_out_at_once(
    server: Server, sides: tuple[Side, Side], boss: TestClient
) -> None:
    mine, _ = sides
    coach = server.as_(mine.coach)
    assert boss.post(f"/accounts/{mine.coach.id}/delete").status_code == 303
    assert coach.get("/").status_code == 303


def test_the_trail_tells_who_did_what(
    server: Server, sides: tuple[Side, Side], boss: TestClient
) -> None:
    mine, _ = sides
    coach = server.as_(mine.coach)
    coach.get(f"/runs/{mine.ids['run_id']}/clip")
    coach.post(f"/athletes/{mine.athlete_id}/edit", data={"name": "Athlete a", "height_cm": "170"})
    coach.get(f"/athletes/{mine.athlete_id}")
    coach.post(f"/runs/{mine.ids['run_id']}/delete")
    page = boss.get("/accounts/trail").text
    for words in ("Data taken out", "Changed", "Deleted", "coach.a", "Athlete a"):
        assert words in page
    assert "before.mp4" not in page
    lines = server.site.accounts.trail_of_athlete(mine.athlete_id)
    assert [line.deed for line in lines] == [Deed.EXPORTED, Deed.CHANGED, Deed.DELETED]
    assert {line.actor_id for line in lines} == {mine.coach.id}
    coach.post(f"/athletes/{mine.athlete_id}/delete")
    page = boss.get("/accounts/trail").text
    assert "Athlete a" not in page  # the name goes with the athlete
    assert coach.get("/accounts/trail").status_code == 403


@pytest.mark.parametrize(
    "before",
    ["x", "9999-99-99", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "\0", "2026-01-01"],
)
def test_the_trail_goes_back_to_any_moment(boss: TestClient, before: str) -> None:
    assert boss.get("/accounts/trail", params={"before": before}).status_code == 200


def test_athletes_are_put_into_a_group_together(
    server: Server, sides: tuple[Side, Side], boss: TestClient
) -> None:
    mine, _ = sides
    accounts = server.site.accounts
    ids = [server.site.library.add_athlete(name).id for name in ("Cleo", "Dora")]
    page = boss.get("/accounts").text
    assert "Cleo" in page
    assert "2 athletes are in no group" in page
    form = {"athlete": ids}
    assert boss.post(f"/groups/{mine.group_id}/add", data=form).status_code == 303
    assert {accounts.members()[one] for one in ids} == {mine.group_id}
    for odd in ({"athlete": "x"}, {"athlete": "\0"}):
        assert boss.post(f"/groups/{mine.group_id}/add", data=odd).status_code == 404
    coach = server.as_(mine.coach)
    assert coach.get(f"/athletes/{ids[0]}").status_code == 200
    refused = coach.post(f"/groups/{mine.group_id}/add", data={"athlete": mine.athlete_id})
    assert refused.status_code == 403
