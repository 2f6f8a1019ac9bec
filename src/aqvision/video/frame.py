"""Decoded picture -> Frame: its number, its time, and its pixels when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from aqvision.core.types import GrayImage, Image
from aqvision.video.colour import can_be_cut, gray_of, luma, part_in_colours, shrunken, upright

if TYPE_CHECKING:
    from av.video.frame import VideoFrame


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture: its number from 0, its presentation time, and what it was made of.

    Decoding is half of the work, colours are the other half, so they are had when asked for.
    """

    index: int
    time_s: float
    source: Image | VideoFrame

    @cached_property
    def rgb(self) -> Image:
        """Upright RGB pixels (height, width, 3)."""
        return self.source if isinstance(self.source, np.ndarray) else upright(self.source)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        if can_be_cut(self.source):
            return self.source.width, self.source.height
        height, width = self.rgb.shape[:2]
        return width, height

    def part(self, rows: slice, columns: slice) -> Image:
        """Give the RGB pixels of some rows and columns, without colours for all the others."""
        if "rgb" in self.__dict__ or not can_be_cut(self.source):
            return self.rgb[rows, columns]
        return part_in_colours(self.source, rows, columns)

    def shrunken_gray(self, step: int) -> GrayImage:
        """Give the upright picture in gray, each ``step`` × ``step`` pixels made one."""
        if "rgb" in self.__dict__ or not can_be_cut(self.source):
            return shrunken(gray_of(self.rgb), step)
        return shrunken(luma(self.source), step)
