"""Strips of events: the frames around each end of a contact, the nearest one framed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.given_contacts import read_contacts
from aqvision.core.types import Image
from aqvision.report.event_strips import (
    _GAP_PX,
    _ROWS_A_PICTURE,
    _TEXT_PX,
    TILE_PX,
    write_event_strips,
)
from aqvision.video.reader import open_video
from tests.support.synthetic import Run, analyze

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

RATE_HZ = 60.0
GREY_A_FRAME, N_GREYS = 40, 5
ROW_PX = TILE_PX + 2 * _TEXT_PX + 2 * _GAP_PX
BEFORE = 3


def small() -> Analysis:
    pose = Run(rate_hz=RATE_HZ).pose()
    quarter = replace(
        pose,
        xy_px=pose.xy_px / 4,
        width_px=pose.width_px // 4,
        height_px=pose.height_px // 4,
    )
    return analyze(quarter)


def grey_of(frame: int) -> int:
    return 20 + GREY_A_FRAME * (frame % N_GREYS)


def grey_clip(analysis: Analysis, path: Path, make_video: MakeVideo) -> Path:
    """Write pictures whose brightness tells their number."""
    size = (analysis.pose.height_px, analysis.pose.width_px, 3)
    n = len(analysis.pose)
    pictures = (np.full(size, grey_of(i), dtype=np.uint8) for i in range(n))
    return make_video(path, pictures, fps=RATE_HZ)


def rows_of(paths: list[Path]) -> list[Image]:
    rows = []
    for path in paths:
        picture = cv2.imread(str(path))
        assert picture is not None
        shown: Image = np.asarray(picture, dtype=np.uint8)
        rows += [shown[top : top + ROW_PX] for top in range(0, len(shown), ROW_PX)]
    return rows


def tile_of(row: Image, place: int) -> Image:
    left = _GAP_PX + place * (TILE_PX + _GAP_PX)
    return row[_TEXT_PX + 8 : _TEXT_PX + TILE_PX - 8, left + 8 : left + TILE_PX - 8]


def test_each_end_has_a_strip_of_its_frames(tmp_path: Path, make_video: MakeVideo) -> None:
    analysis = small()
    clip = grey_clip(analysis, tmp_path / "clip.mp4", make_video)
    *pictures, table = write_event_strips(analysis, open_video(clip), tmp_path)
    rows = rows_of(pictures)
    ends = [t for c in analysis.contacts for t in (c.touchdown_s, c.toeoff_s)]
    assert len(rows) == len(ends) > 0
    assert len(pictures) == -(-len(ends) // _ROWS_A_PICTURE)
    for row, at_s in zip(rows, ends, strict=True):
        nearest = int(np.abs(analysis.pose.time_s - at_s).argmin())
        for place in (0, BEFORE, 2 * BEFORE):
            frame = nearest - BEFORE + place
            assert np.median(tile_of(row, place)) == pytest.approx(grey_of(frame), abs=8)
    read = read_contacts(table)
    assert [c.side for c in read] == [c.side for c in analysis.contacts]
    assert [c.toeoff_s for c in read] == pytest.approx(
        [c.toeoff_s for c in analysis.contacts], abs=6e-5
    )


def test_pictures_of_an_earlier_run_are_gone(tmp_path: Path, make_video: MakeVideo) -> None:
    analysis = small()
    clip = grey_clip(analysis, tmp_path / "clip.mp4", make_video)
    old = tmp_path / "events-99.webp"
    old.touch()
    assert old not in write_event_strips(analysis, open_video(clip), tmp_path)
    assert not old.exists()
