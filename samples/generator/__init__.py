"""A parametric sprint, a hold, a camera and a renderer: sample clips with exact truth.

`simulate_sprint(BEFORE, BodyDimensions(), time_s)` gives joints in metres and exact contacts at
any times, `measure_truth` the metrics of that motion, and `landmarks_px` what a perfect pose
estimate would see. `simulate_hold` gives a posture that is held, for the same figure and camera.
`python -m samples.generator` renders the clips.
"""

from samples.generator.camera import SideCamera
from samples.generator.hold import simulate_hold
from samples.generator.landmarks import LANDMARK_JOINTS, landmarks_m, landmarks_px
from samples.generator.motion import BodyMotion
from samples.generator.parameters import (
    AFTER,
    BEFORE,
    HOLD,
    BodyDimensions,
    HoldParameters,
    SprintParameters,
)
from samples.generator.sprint import Contact, SprintMotion, simulate_sprint
from samples.generator.truth import Metric, measure_truth

__all__ = [
    "AFTER",
    "BEFORE",
    "HOLD",
    "LANDMARK_JOINTS",
    "BodyDimensions",
    "BodyMotion",
    "Contact",
    "HoldParameters",
    "Metric",
    "SideCamera",
    "SprintMotion",
    "SprintParameters",
    "landmarks_m",
    "landmarks_px",
    "measure_truth",
    "simulate_hold",
    "simulate_sprint",
]
