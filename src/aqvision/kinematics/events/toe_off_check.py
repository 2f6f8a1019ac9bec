"""Toe-offs + knees -> toe-offs: one out of step with its knee is said to be less sure.

The knee is straightest near toe-off: before it in a sprint, after it in a jog, but alike from step
to step (fellin-2010). So a toe-off is held against the others of the clip, never moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aqvision.core.skeleton import Side
from aqvision.kinematics.events.onset import Instant
from aqvision.kinematics.geometry import segment_angle_deg, wrap_series_deg
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, peak

_AROUND_S = 0.07
_LARGEST_S = 0.015
_MIN_TOEOFFS = 3


def check_toeoffs(
    motion: Motion, sides: Sequence[Side], toeoffs: Sequence[Instant | None]
) -> list[Instant | None]:
    """Raise the standard error of a toe-off whose knee straightens at another time than usual.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    sides, toeoffs
        Foot and instant of each toe-off.

    Returns
    -------
    list of Instant or None
        The same instants; where the lag of the knee departs from the clip's median by more than
        15 ms, the standard error is at least that departure.
    """
    lags = np.array(
        [
            np.nan if toeoff is None else _straightest_s(motion, side, toeoff.at_s) - toeoff.at_s
            for side, toeoff in zip(sides, toeoffs, strict=True)
        ]
    )
    known = lags[np.isfinite(lags)]
    if len(known) < _MIN_TOEOFFS:
        return list(toeoffs)
    apart = np.abs(lags - np.median(known))
    return [
        replace(toeoff, se_s=max(toeoff.se_s, float(off)))
        if toeoff is not None and off > _LARGEST_S
        else toeoff
        for toeoff, off in zip(toeoffs, apart, strict=True)
    ]


def _straightest_s(motion: Motion, side: Side, near_s: float) -> float:
    """When the knee is straightest around a time; NaN where it is not seen to turn."""
    frames = between(motion.time_s, near_s - _AROUND_S, near_s + _AROUND_S)
    hip, knee, ankle = (motion.point(f"{side}_{j}")[frames] for j in ("hip", "knee", "ankle"))
    bend = wrap_series_deg(segment_angle_deg(hip, knee) - segment_angle_deg(knee, ankle))
    return peak(motion.time_s[frames], bend, -1)[0]
