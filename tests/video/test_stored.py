"""A part of a frame as it is stored -> the same colours, in half the bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aqvision.video.colour import part_in_colours, upright
from aqvision.video.reader import open_video, read_frames
from aqvision.video.stored import part_as_stored
from tests.support.footage import Coding, steady, write_film

WIDTH, HEIGHT = 320, 180


@pytest.mark.parametrize(("pixels", "bytes_a_value"), [("yuv420p", 1), ("yuv420p10le", 2)])
@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (slice(51, 90), slice(33, 121)),
        (slice(0, HEIGHT), slice(0, WIDTH)),
        (slice(0, 9), slice(310, 320)),
    ],
)
def test_values_give_the_colours_of_the_whole(
    rows: slice, columns: slice, pixels: str, bytes_a_value: int, tmp_path: Path
) -> None:
    noise = np.random.default_rng(5).random((2, HEIGHT, WIDTH, 3))
    coding = Coding("libx264", pixels, options={"qp": "4"})
    video = open_video(write_film(tmp_path / "noise.mp4", noise, coding, steady(2)))
    frame = next(read_frames(video)).source
    assert not isinstance(frame, np.ndarray)
    values, form, (top, left) = part_as_stored(frame, rows, columns)
    inner = tuple(
        slice(side.start - first, side.stop - first)
        for side, first in ((rows, top), (columns, left))
    )
    assert np.array_equal(
        part_in_colours(form.picture(values), *inner), upright(frame)[rows, columns]
    )
    width, height = form.size_px
    assert len(values) == 1.5 * width * height * bytes_a_value
