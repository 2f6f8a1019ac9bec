"""HoldParameters -> the truth of a hold: set posture, sway, drift and knocks."""

from dataclasses import replace
from typing import Any

import numpy as np

from samples.generator.curves import Array
from samples.generator.hold import simulate_hold
from samples.generator.motion import SIDES
from samples.generator.parameters import RIGID, BodyDimensions, HoldParameters, Knock
from samples.generator.sway import BAND_HZ, ONSET_S, hip_sway

RETURN_BAND_FRAC = 0.02
"""How near the hips count as back, in leg lengths."""


def sway_columns(parameters: HoldParameters, time_s: Array) -> dict[str, Array]:
    """Columns of the CSV file: each part of the hips' way from where they were set."""
    sway = hip_sway(parameters, time_s)
    return {
        "sway_forward_mm": 1000.0 * sway.sway_forward_m,
        "sway_up_mm": 1000.0 * sway.sway_up_m,
        "knock_forward_mm": 1000.0 * sway.knock_forward_m,
        "drift_forward_mm": 1000.0 * sway.drift_forward_m,
    }


def set_angles_deg(parameters: HoldParameters, body: BodyDimensions) -> dict[str, float]:
    """Every series of the analysis contract in the posture that was set."""
    moving = ("sway_forward_rms_m", "sway_up_rms_m", "thigh_sway_rms_deg", "drift_mps", "knocks")
    still = replace(parameters, **{name: getattr(RIGID, name) for name in moving})
    series = simulate_hold(still, body, np.zeros(1)).angles_deg
    return {name: round(float(values[0]), 2) + 0.0 for name, values in series.items()}


def rms(series: Array) -> float:
    """Root of the mean square."""
    return float(np.sqrt(np.mean(series**2)))


def knock_truth(knock: Knock, band_m: float) -> dict[str, Any]:
    """Tell one knock by itself, without the sway that goes on under it."""
    peak_m = abs(knock.peak_forward_m)
    back_s = ONSET_S + knock.time_constant_s * float(np.log(peak_m / band_m))
    return {
        "time_s": knock.start_s,
        "direction": "forward" if knock.peak_forward_m > 0.0 else "backward",
        "peak_mm": round(1000.0 * peak_m, 2),
        "peak_time_s": round(knock.start_s + ONSET_S, 3),
        "time_constant_s": knock.time_constant_s,
        "return_s": round(back_s, 3),
    }


def measure_hold(parameters: HoldParameters, body: BodyDimensions, time_s: Array) -> dict[str, Any]:
    """Gather what an analysis should find.

    Returns
    -------
    dict
        `return_s` of a knock is from its start until the hips are within `return_band_mm`; RMS
        `rms_mm` is that of the way from the set place, forward and up together.
    """
    columns = sway_columns(parameters, time_s)
    forward_mm, up_mm = rms(columns["sway_forward_mm"]), rms(columns["sway_up_mm"])
    band_m = RETURN_BAND_FRAC * body.leg_length_m
    standing = parameters.standing_side
    return {
        "standing_side": standing,
        "raised_side": next(side for side in SIDES if side != standing),
        "set_angles_deg": set_angles_deg(parameters, body),
        "sway": {
            "band_hz": list(BAND_HZ),
            "forward_rms_mm": round(forward_mm, 3),
            "up_rms_mm": round(up_mm, 3),
            "rms_mm": round(float(np.hypot(forward_mm, up_mm)), 3),
        },
        "raised_thigh_rms_deg": parameters.thigh_sway_rms_deg,
        "drift_mm_per_s": round(1000.0 * parameters.drift_mps, 3),
        "return_band_mm": round(1000.0 * band_m, 2),
        "knocks": [knock_truth(knock, band_m) for knock in parameters.knocks],
    }
