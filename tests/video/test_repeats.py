"""Copies of frames: found in every pattern, never seen where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from aqvision.core.types import Image
from aqvision.video.reader import Frame, open_video, read_frames
from aqvision.video.repeats import (
    Repeats,
    RepeatWatch,
    even_times,
    find_repeats,
    picture_change,
)

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

MOTION, CODING = 60.0, 4.0


def shown(pictures: NDArray[np.int64]) -> NDArray[np.float64]:
    """Differences between neighbours where each frame shows the picture of a number."""
    random = np.random.default_rng(1)
    new = np.diff(pictures, prepend=pictures[0] - 1) > 0
    change = np.where(new, MOTION, CODING) * random.uniform(0.6, 1.4, len(pictures))
    change[0] = 0.0
    return change


def repeats_of(pictures: NDArray[np.int64], fps: float = 30.0) -> Repeats:
    return find_repeats(np.arange(len(pictures)) / fps, shown(pictures))


@pytest.mark.parametrize("spread", [1, 4, 255])
@pytest.mark.parametrize("height", [89, 90])
def test_change_is_that_of_the_eight_pixels_farthest_from_the_median(
    height: int, spread: int
) -> None:
    random = np.random.default_rng(height)
    before = random.integers(0, 256, (height, 161)).astype(np.int16)
    moved = before + random.integers(-spread, spread + 1, before.shape) + 3
    after = np.clip(moved, 0, 255).astype(np.int16)
    change = (after - before).astype(np.float64)
    apart = np.sort(np.abs(change - np.median(change)), axis=None)
    assert picture_change(before, after) == apart[-8:].mean()


@pytest.mark.parametrize(
    ("camera", "file"), [(120, 240), (24, 30), (25, 30), (24, 60), (30, 240), (50, 60), (30, 120)]
)
def test_pattern_tells_the_rate_of_the_camera(camera: int, file: int) -> None:
    pictures = np.arange(200) * camera // file
    found = repeats_of(pictures, file)
    assert found.frames_per_picture == pytest.approx(file / camera)
    assert found.indices == tuple(np.flatnonzero(np.diff(pictures, prepend=-1) == 0))


def test_pattern_goes_on_where_nothing_moves() -> None:
    pictures = np.arange(120) // 2
    change = shown(pictures)
    change[:40] = change[90:] = CODING
    found = find_repeats(np.arange(120) / 240, change)
    assert found.frames_per_picture == 2
    assert found.indices == tuple(range(1, 120, 2))


def test_frames_that_a_camera_dropped_are_no_pattern() -> None:
    pictures = np.arange(150)
    held = (23, 50, 51, 88, 131)
    for i in held:
        pictures[i] = pictures[i - 1]
    assert repeats_of(pictures) == Repeats(held)


def test_real_frames_are_no_copies() -> None:
    random = np.random.default_rng(3)
    time_s = np.arange(300) / 240
    assert find_repeats(time_s, 8 * random.uniform(0.4, 1.6, 300)) == Repeats()
    assert find_repeats(time_s, random.uniform(0.0, 2.0, 300)) == Repeats()  # nobody moves


def test_an_athlete_who_comes_and_goes_leaves_no_copies() -> None:
    change = np.full(200, 1.0)
    change[60:140] = MOTION
    assert find_repeats(np.arange(200) / 120, change) == Repeats()


def test_a_frame_that_follows_quickly_moved_less() -> None:
    time_s = np.cumsum(np.where(np.arange(60) == 30, 0.004, 0.033))
    change = np.where(np.arange(60) == 30, MOTION * 0.12, MOTION)
    assert find_repeats(time_s, change) == Repeats()


def test_even_times_undo_a_pulldown() -> None:
    pictures = np.arange(200) * 24 // 30
    first = np.unique(pictures, return_index=True)[1]
    taken = even_times(first / 30)
    assert np.diff(taken) == pytest.approx(1 / 24, rel=2e-3)
    assert np.abs(taken - first / 30).max() < 1 / 30


def pictures_of_a_ball(n: int, *, height: int = 96, width: int = 160) -> Iterator[Image]:
    """A small bright square runs through a grainy picture."""
    random = np.random.default_rng(5)
    grain = random.normal(90, 12, (height, width, 1))
    for i in range(n):
        picture = np.repeat(grain, 3, axis=2)
        picture[40:52, 4 + 2 * i : 12 + 2 * i] = 220
        yield np.clip(picture, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("crf", "noise"), [("18", 0.0), ("32", 0.0), ("23", 3.0)])
def test_copies_in_a_file_are_held_back_and_found(
    tmp_path: Path, make_video: MakeVideo, crf: str, noise: float
) -> None:
    random = np.random.default_rng(7)
    frames = [
        np.clip(p + random.normal(0, noise, p.shape), 0, 255).astype(np.uint8)
        for p in pictures_of_a_ball(40)
        for _ in range(2)
    ]
    path = make_video(tmp_path / "doubled.mp4", frames, fps=60, options={"crf": crf})
    watch = RepeatWatch()
    new = list(watch.new_frames(read_frames(open_video(path))))
    assert watch.found() == Repeats(tuple(range(1, 80, 2)), 2.0)
    assert {frame.index for frame in new} >= set(range(0, 80, 2))
    # on the way some wait for the whole clip: those at its ends, and coarsely coded ones
    assert sum(frame.index % 2 for frame in new) <= 10


def test_plain_file_passes_whole(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "plain.mp4", pictures_of_a_ball(60), fps=60)
    watch = RepeatWatch()
    new = list(watch.new_frames(read_frames(open_video(path))))
    assert [frame.index for frame in new] == list(range(60))
    assert watch.found() == Repeats()


def test_flickering_light_moves_nothing() -> None:
    random = np.random.default_rng(2)
    room = random.integers(40, 160, (90, 160, 1), dtype=np.uint8).repeat(3, axis=2)
    light = [0, 12, 0, 0, 14, 0, 0, 12, 1, 0, 13, 0] * 3
    frames = [Frame(i, i / 60, room + np.uint8(more)) for i, more in enumerate(light)]
    watch = RepeatWatch()
    assert len(list(watch.new_frames(frames))) == len(frames)
    assert watch.found() == Repeats()
