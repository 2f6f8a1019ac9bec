"""A parametric sprint, a camera and a renderer: sample clips with exact truth.

`simulate_sprint(BEFORE, BodyDimensions(), time_s)` gives joints in metres and exact contacts at
any times, `measure_truth` the metrics of that motion, and `landmarks_px` what a perfect pose
estimate would see. `python -m samples.generator` renders the clips.
"""

from samples.generator.camera import SideCamera
from samples.generator.landmarks import LANDMARK_JOINTS, landmarks_m, landmarks_px
from samples.generator.parameters import AFTER, BEFORE, BodyDimensions, SprintParameters
from samples.generator.sprint import Contact, SprintMotion, simulate_sprint
from samples.generator.truth import Metric, measure_truth

__all__ = [
    "AFTER",
    "BEFORE",
    "LANDMARK_JOINTS",
    "BodyDimensions",
    "Contact",
    "Metric",
    "SideCamera",
    "SprintMotion",
    "SprintParameters",
    "landmarks_m",
    "landmarks_px",
    "measure_truth",
    "simulate_sprint",
]
