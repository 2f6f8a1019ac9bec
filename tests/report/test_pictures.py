"""Pixels that are cut, written on and coded."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from aqvision.core.errors import LibraryError
from aqvision.core.types import Image
from aqvision.report.pictures import (
    INK,
    PAPER,
    cut_window,
    region_of,
    width_of,
    write_label,
    write_on,
    write_webp,
)
from aqvision.video.reader import Frame


def picture() -> Image:
    return np.random.default_rng(2).integers(0, 255, (40, 60, 3)).astype(np.uint8)


def test_a_window_inside_holds_the_pixels() -> None:
    rgb = picture()
    cut = cut_window(Frame(0, 0.0, rgb), np.array([10.2, 4.6, 20.0, 30.0]))
    assert np.array_equal(cut, rgb[5:35, 10:30])


def test_a_window_beyond_the_edge_is_grey_there() -> None:
    rgb = picture()
    cut = cut_window(Frame(0, 0.0, rgb), np.array([-5.0, 30.0, 20.0, 20.0]))
    assert cut.shape == (20, 20, 3)
    assert np.array_equal(cut[:10, 5:], rgb[30:, :15])
    assert len(np.unique(cut[10:].reshape(-1, 3), axis=0)) == 1
    assert len(np.unique(cut[:, :5].reshape(-1, 3), axis=0)) == 1


def test_a_region_is_whole_pixels() -> None:
    assert region_of(np.array([1.6, 2.4, 10.0, 5.0])) == (slice(2, 7), slice(2, 12))


def test_a_picture_is_coded_and_written_on(tmp_path: Path) -> None:
    rgb: Image = np.full((30, 120, 3), PAPER, np.uint8)
    write_on(rgb, "12 ms", (4, 22), size_px=15, colour=INK)
    write_webp(rgb, tmp_path / "a.webp", 90)
    read = cv2.imread(str(tmp_path / "a.webp"))
    assert read is not None
    assert read.shape == (30, 120, 3)
    assert read.min() < 80
    assert np.median(read) > 230


def test_a_label_can_be_read_on_anything() -> None:
    rgb = np.random.default_rng(2).integers(0, 255, (60, 200, 3)).astype(np.uint8)
    before = rgb.copy()
    write_label(rgb, "34°", (40, 40), size_px=30, colour=INK, ground=PAPER)
    rows, columns = np.nonzero((rgb != before).any(axis=2))
    label = rgb[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert (label == PAPER).all(axis=2).mean() > 0.4
    assert (label == INK).all(axis=2).mean() > 0.1
    assert columns.max() - columns.min() == pytest.approx(width_of("34°", 30), abs=16)


def test_what_cannot_be_coded_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "imencode", lambda *_: (False, None))
    with pytest.raises(LibraryError, match=r"a\.webp could not be written"):
        write_webp(picture(), tmp_path / "a.webp", 80)
