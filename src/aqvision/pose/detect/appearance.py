"""Picture and landmarks -> how a body looks in it: colours of the trunk, light, sharpness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.core.sequence import middle_of
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray

_PATCH_PX = (12, 24)
_WIDTH_FRAC = 0.3
_BINS = (5, 8, 8)
# lightness as a whole; of the two colour axes the middle, where clothes and skin lie
_RANGES = (0.0, 256.0, 88.0, 168.0, 88.0, 168.0)
_BLUR_BINS, _BLUR_REACH = 1.0, 4

_LIMBS = (
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
)
# Limbs are drawn so wide, in body heights, that their outlines lie inside.
_LIMB_FRAC = 0.11
_MARGIN_FRAC = 0.1
# A larger body is shrunk to this height: its outline is wide enough to be measured there.
_MAX_HEIGHT_PX = 400.0
_MIN_PIXELS = 200
_NAN = float("nan")


def trunk_colours(rgb: npt.NDArray[np.uint8], xy_px: FloatArray) -> FloatArray:
    """Count the colours on a strip from the shoulders to the hips.

    The strip is narrower than a trunk seen from the side, so that arms and background stay out.

    Parameters
    ----------
    rgb
        (height, width, 3) pixels.
    xy_px
        (33, 2) landmarks in pixels of the picture.

    Returns
    -------
    ndarray
        Square roots of the shares of the colours, flat; its length as a vector is 1.
    """
    shoulders, hips = (middle_of(xy_px, joint) for joint in ("shoulder", "hip"))
    down = hips - shoulders
    across = np.array([-down[1], down[0]]) * _WIDTH_FRAC
    corners = np.array([shoulders - across / 2, shoulders + across / 2, hips - across / 2])
    width, height = _PATCH_PX
    target = np.array([[0, 0], [width, 0], [0, height]])
    turn = cv2.getAffineTransform(corners.astype(np.float32), target.astype(np.float32))
    patch = cv2.warpAffine(rgb, turn, _PATCH_PX, borderMode=cv2.BORDER_REPLICATE)
    lab = cv2.cvtColor(patch, cv2.COLOR_RGB2LAB)
    pixels = np.clip(lab.reshape(-1, 3), [0, 88, 88], [255, 167, 167])
    edges = list(zip(_RANGES[::2], _RANGES[1::2], strict=True))
    counts, _ = np.histogramdd(pixels, bins=_BINS, range=edges)
    shares = np.einsum("abc,ia,jb,kc->ijk", counts, *map(_blur, _BINS), optimize=True).ravel()
    return np.asarray(np.sqrt(shares / shares.sum()))


@cache
def _blur(n_bins: int) -> FloatArray:
    """Give the matrix of a Gaussian blur along one axis, (n, n); what leaves at an end stays there.

    Written out: the library that has it takes a worker as long to load as the network.
    """
    away = np.arange(-_BLUR_REACH, _BLUR_REACH + 1)
    weight = np.exp(-0.5 * (away / _BLUR_BINS) ** 2)
    matrix = np.zeros((n_bins, n_bins))
    for row in range(n_bins):
        np.add.at(matrix[row], np.clip(row + away, 0, n_bins - 1), weight / weight.sum())
    return matrix


def colour_distance(first: FloatArray, second: FloatArray) -> float:
    """Compare two sets of colours by the Hellinger distance: 0 = the same, 1 = none in common.

    Parameters
    ----------
    first, second
        As :func:`trunk_colours` gives them.

    Examples
    --------
    >>> red, blue = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    >>> colour_distance(red, red), colour_distance(red, blue)
    (0.0, 1.0)
    """
    return float(np.sqrt(max(0.0, 1.0 - float(first @ second))))


def mean_colours(many: list[FloatArray]) -> FloatArray:
    """Average colours of several pictures of one person.

    Parameters
    ----------
    many
        As :func:`trunk_colours` gives them.
    """
    shares = np.mean(np.square(many), axis=0)
    return np.asarray(np.sqrt(shares / shares.sum()))


@dataclass(frozen=True, slots=True)
class PictureQuality:
    """How well a body can be seen; NaN where not known.

    Attributes
    ----------
    brightness
        Level of its brighter parts, 0 to 255.
    contrast
        Range of levels over the body and its outline, 0 to 255.
    outline_frac
        How wide the outline is across the picture, in body heights.
    smear_ratio
        The same over how wide it is down the picture: 1 where a picture is soft all round, more
        where the run smears it.
    """

    brightness: float = _NAN
    contrast: float = _NAN
    outline_frac: float = _NAN
    smear_ratio: float = _NAN


def judge_picture(rgb: npt.NDArray[np.uint8], xy_px: FloatArray) -> PictureQuality:
    """Judge one body in one picture.

    The outline's width is the contrast over the steepest slope: an edge that a moving body draws
    while the shutter is open is as wide as the way that the body goes meanwhile.

    Parameters
    ----------
    rgb
        (height, width, 3) pixels.
    xy_px
        (33, 2) landmarks in pixels of the picture.
    """
    cut = _cut_out(rgb, xy_px)
    if cut is None:
        return PictureQuality()
    gray, points, height = cut
    inside = _limbs(gray.shape, points, height)
    levels = gray[inside]
    if len(levels) < _MIN_PIXELS:
        return PictureQuality()
    low, high = np.percentile(levels, (5, 95))
    across, down = (_steepest(gray, inside, axis) for axis in ((1, 0), (0, 1)))
    if min(across, down) <= 0:
        return PictureQuality(float(high), float(high - low))
    return PictureQuality(
        float(high), float(high - low), float(high - low) / across / height, down / across
    )


def typical_quality(many: Sequence[PictureQuality]) -> PictureQuality:
    """Give the median of each quantity over the pictures in which it is known.

    Parameters
    ----------
    many
        The quality of each picture.
    """
    table = np.array([(q.brightness, q.contrast, q.outline_frac, q.smear_ratio) for q in many])
    known = [column[np.isfinite(column)] for column in table.reshape(-1, 4).T]
    return PictureQuality(*(float(np.median(c)) if len(c) else _NAN for c in known))


def _cut_out(
    rgb: npt.NDArray[np.uint8], xy_px: FloatArray
) -> tuple[npt.NDArray[np.uint8], FloatArray, float] | None:
    """Cut the body out in gray, shrunk if large; with its points there and its height."""
    low, high = xy_px.min(axis=0), xy_px.max(axis=0)
    height = float(high[1] - low[1])
    left, top = np.maximum(low - _MARGIN_FRAC * height, 0).astype(int)
    right, bottom = np.maximum(high + _MARGIN_FRAC * height, 0).astype(int)
    part = rgb[top:bottom, left:right]
    if not part.size:
        return None
    gray = np.asarray(cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    points = xy_px - (left, top)
    shrink = _MAX_HEIGHT_PX / height
    if shrink >= 1:
        return gray, points, height
    size = (max(1, round(gray.shape[1] * shrink)), max(1, round(gray.shape[0] * shrink)))
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return small, points * shrink, _MAX_HEIGHT_PX


def _limbs(shape: tuple[int, ...], points: FloatArray, height: float) -> npt.NDArray[np.bool_]:
    """Mark the pixels along trunk and limbs, with room for their outlines."""
    mask = np.zeros(shape, np.uint8)
    width = max(2, round(_LIMB_FRAC * height))
    for side in SIDES:
        for ends in _LIMBS:
            start, end = (points[INDEX[f"{side}_{joint}"]].astype(int) for joint in ends)
            cv2.line(mask, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), 1, width)
    return np.asarray(mask > 0)


def _steepest(
    gray: npt.NDArray[np.uint8], inside: npt.NDArray[np.bool_], axis: tuple[int, int]
) -> float:
    """Slope of the steepest edges in levels a pixel; one in fifty may be noise."""
    slope = cv2.Sobel(gray, cv2.CV_32F, *axis, ksize=3)[inside] / 8
    return float(np.percentile(np.abs(slope), 98))
