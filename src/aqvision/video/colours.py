"""Decoded frame -> upright RGB pixels, of all of it or of a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import SideData, SideDataContainer

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane

Image = npt.NDArray[np.uint8]
GrayImage = npt.NDArray[np.uint8]
_CUT_FORMATS = frozenset({"yuv420p", "yuvj420p"})
_COLUMNS_AT_ONCE = 16


def upright(frame: VideoFrame) -> Image:
    """Turn a decoded frame into contiguous upright RGB pixels, (height, width, 3)."""
    pixels = frame.to_ndarray(format="rgb24")
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
    """Tell a frame in the form of nearly every camera: 8 bits, half the colours, not turned."""
    return (
        not isinstance(source, np.ndarray)
        and source.format.name in _CUT_FORMATS
        and _display_matrix(source) is None
    )


def part_in_colours(frame: VideoFrame, rows: slice, columns: slice) -> Image:
    """Bring a part of a frame into RGB, to the bit as it is in the whole.

    Colours are stored for pairs of rows and columns, and computed for several columns at once; so
    the part begins and ends where those do.
    """
    top, left = rows.start // 2 * 2, columns.start // _COLUMNS_AT_ONCE * _COLUMNS_AT_ONCE
    bottom = min(frame.height, rows.stop + rows.stop % 2)
    right = min(frame.width, -(-columns.stop // _COLUMNS_AT_ONCE) * _COLUMNS_AT_ONCE)
    if bottom <= top or right <= left:
        return np.zeros((0, 0, 3), np.uint8)
    part = av.VideoFrame(right - left, bottom - top, frame.format.name)
    for source, target, step in zip(frame.planes, part.planes, (1, 2, 2), strict=True):
        pixels = _rows_of(source)[top // step : -(-bottom // step), left // step : right // step]
        _rows_of(target)[: pixels.shape[0], : pixels.shape[1]] = pixels
    part.colorspace, part.color_range = frame.colorspace, frame.color_range
    rgb = np.asarray(part.to_ndarray(format="rgb24"), dtype=np.uint8)
    return rgb[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]


def luma(source: Image | VideoFrame) -> Image:
    """Give the brightness of a picture, (height, width), turned as it is stored.

    Nearly every camera stores it by itself, so no colours need be made for it.
    """
    if isinstance(source, np.ndarray):
        return np.asarray(source.mean(axis=2), dtype=np.uint8)
    if source.format.name in _CUT_FORMATS:
        return _rows_of(source.planes[0])[: source.height, : source.width]
    return np.asarray(source.to_ndarray(format="gray"), dtype=np.uint8)


def gray_of(rgb: Image) -> GrayImage:
    """Give the brightness of a picture in colours."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def shrunken(gray: GrayImage, step: int) -> GrayImage:
    """Average a gray picture over squares of ``step`` pixels, without what is left at the edge."""
    height, width = (side // step for side in gray.shape)
    whole = gray[: height * step, : width * step]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _rows_of(plane: VideoPlane) -> Image:
    return np.asarray(memoryview(plane), dtype=np.uint8).reshape(-1, plane.line_size)
