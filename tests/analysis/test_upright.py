"""Films that lie on their side or stand on their head are told apart, and turned upright."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aqvision import pipeline
from aqvision.analysis import upright as module
from aqvision.analysis.upright import Turned, how_turned, refuse_turned, survey_upright
from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import AthleteChoice, Clip
from aqvision.core.errors import PoseError
from aqvision.core.sequence import middle_of
from aqvision.core.settings import Settings
from aqvision.core.types import FloatArray, Image
from aqvision.pose.estimate import SurveyedClip, show_nothing
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.video.reader import Video, open_video, read_frames
from aqvision.video.repeats import NO_REPEATS
from aqvision.video.seek import read_frames_at
from tests.conftest import MakeVideo
from tests.support.sighted import runner
from tests.support.synthetic import Run
from tests.support.videos import video_of

RUN = Run().pose()
DOWN = middle_of(RUN.xy_px, "ankle") - middle_of(RUN.xy_px, "shoulder")
# what a quarter turn to the left, a half turn and a quarter turn to the right make of x and y
TURNS = {
    Turned.FEET_RIGHT: [[0, -1], [1, 0]],
    Turned.ON_HEAD: [[-1, 0], [0, -1]],
    Turned.FEET_LEFT: [[0, 1], [-1, 0]],
}
FILM = Clip(Path("film.mp4"))


def survey_of(*people: FloatArray) -> Survey:
    tracks = tuple(
        Track([replace(runner(0.1 * k), down=(x, y)) for k, (x, y) in enumerate(down[:12])])
        for down in people
    )
    return Survey(
        tracks=tracks, candidates=(), camera=CameraMotion(0.0), repeats=NO_REPEATS,
        samples=np.zeros((0, 2)),
    )  # fmt: skip


@pytest.mark.parametrize("turned", list(TURNS))
def test_the_body_tells_how_the_picture_lies(turned: Turned) -> None:
    down = DOWN @ np.array(TURNS[turned])
    assert how_turned(down) == turned
    with pytest.raises(PoseError, match=r"its side|its head") as caught:
        refuse_turned(survey_of(down).tracks[0])
    assert "turn the film" in caught.value.hint


def test_who_runs_or_leans_is_upright() -> None:
    assert how_turned(DOWN) == Turned.UPRIGHT
    lean = np.radians(45)  # as out of the blocks
    leaning = DOWN @ np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    assert how_turned(leaning) == Turned.UPRIGHT
    refuse_turned(survey_of(DOWN).tracks[0])


def test_too_few_bodies_tell_nothing() -> None:
    assert how_turned(-DOWN[:2]) == Turned.UPRIGHT
    assert how_turned(np.zeros((9, 2))) == Turned.UPRIGHT


class Surveys:
    """Stands in for the survey: what it finds in a film by how that is turned."""

    def __init__(self, found: dict[int, Survey]) -> None:
        self.found = found
        self.seen: list[int] = []

    def __call__(self, video: Video, estimator: Any, settings: Any, **_: Any) -> SurveyedClip:
        self.seen.append(video.quarter_turns)
        return SurveyedClip(
            video=video, survey=self.found[video.quarter_turns], estimator=estimator,
            settings=settings, progress=show_nothing,
        )  # fmt: skip


def upright_by(
    monkeypatch: pytest.MonkeyPatch, found: dict[int, Survey], clip: Clip = FILM
) -> SurveyedClip:
    monkeypatch.setattr(module, "survey_clip", Surveys(found))
    return survey_upright(video_of(30.0), None, Settings().pose, clip)  # type: ignore[arg-type]


def test_a_film_is_turned_only_where_its_athlete_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    assert upright_by(monkeypatch, {0: survey_of(DOWN)}).video.quarter_turns == 0
    down = DOWN @ np.array(TURNS[Turned.FEET_LEFT])
    on_the_grass = survey_of(DOWN, down, down)
    assert upright_by(monkeypatch, {0: on_the_grass}).video.quarter_turns == 0
    assert upright_by(monkeypatch, {0: survey_of()}).video.quarter_turns == 0
    lying = survey_of(down)
    assert upright_by(monkeypatch, {0: lying, 3: survey_of(DOWN)}).video.quarter_turns == 3


def test_what_does_not_stand_after_the_turn_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lying = survey_of(DOWN @ np.array(TURNS[Turned.FEET_RIGHT]))
    for after in (lying, survey_of()):
        with pytest.raises(PoseError, match="feet point to the right"):
            upright_by(monkeypatch, {0: lying, 1: after})


def test_places_in_pixels_are_those_of_the_film_as_it_was_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lying = survey_of(DOWN @ np.array(TURNS[Turned.FEET_RIGHT]))
    named = Clip(FILM.path, choice=AthleteChoice(at=(10.0, 20.0, 0.5)))
    with pytest.raises(PoseError, match="its side"):
        upright_by(monkeypatch, {0: lying, 1: survey_of(DOWN)}, named)


def test_a_turned_film_shows_each_pixel_where_it_belongs(
    make_video: MakeVideo, tmp_path: Path
) -> None:
    picture = np.zeros((32, 64, 3), np.uint8)
    picture[:16, :16] = 255  # white in the upper left
    film = open_video(make_video(tmp_path / "film.mp4", [picture] * 4, fps=30))
    corners = {0: (0, 0), 1: (0, -1), 2: (-1, -1), 3: (-1, 0)}
    for quarters, corner in corners.items():
        turned = film.turned(quarters)
        size = (turned.height_px, turned.width_px)
        for frame in (*read_frames(turned), *read_frames_at(turned, [0.05])):
            assert frame.rgb.shape[:2] == size == ((32, 64) if quarters % 2 == 0 else (64, 32))
            assert frame.rgb[corner].min() > 200
            assert np.count_nonzero(frame.rgb[..., 0] > 128) == pytest.approx(256, abs=40)
    assert film.turned(3).turned(1) == film


@pytest.mark.model
@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize(
    ("quarters", "words"), [(1, "turn to the right"), (2, "on its head"), (3, "turn to the left")]
)
def test_a_turned_film_is_turned_upright(
    quarters: int, words: str, real_data: Path, make_video: MakeVideo, tmp_path: Path
) -> None:
    def turned() -> Iterable[Image]:
        for frame in read_frames(open_video(real_data / "treadmill_jog_side.mp4")):
            if frame.index < 60:
                yield np.ascontiguousarray(np.rot90(frame.rgb[::2, ::2], quarters))

    film = make_video(tmp_path / "turned.mp4", turned(), fps=30)
    checked = pipeline.check(Clip(film))
    measured = pipeline.analyze(Clip(film), model="full")
    for told in (checked.advice[0], measured.warnings[0]):
        assert told.code == "turned_film" and words in told.text
    width, height = measured.video.size
    assert height > width  # it was filmed upright
    assert (
        how_turned(
            middle_of(measured.raw_pose.sequence.xy_px, "ankle")
            - middle_of(measured.raw_pose.sequence.xy_px, "shoulder")
        )
        == Turned.UPRIGHT
    )
