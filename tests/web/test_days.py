"""The day of a clip: what its owner says, else the film, else the file, which is called so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from aqvision.core.recorded import Filmed
from aqvision.library.records import DayFrom, Session
from aqvision.web.days import day_of, several_days, who_tells
from aqvision.web.pages import Site
from aqvision.web.uploads import Intent
from tests.conftest import MakeVideo
from tests.support.web_site import announce, send

MAY, JUNE = "2026-05-04", "2026-06-30"
FILMED = Filmed(dt.datetime(2026, 3, 14, 23, 30, tzinfo=dt.UTC), local=False)
GREY = np.full((64, 64, 3), 90, np.uint8)


def intent(date: str = "", modified: str = "", zone_min: int | None = None) -> Intent:
    return Intent("a.mp4", "ada", "before", date, modified=modified, zone_min=zone_min)


@pytest.mark.parametrize(
    ("said", "filmed", "day", "tells"),
    [
        (intent(MAY, JUNE), FILMED, MAY, DayFrom.GIVEN),
        (intent("", JUNE), FILMED, "2026-03-14", DayFrom.FILM),
        (intent("", JUNE, 60), FILMED, "2026-03-15", DayFrom.FILM),
        (intent("", JUNE), None, JUNE, DayFrom.FILE),
        (intent("", "1980-01-01"), None, None, None),
        (intent(), None, None, None),
    ],
)
def test_who_tells_the_day(
    said: Intent, filmed: Filmed | None, day: str | None, tells: DayFrom | None
) -> None:
    found, source = day_of(said, filmed)
    assert (found and found.isoformat(), source) == (day, tells)


def test_clips_of_one_side_go_to_sessions_of_their_own_days(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path, make_video: MakeVideo
) -> None:
    """Two films say their days, one after Greenwich's midnight; a third says nothing."""
    tags = [{"creation_time": f"2026-03-{day}T23:30:00Z"} for day in (10, 14)]
    for number, tag in enumerate([*tags, {}]):
        frames = [GREY + np.uint8(number)] * 8
        clip = make_video(tmp_path / f"{number}.mp4", frames, tags=tag)
        said = {"filename": clip.name, "date": "", "modified": JUNE, "zone": "60"}
        answer = send(client, athlete_id, clip.read_bytes(), **said)
        assert answer.status_code == 200, answer.text
    assert "when the file was last changed" in answer.json()["note"]
    found = [(str(s.date), s.day_from) for s in site.library.sessions(athlete_id)]
    assert found == [
        ("2026-03-11", DayFrom.FILM),
        ("2026-03-15", DayFrom.FILM),
        (JUNE, DayFrom.FILE),
    ]
    page = client.get(f"/athletes/{athlete_id}/clips").text
    assert "before: 11 March 2026, 15 March 2026, 30 June 2026" in page


def test_what_is_no_day_or_zone_is_not_known(
    site: Site, client: TestClient, athlete_id: str
) -> None:
    said = {"date": "", "modified": "yesterday", "zone": "9000"}
    assert announce(client, athlete_id, 10, **said).status_code == 201
    (upload,) = site.uploads.all()
    assert (upload.intent.modified, upload.intent.zone_min) == ("", None)


def session(day: dt.date | None, day_from: DayFrom | None, label: str = "before") -> Session:
    moment = dt.datetime.now(dt.UTC)
    return Session(
        id="s", athlete_id="a", label=label, name="", date=day, notes="", created=moment,
        day_from=day_from,
    )  # fmt: skip


def test_a_day_that_only_the_file_tells_is_called_so() -> None:
    day = dt.date(2026, 3, 14)
    assert who_tells(session(day, DayFrom.FILM)) == "The film says so."
    assert "last changed" in who_tells(session(day, DayFrom.FILE))
    assert who_tells(session(day, DayFrom.GIVEN)) == who_tells(session(day, None)) == ""
    assert "Nobody says" in who_tells(session(None, None))
    one_day = [session(day, None), session(day, None), session(None, None, "after")]
    assert several_days(one_day) == ""
