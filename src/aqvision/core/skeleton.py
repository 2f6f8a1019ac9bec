"""BlazePose's 33 points -> names, left/right partners and body segments."""

from __future__ import annotations

from typing import Literal

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

LANDMARKS = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
N_LANDMARKS = len(LANDMARKS)


def _of_the_other_side(name: str) -> str:
    return name.replace("left", "?").replace("right", "left").replace("?", "right")


PARTNERS = tuple(LANDMARKS.index(_of_the_other_side(name)) for name in LANDMARKS)
INDEX = {name: i for i, name in enumerate(LANDMARKS)}

LEG_JOINTS = ("hip", "knee", "ankle", "heel", "foot_index")
ARM_JOINTS = ("shoulder", "elbow", "wrist", "pinky", "index", "thumb")

BONES: tuple[tuple[str, str], ...] = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    *(
        (f"{side}_{proximal}", f"{side}_{distal}")
        for side in SIDES
        for proximal, distal in (
            ("shoulder", "hip"),
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("hip", "knee"),
            ("knee", "ankle"),
            ("ankle", "heel"),
            ("heel", "foot_index"),
            ("ankle", "foot_index"),
        )
    ),
)


def opposite(side: Side) -> Side:
    """Name the other side of the body.

    Parameters
    ----------
    side
        "left" or "right".

    Examples
    --------
    >>> opposite("left")
    'right'
    """
    return "right" if side == "left" else "left"


def joint_indices(side: Side, joints: tuple[str, ...]) -> list[int]:
    """List the landmark numbers of one side's joints.

    Parameters
    ----------
    side
        "left" or "right".
    joints
        Joints without their side.

    Examples
    --------
    >>> joint_indices("left", ("hip", "knee"))
    [23, 25]
    """
    return [INDEX[f"{side}_{joint}"] for joint in joints]
