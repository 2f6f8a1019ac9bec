"""Looks at a clip -> where people may be, and how the background moved."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.pose.boxes import Box
from aqvision.pose.survey import _background_path, _moving_boxes, _Scene, _small_tiles
from aqvision.video.camera_motion import GrayImage
from aqvision.video.reader import Frame


def scene(gray: GrayImage, previous: GrayImage | None, look: int = 0, scale: int = 4) -> _Scene:
    rgb = np.zeros((gray.shape[0] * scale, gray.shape[1] * scale, 3), np.uint8)
    return _Scene(Frame(look, look / 15, rgb), gray, previous, look)


def texture(shift_px: int = 0) -> GrayImage:
    wide = np.random.default_rng(3).integers(60, 140, (34, 100)).astype(np.uint8)
    large = wide.repeat(8, axis=0).repeat(8, axis=1)[:270]
    return np.ascontiguousarray(large[:, 100 + shift_px : 580 + shift_px])


def with_person(gray: GrayImage, x: int, height: int = 30) -> GrayImage:
    drawn = gray.copy()
    drawn[120 : 120 + height, x : x + 10] = 255
    return drawn


@pytest.mark.parametrize("pan_px", [0, 12])
def test_what_moves_against_the_background_is_proposed(pan_px: int) -> None:
    before, now = with_person(texture(), 100), with_person(texture(pan_px), 200)
    boxes = list(_moving_boxes(scene(now, before), [], min_px=60))
    assert any(box.holds(4 * 205, 4 * 135) for box in boxes)


def test_people_who_are_known_do_not_hide_the_next_one() -> None:
    before = texture()
    now = with_person(with_person(before, 200), 216)
    (both,) = _moving_boxes(scene(now, before), [], min_px=60)
    assert both.holds(4 * 205, 4 * 135)
    (other,) = _moving_boxes(scene(now, before), [Box(780, 460, 860, 620)], min_px=60)
    assert other.center == pytest.approx((4 * 221, 4 * 135), abs=16)


def test_nothing_is_proposed_without_motion_or_when_all_changes() -> None:
    assert list(_moving_boxes(scene(texture(), None), [], min_px=60)) == []
    assert list(_moving_boxes(scene(texture(), texture()), [], min_px=60)) == []
    assert list(_moving_boxes(scene(255 - texture(), texture() // 2), [], min_px=60)) == []


def test_small_tiles_cover_the_picture_in_turn() -> None:
    gray = np.zeros((270, 480), np.uint8)
    tiles = [t for look in range(40) for t in _small_tiles(scene(gray, None, look, 8), 60)]
    rng = np.random.default_rng(0)
    for x, y in rng.uniform((60, 60), (3780, 2100), (200, 2)):
        athlete = Box.square(x, y, 120)
        assert any(
            t.left <= athlete.left and t.right >= athlete.right and t.top <= athlete.top
            and t.bottom >= athlete.bottom for t in tiles
        )  # fmt: skip


def test_background_path_adds_up() -> None:
    times = np.arange(10) / 10
    shifts = np.tile([0.001, 0.0], (10, 1))
    shifts[4] = np.nan
    path = _background_path(times, shifts, np.full(10, 0.01), 1000)
    assert path[:, 0] == pytest.approx(times)
    assert path[3, 1] == pytest.approx(30.0)
    assert _background_path(np.array([]), np.zeros((0, 2)), np.array([]), 1000).shape == (1, 2)
