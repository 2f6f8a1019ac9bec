"""Decoded frame -> upright RGB pixels, all or a part of them; HDR as a usual screen shows it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeGuard

import cv2
import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import SideData, SideDataContainer
from av.video.reformatter import ColorPrimaries, ColorTrc

from aqvision.core.types import GrayImage, Image
from aqvision.video.stored import (
    BLENDED_PX,
    COLUMNS_AT_ONCE,
    CUT_FORMATS,
    DEEP_FORMAT,
    cut_planes,
    rows_of,
    whole_steps,
)

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_EXTRA_BITS = 2

_PQ, _HLG = int(ColorTrc.SMPTE2084), int(ColorTrc.ARIB_STD_B67)
# Light of a white sheet of paper and of the brightest spot that is told from a brighter one.
_WHITE_NITS, _PEAK_NITS = 203.0, 1000.0
_DISPLAY_GAMMA = 2.4
# Signal up to which pictures look as filmed in standard range; what is brighter shares the rest.
_KNEE = 0.8
# HLG stores the light of the scene; a screen of 1000 cd/m2 shows it with this gamma of luminance.
_HLG_GAMMA = 1.2
_HLG_BREAK = 0.5
_LEAST_LIGHT = 1e-6
_BT2020_LUMINANCE = np.array([[0.2627, 0.6780, 0.0593]])
_N_LEVELS = 1 << 16
# BT.2020 to BT.709 primaries, in linear light.
_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)


def upright(frame: VideoFrame) -> Image:
    """Turn a decoded frame into contiguous upright RGB pixels, (height, width, 3).

    Parameters
    ----------
    frame
        A frame as the decoder gives it.

    Returns
    -------
    Image
        Turned as a player shows it.
    """
    if frame.format.name == DEEP_FORMAT:
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
    """Tell a frame in the form of nearly every camera: half the colours each way, not turned.

    Parameters
    ----------
    source
        Pixels, or a frame as the decoder gives it.
    """
    return (
        not isinstance(source, np.ndarray)
        and source.format.name in CUT_FORMATS
        and _display_matrix(source) is None
        # colours of half a pair, at an odd edge, are blended in a way of their own
        and source.width % 2 == source.height % 2 == 0
    )


def part_in_colours(frame: VideoFrame, rows: slice, columns: slice) -> Image:
    """Bring a part of a frame into RGB, to the bit as it is in the whole.

    Colours are stored for pairs of rows and columns, and computed for several columns at once; so
    the part begins and ends where those do.

    Parameters
    ----------
    frame
        A frame that :func:`can_be_cut`.
    rows, columns
        The part, from and to in pixels.

    Returns
    -------
    Image
        (rows, columns, 3) RGB pixels.
    """
    margin = BLENDED_PX if frame.format.name == DEEP_FORMAT else 0
    top, bottom = whole_steps(rows, margin, 2, frame.height)
    left, right = whole_steps(columns, margin, COLUMNS_AT_ONCE, frame.width)
    if bottom <= top or right <= left:
        return np.zeros((0, 0, 3), np.uint8)
    planes, form = cut_planes(frame, slice(top, bottom), slice(left, right))
    rgb = _in_colours(form.made_of(planes))
    return rgb[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]


def luma(source: Image | VideoFrame) -> GrayImage:
    """Give the brightness of a picture, (height, width), turned as it is stored.

    Nearly every camera stores it by itself, so no colours need be made for it.

    Parameters
    ----------
    source
        RGB pixels, or a frame as the decoder gives it.

    Returns
    -------
    GrayImage
        0 is black; of 10 bits the upper 8.
    """
    if isinstance(source, np.ndarray):
        return np.asarray(source.mean(axis=2), dtype=np.uint8)
    stored = CUT_FORMATS.get(source.format.name)
    if stored is None:
        return np.asarray(source.to_ndarray(format="gray"), dtype=np.uint8)
    pixels = rows_of(source.planes[0], stored)[: source.height, : source.width]
    return pixels if stored == "u1" else np.asarray(pixels >> _EXTRA_BITS, dtype=np.uint8)


def gray_of(rgb: Image) -> GrayImage:
    """Give the brightness of a picture in colours.

    Parameters
    ----------
    rgb
        (height, width, 3) pixels.

    Returns
    -------
    GrayImage
        (height, width).
    """
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def shrunk_to(gray: GrayImage, size_px: tuple[int, int]) -> GrayImage:
    """Average a gray picture down to a size, halving it as long as that goes.

    The processor halves many pixels at once and takes other steps one by one: that is less than
    half the time at 1080p. At whole parts of the picture's size it is off by one level at most.

    Parameters
    ----------
    gray
        (height, width) brightness.
    size_px
        Width and height to come to.

    Returns
    -------
    GrayImage
        (height, width) of that size.
    """
    width, height = gray.shape[1], gray.shape[0]
    while width % 2 == height % 2 == 0 and width >= 2 * size_px[0] and height >= 2 * size_px[1]:
        width, height = width // 2, height // 2
        half = cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA)
        gray = np.asarray(half, dtype=np.uint8)
    if gray.shape == size_px[::-1]:
        return gray
    return np.asarray(cv2.resize(gray, size_px, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def shrunken(gray: GrayImage, step: int) -> GrayImage:
    """Average a gray picture over squares of ``step`` pixels, without what is left at the edge.

    Parameters
    ----------
    gray
        (height, width) brightness.
    step
        Side of the squares in pixels.

    Returns
    -------
    GrayImage
        (height // step, width // step).
    """
    height, width = (side // step for side in gray.shape)
    whole = gray[: height * step, : width * step]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _in_colours(frame: VideoFrame) -> Image:
    if has_high_range(frame):
        return standard_range(frame)
    # helpers would be started for each picture, and waited for where all cores are busy
    rgb = frame.reformat(format="rgb24", threads=1)
    # a view: the array keeps the frame's memory, and a copy of all pixels is saved
    pixels: Image = rows_of(rgb.planes[0], "u1")[:, : 3 * rgb.width]
    return pixels.reshape(rgb.height, rgb.width, 3)


def has_high_range(frame: VideoFrame) -> bool:
    """Tell a frame that is stored in HLG or PQ, as phones call HDR.

    Parameters
    ----------
    frame
        A frame as the decoder gives it.
    """
    return frame.color_trc in {_PQ, _HLG}


def standard_range(frame: VideoFrame) -> npt.NDArray[np.uint8]:
    """Bring a frame of high range into RGB of standard range, (height, width, 3).

    White paper, at 203 cd/m2 by the rule for mixing both kinds, comes out a little below full
    white, highlights up to 1000 cd/m2 between there and full white.

    Source: itu-bt2408, itu-bt2100

    Parameters
    ----------
    frame
        A frame of which :func:`has_high_range` is true.

    Returns
    -------
    ndarray
        (height, width, 3) RGB pixels, not yet turned.
    """
    light = cv2.LUT(frame.to_ndarray(format="rgb48"), _light_of_signal(frame.color_trc))
    if frame.color_trc == _HLG:
        luminance = np.maximum(cv2.transform(light, _BT2020_LUMINANCE), _LEAST_LIGHT)
        light = light * cv2.pow(luminance, _HLG_GAMMA - 1)[..., None]
    if frame.color_primaries == ColorPrimaries.BT2020:
        light = cv2.transform(light, _TO_BT709)
    # the root of light, as the eye, has its levels where they are needed: in the dark
    levels = np.sqrt(np.clip(light, 0, 1)) * (_N_LEVELS - 1)
    return np.asarray(cv2.LUT(levels.astype(np.uint16), _signal_of_light()), dtype=np.uint8)


@cache
def _light_of_signal(curve: int) -> npt.NDArray[np.float32]:
    """Light in parts of the peak for each level of the signal: PQ's on the screen, HLG's filmed."""
    signal = np.linspace(0, 1, _N_LEVELS)
    light = _nits_of_pq(signal) / _PEAK_NITS if curve == _PQ else _scene_of_hlg(signal)
    return np.asarray(np.minimum(light, 1).astype(np.float32).reshape(1, -1))


def _nits_of_pq(signal: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    root = signal ** (1 / 78.84375)
    return 10_000 * (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (
        1 / 0.1593017578125
    )


def _scene_of_hlg(signal: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    bright = (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return np.where(signal <= _HLG_BREAK, signal**2 / 3, bright)


@cache
def _signal_of_light() -> npt.NDArray[np.uint8]:
    """Levels of standard range for each root of light: as filmed up to the knee, then rolled off.

    The roll-off leaves the knee at the same slope and reaches full white at the peak.
    """
    light = np.linspace(0, 1, _N_LEVELS) ** 2 * _PEAK_NITS / _WHITE_NITS
    signal = light ** (1 / _DISPLAY_GAMMA)
    headroom, reach = 1 - _KNEE, signal[-1] - _KNEE
    above = np.maximum(signal - _KNEE, 0)
    # a hyperbola of slope 1 at the knee that passes through (reach, headroom)
    rolled = _KNEE + above / (1 + above * (1 / headroom - 1 / reach))
    levels = np.rint(255 * np.where(signal <= _KNEE, signal, rolled))
    return np.asarray(levels.astype(np.uint8).reshape(1, -1))
