"""The page of contacts: shown, corrected, measured by, and taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.core.given_contacts import GivenContact
from aqvision.library.records import Run, RunOptions
from aqvision.web.pages import Site
from aqvision.web.strips import FOLDER
from tests.support.web_site import filled, submit
from tests.web.test_contacts_form import STRIPS
from tests.web.test_contacts_form import filled as filled_in

GIVEN = (GivenContact(side="left", touchdown_s=0.35, toeoff_s=0.45),)


@pytest.fixture
def run(site: Site, tmp_path: Path) -> Run:
    """Add a measured clip whose strips are made."""
    _athlete_id, runs = filled(site, tmp_path)
    analysis = site.library.analysis_of(runs["before"].id)
    assert analysis is not None
    folder = site.library.result_folder(analysis) / FOLDER
    folder.mkdir()
    (folder / "strips.json").write_text(STRIPS.to_json())
    (folder / "a.webp").write_bytes(b"RIFF....WEBP")
    return runs["before"]


def sent(**changes: str) -> dict[str, str]:
    return {name: texts[0] for name, texts in filled_in(**changes).values.items()}


def test_every_contact_is_shown_with_its_frames(client: TestClient, run: Run) -> None:
    page = client.get(f"/runs/{run.id}/events").text
    assert page.count('class="strip n7"') == 4
    assert 'name="touchdown-0-right" value="0.1000" data-off="+1" checked' in page
    assert "corrected by hand" not in page
    assert f'href="/runs/{run.id}/events"' in client.get(f"/runs/{run.id}/report").text
    picture = client.get(f"/runs/{run.id}/events/a.webp")
    assert picture.headers["content-type"] == "image/webp"
    assert picture.headers["content-security-policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("name", ["b.webp", "strips.json", "..%2Fanalysis.json", "x" * 400, "%00"])
def test_nothing_but_its_pictures_is_given(client: TestClient, run: Run, name: str) -> None:
    assert client.get(f"/runs/{run.id}/events/{name}").status_code == 404


def test_a_moved_touchdown_is_kept_and_measured_and_compared_again(
    site: Site, client: TestClient, run: Run
) -> None:
    answer = client.post(f"/runs/{run.id}/events", data=sent(touchdown_0_right="0.0910"))
    athlete_id = site.library.session(run.session_id).athlete_id
    assert answer.headers["location"] == f"/athletes/{athlete_id}/progress"
    kept = site.library.run(run.id).options.contacts
    assert [one.touchdown_s for one in kept] == [0.091, 0.35]
    assert site.library.clip_of(run.id).contacts == kept
    (comparison,) = site.library.comparisons(athlete_id)
    asked = [("analyze", run.id), ("compare", comparison.id)]
    assert site.jobs.asked == asked  # type: ignore[attr-defined]
    page = client.get(f"/runs/{run.id}/events").text
    assert "corrected by hand" in page
    assert "being measured anew" in page


def test_back_to_what_was_found(site: Site, client: TestClient, run: Run) -> None:
    site.library.update_run(run.id, RunOptions(track=2, contacts=GIVEN))
    page = submit(client, f"/runs/{run.id}/events/found")
    assert "Measuring" in page
    assert site.library.run(run.id).options == RunOptions(track=2)
    assert ("analyze", run.id) in site.jobs.asked  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "changes",
    [{}, {"touchdown_0_right_typed": "nan"}, {"touchdown_0_right_typed": "9" * 400},
     {"toeoff_0_right_typed": "-1"}, {"touchdown_0_right": "0.3"},
     {"add_side": "<script>", "add_touchdown": "1", "add_toeoff": "1.1"}],
)  # fmt: skip
def test_what_cannot_be_changes_nothing_and_stays_to_be_mended(
    site: Site, client: TestClient, run: Run, changes: dict[str, str]
) -> None:
    answer = client.post(f"/runs/{run.id}/events", data=sent(**changes))
    assert answer.status_code == 400
    assert 'role="alert" tabindex="-1" autofocus' in answer.text
    assert "That did not work" not in answer.text
    assert "<script>" not in answer.text
    for text in changes.values():
        assert f'value="{text}"' in answer.text or text in {"0.3", "<script>"}
    assert site.library.run(run.id).options == RunOptions()
    assert site.jobs.asked == []  # type: ignore[attr-defined]


def test_a_form_of_nothing_is_refused(client: TestClient, run: Run) -> None:
    answer = client.post(f"/runs/{run.id}/events", data={"touchdown-99999-left": "1"})
    assert answer.status_code == 400
    assert "No contact is left." in answer.text


def test_what_has_no_contacts_says_so(site: Site, client: TestClient, run: Run) -> None:
    assert client.get("/runs/nobody/events").status_code == 404
    session = site.library.session(run.session_id)
    unmeasured = site.library.add_run(
        site.library.add_session(session.athlete_id, "mid").id, site.library.path_of(run), "b.mp4"
    )
    hold = site.library.update_run(run.id, replace(run.options, is_hold=True))
    for one in (unmeasured, hold):
        answer = client.get(f"/runs/{one.id}/events")
        assert answer.status_code == 404
        assert "No contacts were measured" in answer.text
