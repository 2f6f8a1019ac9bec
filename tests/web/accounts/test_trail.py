"""What of the requests that were answered stands in the trail."""

from __future__ import annotations

import pytest

from aqvision.library.account_records import Deed
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
