"""All pillars -> the registry of metrics, and the table of steps that fills it.

The registry is the only list of metrics, a file a pillar: each file defines its metrics and
measures them under the same names. Reports and files use these, docs/method.md explains them.
"""

from __future__ import annotations

import pandas as pd

from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.arms import ARMS, measure_arms
from aqvision.kinematics.metrics.balance import BALANCE, measure_balance
from aqvision.kinematics.metrics.frontal import FRONTAL
from aqvision.kinematics.metrics.metric import (
    EVIDENCE,
    PILLARS,
    Evidence,
    Grade,
    Metric,
    Need,
    Pillar,
)
from aqvision.kinematics.metrics.momentum import MOMENTUM_METRICS, measure_momentum
from aqvision.kinematics.metrics.push_leg import PUSH, measure_push_leg
from aqvision.kinematics.metrics.steadiness import STEADINESS
from aqvision.kinematics.metrics.steps import STEPS, measure_steps
from aqvision.kinematics.metrics.strides import columns_of
from aqvision.kinematics.metrics.swing_leg import SWING, measure_swing_leg
from aqvision.kinematics.metrics.together import TOGETHER, measure_together
from aqvision.kinematics.metrics.torso import TORSO, measure_torso
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.steps import find_steps

METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        *STEPS,
        *PUSH,
        *SWING,
        *ARMS,
        *TORSO,
        *TOGETHER,
        *MOMENTUM_METRICS,
        *STEADINESS,
        *BALANCE,
        *FRONTAL,
    )
}

__all__ = [
    "EVIDENCE",
    "METRICS",
    "PILLARS",
    "Evidence",
    "Grade",
    "Metric",
    "Need",
    "Pillar",
    "measure_all_steps",
]


def measure_all_steps(
    motion: Motion, angles: pd.DataFrame, contacts: tuple[Contact, ...]
) -> pd.DataFrame:
    """Measure each step of a side view with all its metrics.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    angles
        T rows of angles in degrees, as ``measure_angles`` gives them.
    contacts
        Contacts in order of time.

    Returns
    -------
    DataFrame
        A row a contact, with side and times of the contact and a column a metric that a side view
        shows, in its unit; NaN where not measured.
    """
    steps, columns = find_steps(contacts), columns_of(angles)
    parts = [
        measure_steps(motion, steps),
        measure_push_leg(motion, columns, steps),
        measure_swing_leg(motion, columns, steps),
        measure_arms(columns, steps),
        measure_torso(columns, steps, motion.near_side),
        measure_together(columns, steps, motion.near_side),
        measure_momentum(motion, steps),
        measure_balance(columns, steps, motion.near_side),
    ]
    return pd.concat(parts, axis=1)
