"""Previews: written down and read again, several people from one survey."""

from __future__ import annotations

import json
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from aqvision.analysis import surveying
from aqvision.core.assets import find_sample
from aqvision.core.clip import Clip
from aqvision.core.prompts import Prompt
from aqvision.pose import estimate
from aqvision.pose.track.survey import Survey, survey_video
from aqvision.report import preview_pictures
from aqvision.sandbox.preview import (
    Advice,
    Film,
    FilmShot,
    PeoplePicture,
    Person,
    PersonBox,
    Preview,
    PreviewFacts,
    PreviewVerdict,
    Still,
    make_preview,
)
from aqvision.video.cuts import Shot
from aqvision.video.reader import open_video, read_frames

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

FACTS = PreviewFacts(
    fps=30.0, capture_fps=240.0, duration_s=1.6, expected_steps=None, view="side", camera="still"
)
FULL = Preview(
    facts=FACTS,
    verdicts=(PreviewVerdict("angles", "good", ""),),
    advice=(
        Advice(
            "no_scale", "Nothing gives a scale.", "Say how tall the athlete is.", (Prompt.HEIGHT,)
        ),
    ),
    people=(Person(1, 0.1, 1.5, True), Person(2, 0.0, 1.6, False)),
    groups=(PeoplePicture("people-0.webp", 0.8, (PersonBox(1, 0.1, 0.2, 0.3, 0.9),)),),
    film=Film(
        width_px=1920,
        height_px=1080,
        duration_s=2.6,
        stills=(Still("still-0.webp", 0.0),),
        strip_s=(0.1, 0.2),
        quarter_turns=3,
    ),
    shots=(FilmShot(1, 0.0, 1.0), FilmShot(2, 1.0, 2.6, used=True)),
)


@pytest.mark.parametrize(
    "preview",
    [FULL, Preview(problem="nobody runs", hint="film somebody", prompts=(Prompt.PERSON,))],
)
def test_a_preview_comes_out_as_it_went_in(preview: Preview) -> None:
    assert Preview.from_json(preview.to_json()) == preview


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "7", json.dumps({**json.loads(FULL.to_json()), "odd": 1})]
)
def test_what_another_version_wrote_is_no_preview(text: str) -> None:
    with pytest.raises(ValueError, match="not a preview"):
        Preview.from_json(text)


def test_the_shots_of_a_film_are_listed_also_where_nobody_is_in_the_one_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = SimpleNamespace(
        video=SimpleNamespace(
            duration_s=5.0, first_s=0.0, lasts_s=5.0, width_px=64, height_px=48, quarter_turns=0
        ),
        survey=SimpleNamespace(tracks=(), candidates=()),
    )
    shots = (Shot(0.0, 2.0), Shot(2.0, float("inf")))
    for name in ("write_stills", "write_strip"):
        monkeypatch.setattr(preview_pictures, name, lambda *_, **__: [])
    monkeypatch.setattr(surveying, "surveyed", lambda *_, **__: nullcontext((film, shots)))
    preview = make_preview(Clip(path=tmp_path / "a.mp4"), tmp_path, estimate.show_nothing)
    assert preview.shots == (FilmShot(1, 0.0, 2.0), FilmShot(2, 2.0, 5.0))
    assert "no athlete was found in the shot from 2.0 s on" in preview.problem
    assert preview.prompts == (Prompt.SHOT,)
    seventh = make_preview(Clip(path=tmp_path / "a.mp4", shot=7), tmp_path, estimate.show_nothing)
    assert "no shot 7" in seventh.problem
    assert len(seventh.shots) == 2


@pytest.mark.model
def test_several_people_are_listed_from_one_survey(
    tmp_path: Path, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = [f.rgb for f in islice(read_frames(open_video(find_sample("before.mp4"))), 60, 140, 2)]
    side_by_side = [np.hstack([rgb[:, ::-1], rgb])[::2, ::2] for rgb in frames]
    clip = make_video(tmp_path / "two.mp4", side_by_side, fps=60.0, options={"crf": "20"})
    surveys: list[Survey] = []

    def survey_once(*arguments: Any) -> Survey:
        surveys.append(survey_video(*arguments))
        return surveys[-1]

    monkeypatch.setattr(estimate, "survey_video", survey_once)
    preview = make_preview(Clip(path=clip, called="two.mp4"), tmp_path, estimate.show_nothing)
    assert len(surveys) == 1
    assert [person.number for person in preview.people] == [1, 2]
    assert (tmp_path / "thumbnail.webp").stat().st_size > 500
    assert preview.film is not None
    shown = {one.picture for one in preview.groups} | {one.picture for one in preview.film.stills}
    assert all((tmp_path / name).stat().st_size > 500 for name in (*shown, "strip.webp"))
    assert sorted(box.number for group in preview.groups for box in group.boxes) == [1, 2]
    left, right = sorted(box.left for box in preview.groups[0].boxes)
    assert left < 0.5 < right
