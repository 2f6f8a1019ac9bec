"""Motion -> table of joint and segment angles over time, a row a frame."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.settings import BodySettings
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.geometry import included_angle_deg, segment_angle_deg, wrap_series_deg
from aqvision.kinematics.motion import Motion


def measure_angles(motion: Motion, body: BodySettings) -> pd.DataFrame:
    """Tabulate the angles of the body, one row a frame.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    body
        Proportions of the body.

    Returns
    -------
    DataFrame
        T rows: ``time_s`` and columns ending in ``_deg``: thigh, shank and upper arm from downward
        vertical (positive = distal end forward); knee flexion (0 = straight); hip flexion and
        shoulder flexion against the trunk; elbow as included angle; trunk lean (positive
        forward); thorax yaw (positive = right shoulder forward). NaN where not measured.
        Chosen: what swings forward counts up, so phases of limbs can be held against each other.
    """
    hips, shoulders = motion.middle("hip"), motion.middle("shoulder")
    lean = -segment_angle_deg(shoulders, hips)
    columns = {"time_s": motion.time_s}
    for side in SIDES:
        columns |= _limb_angles(motion, side, lean)
    columns["trunk_lean_deg"] = lean
    columns["thorax_yaw_deg"] = _thorax_yaw_deg(motion, body)
    return pd.DataFrame(columns)


def mark_contacts(angles: pd.DataFrame, contacts: tuple[Contact, ...]) -> pd.DataFrame:
    """Add the columns ``left_contact`` and ``right_contact``: 1 while the foot is down.

    Parameters
    ----------
    angles
        T rows with ``time_s``.
    contacts
        Contacts of both feet.

    Returns
    -------
    DataFrame
        A copy with the two columns more.
    """
    time = angles["time_s"].to_numpy()
    marked = angles.copy()
    for side in SIDES:
        down = np.zeros(len(time), dtype=int)
        for contact in contacts:
            if contact.side == side:
                down |= (time >= contact.touchdown_s) & (time <= contact.toeoff_s)
        marked[f"{side}_contact"] = down
    return marked


def _limb_angles(motion: Motion, side: Side, lean: FloatArray) -> dict[str, FloatArray]:
    points = {
        joint: motion.point(f"{side}_{joint}")
        for joint in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")
    }
    thigh = segment_angle_deg(points["hip"], points["knee"])
    knee_flexion = wrap_series_deg(thigh - segment_angle_deg(points["knee"], points["ankle"]))
    upper_arm = segment_angle_deg(points["shoulder"], points["elbow"])
    return {
        f"{side}_thigh_deg": thigh,
        f"{side}_shank_deg": thigh - knee_flexion,
        f"{side}_knee_flexion_deg": knee_flexion,
        f"{side}_hip_flexion_deg": thigh + lean,
        f"{side}_upper_arm_deg": upper_arm,
        f"{side}_shoulder_flexion_deg": upper_arm + lean,
        f"{side}_elbow_deg": included_angle_deg(
            points["shoulder"], points["elbow"], points["wrist"]
        ),
    }


def _thorax_yaw_deg(motion: Motion, body: BodySettings) -> FloatArray:
    """Turn of the shoulder line from its offset along the track (measured: docs/accuracy.md)."""
    breadth = body.shoulder_breadth_frac_height / body.leg_frac_height
    offset = motion.point("right_shoulder")[:, 0] - motion.point("left_shoulder")[:, 0]
    return np.asarray(np.degrees(np.arcsin(np.clip(offset / breadth, -1, 1))))
