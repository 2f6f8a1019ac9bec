"""Films that lie on their side or stand on their head are told apart, and said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision import pipeline
from aqvision.analysis.upright import Turned, how_turned, refuse_turned
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.types import Image
from aqvision.video.reader import open_video, read_frames
from tests.conftest import MakeVideo
from tests.support.synthetic import Run

RUN = Run().pose()
# what a quarter turn to the left, a half turn and a quarter turn to the right make of x and y
TURNS = {
    Turned.FEET_RIGHT: [[0, -1], [1, 0]],
    Turned.ON_HEAD: [[-1, 0], [0, -1]],
    Turned.FEET_LEFT: [[0, 1], [-1, 0]],
}


@pytest.mark.parametrize("turned", list(TURNS))
def test_the_body_tells_how_the_picture_lies(turned: Turned) -> None:
    points = RUN.xy_px @ np.array(TURNS[turned])
    assert how_turned(points) == turned
    with pytest.raises(PoseError, match=r"its side|its head") as caught:
        refuse_turned(replace(RUN, xy_px=points))
    assert "turn the film" in caught.value.hint


def test_who_runs_or_leans_is_upright() -> None:
    assert how_turned(RUN.xy_px) == Turned.UPRIGHT
    lean = np.radians(45)  # as out of the blocks
    leaning = RUN.xy_px @ np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    assert how_turned(leaning) == Turned.UPRIGHT
    refuse_turned(RUN)


def test_too_few_bodies_tell_nothing() -> None:
    points = -RUN.xy_px.copy()
    points[2:] = np.nan
    assert how_turned(points) == Turned.UPRIGHT


@pytest.mark.model
@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize(
    ("quarters", "words"), [(1, "feet point to the right"), (2, "on its head"), (3, "to the left")]
)
def test_a_turned_film_is_said_to_be_turned(
    quarters: int, words: str, real_data: Path, make_video: MakeVideo, tmp_path: Path
) -> None:
    def turned() -> Iterable[Image]:
        for frame in read_frames(open_video(real_data / "treadmill_jog_side.mp4")):
            if frame.index < 60:
                yield np.ascontiguousarray(np.rot90(frame.rgb[::2, ::2], quarters))

    film = make_video(tmp_path / "turned.mp4", turned(), fps=30)
    for measure in (pipeline.check, pipeline.analyze):
        with pytest.raises(PoseError, match=words):
            measure(Clip(film))
