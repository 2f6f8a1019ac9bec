"""Picture and landmarks -> the colours of a trunk, by which people are told apart."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from aqvision.core.sequence import middle_of
from aqvision.core.types import FloatArray

_PATCH_PX = (12, 24)
_WIDTH_FRAC = 0.3
_BINS = (5, 8, 8)
# lightness as a whole; of the two colour axes the middle, where clothes and skin lie
_RANGES = (0.0, 256.0, 88.0, 168.0, 88.0, 168.0)
_BLUR_BINS = (1.0, 1.0, 1.0)


def trunk_colours(rgb: npt.NDArray[np.uint8], xy_px: FloatArray) -> FloatArray:
    """Count the colours on a strip from the shoulders to the hips.

    The strip is narrower than a trunk seen from the side, so that arms and background stay out.

    Parameters
    ----------
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
    shares = gaussian_filter(counts / len(pixels), _BLUR_BINS, mode="nearest").ravel()
    return np.asarray(np.sqrt(shares / shares.sum()))


def colour_distance(first: FloatArray, second: FloatArray) -> float:
    """Compare two sets of colours: 0 = the same, 1 = none in common (Hellinger distance)."""
    return float(np.sqrt(max(0.0, 1.0 - float(first @ second))))


def mean_colours(many: list[FloatArray]) -> FloatArray:
    """Average colours of several pictures of one person."""
    shares = np.mean(np.square(many), axis=0)
    return np.asarray(np.sqrt(shares / shares.sum()))
