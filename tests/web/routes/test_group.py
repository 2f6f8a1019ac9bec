"""The page of a group: for coaches, of those whom they see."""

from __future__ import annotations

from starlette.testclient import TestClient

from aqvision.web.pages import Site
from benchmarks.team_library import fill
from tests.support.signed_in import Server, Side
from tests.support.web_site import visitor
from tests.web.test_group_effects import GOOD, playing


def test_the_page_follows_until_the_group_is_measured(site: Site) -> None:
    fill(site.library, 6, 6)
    site.group_effects.sandbox = playing(GOOD)
    client = visitor(site)
    assert 'href="/group"' in client.get("/").text
    page = client.get("/group").text
    assert 'data-poll="/group/now"' in page
    for _ in range(1000):
        part = client.get("/group/now").text
        if "data-poll" not in part:
            break
    assert 'class="forest"' in part
    assert "Athlete 001" in client.get("/group").text


def test_an_empty_house_has_no_group(client: TestClient) -> None:
    for _ in range(1000):
        part = client.get("/group/now").text
        if "data-poll" not in part:
            break
    assert "nothing to say of a group yet" in part


def test_a_coach_has_the_group_of_those_who_may_be_seen(
    server: Server, sides: tuple[Side, Side]
) -> None:
    own, other = sides
    coach = server.as_(own.coach)
    page = coach.get("/group").text
    assert f"/group?of={own.group_id}" in page
    assert other.group_id not in page
    asked = server.site.group_effects._under_way | set(server.site.group_effects._kept)
    assert asked == {frozenset({own.athlete_id})}
    assert other.group_id not in coach.get(f"/group?of={other.group_id}").text
    assert set(server.site.group_effects._kept) <= asked
    assert server.as_(own.athlete).get("/group").status_code in (403, 404)
