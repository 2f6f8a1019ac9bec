"""A sprint from standing, as a clip shows the hips."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.core.skeleton import INDEX
from aqvision.kinematics.motion import Motion
from tests.support.synthetic import Run, motion_of

TOP, TAU, STOOD_S = 9.0, 1.1, 0.4
HIPS = [INDEX["left_hip"], INDEX["right_hip"]]


def sprint(seconds: float = 4.2, *, from_s: float = 0.0, surge_m: float = 0.02) -> Motion:
    """Hips that stand, sprint, and surge with every step; all else as in some run."""
    some = motion_of(Run(travel_m=3.0).pose())
    time_s = np.arange(0, seconds, 1 / 120)
    since = np.maximum(time_s + from_s - STOOD_S, 0)
    place = TOP * (since + TAU * np.expm1(-since / TAU))
    place = place + surge_m * np.sin(2 * np.pi * 4.3 * since) * (since > 0)
    xy_leg = np.full((len(time_s), some.xy_leg.shape[1], 2), np.nan)
    xy_leg[:, HIPS] = np.column_stack([place / 0.95, np.ones(len(place))])[:, None]
    return replace(some, time_s=time_s, xy_leg=xy_leg, metres_per_leg=0.95, scale_se_frac=0.01)
