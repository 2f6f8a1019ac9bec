"""One's own account: another password, out everywhere, gone."""

from __future__ import annotations

from starlette.testclient import TestClient

from aqvision.library.account_records import Deed, Role
from aqvision.web.accounts.throttle import OF_A_NAME
from tests.support.signed_in import PASSWORD, Server, Side

NEW = "another good phrase"


def test_a_new_password_signs_others_out(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    here, elsewhere = server.as_(mine.athlete), server.as_(mine.athlete)
    assert "In 2 browsers" in here.get("/account").text
    form = {"present": PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/account/password", data=form).status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    signed_in = server.browser().post("/sign-in", data={"name": "athlete.a", "password": NEW})
    assert signed_in.status_code == 303
    assert Deed.NEW_PASSWORD in {line.deed for line in server.site.accounts.trail()}


def test_without_the_present_password_nothing_changes(
    server: Server, sides: tuple[Side, Side]
) -> None:
    mine, _ = sides
    client = server.as_(mine.athlete)
    wrong = {"present": "wrong wrong wrong"}
    forms = [
        ("/account/password", {**wrong, "password": NEW, "again": NEW}),
        ("/account/password", {"present": PASSWORD, "password": NEW, "again": "other"}),
        ("/account/password", {"present": PASSWORD, "password": "short", "again": "short"}),
        ("/account/delete", wrong),
    ]
    for path, form in forms:
        answer = client.post(path, data=form)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert client.get("/account").status_code == 200
    for _ in range(OF_A_NAME):  # a browser left alone does not serve to guess
        client.post("/account/delete", data=wrong)
    answer = client.post("/account/delete", data={"present": PASSWORD})
    assert "too many tries" in answer.text.lower()


def test_one_signs_out_everywhere(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    here, elsewhere = server.as_(mine.coach), server.as_(mine.coach)
    other = server.as_(mine.athlete)
    assert here.post("/account/sign-out-everywhere").status_code == 303
    assert {here.get("/").status_code, elsewhere.get("/").status_code} == {303}
    assert other.get("/").status_code == 200


def test_an_athlete_goes_with_or_without_the_clips(
    server: Server, sides: tuple[Side, Side]
) -> None:
    library = server.site.library
    mine, theirs = sides
    gone = server.as_(mine.athlete)
    assert gone.post("/account/delete", data={"present": PASSWORD}).status_code == 303
    assert gone.get("/").status_code == 303
    assert library.athlete(mine.athlete_id).name == "Athlete a"
    server.as_(theirs.athlete).post("/account/delete", data={"present": PASSWORD, "data": "yes"})
    assert [athlete.id for athlete in library.athletes()] == [mine.athlete_id]
    names = [account.name for account in server.site.accounts.accounts()]
    assert names == ["coach.a", "coach.b"]
    deeds = [line.deed for line in server.site.accounts.trail_of_athlete(theirs.athlete_id)]
    assert deeds[-1] is Deed.DELETED


def test_a_coach_who_goes_takes_no_athlete_along(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    server.as_(mine.coach).post("/account/delete", data={"present": PASSWORD, "data": "yes"})
    assert len(server.site.library.athletes()) == 2


def test_the_last_admin_stays(server: Server) -> None:
    boss = server.account("boss", Role.ADMIN)
    answer = server.as_(boss).post("/account/delete", data={"present": PASSWORD})
    assert answer.status_code == 400
    assert "only admin" in answer.text
    assert server.site.accounts.has_admin()


def test_a_laptop_has_no_account(client: TestClient) -> None:
    assert client.get("/account").status_code == 404
    assert client.post("/account/delete", data={"present": PASSWORD}).status_code == 404
