"""A box in or beside a picture -> its pixels, square."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.pose.detect.boxes import Box, cut_out


@pytest.mark.parametrize(
    ("center", "side"),
    [
        ((50, 40), 20),
        ((5, 5), 30),
        ((98, 79), 31),
        ((50, 40), 400),
        ((-80, -80), 40),
        ((50, 200), 9),
    ],
)
def test_cut_out_keeps_pixels_and_pads_with_black(center: tuple[int, int], side: int) -> None:
    rgb = np.random.default_rng(0).integers(1, 256, (80, 100, 3)).astype(np.uint8)
    square, (left, top) = cut_out(rgb, Box.square(*center, side))
    assert square.shape == (side, side, 3)
    assert square.flags.c_contiguous
    padded = np.zeros((80 + 2000, 100 + 2000, 3), np.uint8)
    padded[1000:1080, 1000:1100] = rgb
    expected = padded[1000 + top : 1000 + top + side, 1000 + left : 1000 + left + side]
    assert np.array_equal(square, expected)
    assert abs(left + side / 2 - center[0]) <= 1
    assert abs(top + side / 2 - center[1]) <= 1
