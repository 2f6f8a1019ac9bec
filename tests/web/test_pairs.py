"""Which sessions are compared: the latest two, or those that were chosen of several."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.library.records import Run, Session
from aqvision.web.pages import Site
from aqvision.web.pairs import LATEST, Chosen, pair_of
from tests.support.team_folder import small_video
from tests.support.web_site import DAYS

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def session(label: str, day: int | None) -> Session:
    date = None if day is None else dt.date(2026, 5, day)
    return Session(
        id=f"{label}-{day}", athlete_id="a", label=label, name="", date=date, notes="", created=NOW
    )


SPRING = [session("before", 1), session("after", 10)]
SUMMER = [session("before", 20), session("after", 30)]
ALL = [*SPRING, *SUMMER]


@pytest.mark.parametrize(
    ("sessions", "touched", "chosen", "pair"),
    [
        ([], [], LATEST, (None, None)),
        (SPRING[:1], ["before-1"], LATEST, ("before-1", None)),
        (SPRING, ["before-1", "after-10"], LATEST, ("before-1", "after-10")),
        (SPRING, ["after-10"], LATEST, ("before-1", "after-10")),
        (SPRING, [], LATEST, (None, None)),
        (ALL, ["before-20", "after-30"], LATEST, ("before-20", "after-30")),
        (ALL, ["after-10"], LATEST, ("before-1", "after-10")),
        (SPRING + SUMMER[:1], ["before-20"], LATEST, (None, None)),
        ([session("mid", 3), *SPRING], ["mid-3"], LATEST, (None, None)),
        (ALL, ["after-30"], ("before-1", ""), ("before-1", "after-30")),
        (ALL, ["after-30"], ("", "after-10"), ("before-1", "after-10")),
        (ALL, ["after-30"], ("nobody", ""), ("before-20", "after-30")),
    ],
)
def test_new_clips_are_held_against_what_they_belong_to_or_what_was_chosen(
    sessions: list[Session], touched: list[str], chosen: Chosen, pair: tuple[str | None, str | None]
) -> None:
    before, after = pair_of(sessions, touched, chosen)
    assert (before and before.id, after and after.id) == pair


def added(site: Site, athlete_id: str, folder: Path, label: str, day: dt.date) -> Run:
    session = site.library.add_session(athlete_id, label, day)
    clip = small_video(folder / f"{label}-{day}.mp4", f"{label}{day}".encode())
    return site.library.add_run(session.id, clip)


def test_of_several_days_before_any_is_chosen_where_measuring_begins(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    days = [("before", dt.date(2026, 4, 1)), *DAYS.items()]
    runs = [added(site, athlete_id, tmp_path, label, day) for label, day in days]
    page = client.get(f"/athletes/{athlete_id}/clips").text
    assert page.count("Which days are compared?") == 1
    assert '<label for="pair-before">' in page
    assert '<label for="pair-after">' not in page
    form = {"run": [run.id for run in runs], "before": runs[0].session_id}
    client.post(f"/athletes/{athlete_id}/measure", data=form)
    (made,) = site.library.comparisons(athlete_id)
    assert made.session_ids == (runs[0].session_id, runs[2].session_id)
    refused = client.post(f"/athletes/{athlete_id}/measure", data={"before": runs[0].session_id})
    assert refused.status_code == 400


def test_where_there_is_one_day_a_side_nothing_is_asked(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    for label, day in DAYS.items():
        added(site, athlete_id, tmp_path, label, day)
    assert "Which days" not in client.get(f"/athletes/{athlete_id}/clips").text
