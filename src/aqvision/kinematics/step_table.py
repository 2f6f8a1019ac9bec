"""Motion + contacts -> table of steps: a row a step, a column a metric."""

from __future__ import annotations

import pandas as pd

from aqvision.kinematics.arms import measure_arms
from aqvision.kinematics.balance import measure_balance
from aqvision.kinematics.coordination import measure_coordination
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.push_leg import measure_push_leg
from aqvision.kinematics.steps import find_steps, measure_steps
from aqvision.kinematics.swing_leg import measure_swing_leg
from aqvision.kinematics.torso import measure_torso


def measure_all_steps(
    motion: Motion, angles: pd.DataFrame, contacts: tuple[Contact, ...]
) -> pd.DataFrame:
    """Measure each step with all its metrics, a row a step."""
    steps = find_steps(contacts)
    parts = [
        measure_steps(motion, steps),
        measure_push_leg(motion, angles, steps),
        measure_swing_leg(motion, angles, steps),
        measure_arms(angles, steps),
        measure_torso(angles, steps, motion.near_side),
        measure_coordination(angles, steps, motion.near_side),
        measure_balance(angles, steps, motion.near_side),
    ]
    return pd.concat(parts, axis=1)
