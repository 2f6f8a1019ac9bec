"""Who reaches an athlete's data: groups, invitations, and consent for minors."""

from __future__ import annotations

import datetime as dt

import pytest
from starlette.testclient import TestClient

from aqvision.library.account_records import Deed, Role
from aqvision.web.pages import Site
from tests.support.signed_in import PASSWORD, Server, Side
from tests.support.web_site import announce
from tests.web.routes.test_shares import link_in

AGREED = {"given_by": "Eva Example", "relation": "mother", "purpose": "Training"}
JOINING = {"name": "new.one", "password": PASSWORD, "again": PASSWORD}


def test_a_coach_invites_an_athlete_to_what_is_the_athletes(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    coach = server.as_(mine.coach)
    place = f"/athletes/{mine.athlete_id}"
    page = coach.post(f"{place}/invite").text
    assert "shown this once" in page
    path = link_in(page)
    assert path not in coach.get(f"{place}/access").text
    athlete = server.browser()
    assert athlete.post(path, data=JOINING).status_code == 303
    assert athlete.get(place).status_code == 200
    assert athlete.get(f"/athletes/{theirs.athlete_id}").status_code == 404
    assert athlete.get("/accounts").status_code == 403
    assert athlete.post(f"{place}/invite").status_code == 403
    deeds = [line.deed for line in server.site.accounts.trail_of_athlete(mine.athlete_id)]
    assert deeds == [Deed.INVITED, Deed.JOINED]


def test_an_invitation_ends_with_whoever_made_it(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    path = link_in(server.as_(mine.coach).post(f"/athletes/{mine.athlete_id}/invite").text)
    server.site.accounts.delete_account(mine.coach.id)
    assert server.browser().post(path, data=JOINING).status_code == 404


def test_an_invitation_is_taken_back(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    coach = server.as_(mine.coach)
    path = link_in(coach.post(f"/athletes/{mine.athlete_id}/invite").text)
    for one in server.site.accounts.invitations_of_athlete(mine.athlete_id):
        assert coach.post(f"/invitations-open/{one.id}/end").status_code == 303
    assert server.browser().get(path).status_code == 404


def test_a_coach_gives_an_athlete_a_new_password_and_takes_nothing_over(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    coach, accounts = server.as_(mine.coach), server.site.accounts
    old = server.as_(mine.athlete)
    place = f"/athletes/{mine.athlete_id}/new-password"
    path = link_in(coach.post(place, data={"account": mine.athlete.id}).text)
    again = {"password": "another good phrase", "again": "another good phrase"}
    answer = server.browser().post(path, data={"name": "ignored", **again})
    assert answer.status_code == 303
    assert accounts.account(mine.athlete.id).name == "athlete.a"
    assert old.get("/").status_code == 303  # who was signed in by the old password is out
    for stranger in (theirs.athlete, theirs.coach, mine.coach, server.account("boss", Role.ADMIN)):
        assert coach.post(place, data={"account": stranger.id}).status_code == 404


def test_a_coach_moves_athletes_between_own_groups_only(
    server: Server, sides: tuple[Side, Side]
) -> None:
    (mine, theirs), accounts = sides, server.site.accounts
    coach, place = server.as_(mine.coach), f"/athletes/{mine.athlete_id}/group"
    for group in (theirs.group_id, "x", "\0"):
        assert coach.post(place, data={"group": group}).status_code == 404
    assert coach.post(place, data={"group": ""}).status_code == 400  # for admins alone
    second = accounts.add_group("Second")
    accounts.set_rights(mine.coach.id, Role.COACH, (mine.group_id, second.id))
    assert coach.post(place, data={"group": second.id}).status_code == 303
    assert accounts.group_of(mine.athlete_id) == second
    assert server.as_(mine.athlete).post(place, data={"group": second.id}).status_code == 403


def test_clips_of_a_minor_wait_for_consent(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    coach, athlete = server.as_(mine.coach), server.as_(mine.athlete)
    place = f"/athletes/{mine.athlete_id}"
    coach.post(f"/consents/{mine.ids['consent_id']}/withdraw")
    assert announce(athlete, mine.athlete_id, 10).status_code == 201
    assert coach.post(f"{place}/minor", data={"minor": "yes"}).status_code == 303
    for page in (place, f"{place}/access"):
        assert "no consent is recorded" in athlete.get(page).text
    for client in (athlete, coach):
        refused = announce(client, mine.athlete_id, 10)
        assert refused.status_code == 403
        assert "No consent is recorded for this minor" in refused.text
    assert athlete.post(f"{place}/consent", data=AGREED).status_code == 403  # not by a minor
    assert coach.post(f"{place}/consent", data=AGREED).status_code == 303
    assert announce(athlete, mine.athlete_id, 10).status_code == 201
    (latest, *_) = server.site.accounts.guard_of(mine.athlete_id).consents
    assert (latest.given_by, latest.relation, latest.recorded_by) == (
        "Eva Example", "mother", "coach.a",
    )  # fmt: skip


def test_consent_is_withdrawn_and_that_stays_on_record(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, _ = sides
    athlete, place = server.as_(mine.athlete), f"/athletes/{mine.athlete_id}"
    server.site.accounts.set_minor(mine.athlete_id, minor=True)
    assert announce(athlete, mine.athlete_id, 10).status_code == 201
    assert athlete.post(f"/consents/{mine.ids['consent_id']}/withdraw").status_code == 303
    page = athlete.get(f"{place}/access").text
    assert "Eva Example" in page
    assert "Withdrawn on" in page
    assert announce(athlete, mine.athlete_id, 10).status_code == 403
    deeds = [line.deed for line in server.site.accounts.trail_of_athlete(mine.athlete_id)]
    assert Deed.WITHDRAWN in deeds


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("minor", {"birth_year": "11"}, "is no year"),
        ("minor", {"birth_year": "9999"}, "no year of birth"),
        ("minor", {"birth_year": "0000"}, "no year of birth"),
        ("minor", {"birth_year": "20\u0661\u0661"}, "is no year"),
        ("consent", {**AGREED, "given_by": ""}, "is missing"),
        ("consent", {**AGREED, "relation": "  "}, "is missing"),
        ("consent", {**AGREED, "given_by": "a" * 201}, "longer than 200"),
        ("consent", {**AGREED, "purpose": "a" * 501}, "longer than 500"),
        ("consent", {**AGREED, "given_by": "E\0va"}, "cannot be shown"),
        ("consent", {**AGREED, "given_by": "E\u202eva"}, "cannot be shown"),
    ],
)
def test_what_cannot_be_is_said(
    server: Server, sides: tuple[Side, Side], path: str, form: dict[str, str], said: str
) -> None:
    mine, _ = sides
    answer = server.as_(mine.coach).post(f"/athletes/{mine.athlete_id}/{path}", data=form)
    assert answer.status_code == 400
    assert said in answer.text


def test_a_year_of_birth_comes_of_age(site: Site, athlete_id: str) -> None:
    year = dt.datetime.now(dt.UTC).year
    for born, minor in ((year, True), (year - 18, True), (year - 19, False)):
        site.accounts.set_minor(athlete_id, minor=False, birth_year=born)
        assert site.accounts.guard_of(athlete_id).is_minor is minor


def test_a_laptop_records_consent_and_refuses_nothing(
    site: Site, client: TestClient, athlete_id: str
) -> None:
    place = f"/athletes/{athlete_id}"
    assert client.post(f"{place}/minor", data={"minor": "yes"}).status_code == 303
    assert "no consent is recorded" in client.get(place).text
    assert announce(client, athlete_id, 10).status_code == 201
    client.post(f"{place}/consent", data=AGREED)
    page = client.get(f"{place}/access").text
    assert "the owner of this computer" in page
    assert "Invite the athlete" not in page  # nobody signs in here
    assert site.accounts.trail() == ()


def test_a_second_child_comes_to_the_account_that_is_there(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    path = link_in(server.as_(mine.coach).post(f"/athletes/{mine.athlete_id}/invite").text)
    parent = server.as_(theirs.athlete)
    assert f"{path}/mine" in parent.get(path).text
    assert f"{path}/mine" not in server.as_(theirs.coach).get(path).text
    assert server.as_(theirs.coach).post(f"{path}/mine").status_code == 404
    assert server.browser().post(f"{path}/mine").status_code == 401
    assert parent.post(f"{path}/mine").status_code == 303
    page = parent.get("/").text
    assert "Athlete a" in page
    assert "Athlete b" in page
    assert parent.post(f"{path}/mine").status_code == 404
    # whose data another coach sees as well is not taken over by a link of this one
    form = {"account": theirs.athlete.id}
    taken = server.as_(mine.coach).post(f"/athletes/{mine.athlete_id}/new-password", data=form)
    assert taken.status_code == 404


def test_a_minor_of_whom_consent_is_withdrawn_meanwhile_sends_nothing_to_its_end(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, _ = sides
    athlete = server.as_(mine.athlete)
    place = announce(athlete, mine.athlete_id, 10).headers["Location"]
    server.site.accounts.set_minor(mine.athlete_id, minor=True)
    server.site.accounts.withdraw_consent(mine.ids["consent_id"], "x")
    for end in ("finish", "take-in"):
        assert athlete.post(f"{place}/{end}").status_code == 403
    theirs = server.site.library.add_athlete("Eve").id
    other = server.site.library.add_session(theirs, "before").id
    admin = server.site.accounts.join(server.site.accounts.invite(Role.ADMIN), "boss", "hash")
    moved = server.as_(admin).post(f"/sessions/{other}/move", data={"athlete": mine.athlete_id})
    assert moved.status_code == 400
    assert "consent is recorded for this minor" in moved.text
    assert server.site.library.session(other).athlete_id == theirs
