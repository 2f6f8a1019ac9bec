"""Points, unfiltered and filtered -> KeypointUncertainty: how far each may be off in each frame.

Up to four things tell: how well neighbouring frames agree, each of which the network saw by itself;
how many frames around had no usable point; the network's own opinion, its visibility; and how
spread its heat maps were, where points come with them. The standard deviation is

    k(joint) * (scatter + floor)^a * exp(b * (1 - visibility) + c * missing) * (spread / usual)^d

in trunk lengths, of each coordinate; d is 0 for points without maps. ``python -m validation trust``
fits the constants to rendered runs of several bodies, some in five qualities, each body counting
the same, so that 68 % of the errors lie within it, and prints how well they hold for a body that
was left out. An error that stays the same through the whole clip, as between a joint's centre and
the point that the network was taught, is not in it (measured: docs/accuracy.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter1d

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import LANDMARKS
from aqvision.core.types import FloatArray

_WINDOW_S = 0.1
SCATTER_FLOOR = 0.004
USUAL_SPREAD = 0.07


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Constants of the formula above: k in trunk lengths, then a, b, c and d."""

    joint_factor: Mapping[str, float]
    scatter_power: float
    hidden_rate: float
    missing_rate: float
    spread_power: float = 0.0


WITHOUT_MAPS = Calibration(
    joint_factor={
        "shoulder": 0.209,
        "elbow": 0.193,
        "wrist": 0.117,
        "hip": 0.157,
        "knee": 0.147,
        "ankle": 0.175,
        "heel": 0.370,
        "foot_index": 0.274,
    },
    scatter_power=0.47,
    hidden_rate=0.59,
    missing_rate=1.94,
)
"""For points of another program; fitted to points of MediaPipe."""
WITH_MAPS = Calibration(
    joint_factor={
        "shoulder": 0.067,
        "elbow": 0.044,
        "wrist": 0.040,
        "hip": 0.058,
        "knee": 0.038,
        "ankle": 0.052,
        "heel": 0.119,
        "foot_index": 0.060,
    },
    scatter_power=0.19,
    hidden_rate=0.43,
    missing_rate=1.81,
    spread_power=1.61,
)
"""For points that were read from heat maps."""
# What was not calibrated takes after what it hangs on.
_LIKE = {"pinky": "wrist", "index": "wrist", "thumb": "wrist"}


@dataclass(frozen=True, slots=True, eq=False)
class KeypointUncertainty:
    """What tells how far each point may be off, each (T, 33); NaN where there is no point.

    Attributes
    ----------
    scatter_trunk
        Root mean square by which unfiltered points leave the filtered curve within a tenth of a
        second, of each coordinate, in trunk lengths.
    missing_frac
        Share of these frames without a point of their own.
    visibility
        The network's opinion over these frames, 0 to 1.
    spread_trunk
        Spread of the heat maps over these frames, in trunk lengths; None without maps.
    trunk_px
        Length of the trunk in pixels.
    """

    scatter_trunk: FloatArray
    missing_frac: FloatArray
    visibility: FloatArray
    spread_trunk: FloatArray | None
    trunk_px: float

    @property
    def sd_px(self) -> FloatArray:
        """Standard deviation of each coordinate of each point, (T, 33) pixels."""
        use = WITHOUT_MAPS if self.spread_trunk is None else WITH_MAPS
        factor = np.array([use.joint_factor[joint_kind(name)] for name in LANDMARKS])
        doubt = use.hidden_rate * (1 - self.visibility) + use.missing_rate * self.missing_frac
        spread = factor * (self.scatter_trunk + SCATTER_FLOOR) ** use.scatter_power * np.exp(doubt)
        if self.spread_trunk is not None:
            spread = spread * (self.spread_trunk / USUAL_SPREAD) ** use.spread_power
        return np.asarray(spread * self.trunk_px)


def find_keypoint_uncertainty(
    measured: PoseSequence, filled: PoseSequence, smooth: PoseSequence
) -> KeypointUncertainty:
    """State how far the filtered points of a clip may be off.

    Parameters
    ----------
    measured
        Points that passed every check; NaN elsewhere.
    filled
        The same with short gaps bridged.
    smooth
        The filled points once filtered.

    Returns
    -------
    KeypointUncertainty
        Of the same T frames.
    """
    n_frames = max(3, round(_WINDOW_S / float(np.median(np.diff(measured.time_s)))) | 1)
    trunk_px = float(np.nanmedian(filled.trunk_px))
    off = np.sum((filled.xy_px - smooth.xy_px) ** 2, axis=2) / 2
    known = np.isfinite(smooth.xy_px[:, :, 0])
    gone = ~np.isfinite(measured.xy_px[:, :, 0])
    scatter = np.sqrt(_running_mean(off, n_frames)) / trunk_px
    missing = _running_mean(gone.astype(np.float64), n_frames)
    seen = _running_mean(measured.visibility, n_frames)
    scatter, missing, seen = (np.where(known, v, np.nan) for v in (scatter, missing, seen))
    spread = _map_spread(measured, n_frames, trunk_px)
    return KeypointUncertainty(scatter, missing, seen, spread, trunk_px)


def _map_spread(pose: PoseSequence, n_frames: int, trunk_px: float) -> FloatArray | None:
    """Spread of the heat maps, (T, 33) trunk lengths: the usual one where no map tells."""
    if pose.evidence is None:
        return None
    spread = _running_mean(pose.evidence.spread_px, n_frames) / trunk_px
    return np.where(spread > 0, spread, USUAL_SPREAD)


def joint_kind(landmark: str) -> str:
    """Name the joint whose calibration a landmark follows.

    Parameters
    ----------
    landmark
        Name with its side.

    Returns
    -------
    str
        A key of ``joint_factor``; what hangs on no other joint follows the shoulder.

    Examples
    --------
    >>> joint_kind("left_knee"), joint_kind("right_thumb"), joint_kind("nose")
    ('knee', 'wrist', 'shoulder')
    """
    joint = landmark.split("_", 1)[-1]
    joint = _LIKE.get(joint, joint)
    return joint if joint in WITHOUT_MAPS.joint_factor else "shoulder"


def _running_mean(values: FloatArray, n_frames: int) -> FloatArray:
    """Mean of what is known within a window along time; 0 where nothing is."""
    known = np.isfinite(values)
    total = uniform_filter1d(np.where(known, values, 0.0), n_frames, axis=0, mode="constant")
    count = uniform_filter1d(known.astype(np.float64), n_frames, axis=0, mode="constant")
    return np.asarray(np.maximum(total, 0.0) / np.maximum(count, 1e-9))
