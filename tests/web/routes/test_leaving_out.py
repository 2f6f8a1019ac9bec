"""A measured clip is left out of comparisons by a button of its row, and taken in again."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from aqvision.web.pages import Site
from tests.support.team_folder import made_result
from tests.support.web_site import filled


def test_a_clip_is_left_out_and_taken_in_again(
    site: Site, client: TestClient, tmp_path: Path
) -> None:
    athlete_id, runs = filled(site, tmp_path)
    (plan,) = site.library.comparisons(athlete_id)
    site.library.finish_comparison(
        plan.id, site.library.key_of(plan), made_result(site.library), {}
    )
    place, run = f"/athletes/{athlete_id}", runs["before"]
    assert client.get(place).text.count("Leave out: ") == 2
    assert "Make it again" not in client.get(place).text
    answer = client.post(f"/runs/{run.id}/leave-out", data={"left_out": "yes"})
    assert answer.headers["location"] == f"{place}#clip-{run.id}"
    page = client.get(place).text
    assert "Left out of comparisons" in page
    assert "Make it again for the present result." in page
    assert page.count("Leave out: ") == page.count("Compare again: ") == 1
    client.post(f"/runs/{run.id}/leave-out", data={"left_out": "no"})
    assert client.get(place).text.count("Leave out: ") == 2


def test_a_clip_that_is_not_there_is_refused(client: TestClient) -> None:
    assert client.post("/runs/nobody/leave-out", data={"left_out": "yes"}).status_code == 404
