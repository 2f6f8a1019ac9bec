"""FrontalMotion -> FrontalStep: whose foot is down, by the heights of the feet.

From the front a foot is not seen to stand still, but it is seen to be lower than the other. Feet
pass each other in height fast, so when they do is known to a few thousandths of a second. In
between, one foot is the lower: that is a step of this foot, its contact in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import INDEX, SIDES, Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.frontal.motion import FrontalMotion

_MAX_STEP_S = 0.75
# A foot is the lower one in earnest when the other is this far above, in parts of the usual reach.
_CLEARLY = 0.4
_MIN_KNOWN = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontalStep:
    """The time in which one foot is the lower, from one passing of the feet to the next.

    ``*_se_s`` are the standard errors; the end of a step is the start of the next.
    """

    side: Side
    start_s: float
    end_s: float
    start_se_s: float
    end_se_s: float

    @property
    def step_s(self) -> float:
        """Length of the step."""
        return self.end_s - self.start_s


def find_frontal_steps(motion: FrontalMotion) -> tuple[FrontalStep, ...]:
    """Find the steps whose start and end are both seen.

    Parameters
    ----------
    motion
        The athlete over T frames, seen from the front or from behind.

    Returns
    -------
    tuple of FrontalStep
        In order of time, feet in turn.
    """
    above = feet_apart(motion)
    steps = [
        FrontalStep(side=side, start_s=start, end_s=end, start_se_s=start_se, end_se_s=end_se)
        for (start, start_se, side), (end, end_se, after) in pairwise(_passings(motion, above))
        if after == opposite(side)
    ]
    usual_s = median_low([step.step_s for step in steps]) if steps else _MAX_STEP_S
    return tuple(step for step in steps if step.step_s < min(2 * usual_s, _MAX_STEP_S))


def feet_apart(motion: FrontalMotion) -> FloatArray:
    """Give the height of the left ankle above the right one.

    Parameters
    ----------
    motion
        The athlete over T frames, seen from the front or from behind.

    Returns
    -------
    ndarray
        (T,) trunk lengths.
    """
    gap = motion.point("left_ankle")[:, 1] - motion.point("right_ankle")[:, 1]
    return np.asarray(gap / motion.trunk_px)


def _passings(motion: FrontalMotion, above: FloatArray) -> list[tuple[float, float, Side]]:
    """List the times at which a foot becomes the lower one, with standard error and side.

    The feet have passed each other once the one that was lower is clearly the higher.
    """
    found: list[tuple[float, float, Side]] = []
    known = np.flatnonzero(np.isfinite(above))
    if len(known) < 3:
        return found
    usual = float(np.percentile(np.abs(above[known]), 90))
    clear = known[np.abs(above[known]) > _CLEARLY * usual]
    for before, after in pairwise(clear):
        if np.sign(above[before]) != np.sign(above[after]):
            between = known[(known >= before) & (known <= after)]
            if len(between) < _MIN_KNOWN * (after - before + 1):
                continue  # others may have been missed in the gap
            found.append(_passing(motion, above, between))
    return found


def _passing(
    motion: FrontalMotion, above: FloatArray, frames: npt.NDArray[np.int64]
) -> tuple[float, float, Side]:
    """Fit a line through the passing: when it is zero, and how far that may be off."""
    time, gap = motion.time_s[frames], above[frames]
    slope, start = np.polyfit(time - time[0], gap, 1)
    ankles = [INDEX[f"{side}_ankle"] for side in SIDES]
    sd_trunk = motion.sd_px[frames][:, ankles] / motion.trunk_px[frames, None]
    sd = float(np.median(np.linalg.norm(sd_trunk, axis=1)))
    side: Side = "left" if slope < 0 else "right"
    return float(time[0] - start / slope), sd / abs(float(slope)), side
