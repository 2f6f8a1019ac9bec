"""Points, unfiltered and filtered -> KeypointUncertainty: how far each may be off in each frame.

Three things tell: how well neighbouring frames agree, each of which the network saw by itself; how
many frames around had no usable point; and the network's own opinion, its visibility. The standard
deviation is

    k(joint) * (scatter + floor)^a * exp(b * (1 - visibility) + c * missing)

in trunk lengths, of each coordinate. ``make validate`` fits the constants to rendered sprints of
three bodies in five qualities, so that 68 % of the errors lie within it, and prints how well they
hold for a body that was left out. An error that stays the same through the whole clip, as between
a joint's centre and the point that the network was taught, is not in it (measured:
docs/accuracy.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter1d

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import LANDMARKS
from aqvision.core.types import FloatArray

_WINDOW_S = 0.1
SCATTER_FLOOR = 0.004
# k of each joint, in trunk lengths; a, b and c of the formula above.
JOINT_FACTOR = {
    "shoulder": 0.209,
    "elbow": 0.193,
    "wrist": 0.117,
    "hip": 0.157,
    "knee": 0.147,
    "ankle": 0.175,
    "heel": 0.370,
    "foot_index": 0.274,
}
SCATTER_POWER = 0.47
HIDDEN_RATE = 0.59
MISSING_RATE = 1.94
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
    trunk_px
        Length of the trunk in pixels.
    """

    scatter_trunk: FloatArray
    missing_frac: FloatArray
    visibility: FloatArray
    trunk_px: float

    @property
    def sd_px(self) -> FloatArray:
        """Standard deviation of each coordinate of each point, (T, 33) pixels."""
        factor = np.array([JOINT_FACTOR[joint_kind(name)] for name in LANDMARKS])
        doubt = HIDDEN_RATE * (1 - self.visibility) + MISSING_RATE * self.missing_frac
        spread = factor * (self.scatter_trunk + SCATTER_FLOOR) ** SCATTER_POWER * np.exp(doubt)
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
    return KeypointUncertainty(scatter, missing, seen, trunk_px)


def joint_kind(landmark: str) -> str:
    """Name the joint whose calibration a landmark follows.

    Parameters
    ----------
    landmark
        Name with its side.

    Examples
    --------
    >>> joint_kind("left_knee"), joint_kind("right_thumb"), joint_kind("nose")
    ('knee', 'wrist', 'shoulder')
    """
    joint = landmark.split("_", 1)[-1]
    joint = _LIKE.get(joint, joint)
    return joint if joint in JOINT_FACTOR else "shoulder"


def _running_mean(values: FloatArray, n_frames: int) -> FloatArray:
    """Mean of what is known within a window along time; 0 where nothing is."""
    known = np.isfinite(values)
    total = uniform_filter1d(np.where(known, values, 0.0), n_frames, axis=0, mode="constant")
    count = uniform_filter1d(known.astype(np.float64), n_frames, axis=0, mode="constant")
    return np.asarray(np.maximum(total, 0.0) / np.maximum(count, 1e-9))
