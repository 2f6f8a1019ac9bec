"""The same file on both sides is said before it is measured."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from aqvision.web.pages import Site
from aqvision.web.twins import twin_of
from tests.support.team_folder import small_video


def test_the_same_file_on_both_sides_is_named(
    site: Site, client: TestClient, athlete_id: str, tmp_path: Path
) -> None:
    library, runs = site.library, []
    for label, content in (("before", b"one"), ("after", b"one"), ("later", b"two")):
        session = library.add_session(athlete_id, label)
        clip = small_video(tmp_path / f"{label}.mp4", content)
        runs.append(library.add_run(session.id, clip))
    eve = library.add_session(library.add_athlete("Eve").id, "before")
    library.add_run(eve.id, small_video(tmp_path / "eve.mp4", b"two"))
    before, after, other = runs
    assert twin_of(library, before).startswith("This is the same file as after.mp4 of “After”.")
    assert "before.mp4" in twin_of(library, after)
    assert twin_of(library, other) == ""
    page = client.get(f"/athletes/{athlete_id}/clips").text
    assert page.count("a comparison of the two is refused") == 2
