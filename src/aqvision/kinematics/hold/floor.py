"""Points that do not move -> NoiseFloor: the sway that measuring alone would show.

A rigid pose, filmed the same way, shows it. Without one it is estimated from what is faster than
any sway: the noise of points is a part that is new in each frame, with the same power at all
frequencies, and a part that lasts some 30 ms, whose power falls off as a bell. Both are fitted
above 7 Hz and carried on below.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.hold.path import BAND_HZ, Frames, HeldPath
from aqvision.kinematics.hold.spectrum import powers_of

# As the lasting part of a point's error on rendered clips: a bell of this spread in time.
_LASTS_S = 0.02
_FASTER_HZ, _FASTEST_HZ, _FRAC_NYQUIST = 7.0, 30.0, 0.95
_SEGMENT_S = 1.0
_MIN_BINS = 4
_N_ROUNDS = 4
# Chosen: what carrying on below 7 Hz may be off by, as a part of the variance.
_CARRIED_ON_FRAC = 0.3


class FloorSource(StrEnum):
    """What the noise floor is known from."""

    RIGID = "rigid clip"
    FAST = "high frequencies"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class NoiseFloor:
    """What measuring alone would show as sway.

    Attributes
    ----------
    covariance_leg2
        (2, 2) across and up, in leg lengths squared; NaN where not known.
    se_frac
        Standard error of the variance, as a part of it.
    source
        What it is known from.
    """

    covariance_leg2: FloatArray
    se_frac: float
    source: FloorSource

    @property
    def rms_leg(self) -> float:
        """Root mean square over both directions, in leg lengths."""
        return float(np.sqrt(np.trace(self.covariance_leg2)))


def floor_of_rigid(path: HeldPath) -> NoiseFloor:
    """Measure the floor on a pose that does not move.

    Parameters
    ----------
    path
        Of the same place of a rigid body, filmed the same way.
    """
    band = path.in_band()
    parts = [(band[b][path.known[b]] ** 2).sum(axis=1).mean() for b in path.blocks()]
    se_frac = (
        np.std(parts, ddof=1) / np.sqrt(len(parts)) / np.mean(parts) if len(parts) > 1 else 1.0
    )
    return NoiseFloor(np.cov(band[path.known].T), float(se_frac), FloorSource.RIGID)


def floor_of_fast(path: HeldPath, quiet: Frames) -> NoiseFloor:
    """Estimate the floor from what is faster than any sway.

    Parameters
    ----------
    path
        Of the hold itself.
    quiet
        (N,) frames without an answer to a knock.

    Returns
    -------
    NoiseFloor
        NaN where frames are too few a second, or no quiet second is there.
    """
    hz, powers = powers_of(path, _SEGMENT_S, quiet)
    power = powers.mean(axis=0) if len(powers) else np.full((len(hz), 2), np.nan)
    top_hz = min(_FASTEST_HZ, _FRAC_NYQUIST * path.rate_hz / 2)
    fast = (hz >= _FASTER_HZ) & (hz <= top_hz)
    if fast.sum() < _MIN_BINS or not np.isfinite(power).all():
        return NoiseFloor(np.full((2, 2), np.nan), float("nan"), FloorSource.UNKNOWN)
    variances = [_carried_on(hz[fast], power[fast, axis]) for axis in (0, 1)]
    return NoiseFloor(np.diag(variances), _CARRIED_ON_FRAC, FloorSource.FAST)


def _carried_on(hz: FloatArray, power: FloatArray) -> float:
    """Variance in the band of sway, from the power above it."""
    from scipy.optimize import nnls  # slow to load, see core.loading

    design = np.column_stack([np.ones(len(hz)), _bell(hz)])
    expected = np.full(len(hz), power.mean())
    for _round in range(_N_ROUNDS):
        # a power scatters by as much as it is expected to be: weights make that even
        white, lasting = nnls(design / expected[:, None], power / expected)[0]
        expected = np.maximum(design @ [white, lasting], 1e-3 * power.mean())
    at_hz = np.linspace(*BAND_HZ, 200)
    return float(np.trapezoid(white + lasting * _bell(at_hz), at_hz))


def _bell(hz: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-((2 * np.pi * hz * _LASTS_S) ** 2)))
