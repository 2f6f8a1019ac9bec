"""BodyMotion -> the 33 landmarks of a pose model: what a perfect pose estimate would be."""

import numpy as np

from samples.generator.camera import SideCamera
from samples.generator.curves import Array
from samples.generator.motion import BodyMotion

FACE = ("nose",) * 7 + ("left_ear", "right_ear", "nose", "nose")
# body landmarks 11 to 32 come in pairs, left then right
BODY = (
    "shoulder",
    "elbow",
    "wrist",
    "hand",
    "hand",
    "hand",
    "hip",
    "knee",
    "ankle",
    "heel",
    "toe",
)
LANDMARK_JOINTS = FACE + tuple(f"{side}_{name}" for name in BODY for side in ("left", "right"))


def landmarks_m(motion: BodyMotion) -> Array:
    """Landmarks in the world, (T, 33, 3) metres: x forward, y left, z up.

    Eyes and mouth stand at the nose, fingers at the middle of the hand.
    """
    return np.stack([motion.joints_m[name] for name in LANDMARK_JOINTS], axis=1)


def landmarks_px(motion: BodyMotion, camera: SideCamera) -> Array:
    """Landmarks in the image, (T, 33, 2) pixels, hidden ones too."""
    return camera.project(landmarks_m(motion))
