"""Interlaced files -> a whole picture for each field, at the field's own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aqvision.video.container import _CODECS

if TYPE_CHECKING:
    pass


from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.core.errors import VideoError
from aqvision.video.reader import Frame, open_video, read_frames
from aqvision.video.seek import read_frames_at
from tests.support.footage import Array, Coding, steady, woven, write_film

if TYPE_CHECKING:
    pass

PICTURE = np.zeros((64, 64, 3), np.uint8)
APPLE = "com.apple.quicktime.creationdate"
FIELD_S = 1 / 50
EDGE_PX_S = 150.0
START_PX = 40.0
WOVEN = {"flags": "+ildct+ilme"}
CODINGS = [
    ("mp4", Coding(options={**WOVEN, "qp": "10"})),
    ("mov", Coding("prores_ks", "yuv422p10le", options=WOVEN)),
    ("avi", Coding("mpeg4", options={**WOVEN, "qmin": "1", "qmax": "2", "bf": "0"})),
    ("mkv", Coding(options={**WOVEN, "qp": "10", "bf": "2"})),
]


def edge(time_s: float) -> Array:
    """Bright left of an edge that moves to the right, with a soft edge of one pixel."""
    beside = np.arange(320) - (START_PX + EDGE_PX_S * time_s)
    row = 0.15 + 0.65 * np.clip(0.5 - beside, 0, 1)
    return np.broadcast_to(row[None, :, None], (180, 320, 3))


def edge_px(frame: Frame) -> Array:
    """Place of the edge in each row."""
    level = frame.rgb.mean(axis=2)[10:-10]
    low, high = level[:, -10:].mean(), level[:, :10].mean()
    return np.asarray(((level - low) / (high - low)).sum(axis=1) - 0.5)


def film(folder: Path, suffix: str, coding: Coding, n_frames: int = 16) -> Path:
    pictures = (
        woven(edge(2 * k * FIELD_S), edge((2 * k + 1) * FIELD_S), coding.field_first)
        for k in range(n_frames)
    )
    return write_film(folder / f"camcorder.{suffix}", pictures, coding, steady(n_frames, 25))


@pytest.mark.parametrize("field_first", ["tff", "bff"])
@pytest.mark.parametrize(("suffix", "coding"), CODINGS)
def test_every_field_becomes_a_picture_at_its_own_time(
    suffix: str, coding: Coding, field_first: str, tmp_path: Path
) -> None:
    video = open_video(film(tmp_path, suffix, replace(coding, field_first=field_first)))
    frames = list(read_frames(video))
    assert (len(frames), video.n_packets) == (32, 32)
    assert video.fps == pytest.approx(50)
    assert [f.time_s for f in frames] == pytest.approx(np.arange(32) * FIELD_S, abs=6e-4)
    for frame in frames:
        places = edge_px(frame)
        # 3 px from field to field: woven frames show teeth of that size
        assert np.abs(places - (START_PX + EDGE_PX_S * frame.time_s)).max() < 0.4


def test_moments_are_found_among_the_fields(tmp_path: Path) -> None:
    coding = Coding(options={**WOVEN, "qp": "10", "g": "5"}, field_first="tff")
    video = open_video(film(tmp_path, "mp4", coding))
    wanted_s = np.array([0, 7, 8, 23, 31]) * FIELD_S
    frames = list(read_frames_at(video, wanted_s.tolist()))
    assert [f.time_s for f in frames] == pytest.approx(wanted_s, abs=1e-6)
    for frame in frames:
        assert np.abs(edge_px(frame) - (START_PX + EDGE_PX_S * frame.time_s)).max() < 0.4


@pytest.mark.parametrize("matrix", ["bt601", "bt709"])
def test_colours_and_upright_survive(matrix: str, tmp_path: Path) -> None:
    colours = np.array([[0.8, 0.1, 0.1], [0.1, 0.7, 0.1], [0.2, 0.2, 0.8], [0.8, 0.6, 0.4]])
    upright = np.repeat(np.repeat(colours, 48, axis=0)[None], 160, axis=0)
    coding = Coding(matrix=matrix, options={**WOVEN, "qp": "6"}, field_first="tff")
    stored = [np.rot90(upright, -1)] * 4
    path = write_film(tmp_path / "turned.mp4", stored, coding, steady(4, 25), turned_deg=90)
    for frame in read_frames(open_video(path)):
        assert frame.rgb.shape == (160, 192, 3)
        assert np.abs(frame.rgb[80, 24::48] - 255 * colours).max() <= 3


def test_single_fields_of_hevc_are_refused(tmp_path: Path) -> None:
    coding = Coding("libx265", options={"x265-params": "interlace=tff:log-level=none"})
    path = film(tmp_path, "mkv", coding)
    with pytest.raises(VideoError, match="holds single fields") as caught:
        open_video(path)
    assert "progressive" in caught.value.hint


def test_a_hint_names_every_codec_that_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    path = tmp_path / "notes.mp4"
    path.write_text("not a video at all")
    with pytest.raises(VideoError, match="is not a video") as raised:
        open_video(path)
    listed = raised.value.hint.partition(" with ")[2].removesuffix(" video").replace(" or ", ", ")
    named = listed.split(", ")
    assert {"".join(filter(str.isalnum, name)).lower() for name in named} == set(_CODECS)
    assert listed in " ".join(page.split()).replace(" or ", ", ")
