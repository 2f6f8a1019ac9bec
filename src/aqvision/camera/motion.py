"""Pairs of neighbouring frames -> how the background moves: a static or a panning camera."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.core.types import GrayImage, Image

_WIDTH_PX = 480
_MAX_FEATURES = 200
_MIN_FEATURES = 12
# Before a plain wall every feature is on the athlete, who is narrower than this part of a picture.
_MIN_SPREAD_FRAC = 0.35
_STATIC_FRAC_PER_S = 0.01
# On a tripod the background was seen to move by 0.0004 at most; a hand at rest moves it more.
_BEYOND_DOUBT_FRAC_PER_S = 0.002


@dataclass(frozen=True, slots=True)
class CameraMotion:
    """How the camera moved over a clip.

    ``speed_frac_per_s`` is the median speed of the background in image widths per second;
    NaN when there is no background to see. ``static`` is None when that cannot be told.
    """

    speed_frac_per_s: float

    @property
    def static(self) -> bool | None:
        """Tell whether the camera stood still."""
        if np.isnan(self.speed_frac_per_s):
            return None
        return self.speed_frac_per_s < _STATIC_FRAC_PER_S

    @property
    def beyond_doubt_still(self) -> bool:
        """Tell whether nothing would be gained by following the background."""
        return self.speed_frac_per_s < _BEYOND_DOUBT_FRAC_PER_S


def shrink_gray(rgb: Image) -> GrayImage:
    """Shrink a picture to 480 px width in gray, enough to see the background move.

    Parameters
    ----------
    rgb
        (height, width, 3) pixels.

    Returns
    -------
    GrayImage
        (480 * height / width, 480) brightness.
    """
    height, width = rgb.shape[:2]
    size = (_WIDTH_PX, max(2, round(height * _WIDTH_PX / width)))
    gray = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return np.asarray(gray, dtype=np.uint8)


def background_shift(first: GrayImage, second: GrayImage) -> npt.NDArray[np.float64]:
    """Measure how far the background moved between two shrunken pictures.

    The athlete covers a small part of the picture, so the median of many tracked features is
    that of the background.

    Parameters
    ----------
    first, second
        Brightness of both pictures, 480 px wide.

    Returns
    -------
    ndarray
        (2,) shift in image widths, x right and y down; NaN when too few features hold, or all lie
        within one narrow part of the picture.
    """
    corners = cv2.goodFeaturesToTrack(first, _MAX_FEATURES, 0.01, 8)
    if corners is None or len(corners) < _MIN_FEATURES or not _spread_out(corners):
        return np.full(2, np.nan)
    moved, found, _ = cv2.calcOpticalFlowPyrLK(first, second, corners, np.zeros_like(corners))
    good = found.ravel() == 1
    if good.sum() < _MIN_FEATURES:
        return np.full(2, np.nan)
    shifts = (moved[good] - corners[good]).reshape(-1, 2)
    return np.asarray(np.median(shifts, axis=0) / _WIDTH_PX, dtype=np.float64)


def _spread_out(corners: cv2.typing.MatLike) -> bool:
    x = np.asarray(corners, dtype=np.float64).reshape(-1, 2)[:, 0]
    low, high = np.percentile(x, (5, 95))
    return bool(high - low >= _MIN_SPREAD_FRAC * _WIDTH_PX)


def judge_camera(
    shifts_frac: npt.NDArray[np.float64], intervals_s: npt.NDArray[np.float64]
) -> CameraMotion:
    """Judge a whole clip from the shifts of some of its neighbouring frames.

    Parameters
    ----------
    shifts_frac
        (K, 2) background shifts in image widths.
    intervals_s
        (K,) time between the two frames of each pair, at playback speed.
    """
    speed = np.hypot(shifts_frac[:, 0], shifts_frac[:, 1]) / intervals_s
    known = speed[np.isfinite(speed)]
    return CameraMotion(float(np.median(known)) if len(known) else float("nan"))
