"""Answer of the network -> points on its picture, how spread each is, and where else it may be.

The network gives each point twice: regressed, steady but coarse, and as a map of 64 x 64 cells
that says how likely each cell holds it. A point is the mean of the cells around, weighted by their
probability; MediaPipe does the same once, on 7 x 7 cells. For limbs the weights are raised to the
fifth power and the window is moved onto the mean until it stays, which keeps out the flank of the
other leg. Windows and powers were chosen on rendered bodies (measured: docs/accuracy.md,
"Decoding").

A map often has a second peak, mostly on the same joint of the other limb. It is kept: which peak is
the joint can only be told from the frames around.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import (
    ARM_JOINTS,
    LANDMARKS,
    LEG_JOINTS,
    N_LANDMARKS,
    SIDES,
    joint_indices,
)
from aqvision.core.types import FloatArray
from aqvision.pose.network.runtimes import INPUT_PX, Answer

Floats32 = npt.NDArray[np.float32]
_CELLS = 64
_APART_CELLS = 4
_OF_LIMBS = (*ARM_JOINTS[:3], *LEG_JOINTS)
_LIMBS = np.array([i for side in SIDES for i in joint_indices(side, _OF_LIMBS)])


@dataclass(frozen=True, slots=True)
class Window:
    """The cells around a point that are averaged.

    Attributes
    ----------
    half_side
        Cells on each side of the middle one.
    power
        Of the probabilities, which gives the weights.
    n_moves
        How often the window is moved onto the mean of what it holds.
    """

    half_side: int
    power: int = 1
    n_moves: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How points are read from heat maps.

    Attributes
    ----------
    limb, shoulder, hip
        Windows of these joints; the head is read like limbs.
    least_probability
        A map without a likelier cell near its point says nothing.
    """

    limb: Window = Window(4, 5, 3)
    shoulder: Window = Window(2)
    hip: Window = Window(3)
    least_probability: float = 0.2

    @property
    def reach(self) -> int:
        """Half a side of the largest window."""
        return max(w.half_side for w in (self.limb, self.shoulder, self.hip))

    def window(self, landmark: str) -> Window:
        """Give the window of a landmark.

        Parameters
        ----------
        landmark
            One of ``LANDMARKS``.

        Returns
        -------
        Window
            How far around its point the map is read, and how.
        """
        joint = landmark.split("_", 1)[-1]
        return {"shoulder": self.shoulder, "hip": self.hip}.get(joint, self.limb)


DECODING = Decoding()
"""As the product reads."""


@dataclass(frozen=True, slots=True, eq=False)
class MapReading:
    """What the heat maps of one picture tell, places in parts of the picture's side.

    Attributes
    ----------
    xy
        (33, 2) the points.
    spread
        (33,) root mean square, of each coordinate, by which a map is spread about its point; NaN
        where the map says nothing and the point is the regressed one.
    score
        (33,) how likely the likeliest cell around the point is, 0 to 1.
    other_xy
        (33, 2) where else a point of the limbs may be; NaN where nowhere, and for other points.
    other_score
        (33,) how likely that is, 0 to 1.
    """

    xy: FloatArray
    spread: FloatArray
    score: FloatArray
    other_xy: FloatArray
    other_score: FloatArray


