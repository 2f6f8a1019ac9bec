"""What was typed on the check page becomes what is known of a clip, or says what is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from aqvision.core.errors import AqvisionError
from aqvision.core.film_part import FilmPart
from aqvision.core.splits import TimingStart, parse_splits
from aqvision.library.records import RunOptions
from aqvision.sandbox.preview import Film, FilmShot, Person, Preview, PreviewFacts
from aqvision.web.corrections import chosen_shot, corrected
from aqvision.web.pages import Form, Site
from aqvision.web.previews import PreviewState
from tests.support.team_folder import small_video
from tests.support.web_site import StillPreviews

FACTS = PreviewFacts(
    fps=30.0, capture_fps=30.0, duration_s=1.6, expected_steps=7.0, view="side", camera="still"
)
CUT = Preview(
    facts=FACTS,
    shots=(FilmShot(1, 0.0, 1.0), FilmShot(2, 1.0, 3.0, used=True)),
    people=(Person(1, 1.1, 2.9, True), Person(2, 1.1, 2.9, True)),
)


@pytest.fixture
def run_id(site: Site, tmp_path: Path) -> str:
    """Add a clip that was looked at."""
    session = site.library.add_session(site.library.add_athlete("Ada", 1.7, 60.0).id, "before")
    run = site.library.add_run(session.id, small_video(tmp_path / "a.mp4", b"a"))
    cast(StillPreviews, site.previews).seen[run.id] = PreviewState(1.0, "done", CUT)
    return run.id


def typed(run_id: str, **fields: str) -> Form:
    return Form({f"{name}-{run_id}": [text] for name, text in fields.items()})


def test_all_that_was_typed_is_read(site: Site, run_id: str) -> None:
    splits = "10:1.99,20:3.38,30:4.71"
    form = typed(run_id, rate="120", belt="18", track="2", shot="2", splits=splits, start="gun")
    assert corrected(form, site, run_id) == RunOptions(
        capture_fps=120.0, belt_mps=5.0, track=2, splits=parse_splits(splits, TimingStart.GUN)
    )
    assert corrected(Form({}), site, run_id) == RunOptions()
    assert site.library.run(run_id).options == RunOptions()


def test_whoever_was_chosen_in_one_shot_is_nobody_in_another(site: Site, run_id: str) -> None:
    assert corrected(typed(run_id, shot="1", track="2"), site, run_id) == RunOptions(shot=1)
    assert chosen_shot(typed(run_id, shot="2"), CUT, run_id) is None
    assert chosen_shot(typed(run_id, shot="2"), None, run_id) == 2


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("fps", "5000", "capture rate of 5000"),
        ("rate", "fast", "not a number"),
        ("belt", "80", "80 km/h"),
        ("track", "3", "nobody in the clip"),
        ("shot", "3", "no such shot"),
        ("splits", "5:1", "20 m"),
        ("start", "pistol", "start of the clock"),
    ],
)
def test_what_cannot_be_is_refused(
    site: Site, run_id: str, field: str, text: str, said: str
) -> None:
    with pytest.raises(AqvisionError) as caught:
        corrected(typed(run_id, **{field: text}), site, run_id)
    assert said in f"{caught.value} {caught.value.hint}"


def test_whoever_was_chosen_is_nobody_in_another_part_and_that_is_said(
    site: Site, run_id: str
) -> None:
    film = Film(width_px=1, height_px=1, duration_s=3.0, stills=(), strip_s=())
    seen = cast(StillPreviews, site.previews).seen
    seen[run_id] = PreviewState(1.0, "done", replace(CUT, film=film))
    form = Form({f"from-{run_id}": ["1"], f"track-{run_id}": ["2"]})
    with pytest.raises(AqvisionError, match="numbered anew") as caught:
        corrected(form, site, run_id)
    assert "look at this part first" in caught.value.hint
    seen[run_id] = PreviewState(1.0, "done", Preview(facts=FACTS, film=film))
    assert corrected(Form({f"from-{run_id}": ["1"]}), site, run_id) == RunOptions(part=FilmPart(1))
