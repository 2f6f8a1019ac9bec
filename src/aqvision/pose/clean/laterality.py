"""PoseSequence -> PoseSequence with each limb on its own side, and how sure that is.

The network confuses left and right in runs of frames, mostly when the near leg swings past the
far one. A limb that obeys mechanics cannot jump, so the labels are chosen over the whole clip
at once: forward-backward over "as labelled" and "exchanged". A choice costs the acceleration it
would mean and its distance from the alternation of the two limbs. Single joints that then sit on
the other limb are set right by the network's further peaks (peaks.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings
from aqvision.core.skeleton import ARM_JOINTS, LEG_JOINTS, joint_indices
from aqvision.core.types import FloatArray
from aqvision.pose.clean.alternation import (
    limb_difference,
    limbs_in_trunk_lengths,
    predict_limb_difference,
)
from aqvision.pose.clean.peaks import ARM_CHAIN, LEG_CHAIN, settle_peaks

_COST_CAP = 8.0
_EVEN = 0.5
_ALTERNATION_NOISE = 0.12
# Chosen on the rendered clips: above it lie frames in which the network draws both legs together.
_MISFIT_COST = 6.0
_PEAK_ACCELERATION_TRUNKS_PER_S2 = 700.0


@dataclass(frozen=True, slots=True, eq=False)
class LimbLabels:
    """Which frames had left and right exchanged, and how sure that is.

    Attributes
    ----------
    swapped
        (T,) True where left and right were exchanged.
    certainty
        (T,) posterior probability of that choice, 0.5 to 1.
    """

    swapped: npt.NDArray[np.bool_]
    certainty: FloatArray

    @property
    def swapped_frac(self) -> float:
        """Part of the frames that were exchanged."""
        return float(self.swapped.mean())


def repair_swaps(
    pose: PoseSequence, settings: CleaningSettings
) -> tuple[PoseSequence, LimbLabels, LimbLabels]:
    """Put limbs on their own side, legs and arms apart; forget legs that fit neither side.

    Where the network told where else its points may be, each joint then takes the place that fits.

    Parameters
    ----------
    pose
        Points with labels of the network.
    settings
        Costs of an exchange and the noise of points.

    Returns
    -------
    tuple
        The repaired sequence, the labels of the legs and those of the arms.
    """
    expected_legs, expected_arms = predict_limb_difference(pose)
    legs = label_limbs(drop_misfit_legs(pose, expected_legs), LEG_JOINTS, expected_legs, settings)
    arms = label_limbs(pose, ARM_JOINTS, expected_arms, settings)
    repaired = exchange(exchange(pose, LEG_JOINTS, legs.swapped), ARM_JOINTS, arms.swapped)
    settled = settle_peaks(
        settle_peaks(repaired, LEG_CHAIN, expected_legs), ARM_CHAIN, expected_arms
    )
    return drop_misfit_legs(settled, expected_legs), legs, arms


def exchange(
    pose: PoseSequence, joints: tuple[str, ...], frames: npt.NDArray[np.bool_]
) -> PoseSequence:
    """Exchange left and right of some joints in some frames.

    Parameters
    ----------
    pose
        Points over T frames.
    joints
        Names of joints without their side.
    frames
        (T,) True where to exchange.

    Returns
    -------
    PoseSequence
        The same frames, with what tells of the points exchanged as well.
    """
    left, right = joint_indices("left", joints), joint_indices("right", joints)
    xy, visibility = pose.xy_px.copy(), pose.visibility.copy()
    rows = np.flatnonzero(frames)[:, None]
    for array in (xy, visibility):
        array[rows, left], array[rows, right] = array[rows, right], array[rows, left]
    evidence = pose.evidence and pose.evidence.exchanged(left, right, frames)
    return replace(pose, xy_px=xy, visibility=visibility, evidence=evidence)


def drop_misfit_legs(pose: PoseSequence, expected: FloatArray) -> PoseSequence:
    """Forget legs that are far from their alternation, whichever of them is called left.

    Now and then the network draws both legs onto one for some frames, and is sure of it.

    Parameters
    ----------
    pose
        Points over T frames.
    expected
        (T, 2J) left minus right of the legs' joints by alternation, in trunk lengths.

    Returns
    -------
    PoseSequence
        The same frames; both legs are NaN where they were forgotten.
    """
    found = limb_difference(limbs_in_trunk_lengths(pose, LEG_JOINTS)[0])
    misfit = _alternation_cost(found, expected).min(axis=1) > _MISFIT_COST
    below = tuple(joint for joint in LEG_JOINTS if joint != "hip")
    both = [*joint_indices("left", below), *joint_indices("right", below)]
    xy = pose.xy_px.copy()
    xy[np.ix_(misfit, both)] = np.nan
    return replace(pose, xy_px=xy)


def label_limbs(
    pose: PoseSequence,
    joints: tuple[str, ...],
    expected: FloatArray,
    settings: CleaningSettings,
) -> LimbLabels:
    """Decide frame by frame whether a pair of limbs carries the wrong labels.

    Parameters
    ----------
    pose
        Points over T frames.
    joints
        Names of the J joints of a limb without their side.
    expected
        (T, 2J) left minus right of these joints by alternation, in trunk lengths.
    settings
        Costs of an exchange and the noise of points.

    Returns
    -------
    LimbLabels
        ``certainty`` is the posterior probability of the chosen label, 0.5 to 1.
    """
    both = limbs_in_trunk_lengths(pose, joints)
    cost = _acceleration_cost(pose, both, settings)
    cost += _alternation_cost(limb_difference(both[0]), expected)[:, None, None, :]
    posterior = _posterior_swapped(cost, settings)
    swapped = posterior > _EVEN
    return LimbLabels(swapped, np.where(swapped, posterior, 1 - posterior))


def _acceleration_cost(
    pose: PoseSequence, both: list[FloatArray], settings: CleaningSettings
) -> FloatArray:
    """Cost (T, 2, 2, 2) of labels (two frames ago, one frame ago, now); 0 where unknown."""
    n = len(pose)
    cost = np.zeros((n, 2, 2, 2))
    if n < 3:
        return cost
    step_s = float(np.median(np.diff(pose.time_s)))
    noise = settings.swap_noise_frac + 0.25 * _PEAK_ACCELERATION_TRUNKS_PER_S2 * step_s**2
    for older in (0, 1):
        for old in (0, 1):
            for now in (0, 1):
                jolt = both[now][2:] - 2 * both[old][1:-1] + both[older][:-2]
                scaled = 0.5 * (np.linalg.norm(jolt, axis=-1) / (2.4 * noise)) ** 2
                cost[2:, older, old, now] = np.nansum(np.minimum(scaled, _COST_CAP), axis=1)
    cost[~np.isfinite(cost)] = 0.0
    return cost


def _alternation_cost(difference: FloatArray, expected: FloatArray) -> FloatArray:
    """Cost (T, 2) of both labels against the expected alternation, by what is known of a limb."""
    off = np.stack([difference - expected, difference + expected], axis=1)
    known = np.isfinite(off)
    squares = np.sum(np.where(known, off, 0.0) ** 2, axis=2) / np.maximum(known.sum(axis=2), 1)
    some = known.any(axis=(1, 2))
    typical = float(np.median(squares[some].min(axis=1))) if some.any() else 0.0
    spread = max(typical, _ALTERNATION_NOISE**2)
    return np.asarray(np.minimum(0.5 * squares / spread, 4 * _COST_CAP))


def _posterior_swapped(cost: FloatArray, settings: CleaningSettings) -> FloatArray:
    """Run forward-backward over pairs of neighbouring labels; P(exchanged) per frame, (T,)."""
    n = len(cost)
    switch = settings.swap_switch_cost * (1 - np.eye(2))
    prior = settings.swap_prior_cost * np.array([0.0, 1.0])
    step = -(cost + switch[None, None] + prior)
    forward = np.zeros((n, 2, 2))
    forward[0] = forward[min(1, n - 1)] = -(switch + prior + prior[:, None])
    for t in range(2, n):
        forward[t] = np.logaddexp.reduce(forward[t - 1][:, :, None] + step[t], axis=0)
        forward[t] -= forward[t].max()
    backward = np.zeros((n, 2, 2))
    for t in range(n - 2, 0, -1):
        backward[t] = np.logaddexp.reduce(step[t + 1] + backward[t + 1][None], axis=2)
        backward[t] -= backward[t].max()
    both = forward + backward
    weight = np.exp(both - both.max(axis=(1, 2), keepdims=True))
    weight /= weight.sum(axis=(1, 2), keepdims=True)
    posterior = weight[:, :, 1].sum(axis=1)
    if n > 1:
        posterior[0] = weight[1, 1, :].sum()
    return np.asarray(posterior, dtype=np.float64)