def read_maps(answer: Answer, decoding: Decoding = DECODING) -> MapReading:
    """Read points, spreads and second peaks.

    Parameters
    ----------
    answer
        Of the network.
    decoding
        How points are read.

    Returns
    -------
    MapReading
        Of 33 landmarks, in parts of the picture's side.
    """
    maps = answer.maps[:, :, :N_LANDMARKS]
    regressed = answer.points[:N_LANDMARKS, :2] * (_CELLS / INPUT_PX)
    place, spread, score = _refined(maps, regressed, _windows(decoding))
    told = score > decoding.least_probability
    place = np.where(told[:, None], place, regressed)
    other, other_score = _second_peaks(maps, place, decoding)
    return MapReading(
        xy=place / _CELLS,
        spread=np.where(told, spread, np.nan) / _CELLS,
        score=score,
        other_xy=other / _CELLS,
        other_score=other_score,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Windows:
    """The windows of J landmarks: offsets of their cells, which of them are inside, the rest."""

    away: npt.NDArray[np.int_]
    landmarks: npt.NDArray[np.intp]
    inside: npt.NDArray[np.bool_]
    powers: npt.NDArray[np.int_]
    moves: npt.NDArray[np.int_]

    def of(self, landmarks: npt.NDArray[np.intp]) -> _Windows:
        """Give the windows of some landmarks, to be moved once."""
        inside, powers = self.inside[landmarks], self.powers[landmarks]
        return _Windows(self.away, landmarks, inside, powers, np.ones_like(powers))


@cache
def _windows(decoding: Decoding) -> _Windows:
    away = np.arange(-decoding.reach, decoding.reach + 1)
    each = [decoding.window(name) for name in LANDMARKS]
    inside = np.abs(away) <= np.array([w.half_side for w in each])[:, None]
    powers, moves = np.array([(w.power, w.n_moves) for w in each]).T
    both = inside[:, :, None] & inside[:, None, :]
    return _Windows(away, np.arange(N_LANDMARKS), both, powers, moves)


def _refined(
    maps: Floats32, start: FloatArray, windows: _Windows
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Move windows onto the mean of what they hold: places (J, 2), spreads, largest values."""
    place, away = start, windows.away
    for move in range(int(windows.moves.max())):
        cell, probability = _probabilities(maps, place, windows)
        weight = probability ** windows.powers[:, None, None]
        mean = cell + _mean_offset(weight, away)
        place = np.where((move < windows.moves)[:, None], mean, place)
    off = away[None, :] - (place - cell)[:, :, None]
    squares = off[:, 0, None, :] ** 2 + off[:, 1, :, None] ** 2
    total = np.maximum(probability.sum(axis=(1, 2)), 1e-9)
    spread = np.sqrt((probability * squares).sum(axis=(1, 2)) / total / 2)
    return place, spread, probability.max(axis=(1, 2))


def _probabilities(
    maps: Floats32, place: FloatArray, windows: _Windows
) -> tuple[FloatArray, FloatArray]:
    """Cut the probabilities around each place: the middle cell (J, 2), and (J, side, side)."""
    cell = np.clip(np.floor(place), 0, _CELLS - 1).astype(np.intp)
    columns, rows = (cell[:, axis, None] + windows.away for axis in range(2))
    known = _on_map(rows)[:, :, None] & _on_map(columns)[:, None, :] & windows.inside
    rows, columns = (np.clip(c, 0, _CELLS - 1) for c in (rows, columns))
    at = rows[:, :, None], columns[:, None, :], windows.landmarks[:, None, None]
    logits = maps[at].astype(np.float64)
    return cell.astype(np.float64), np.where(known, 1 / (1 + np.exp(-logits)), 0.0)


def _on_map(cells: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    return np.asarray((cells >= 0) & (cells < _CELLS))


def _mean_offset(weight: FloatArray, away: npt.NDArray[np.int_]) -> FloatArray:
    total = np.maximum(weight.sum(axis=(1, 2)), 1e-9)
    across, down = weight.sum(axis=1) @ away, weight.sum(axis=2) @ away
    return np.asarray(np.stack([across, down], axis=1) / total[:, None])


def _second_peaks(
    maps: Floats32, place: FloatArray, decoding: Decoding
) -> tuple[FloatArray, FloatArray]:
    """Find the highest peak of each limb's map apart from its point: (33, 2), and how high, (33,).

    NaN where there is none.
    """
    found, peaks = _highest_peaks(maps, place, decoding.least_probability)
    xy, height = np.full((N_LANDMARKS, 2), np.nan), np.full(N_LANDMARKS, np.nan)
    if len(found):
        xy[found], _, height[found] = _refined(maps, peaks, _windows(decoding).of(found))
    return xy, height


def _highest_peaks(
    maps: Floats32, place: FloatArray, least_probability: float
) -> tuple[npt.NDArray[np.intp], FloatArray]:
    """Give the limbs' landmarks that have a peak apart from their place, and its cells (K, 2)."""
    limbs = np.ascontiguousarray(maps[:, :, _LIMBS])
    peak = limbs >= cv2.dilate(limbs, np.ones((3, 3), np.uint8))
    likely = limbs > np.log(least_probability / (1 - least_probability))
    rows, columns, limb = np.nonzero(peak & likely)
    cells = np.stack([columns, rows], axis=1).astype(np.float64)
    apart = np.abs(cells - place[_LIMBS][limb]).max(axis=1) > _APART_CELLS
    height = np.where(apart, limbs[rows, columns, limb], -np.inf)
    order = np.lexsort((-height, limb))
    first = order[np.r_[True, np.diff(limb[order]) > 0]] if len(order) else order
    first = first[apart[first]]
    return _LIMBS[limb[first]], cells[first]
