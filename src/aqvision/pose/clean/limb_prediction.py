"""PoseSequence -> where left and right limbs should be: alternation, with its sign settled.

Alternation alone leaves one sign open for the legs and one for the arms. The network's labels vote
on both. Arms are settled by sight as well: the side towards the camera, which the bend of the knees
tells, is seen better. Legs are settled by the arms as well, which swing against them. Votes of the
labels alone fail where blur or coding leaves more wrong labels than right ones.
Source: pose-findings.
"""

from __future__ import annotations

import numpy as np

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import ARM_JOINTS, INDEX, LEG_JOINTS, SIDES, joint_indices
from aqvision.core.types import FloatArray
from aqvision.pose.clean.alternation import expected_difference, step_rate

_SIGHT_WEIGHT = 2.0
_MIN_KNOWN_FRAC = 0.5


def expect_limbs(pose: PoseSequence) -> tuple[FloatArray, FloatArray]:
    """Predict left minus right of the legs' and of the arms' joints.

    Returns
    -------
    tuple
        (T, 2J) each, in trunk lengths; zeros where there is too little to go by.
    """
    legs = limb_difference(limbs_in_trunk_lengths(pose, LEG_JOINTS)[0])
    arms = limb_difference(limbs_in_trunk_lengths(pose, ARM_JOINTS)[0])
    step_hz = step_rate(pose.time_s, legs)
    expected_arms = expected_difference(pose.time_s, arms, step_hz)
    agreement = _agreement(arms, expected_arms)
    vote = agreement.mean() + _SIGHT_WEIGHT * _near_arm_vote(pose, agreement)
    expected_arms *= _sign(vote)
    expected_legs = expected_difference(pose.time_s, legs, step_hz)
    vote = _agreement(legs, expected_legs).mean() + _opposition(expected_legs, expected_arms)
    return expected_legs * _sign(vote), expected_arms


def limb_difference(limbs: FloatArray) -> FloatArray:
    """First limb minus second, (T, 2J), of (T, 2J, 2) points.

    A joint that is hardly ever known beside others, as fingers in a pose file, counts as zero: one
    missing joint would hide the whole limb.
    """
    n_joints = limbs.shape[1] // 2
    difference = limbs[:, :n_joints] - limbs[:, n_joints:]
    known = np.asarray(np.isfinite(difference).all(axis=2))
    n_frames = int(known.any(axis=1).sum())
    difference[:, known.sum(axis=0) < _MIN_KNOWN_FRAC * n_frames] = 0.0
    return np.asarray(difference.reshape(len(limbs), -1))


def limbs_in_trunk_lengths(pose: PoseSequence, joints: tuple[str, ...]) -> list[FloatArray]:
    """Joints of both sides about the hips, (T, 2J, 2), as labelled and exchanged."""
    trunk_px = float(np.nanmedian(pose.trunk_px))
    about = (pose.xy_px - pose.middle("hip")[:, None]) / max(trunk_px, 1e-6)
    left, right = joint_indices("left", joints), joint_indices("right", joints)
    return [about[:, left + right], about[:, right + left]]


def _agreement(difference: FloatArray, expected: FloatArray) -> FloatArray:
    """1 where the labels agree with the expectation, -1 where they do not, 0 where unknown."""
    return np.asarray(np.sign(np.nan_to_num(np.sum(difference * expected, axis=1))))


def _near_arm_vote(pose: PoseSequence, agreement: FloatArray) -> float:
    """How much better the arm is seen that would be the near one, -1 to 1."""
    left, right = (joint_indices(side, ("elbow", "wrist")) for side in SIDES)
    better = pose.visibility[:, left].mean(axis=1) - pose.visibility[:, right].mean(axis=1)
    known = np.isfinite(better) & (agreement != 0)
    if not known.any():
        return 0.0
    left_is_near = -_running_sign(pose)
    return left_is_near * float(np.mean(better[known] * agreement[known]))


def _running_sign(pose: PoseSequence) -> float:
    """1 when the knees, which bend one way only, point to the right of the picture."""
    ahead = []
    for side in SIDES:
        hip, knee, ankle = (pose.xy_px[:, INDEX[f"{side}_{j}"]] for j in ("hip", "knee", "ankle"))
        line, bend = ankle - hip, knee - hip
        ahead.append(line[:, 1] * bend[:, 0] - line[:, 0] * bend[:, 1])
    known = np.concatenate(ahead)
    return _sign(float(np.sum(known[np.isfinite(known)])))


def _opposition(legs: FloatArray, arms: FloatArray) -> float:
    """1 when each arm swings against the leg of its own side, -1 when with it."""
    knee_x = legs[:, 2 * LEG_JOINTS.index("knee")]
    elbow_x = arms[:, 2 * ARM_JOINTS.index("elbow")]
    size = float(np.linalg.norm(knee_x) * np.linalg.norm(elbow_x))
    return -float(np.dot(knee_x, elbow_x)) / size if size > 0 else 0.0


def _sign(vote: float) -> float:
    return -1.0 if vote < 0 else 1.0
