"""Frames that pass -> parts of them: the pixels of decoding again, within a bound of memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest

from aqvision.video.kept import KeptParts, Region
from aqvision.video.reader import Frame, open_video, read_frames
from tests.support.footage import Coding, steady, write_film

WIDTH, HEIGHT = 320, 180
SHARP = {"qp": "4"}


def pixel_frames(n: int) -> list[Frame]:
    """Frames of 10 x 10 pixels, 100 ms apart."""
    return [Frame(i, i / 10, np.full((10, 10, 3), i, np.uint8)) for i in range(n)]


def everything(_time_s: float) -> Region:
    return slice(0, 10), slice(0, 10)


@pytest.mark.parametrize("pixels", ["yuv420p", "yuv420p10le", "yuv444p"])
@pytest.mark.parametrize(
    "region",
    [
        (slice(51, 90), slice(33, 121)),
        (slice(-20, 40), slice(300, 400)),
        (slice(0, HEIGHT), slice(0, WIDTH)),
    ],
)
def test_pixels_are_those_of_the_frame(pixels: str, region: Region, tmp_path: Path) -> None:
    noise = np.random.default_rng(3).random((2, HEIGHT, WIDTH, 3))
    coding = Coding("libx264", pixels, options=SHARP)
    path = write_film(tmp_path / "noise.mp4", noise, coding, steady(2))
    kept = KeptParts()
    frames = list(kept.keep(read_frames(open_video(path)), lambda _time_s: region, 0.0))
    part = kept.at(frames[1].time_s)
    assert part is not None
    assert part.size_px == (WIDTH, HEIGHT)
    assert part.holds(*region)
    rows, columns = (slice(max(0, side.start) + 3, side.stop - 5) for side in region)
    columns = slice(columns.start, min(columns.stop, WIDTH))
    assert np.array_equal(part.part(rows, columns), frames[1].rgb[rows, columns])


def test_what_is_not_kept_is_told() -> None:
    kept = KeptParts()
    list(kept.keep(pixel_frames(2), lambda t: (slice(2, 6), slice(2, 6)) if t else None, 0.0))
    part = kept.at(0.1)
    assert part is not None
    assert part.holds(slice(2, 6), slice(3, 5))
    assert not part.holds(slice(2, 7), slice(3, 5))
    assert not part.holds(slice(2, 6), slice(-1, 5))
    assert kept.at(0.0) is None  # nothing was wanted of it
    assert kept.at(0.05) is None


def test_where_a_bound_is_reached_those_nearest_to_the_moment_stay() -> None:
    kept = KeptParts(most_bytes=4 * 300)
    passed = list(kept.keep(pixel_frames(20), everything, 0.74))
    assert len(passed) == 20
    assert [i for i in range(20) if kept.at(i / 10)] == [6, 7, 8, 9]


@pytest.mark.parametrize("most_bytes", [301, 700, 1000, 1555])
def test_parts_of_any_size_never_overwrite_each_other(most_bytes: int) -> None:
    kept = KeptParts(most_bytes=most_bytes)

    def some_rows(time_s: float) -> Region:
        return slice(0, 1 + round(70 * time_s) % 10), slice(0, 10)

    list(kept.keep(pixel_frames(60), some_rows, 4.0))
    parts = {i: part for i in range(60) if (part := kept.at(i / 10)) is not None}
    assert 40 in parts
    for i, part in parts.items():
        assert (part.part(*some_rows(i / 10)) == i).all()
    n_bytes = sum(30 * some_rows(i / 10)[0].stop for i in parts)
    assert most_bytes - 2 * 300 < n_bytes <= most_bytes


def test_a_full_disk_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    kept = KeptParts()
    assert len(list(kept.keep(pixel_frames(3), everything, 0.0))) == 3
    assert kept.at(0.1) is None


def test_the_file_goes_with_what_is_kept() -> None:
    kept = KeptParts()
    list(kept.keep(pixel_frames(3), everything, 0.0))
    file = kept._file
    assert file is not None
    del kept
    assert file.closed


def test_another_pass_begins_anew() -> None:
    kept = KeptParts()
    list(kept.keep(pixel_frames(9), everything, 0.0))
    list(kept.keep(pixel_frames(3), everything, 0.0))
    assert kept.at(0.2) is not None
    assert kept.at(0.8) is None
