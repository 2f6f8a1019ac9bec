"""PoseSequence, sides set -> each limb's joints in those places that fit the frames around.

A network now and then sees both knees in one place, or the near foot where the far one is, though
the right place is among the second peaks of its heat maps, or in the map of the other side. So the
places of a pair of joints are chosen anew, for both limbs and along the whole limb at once: a place
costs its distance from a curve through the frames around, a segment of the wrong length, a pair
that leaves the alternation of running, and a map that is not the joint's own. Curves are drawn
through what was chosen before, at first as rough guides only: they may run through wrong points.
A joint that no place suits is forgotten.

Where the network looked at a frame again, a joint is the median of what all looks say of it. Which
of their points belong to it is known only now: a mean over looks whose sides differ would lie
between the limbs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aqvision.core.evidence import N_OTHERS, PointEvidence
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import SIDES, joint_indices
from aqvision.core.types import FloatArray
from aqvision.pose.clean.curves import fit_curves

LEG_CHAIN = ("hip", "knee", "ankle", "heel", "foot_index")
ARM_CHAIN = ("shoulder", "elbow", "wrist")
# Chosen on two of the rendered bodies, judged on the others (measured: docs/accuracy.md). First in
# trunk lengths: scatter about the curves, turn by turn, and about the alternation.
_PATH_NOISE = (0.2, 0.1, 0.07)
_ALTERNATION_NOISE = 0.2
_LENGTH_NOISE = 0.1  # as a part of the segment
_CURVE_REACH_S, _LEAST_REACH = 0.045, 4
# Costs in nats: of a joint that is forgotten, of a place in the other side's map, of a second peak,
# of each nat of a low score, and the most that one segment or one pair can cost.
_FORGOTTEN, _FOREIGN, _SECOND, _SCORE_WEIGHT, _CAP = 8.0, 1.0, 0.5, 0.5, 4.0
_SCORES = (0.05, 1.0)
_EVEN_SCORE = 0.5
# What a side's map tells: the point, its second peak, then the further looks.
_PER_SIDE = 1 + N_OTHERS
_LOOKS = [i for i in range(2 * _PER_SIDE) if i % _PER_SIDE > 1]
_SAME = 0.08  # trunk lengths within which looks tell of one joint

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Where a pair of joints may be: N places in T frames, of which the last is nowhere.

    Attributes
    ----------
    about
        (T, N, 2) places about the hips, in trunk lengths; NaN where there is none.
    price
        (2, T, N) cost of each for the left and the right joint; infinite where there is none.
    """

    about: FloatArray
    price: FloatArray


def settle_peaks(pose: PoseSequence, chain: tuple[str, ...], expected: FloatArray) -> PoseSequence:
    """Choose for each joint of a pair of limbs the place that fits best.

    Parameters
    ----------
    pose
        Points over T frames, every limb on its own side. Without evidence they stay.
    chain
        The J joints of the limb without their side, from the trunk outwards; the first stays.
    expected
        (T, 2J or more) left minus right of these joints by alternation, in trunk lengths; zeros
        where nothing is expected.

    Returns
    -------
    PoseSequence
        The same frames, limbs in pixels at the places that fit; what was not known stays NaN.
    """
    trunk_px = _median(pose.trunk_px)
    if pose.evidence is None or not np.isfinite(trunk_px):
        return pose
    limbs = np.array([joint_indices(side, chain) for side in SIDES])
    middle = pose.middle("hip")[:, None]
    places = [_places(pose, pose.evidence, pair, trunk_px) for pair in limbs.T]
    points = (pose.xy_px[:, limbs] - middle[:, None]) / trunk_px
    difference = expected[:, : 2 * len(chain)].reshape(len(pose), len(chain), 2)
    for noise in _PATH_NOISE:
        points = _settled(pose, points, places, difference, noise)
    found = _median_of_looks(points, places) * trunk_px + middle[:, None]
    # Where a point is unknown, the network saw no limb inside the picture, and its peaks are no
    # better; where the hips are unknown, nothing was chosen.
    xy = pose.xy_px.copy()
    chosen = np.isfinite(xy[:, limbs]) & np.isfinite(middle[:, None])
    chosen[:, :, 0] = False
    xy[:, limbs] = np.where(chosen, found, xy[:, limbs])
    return replace(pose, xy_px=xy).inside_picture()


def _places(pose: PoseSequence, evidence: PointEvidence, pair: Indices, trunk_px: float) -> _Places:
    """Gather the places of a left and a right joint, (2,) numbers, from the maps of both."""
    own = pose.xy_px[:, pair, None], evidence.other_px[:, :, pair].swapaxes(1, 2)
    xy = np.concatenate(own, axis=2).reshape(len(pose), 2 * _PER_SIDE, 2)
    about = (xy - pose.middle("hip")[:, None]) / trunk_px
    scores = evidence.score[:, pair, None], evidence.other_score[:, :, pair].swapaxes(1, 2)
    score = np.nan_to_num(np.concatenate(scores, axis=2), nan=_EVEN_SCORE)
    price = -_SCORE_WEIGHT * np.log(np.clip(score, *_SCORES))
    price[:, :, 1] += _SECOND
    foreign = _FOREIGN * np.repeat(1 - np.eye(2), _PER_SIDE, axis=1)
    both = price.reshape(len(pose), -1) + foreign[:, None]
    both[:, ~np.isfinite(about[:, :, 0])] = np.inf
    nowhere = np.full((len(pose), 1, 2), np.nan)
    forgotten = np.full((2, len(pose), 1), _FORGOTTEN)
    return _Places(
        np.concatenate([about, nowhere], axis=1), np.concatenate([both, forgotten], axis=2)
    )


