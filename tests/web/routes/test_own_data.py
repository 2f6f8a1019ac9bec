"""One's own data in one file."""

from __future__ import annotations

import io
import json
import zipfile

from tests.support.signed_in import Server, Side


def test_everything_of_an_athlete_is_in_one_file(server: Server, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    for account in (mine.athlete, mine.coach):
        answer = server.as_(account).get(f"/athletes/{mine.athlete_id}/data.zip")
        assert answer.headers["content-type"] == "application/zip"
        assert "attachment" in answer.headers["content-disposition"]
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            names = archive.namelist()
            rows = json.loads(archive.read("data.json"))
            clip = archive.read("clips/001 before.mp4")
    assert clip.endswith(b"before")
    assert "results/002 after.mp4/report.html" in names
    assert "comparisons/001 change/report.html" in names
    assert rows["athlete"]["name"] == "Athlete a"
    assert rows["minor_and_consent"]["consents"][0]["given_by"] == "Eva Example"
    assert [len(rows[name]) for name in ("sessions", "clips", "analyses")] == [2, 2, 2]
    assert rows["accounts"][0]["name"] == "athlete.a"
    assert theirs.athlete_id not in json.dumps(rows)
    assert "hash" not in json.dumps(rows["accounts"])


def test_that_it_was_taken_out_is_noted(server: Server, sides: tuple[Side, Side]) -> None:
    mine, _ = sides
    server.as_(mine.coach).get(f"/athletes/{mine.athlete_id}/data.zip")
    (line,) = server.site.accounts.trail_of_athlete(mine.athlete_id)
    assert (line.deed, line.actor_id) == ("exported", mine.coach.id)
