"""Metric name -> what it is: unit, definition, source, direction, smallest change to believe.

The registry is the only list of metrics, a file a pillar. Steps are measured under these names,
reports and files use them, docs/method.md explains each of them.
"""

from aqvision.kinematics.metrics.arms import ARMS
from aqvision.kinematics.metrics.balance import BALANCE
from aqvision.kinematics.metrics.frontal import FRONTAL
from aqvision.kinematics.metrics.metric import (
    EVIDENCE,
    PILLARS,
    Direction,
    Evidence,
    Grade,
    Metric,
    Need,
    Pillar,
)
from aqvision.kinematics.metrics.push import PUSH
from aqvision.kinematics.metrics.steps import STEPS
from aqvision.kinematics.metrics.swing import SWING
from aqvision.kinematics.metrics.together import TOGETHER
from aqvision.kinematics.metrics.torso import TORSO

METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (*STEPS, *PUSH, *SWING, *ARMS, *TORSO, *TOGETHER, *BALANCE, *FRONTAL)
}

__all__ = [
    "EVIDENCE",
    "METRICS",
    "PILLARS",
    "Direction",
    "Evidence",
    "Grade",
    "Metric",
    "Need",
    "Pillar",
]
