"""Runs of the ladder -> their truth together: speed, force, and how late the arms are."""

from collections.abc import Mapping
from typing import Any

from samples.generator.ladder import (
    ARM_LAG_DEG_PER_MPS,
    BREAK_MPS,
    USUAL_ARM_LEG_PHASE_DEG,
    arm_lag_deg,
)
from samples.generator.parameters import BodyDimensions, SprintParameters
from samples.generator.truth import measure_truth

MEASURED = {
    "speed_mps": 3,
    "stance_force_bw": 3,
    "step_frequency_hz": 3,
    "step_length_m": 3,
    "contact_time_s": 5,
    "arm_leg_phase_deg": 2,
    "thigh_separation_touchdown_deg": 2,
    "thigh_range_deg": 2,
    "thorax_rotation_range_deg": 2,
}


def measure_ladder(
    runs: Mapping[str, tuple[SprintParameters, BodyDimensions]],
) -> dict[str, Any]:
    """Gather what was asked of the arms, and what each run by its own motion has.

    Returns
    -------
    dict
        `break_speed_mps`, `arm_lag_deg_per_mps`, `usual_arm_leg_phase_deg`, `late` (which limbs),
        and `runs`: of each its metrics and `arm_lag_deg`, asked for by the formula.
    """
    return {
        "late": ["left arm", "right arm"],
        "break_speed_mps": BREAK_MPS,
        "arm_lag_deg_per_mps": ARM_LAG_DEG_PER_MPS,
        "usual_arm_leg_phase_deg": USUAL_ARM_LEG_PHASE_DEG,
        "runs": [run_of(name, *run) for name, run in runs.items()],
    }


def run_of(name: str, parameters: SprintParameters, body: BodyDimensions) -> dict[str, Any]:
    """Gather one run; thighs are half a stride apart in all of them."""
    truth = measure_truth(parameters, body)
    return {
        "clip": f"{name}.mp4",
        **{metric: round(truth[metric].value, digits) for metric, digits in MEASURED.items()},
        "arm_lag_deg": round(arm_lag_deg(parameters.speed_mps), 2),
    }