def _settled(
    pose: PoseSequence,
    points: FloatArray,
    places: list[_Places],
    difference: FloatArray,
    noise: float,
) -> FloatArray:
    """Choose places for points (T, 2, J, 2) against curves through the points of other frames."""
    n = len(pose)
    reach = max(_LEAST_REACH, round(_CURVE_REACH_S * pose.rate_hz))
    away = np.concatenate([np.arange(-reach, 0), np.arange(1, reach + 1)])
    curves = fit_curves(points.reshape(n, -1, 2), pose.time_s, away, noise)
    curve = curves.middle.reshape(points.shape)
    doubt = noise * np.sqrt(1 + curves.doubt**2).reshape(points.shape[:-1])
    costs = [
        _pair_cost(places[j], curve[:, :, j], doubt[:, :, j], difference[:, j])
        for j in range(1, len(places))
    ]
    settled = points.copy()
    rows = np.arange(n)
    for j, pair in enumerate(_cheapest(points, places, costs), start=1):
        for side, place in enumerate(pair):
            settled[:, side, j] = places[j].about[rows, place]
    return settled


def _pair_cost(
    places: _Places, curve: FloatArray, doubt: FloatArray, difference: FloatArray
) -> FloatArray:
    """Cost (T, N, N) of each left with each right place, whatever the rest of the limb does."""
    off = places.about[:, None] - curve[:, :, None]
    along = np.nan_to_num(0.5 * np.sum(off**2, axis=3) / doubt[:, :, None] ** 2)
    left, right = (along[:, side] + places.price[side] for side in (0, 1))
    apart = places.about[:, :, None] - places.about[:, None] - difference[:, None, None]
    misfit = np.minimum(0.5 * np.sum(apart**2, axis=3) / _ALTERNATION_NOISE**2, _CAP)
    is_expected = (difference != 0).any(axis=1)[:, None, None]
    wanted = np.where(is_expected, np.nan_to_num(misfit), 0.0)
    return np.asarray(left[:, :, None] + right[:, None] + wanted)


def _cheapest(
    points: FloatArray, places: list[_Places], costs: list[FloatArray]
) -> list[tuple[Indices, Indices]]:
    """Find the cheapest way along both limbs: for each joint (T,) left and (T,) right places."""
    segments = np.linalg.norm(np.diff(points, axis=2), axis=3)
    lengths = [_median(segments[:, :, j]) for j in range(segments.shape[2])]
    first = _length_cost(points[:, :, 0], places[1].about, lengths[0])
    total = costs[0] + first[:, 0, :, None] + first[:, 1, None, :]
    ways = []
    for inner, outer, length, cost in zip(
        places[1:], places[2:], lengths[1:], costs[1:], strict=False
    ):
        total, way = _advance(total, _length_cost(inner.about, outer.about, length))
        total = total + cost
        ways.append(way)
    rows, n_places = np.arange(len(total)), total.shape[1]
    best = total.reshape(len(total), -1).argmin(axis=1)
    chosen = [(best // n_places, best % n_places)]
    for from_left, from_right in reversed(ways):
        left, right = chosen[-1]
        before = from_right[rows, left, right]
        chosen.append((from_left[rows, before, left], before))
    return chosen[::-1]


def _length_cost(inner: FloatArray, outer: FloatArray, length: float) -> FloatArray:
    """Cost (T, M, N) of the segments from M inner to N outer places."""
    part = np.linalg.norm(inner[:, :, None] - outer[:, None], axis=3) / length
    return np.asarray(np.nan_to_num(np.minimum(0.5 * ((part - 1) / _LENGTH_NOISE) ** 2, _CAP)))


def _advance(total: FloatArray, step: FloatArray) -> tuple[FloatArray, tuple[Indices, Indices]]:
    """Go on by one joint: costs (T, N, N) of the best way to each pair, and where it came from.

    The left limb goes first, so that N**3 ways are compared twice and not N**4.
    """
    by_left = total[:, :, :, None] + step[:, :, None, :]
    by_right = by_left.min(axis=1)[:, :, :, None] + step[:, :, None, :]
    return by_right.min(axis=1), (by_left.argmin(axis=1), by_right.argmin(axis=1))


def _median_of_looks(points: FloatArray, places: list[_Places]) -> FloatArray:
    """Put joints into the median of themselves and the looks' points near them."""
    looks = np.stack([p.about[:, _LOOKS] for p in places], axis=1)[:, None]
    away = np.linalg.norm(looks - points[:, :, :, None], axis=4, keepdims=True)
    near = np.where(away < _SAME, looks, np.nan)
    told = np.concatenate([points[:, :, :, None], near], axis=3)
    known = np.isfinite(points)
    median = np.full_like(points, np.nan)
    median[known] = np.nanmedian(told.swapaxes(3, 4)[known], axis=1)
    return median


def _median(values: FloatArray) -> float:
    """Median of what is known; NaN, without a warning, where nothing is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")
