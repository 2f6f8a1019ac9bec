"""HeldPath -> Sway: how far, over what area, how fast and which way the body sways and drifts.

The answers to knocks and the drift are taken out before, the noise floor after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.hold.drift import robust_line
from aqvision.kinematics.hold.estimate import Estimate, leave_one_out
from aqvision.kinematics.hold.floor import NoiseFloor
from aqvision.kinematics.hold.path import BAND_HZ, Frames, HeldPath
from aqvision.kinematics.hold.spectrum import powers_of

# Of the chi-square distribution with two degrees of freedom.
_CHI_SQUARE_95 = 5.991
_SEGMENT_S = 5.0
_MIN_QUIET = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sway:
    """The sway of one place of the body, each number with its error.

    Attributes
    ----------
    rms_leg
        Root mean square over both directions, the floor taken out; NaN where sway does not rise
        above it.
    ellipse95_leg2
        Area of the ellipse that holds 95 % of the places.
    median_frequency_hz
        Half of the sway's power is slower.
    drift_leg_per_s
        How fast the posture moves away, whichever way; ``drift_across_leg_per_s`` and
        ``drift_up_leg_per_s`` say which.
    measured_rms_leg
        With the noise of measuring in it.
    block_rms_leg
        The floor taken out, by blocks of 2.5 s; NaN where a block holds too little.
    """

    rms_leg: Estimate
    ellipse95_leg2: Estimate
    median_frequency_hz: Estimate
    drift_leg_per_s: Estimate
    drift_across_leg_per_s: float
    drift_up_leg_per_s: float
    measured_rms_leg: float
    block_rms_leg: tuple[float, ...]


def measure_sway(path: HeldPath, quiet: Frames, floor: NoiseFloor) -> Sway:
    """Measure the sway and the drift of a hold.

    Source: schubert-kirchner-2014

    Parameters
    ----------
    path
        Of the hips, the answers to knocks taken out.
    quiet
        (N,) frames that are known and lie in no answer.
    floor
        What measuring alone would show.
    """
    place, slope = robust_line(path, quiet)
    level = path.moved_to(path.xy_leg - place - slope * path.time_s[:, None])
    sums = _block_sums(level, quiet)
    used = [i for i, (n, _squares) in enumerate(sums) if n >= _MIN_QUIET * sums[i][0]]
    used = [i for i, block in enumerate(path.blocks()) if quiet[block].mean() >= _MIN_QUIET]
    total = _covariance(sums, used)
    sway = total - floor.covariance_leg2
    rms = _with_floor(
        leave_one_out(used, lambda b: _trace(_covariance(sums, b)), _trace(total)), floor
    )
    drift = _drift(path, quiet, slope)
    return Sway(
        rms_leg=rms,
        ellipse95_leg2=_ellipse(sums, used, floor, sway),
        median_frequency_hz=_median_frequency(level, floor),
        drift_leg_per_s=drift,
        drift_across_leg_per_s=float(slope[0]),
        drift_up_leg_per_s=float(slope[1]),
        measured_rms_leg=float(np.sqrt(_trace(total))),
        block_rms_leg=tuple(
            _root(_trace(_covariance(sums, [i]) - floor.covariance_leg2))
            if i in used
            else float("nan")
            for i in range(len(sums))
        ),
    )


def _block_sums(path: HeldPath, quiet: Frames) -> list[tuple[int, FloatArray]]:
    """Of each block how many frames count, and their squares and products, (2, 2)."""
    band = path.in_band()
    chosen = [band[block][quiet[block]] for block in path.blocks()]
    return [(len(xy), xy.T @ xy) for xy in chosen]


def _covariance(sums: Sequence[tuple[int, FloatArray]], blocks: Sequence[int]) -> FloatArray:
    n = sum(sums[i][0] for i in blocks)
    if n == 0:
        return np.full((2, 2), np.nan)
    return np.asarray(sum(sums[i][1] for i in blocks) / n)


def _trace(covariance: FloatArray) -> float:
    return float(np.trace(covariance))


def _root(square: float) -> float:
    return float(np.sqrt(square)) if square > 0 else float("nan")


def _with_floor(measured: Estimate, floor: NoiseFloor) -> Estimate:
    """Take the floor out of a mean square, and give its root."""
    of_floor = _trace(floor.covariance_leg2)
    left = measured.value - of_floor
    if not left > 0:
        return Estimate()
    root = float(np.sqrt(left))
    se = float(np.hypot(measured.se, floor.se_frac * of_floor)) / (2 * root)
    return Estimate(root, se, measured.freedom)


def _area(covariance: FloatArray) -> float:
    values = np.linalg.eigvalsh(covariance) if np.isfinite(covariance).all() else np.full(2, np.nan)
    return float(np.pi * _CHI_SQUARE_95 * np.sqrt(values.prod())) if values.min() > 0 else np.nan


def _ellipse(
    sums: Sequence[tuple[int, FloatArray]],
    used: Sequence[int],
    floor: NoiseFloor,
    sway: FloatArray,
) -> Estimate:
    """Give the area, with the error of the blocks and that of the floor."""
    of_blocks = leave_one_out(
        used, lambda b: _area(_covariance(sums, b) - floor.covariance_leg2), _area(sway)
    )
    more = _area(sway - floor.se_frac * floor.covariance_leg2)
    less = _area(sway + floor.se_frac * floor.covariance_leg2)
    of_floor = abs(less - (more if np.isfinite(more) else 0.0)) / 2
    return Estimate(of_blocks.value, float(np.hypot(of_blocks.se, of_floor)), of_blocks.freedom)


def _drift(path: HeldPath, quiet: Frames, slope: FloatArray) -> Estimate:
    """How fast the place moves away, with the error of the blocks."""
    blocks = path.blocks()

    def speed(chosen: Sequence[int]) -> float:
        part = np.zeros(len(quiet), dtype=np.bool_)
        for i in chosen:
            part[blocks[i]] = quiet[blocks[i]]
        return float(np.linalg.norm(robust_line(path, part)[1] - slope))

    # of each direction by itself: a length is never below zero, its parts are
    n = len(blocks)
    off = np.array([speed([i for i in range(n) if i != gone]) for gone in range(n)])
    se = float(np.sqrt((n - 1) / n * np.sum(off**2) / 2)) if n > 2 else float("nan")
    return Estimate(float(np.linalg.norm(slope)), se, n - 1)


def _median_frequency(path: HeldPath, floor: NoiseFloor) -> Estimate:
    """Half of the power in the band lies below: Welch, 5 s, Hann, half overlapping."""
    hz, both = powers_of(path, _SEGMENT_S)
    powers = both.sum(axis=2)
    noise = _trace(floor.covariance_leg2) / (BAND_HZ[1] - BAND_HZ[0])

    def median(chosen: Sequence[int]) -> float:
        return _median_of(hz, np.asarray(powers[list(chosen)].mean(axis=0) - noise))

    found = leave_one_out(range(len(powers)), median, median(range(len(powers))))
    # segments that overlap by half share a part of what they tell
    return Estimate(found.value, found.se * np.sqrt(4 / 3), found.freedom)


def _median_of(hz: FloatArray, power: FloatArray) -> float:
    inside = (hz >= BAND_HZ[0]) & (hz <= BAND_HZ[1])
    share = np.cumsum(np.maximum(power[inside], 0.0))
    if not share[-1] > 0:
        return float("nan")
    at = hz[inside]
    return float(np.interp(0.5, share / share[-1], at + (hz[1] - hz[0]) / 2))


def _even(xy: FloatArray) -> FloatArray:
    """Take a line out, (n, 2)."""
    at = np.arange(len(xy)) - (len(xy) - 1) / 2
    return np.asarray(xy - xy.mean(axis=0) - at[:, None] * (at @ xy) / (at @ at))
