"""Links to a report: who makes them, what they show, and how they end."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from starlette.testclient import TestClient

from aqvision.library.account_records import Deed
from aqvision.web.pages import Site
from tests.support.signed_in import Server, Side
from tests.support.web_site import filled, new_browser


def link_in(page: str) -> str:
    """Read the path of the one link that a page shows."""
    (path,) = re.findall(r"/(?:shared|invitations)/[\w-]{43}", page)
    return str(path)


def test_a_report_is_read_by_whoever_has_the_link(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    client = server.as_(mine.athlete)
    for kind in ("run", "comparison"):
        place = f"/{kind}s/{mine.ids[f'{kind}_id']}"
        assert "How long?" in client.get(f"{place}/share").text
        path = link_in(client.post(f"{place}/share", data={"days": "30"}).text)
        shown = server.browser().get(path)
        assert shown.status_code == 200
        assert shown.text == "{}"  # the report itself, without a page around it
        policy = shown.headers["content-security-policy"]
        assert policy.startswith("sandbox allow-scripts; default-src 'none'")
        assert shown.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in shown.headers["x-robots-tag"]
    assert server.site.accounts.trail()[0].deed is Deed.SHARED
    assert path.encode() not in server.site.library.home.database.read_bytes()


def test_the_link_opens_nothing_else(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    place = f"/runs/{mine.ids['run_id']}"
    path = link_in(server.as_(mine.athlete).post(f"{place}/share", data={"days": "7"}).text)
    stranger = server.browser()
    stranger.get(path)
    for other in (f"{path}/", f"{path}/report.html", f"{path}x", f"{path[:-1]}", f"/shared{place}"):
        assert stranger.get(other, follow_redirects=False).status_code in {303, 307, 404}
    assert stranger.post(path).status_code in {401, 405}
    assert stranger.get(f"{place}/report").status_code == 303


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 9000, "%00" * 43, "..%2f..%2fweb.key", "é"])
def test_a_link_that_never_was_leads_nowhere(server: Server, token: str) -> None:
    answer = server.browser().get(f"/shared/{token}")
    assert answer.status_code == 404
    assert "aqvision" in answer.text


@pytest.mark.parametrize("days", ["0", "8", "-7", "36500", "7.0", "", "\0", "\u0667"])
def test_a_link_is_good_for_so_long_and_no_longer(
    server: Server, sides: tuple[Side, Side], days: str
) -> None:
    mine, _ = sides
    place = f"/runs/{mine.ids['run_id']}/share"
    n_before = len(server.site.accounts.shares_of(mine.athlete_id))
    assert server.as_(mine.athlete).post(place, data={"days": days}).status_code == 400
    assert len(server.site.accounts.shares_of(mine.athlete_id)) == n_before


def test_an_ended_link_says_so(
    server: Server, sides: tuple[Side, Side], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _ = sides
    client = server.as_(mine.coach)
    place = f"/comparisons/{mine.ids['comparison_id']}/share"
    path = link_in(client.post(place, data={"days": "7"}).text)
    share = server.site.accounts.shares_of(mine.athlete_id)[0]
    assert f"/shares/{share.id}/end" in client.get(f"/athletes/{mine.athlete_id}/access").text
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=7, seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr("aqvision.library.repositories.shares.now", lambda: later)
        assert server.browser().get(path).status_code == 410
    assert server.browser().get(path).status_code == 200
    assert client.post(f"/shares/{share.id}/end").status_code == 303
    ended = server.browser().get(path)
    assert ended.status_code == 410
    assert "This link has ended." in ended.text
    assert "Ask whoever sent it" in ended.text


def test_what_is_deleted_is_shown_no_more(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    client = server.as_(mine.athlete)
    run = f"/runs/{mine.ids['run_id']}"
    path = link_in(client.post(f"{run}/share", data={"days": "7"}).text)
    client.post(f"{run}/delete")
    assert server.browser().get(path).status_code == 404


def test_a_laptop_makes_links_too(site: Site, client: TestClient, tmp_path: object) -> None:
    _, runs = filled(site, site.library.home.folder.parent)
    page = client.post(f"/runs/{runs['before'].id}/share", data={"days": "7"}).text
    assert "Only this computer can open it" in page
    assert new_browser(site).get(link_in(page)).status_code == 200
    assert new_browser(site).get("/").status_code == 401


def test_what_is_not_measured_is_not_shared(site: Site, client: TestClient) -> None:
    athlete_id, runs = filled(site, site.library.home.folder.parent)
    planned = site.library.add_ladder(runs["before"].session_id)
    assert client.get(f"/comparisons/{planned.id}/share").status_code == 404
    assert client.post(f"/comparisons/{planned.id}/share", data={"days": "7"}).status_code == 404
    assert site.accounts.shares_of(athlete_id) == ()


def shared_by(server: Server, side: Side) -> list[str]:
    """Share a clip and a comparison; give the paths of the links."""
    client = server.as_(side.coach)
    places = [f"/{kind}s/{side.ids[f'{kind}_id']}/share" for kind in ("run", "comparison")]
    return [link_in(client.post(place, data={"days": "30"}).text) for place in places]


def test_links_end_when_nobody_agrees_any_more(server: Server, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    paths, others = shared_by(server, mine), shared_by(server, theirs)
    coach = server.as_(mine.coach)
    coach.post(f"/consents/{mine.ids['consent_id']}/withdraw")
    assert [server.browser().get(path).status_code for path in paths] == [200, 200]  # of age
    coach.post(f"/athletes/{mine.athlete_id}/minor", data={"minor": "yes"})
    assert [server.browser().get(path).status_code for path in paths] == [410, 410]
    refused = coach.post(f"/runs/{mine.ids['run_id']}/share", data={"days": "30"})
    assert refused.status_code == 403
    assert "nor shown by a link" in refused.text
    assert [server.browser().get(path).status_code for path in others] == [200, 200]


def test_links_of_a_minor_end_with_the_consent(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    server.site.accounts.set_minor(mine.athlete_id, minor=True)
    paths = shared_by(server, mine)
    assert [server.browser().get(path).status_code for path in paths] == [200, 200]
    server.as_(mine.athlete).post(f"/consents/{mine.ids['consent_id']}/withdraw")
    assert [server.browser().get(path).status_code for path in paths] == [410, 410]
