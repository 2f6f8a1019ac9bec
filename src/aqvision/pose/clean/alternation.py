"""PoseSequence -> where left and right limbs should be, from the alternation that running makes.

In a run the left limb does what the right one did half a stride before. The difference of the
two limbs therefore holds only odd harmonics of the stride frequency, and its square, which no
exchange of labels can touch, gives the frequency and the phase. One sign remains open for the legs
and one for the arms. The network's labels vote on both. Arms are settled by sight as well: the side
towards the camera, which the bend of the knees tells, is seen better. Legs are settled by the arms
as well, which swing against them. Votes of the labels alone fail where blur or coding leaves more
wrong labels than right ones.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aqvision.core.fitting import explained_squares
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import ARM_JOINTS, INDEX, LEG_JOINTS, SIDES, joint_indices
from aqvision.core.types import FloatArray

_STEP_RATES_HZ = (1.6, 6.0)
_WINDOW_STRIDES = 3.0
_ODD_HARMONICS = (1, 3)
_N_REFITS = 4
_MIN_FRAMES = 12
_SIGHT_WEIGHT = 2.0
_MIN_KNOWN_FRAC = 0.5


def predict_limb_difference(pose: PoseSequence) -> tuple[FloatArray, FloatArray]:
    """Predict left minus right of the legs' and of the arms' joints.

    Parameters
    ----------
    pose
        Points over T frames, any limb on any side.

    Returns
    -------
    tuple
        (T, 2J) each, in trunk lengths; zeros where there is too little to go by.
    """
    legs = limb_difference(limbs_in_trunk_lengths(pose, LEG_JOINTS)[0])
    arms = limb_difference(limbs_in_trunk_lengths(pose, ARM_JOINTS)[0])
    step_hz = step_rate(pose.time_s, legs)
    expected_arms = alternating_difference(pose.time_s, arms, step_hz)
    agreement = _agreement(arms, expected_arms)
    vote = agreement.mean() + _SIGHT_WEIGHT * _near_arm_vote(pose, agreement)
    expected_arms *= _sign(vote)
    expected_legs = alternating_difference(pose.time_s, legs, step_hz)
    vote = _agreement(legs, expected_legs).mean() + _opposition(expected_legs, expected_arms)
    return expected_legs * _sign(vote), expected_arms


def limb_difference(limbs: FloatArray) -> FloatArray:
    """Subtract the second limb from the first.

    A joint that is hardly ever known beside others, as fingers in a pose file, counts as zero: one
    missing joint would hide the whole limb.

    Parameters
    ----------
    limbs
        (T, 2J, 2) points, those of the first limb before those of the second.

    Returns
    -------
    ndarray
        (T, 2J) differences of the J joints.
    """
    n_joints = limbs.shape[1] // 2
    difference = limbs[:, :n_joints] - limbs[:, n_joints:]
    known = np.asarray(np.isfinite(difference).all(axis=2))
    n_frames = int(known.any(axis=1).sum())
    difference[:, known.sum(axis=0) < _MIN_KNOWN_FRAC * n_frames] = 0.0
    return np.asarray(difference.reshape(len(limbs), -1))


def limbs_in_trunk_lengths(pose: PoseSequence, joints: tuple[str, ...]) -> list[FloatArray]:
    """Give the joints of both sides about the hips, as labelled and exchanged.

    Parameters
    ----------
    pose
        Points over T frames.
    joints
        Names of the J joints of a limb without their side.

    Returns
    -------
    list of ndarray
        Two of (T, 2J, 2), in trunk lengths.
    """
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


def alternating_difference(
    time_s: FloatArray, difference: FloatArray, step_hz: float
) -> FloatArray:
    """Predict the left-minus-right difference of two limbs, up to one common sign.

    Parameters
    ----------
    time_s
        (T,) playback times.
    difference
        (T, D) left minus right coordinates, any sign in any frame; NaN where unknown.
    step_hz
        Step rate of the clip at playback speed; each stretch may differ by an eighth.

    Returns
    -------
    ndarray
        (T, D) prediction; zeros where there is too little to go by.
    """
    known = np.asarray(np.isfinite(difference).all(axis=1))
    expected = np.zeros_like(difference)
    if known.sum() < _MIN_FRAMES or not np.isfinite(step_hz):
        return expected
    window_s = 2 * _WINDOW_STRIDES / step_hz
    weight = np.zeros(len(time_s))
    for start in _window_starts(time_s, window_s):
        inside = np.asarray((time_s >= start) & (time_s <= start + window_s))
        if (inside & known).sum() < _MIN_FRAMES:
            continue
        fitted = _fit_window(time_s, difference, inside, known, step_hz)
        taper = np.clip(1 - np.abs(2 * (time_s[inside] - start) / window_s - 1), 0.05, 1)
        agreement = np.sum(expected[inside] * fitted)
        sign = -1.0 if agreement < 0 else 1.0
        expected[inside] += sign * taper[:, None] * fitted
        weight[inside] += taper
    return expected / np.maximum(weight, 1e-9)[:, None]


def step_rate(time_s: FloatArray, difference: FloatArray) -> float:
    """Find the step rate in Hz of playback time from what no exchange of sides can change.

    Parameters
    ----------
    time_s
        (T,) playback times.
    difference
        (T, D) left minus right leg, any sign in any frame; NaN where unknown.

    Returns
    -------
    float
        NaN with fewer than twelve known frames.
    """
    known = np.asarray(np.isfinite(difference).all(axis=1))
    if known.sum() < _MIN_FRAMES:
        return float("nan")
    return _best_rate(time_s[known], difference[known], np.linspace(*_STEP_RATES_HZ, 221))


def _best_rate(time_s: FloatArray, difference: FloatArray, rates_hz: FloatArray) -> float:
    pairs = np.triu_indices(difference.shape[1])
    products = difference[:, pairs[0]] * difference[:, pairs[1]]
    return float(rates_hz[int(np.argmax(explained_squares(time_s, products, rates_hz)))])


def _fit_window(
    time_s: FloatArray,
    difference: FloatArray,
    inside: npt.NDArray[np.bool_],
    known: npt.NDArray[np.bool_],
    step_hz: float,
) -> FloatArray:
    use = inside & known
    time, observed = time_s[use], difference[use]
    rate = _best_rate(time, observed, step_hz * np.linspace(0.88, 1.12, 25))
    signs = _first_signs(time, observed, rate)
    basis = _basis(time, rate / 2, _ODD_HARMONICS)[:, 1:]
    for _ in range(_N_REFITS):
        fit, *_ = np.linalg.lstsq(basis, signs[:, None] * observed, rcond=None)
        agreement = np.sum(observed * (basis @ fit), axis=1)
        signs = np.where(agreement < 0, -1.0, 1.0)
    return np.asarray(_basis(time_s[inside], rate / 2, _ODD_HARMONICS)[:, 1:] @ fit)


def _first_signs(time: FloatArray, observed: FloatArray, step_hz: float) -> FloatArray:
    """Sign of the wider coordinate, from the phase of its square."""
    widest = int(np.argmax(np.mean(observed**2, axis=0)))
    basis = _basis(time, step_hz, (1,))
    fit, *_ = np.linalg.lstsq(basis, observed[:, widest] ** 2, rcond=None)
    double_phase = np.arctan2(-fit[2], fit[1])
    wave = np.cos(np.pi * step_hz * time + double_phase / 2)
    return np.where(wave * observed[:, widest] < 0, -1.0, 1.0)


def _basis(time: FloatArray, frequency_hz: float, harmonics: tuple[int, ...]) -> FloatArray:
    angle = 2 * np.pi * frequency_hz * time[:, None] * np.array(harmonics)
    waves = np.stack([np.cos(angle), np.sin(angle)], axis=2).reshape(len(time), -1)
    return np.concatenate([np.ones((len(time), 1)), waves], axis=1)


def _window_starts(time_s: FloatArray, window_s: float) -> FloatArray:
    span = float(time_s[-1] - time_s[0])
    if span <= window_s:
        return np.array([time_s[0]])
    n = int(np.ceil(2 * (span - window_s) / window_s)) + 1
    return np.linspace(time_s[0], time_s[-1] - window_s, n)
