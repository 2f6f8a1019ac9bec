"""Decoded frame -> upright RGB pixels, of all of it or of a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import SideData, SideDataContainer

from aqvision.core.types import GrayImage, Image
from aqvision.video.high_dynamic_range import has_high_range, standard_range

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane

_DEEP_FORMAT = "yuv420p10le"
_EXTRA_BITS = 2
# Formats of nearly every camera, half the colours each way, and what one value is stored in.
_CUT_FORMATS = {"yuv420p": "u1", "yuvj420p": "u1", _DEEP_FORMAT: "<u2"}
_COLUMNS_AT_ONCE = 16
# Colours of deep pictures are blended from their neighbours, those of others are not.
_BLENDED_PX = 16


def upright(frame: VideoFrame) -> Image:
    """Turn a decoded frame into contiguous upright RGB pixels, (height, width, 3)."""
    if frame.format.name == _DEEP_FORMAT:
        # a copied frame forgets where between the pixels its colours lie; so must the whole
        pixels = part_in_colours(frame, slice(0, frame.height), slice(0, frame.width))
    else:
        pixels = _in_colours(frame)
    matrix = _display_matrix(frame)
    if matrix is not None:
        # shown at x' = ax + cy, y' = bx + dy: quarter turns, mirrored by some front cameras
        a, b, _, c, d = (int(v) for v in np.frombuffer(bytes(matrix), np.int32, 5))
        if abs(b) > abs(a):
            pixels, a, d = pixels.swapaxes(0, 1), c, b
        pixels = pixels[:: -1 if d < 0 else 1, :: -1 if a < 0 else 1]
    return np.ascontiguousarray(pixels)


def _display_matrix(frame: VideoFrame) -> SideData | None:
    """Give the matrix by which a frame is shown, if it has one.

    A frame's own ``side_data`` refers to the frame and the frame to it: asked for once, it keeps
    the picture in memory until the garbage is collected, hundreds of pictures later.
    """
    matrix = SideDataContainer(frame).get("DISPLAYMATRIX")  # type: ignore[call-arg]
    return matrix if isinstance(matrix, SideData) else None


def can_be_cut(source: Image | VideoFrame) -> TypeGuard[VideoFrame]:
    """Tell a frame in the form of nearly every camera: half the colours each way, not turned."""
    return (
        not isinstance(source, np.ndarray)
        and source.format.name in _CUT_FORMATS
        and _display_matrix(source) is None
        # colours of half a pair, at an odd edge, are blended in a way of their own
        and source.width % 2 == source.height % 2 == 0
    )


def part_in_colours(frame: VideoFrame, rows: slice, columns: slice) -> Image:
    """Bring a part of a frame into RGB, to the bit as it is in the whole.

    Colours are stored for pairs of rows and columns, and computed for several columns at once; so
    the part begins and ends where those do.
    """
    margin = _BLENDED_PX if frame.format.name == _DEEP_FORMAT else 0
    top, bottom = _widened(rows, margin, 2, frame.height)
    left, right = _widened(columns, margin, _COLUMNS_AT_ONCE, frame.width)
    if bottom <= top or right <= left:
        return np.zeros((0, 0, 3), np.uint8)
    stored = _CUT_FORMATS[frame.format.name]
    part = av.VideoFrame(right - left, bottom - top, frame.format.name)
    for source, target, step in zip(frame.planes, part.planes, (1, 2, 2), strict=True):
        pixels = _rows_of(source, stored)[
            top // step : -(-bottom // step), left // step : -(-right // step)
        ]
        _rows_of(target, stored)[: pixels.shape[0], : pixels.shape[1]] = pixels
    part.colorspace, part.color_range = frame.colorspace, frame.color_range
    part.color_trc, part.color_primaries = frame.color_trc, frame.color_primaries
    rgb = _in_colours(part)
    return rgb[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]


def luma(source: Image | VideoFrame) -> GrayImage:
    """Give the brightness of a picture, (height, width), turned as it is stored.

    Nearly every camera stores it by itself, so no colours need be made for it.
    """
    if isinstance(source, np.ndarray):
        return np.asarray(source.mean(axis=2), dtype=np.uint8)
    stored = _CUT_FORMATS.get(source.format.name)
    if stored is None:
        return np.asarray(source.to_ndarray(format="gray"), dtype=np.uint8)
    pixels = _rows_of(source.planes[0], stored)[: source.height, : source.width]
    return pixels if stored == "u1" else np.asarray(pixels >> _EXTRA_BITS, dtype=np.uint8)


def gray_of(rgb: Image) -> GrayImage:
    """Give the brightness of a picture in colours."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def shrunken(gray: GrayImage, step: int) -> GrayImage:
    """Average a gray picture over squares of ``step`` pixels, without what is left at the edge."""
    height, width = (side // step for side in gray.shape)
    whole = gray[: height * step, : width * step]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _widened(part: slice, margin: int, step: int, end: int) -> tuple[int, int]:
    """Begin and end a part at whole steps, wider by a margin, inside the picture."""
    first = max(0, part.start - margin) // step * step
    return first, min(end, -(-(part.stop + margin) // step) * step)


def _in_colours(frame: VideoFrame) -> Image:
    if has_high_range(frame):
        return standard_range(frame)
    return np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)


def _rows_of(plane: VideoPlane, stored: str) -> npt.NDArray[Any]:
    values = np.asarray(memoryview(plane)).view(stored)
    return values.reshape(-1, plane.line_size // values.itemsize)
