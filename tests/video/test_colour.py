"""Stored pictures -> the colours that were filmed, whatever the matrix, range and depth."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from aqvision.video.colour import shrunk_to
from aqvision.video.reader import open_video, read_frames
from tests.support.footage import MATRICES, Coding, steady, write_film

COLOURS = np.array(
    [
        [220, 30, 30],
        [30, 200, 30],
        [40, 40, 220],
        [220, 220, 220],
        [20, 20, 20],
        [128, 128, 128],
        [230, 220, 40],
        [180, 120, 90],
    ]
)
SHARP = {
    "libx264": {"qp": "4"},
    "libx265": {"x265-params": "qp=4:log-level=none"},
    "libsvtav1": {"crf": "10", "preset": "10"},
    "libvpx-vp9": {"crf": "4", "b": "0", "deadline": "realtime"},
    "prores_ks": {},
}


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize(
    ("encoder", "pixels", "suffix"),
    [
        ("libx264", "yuv420p", "mp4"),
        ("libx264", "yuv420p10le", "mp4"),
        ("libx265", "yuv420p10le", "mkv"),
        ("libsvtav1", "yuv420p10le", "mkv"),
        ("libvpx-vp9", "yuv420p", "webm"),
        ("prores_ks", "yuv422p10le", "mov"),
    ],
)
def test_colours_are_right_within_three_levels(
    encoder: str, pixels: str, suffix: str, matrix: str, tmp_path: Path
) -> None:
    card = np.repeat(np.repeat(COLOURS, 32, axis=0)[None], 64, axis=0) / 255
    # ProRes has no way to say that its range is full
    for full_range in (False,) if encoder == "prores_ks" else (False, True):
        coding = Coding(encoder, pixels, matrix, full_range, options=SHARP[encoder])
        # of fewer frames FFmpeg now and then fails to write a file of HEVC
        path = write_film(tmp_path / f"{full_range}.{suffix}", [card] * 8, coding, steady(8))
        for frame in read_frames(open_video(path)):
            assert np.abs(frame.rgb[32, 16::32].astype(int) - COLOURS).max() <= 3


@pytest.mark.parametrize("encoder", ["libx264", "libsvtav1"])
@pytest.mark.parametrize("size", [(320, 180), (646, 364)])
def test_a_part_of_a_deep_picture_is_that_part_of_the_whole(
    encoder: str, size: tuple[int, int], tmp_path: Path
) -> None:
    rng = np.random.default_rng(3)
    noise = rng.random((2, size[1], size[0], 3))
    coding = Coding(encoder, "yuv420p10le", options=SHARP[encoder])
    path = write_film(tmp_path / "noise.mp4", noise, coding, steady(2))
    frame = next(iter(read_frames(open_video(path))))
    parts = [
        (slice(top, bottom), slice(left, right))
        for top, bottom, left, right in [(0, size[1], 0, size[0]), (0, 1, 0, 1), (51, 90, 33, 121)]
    ]
    cut = [frame.part(*part) for part in parts]
    assert "rgb" not in frame.__dict__
    for pixels, part in zip(cut, parts, strict=True):
        assert np.array_equal(pixels, frame.rgb[part])


def test_a_part_of_an_odd_picture_is_that_part_of_the_whole(tmp_path: Path) -> None:
    noise = np.random.default_rng(4).random((2, 119, 173, 3))
    path = write_film(tmp_path / "odd.webm", noise, Coding("libvpx-vp9"), steady(2))
    frame = next(iter(read_frames(open_video(path))))
    assert frame.size_px == (173, 119)
    part = frame.part(slice(60, 119), slice(90, 173))
    assert np.array_equal(part, frame.rgb[60:119, 90:173])


@pytest.mark.parametrize("size", [(160, 90), (320, 180), (1280, 720)])
def test_a_picture_halved_step_by_step_is_the_same_to_a_level(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(6).integers(0, 256, (720, 1280), dtype=np.uint8)
    at_once = cv2.resize(noise, size, interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk_to(noise, size).astype(int) - at_once).max() <= 1
