"""Holds of known motion, measured once for all tests."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from aqvision.analysis.hold import HoldAnalysis
from aqvision.core.types import View
from aqvision.kinematics.hold.path import HeldPath, hold_path
from validation.hold_motions import LEG_M, HeldMotion, measure

STEADY = HeldMotion(rate_hz=30.0, sway_mm=6.0)


@cache
def measured(
    motion: HeldMotion = STEADY, noise: float = 0.0, *, rigid: bool = False
) -> HoldAnalysis:
    """Measure a hold once; nobody may change the result."""
    return measure(motion, noise, rigid=rigid)


@cache
def from_the_front() -> HoldAnalysis:
    """Measure a hold that is seen from the front."""
    return measure(HeldMotion(rate_hz=30.0, sway_mm=6.0, view=View.FRONT))


def path_of(motion: HeldMotion) -> HeldPath:
    """Give the path of the hips of a hold, in leg lengths."""
    return hold_path(motion.time_s, motion.hips_mm / 1000 / LEG_M)


def path_through(time_s: NDArray[np.float64], mm: NDArray[np.float64]) -> HeldPath:
    """Give a path through places in mm."""
    return hold_path(time_s, mm / 1000)
