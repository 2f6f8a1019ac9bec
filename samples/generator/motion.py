"""The value that every motion becomes: joints, angles and axes of the body over time.

World axes: x forward, y to the athlete's left, z up, ground at z = 0; metres and seconds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.generator.curves import Array

SIDES = ("left", "right")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BodyMotion:
    """A body sampled at `time_s`; what figure, camera and landmarks need of it.

    Attributes
    ----------
    time_s : (T,) array
    joints_m : dict of (T, 3) arrays
        `left_shoulder`, ..., `right_toe`, `nose`, `left_ear`, `right_ear`, `neck`, `pelvis`, ...
    in_contact : dict of (T,) bool arrays
        By side.
    angles_deg : dict of (T,) arrays
        The series of the analysis contract, measured on the joints.
    pelvis_axes, thorax_axes, head_axes : (T, 3, 3) arrays
        Columns point forward, left and up.
    """

    time_s: Array
    joints_m: dict[str, Array]
    in_contact: dict[str, NDArray[np.bool_]]
    angles_deg: dict[str, Array]
    pelvis_axes: Array
    thorax_axes: Array
    head_axes: Array
