"""Motion -> Splits: when the hips pass places, in a clip that shows a sprint from standing."""

from __future__ import annotations

import numpy as np

from aqvision.core.splits import LEAST_DISTANCE_M, Splits
from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.motion import GroundKind, Motion

# About a step: the hips surge with each, and two places a step apart do so alike.
_EVERY_M = 2.0
# A push from standing gives half a metre a second in the first tenth, and 1.5 m/s takes 0.2 s.
_BEGIN_S, _STANDING_MPS = 0.15, 1.5
_LEAST_FRAMES = 10


def read_splits(motion: Motion) -> Splits | str:
    """Read from a clip when the hips passed every second metre.

    Parameters
    ----------
    motion
        The athlete in leg lengths.

    Returns
    -------
    Splits or str
        Metres from where the hips were at first, or why there are none.
    """
    if motion.ground != GroundKind.TRACK:
        return _("the clip shows no run past places that stand still")
    place, time_s = _hips(motion)
    if len(place) < _LEAST_FRAMES or not _begins_standing(place, time_s, motion.metres_per_leg):
        return _("the clip does not show the start")
    if not np.isfinite(motion.metres_per_leg):
        return _("nothing gives a scale in metres")
    metres = np.maximum.accumulate(place - place[0]) * motion.metres_per_leg
    if metres[-1] < LEAST_DISTANCE_M:
        return _("the clip shows {shown:.0f} m of the run, and {least:g} m are needed").format(
            shown=metres[-1], least=LEAST_DISTANCE_M
        )
    at_m = np.arange(_EVERY_M, metres[-1] + 1e-9, _EVERY_M)
    passed_s = np.interp(at_m, metres, time_s)
    return Splits(distance_m=tuple(at_m.tolist()), time_s=tuple(passed_s.tolist()))


def _hips(motion: Motion) -> tuple[FloatArray, FloatArray]:
    """Give place and time of the hips where they are known."""
    place = motion.middle("hip")[:, 0]
    known = np.isfinite(place)
    return place[known], motion.time_s[known]


def _begins_standing(place_leg: FloatArray, time_s: FloatArray, metres_per_leg: float) -> bool:
    """Tell whether the hips hardly move at first; without a scale a leg counts as 0.9 m."""
    metres = place_leg * (metres_per_leg if np.isfinite(metres_per_leg) else 0.9)
    since = time_s - time_s[0]
    at_end = float(np.interp(_BEGIN_S, since, metres))
    return (at_end - float(metres[0])) / _BEGIN_S < _STANDING_MPS
