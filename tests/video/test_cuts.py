"""Cuts of a film: found where the picture becomes another, not where light or camera change it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from aqvision.core.errors import VideoError
from aqvision.core.types import FloatArray, Image
from aqvision.video.cuts import Shot, choose_shot, find_shots
from aqvision.video.reader import open_video
from tests.conftest import MakeVideo

FPS, N = 30, 60
EVERY = 3  # looks ten times a second


def scene(seed: int) -> FloatArray:
    """A wide place with detail of its own, brightness 0 to 1."""
    wide = gaussian_filter(np.random.default_rng(seed).normal(size=(180, 1200)), 4)
    return np.asarray(np.clip(0.3 + 0.3 * seed + wide / wide.std() / 5, 0, 1))


def shown(view: FloatArray) -> Image:
    return np.repeat((255 * np.clip(view, 0, 1)).astype(np.uint8)[:, :, None], 3, axis=2)


def looks(pictures: list[Image]) -> FloatArray:
    """Times and changed shares of every third frame, as a survey has them."""
    gray = [picture[:, :, 0].astype(float) for picture in pictures[::EVERY]]
    changed = [float((np.abs(b - a) > 18).mean()) for a, b in pairwise(gray)]
    times = np.arange(len(gray)) * EVERY / FPS
    return np.column_stack([times, [np.nan, *changed]])


def shots_of(
    make_video: MakeVideo, path: Path, view: Callable[[int], FloatArray]
) -> tuple[Shot, ...]:
    pictures = [shown(view(i)) for i in range(N)]
    film = make_video(path, pictures, fps=FPS, options={"crf": "18"})
    return find_shots(open_video(film), looks(pictures))


ONE, OTHER = scene(0), scene(1)


def test_a_cut_is_found_to_the_frame(make_video: MakeVideo, tmp_path: Path) -> None:
    def cut(i: int) -> FloatArray:
        return (ONE if i < 25 else OTHER)[:, 100:420]

    first, second = shots_of(make_video, tmp_path / "cut.mp4", cut)
    assert first.end_s == second.first_s == pytest.approx(25 / FPS)
    assert (first.first_s, second.end_s) == (0.0, float("inf"))


def test_a_turning_camera_makes_no_cut(make_video: MakeVideo, tmp_path: Path) -> None:
    def turning(i: int) -> FloatArray:
        return ONE[:, 10 * i : 10 * i + 320]

    assert len(shots_of(make_video, tmp_path / "pan.mp4", turning)) == 1


@pytest.mark.parametrize("lasts", [1, 20])
def test_light_that_comes_and_goes_makes_no_cut(
    make_video: MakeVideo, tmp_path: Path, lasts: int
) -> None:
    """A flash, and a low sun that comes into the lens."""

    def lit(i: int) -> FloatArray:
        return ONE[:, 100:420] * 0.6 + (0.35 if 25 <= i < 25 + lasts else 0.0)

    assert len(shots_of(make_video, tmp_path / "light.mp4", lit)) == 1


def test_the_longest_shot_is_meant_unless_another_is_named() -> None:
    shots = (Shot(0.0, 2.0), Shot(2.0, 7.0), Shot(7.0, float("inf")))
    assert choose_shot(shots, None, 9.0) == shots[1]
    assert choose_shot(shots, 3, 9.0) == shots[2]
    for number in (0, 4):
        with pytest.raises(VideoError, match=f"no shot {number}") as caught:
            choose_shot(shots, number, 9.0)
        assert "3: 7.0 to 9.0 s" in caught.value.hint
