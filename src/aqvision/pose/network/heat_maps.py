"""Answer of the network -> points on its picture, how spread each is, and where else it may be.

The network gives each point twice: regressed, steady but coarse, and as a map of 64 x 64 cells
that says how likely each cell holds it. A point is the mean of the cells around, weighted by their
probability; MediaPipe does the same once, on 7 x 7 cells. For limbs the weights are squared and the
window is moved onto the mean until it stays, which keeps the flank of the other leg out of it;
windows and powers were chosen on rendered bodies (measured: docs/accuracy.md, "Decoding").

A map often has a second peak, mostly on the same joint of the other limb. It is kept: which peak is
the joint can only be told from the frames around.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import LANDMARKS, N_LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.pose.network.runtimes import INPUT_PX, Answer

Floats32 = npt.NDArray[np.float32]
_CELLS = 64
_APART_CELLS = 4
_NOTHING = -30.0


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

    limb: Window = Window(4, 2, 3)
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
        (33, 2) where else the point may be; NaN where nowhere.
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
    """
    windows, reach = _windows(decoding), decoding.reach
    by_cell = np.ascontiguousarray(answer.maps[:, :, :N_LANDMARKS])
    maps = np.ascontiguousarray(by_cell.transpose(2, 0, 1))
    padded = np.pad(maps, ((0, 0), (reach, reach), (reach, reach)), constant_values=_NOTHING)
    regressed = answer.points[:N_LANDMARKS, :2] * (_CELLS / INPUT_PX)
    place, spread, score = _refined(padded, regressed, windows)
    told = score > decoding.least_probability
    place = np.where(told[:, None], place, regressed)
    peaks = _next_peaks(by_cell, place)
    other, _, other_score = _refined(
        padded, peaks, replace(windows, moves=np.ones_like(windows.moves))
    )
    likely = other_score > decoding.least_probability
    return MapReading(
        xy=place / _CELLS,
        spread=np.where(told, spread, np.nan) / _CELLS,
        score=score,
        other_xy=np.where(likely[:, None], other, np.nan) / _CELLS,
        other_score=np.where(likely, other_score, np.nan),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Windows:
    """The windows of all landmarks: offsets of their cells, which of them are inside, the rest."""

    away: npt.NDArray[np.int_]
    inside: npt.NDArray[np.bool_]
    powers: npt.NDArray[np.int_]
    moves: npt.NDArray[np.int_]


@cache
def _windows(decoding: Decoding) -> _Windows:
    away = np.arange(-decoding.reach, decoding.reach + 1)
    each = [decoding.window(name) for name in LANDMARKS]
    inside = np.abs(away) <= np.array([w.half_side for w in each])[:, None]
    powers, moves = np.array([(w.power, w.n_moves) for w in each]).T
    return _Windows(away, inside[:, :, None] & inside[:, None, :], powers, moves)


def _refined(
    padded: Floats32, start: FloatArray, windows: _Windows
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Move windows onto the mean of what they hold: places (33, 2), spreads, largest values."""
    place, away = start, windows.away
    for move in range(int(windows.moves.max())):
        cell, probability = _probabilities(padded, place, windows)
        weight = probability ** windows.powers[:, None, None]
        mean = cell + _mean_offset(weight, away)
        place = np.where((move < windows.moves)[:, None], mean, place)
    off = away[None, :] - (place - cell)[:, :, None]
    squares = off[:, 0, None, :] ** 2 + off[:, 1, :, None] ** 2
    total = np.maximum(probability.sum(axis=(1, 2)), 1e-9)
    spread = np.sqrt((probability * squares).sum(axis=(1, 2)) / total / 2)
    return place, spread, probability.max(axis=(1, 2))


def _probabilities(
    padded: Floats32, place: FloatArray, windows: _Windows
) -> tuple[FloatArray, FloatArray]:
    """Cut the probabilities around each place: the middle cell (33, 2), and (33, side, side)."""
    cell = np.clip(np.floor(place), 0, _CELLS - 1).astype(np.intp)
    joint, first = np.arange(len(cell))[:, None, None], windows.away - windows.away[0]
    rows = (cell[:, 1, None] + first)[:, :, None]
    columns = (cell[:, 0, None] + first)[:, None, :]
    logits = padded[joint, rows, columns].astype(np.float64)
    return cell.astype(np.float64), np.where(windows.inside, 1 / (1 + np.exp(-logits)), 0.0)


def _mean_offset(weight: FloatArray, away: npt.NDArray[np.int_]) -> FloatArray:
    total = np.maximum(weight.sum(axis=(1, 2)), 1e-9)
    across, down = weight.sum(axis=1) @ away, weight.sum(axis=2) @ away
    return np.asarray(np.stack([across, down], axis=1) / total[:, None])


def _next_peaks(by_cell: Floats32, place: FloatArray) -> FloatArray:
    """Find the highest peak of each map (64, 64, 33) that is apart from a place, (33, 2).

    The first cell where there is none.
    """
    peak = by_cell >= cv2.dilate(by_cell, np.ones((3, 3), np.uint8))
    cells = np.arange(_CELLS)[:, None]
    near_x, near_y = (np.abs(cells - place[:, axis]) <= _APART_CELLS for axis in range(2))
    near = near_y[:, None] & near_x[None, :]
    height = np.where(peak & ~near, by_cell, -np.inf).reshape(_CELLS**2, -1)
    best = height.argmax(axis=0)
    return np.stack([best % _CELLS, best // _CELLS], axis=1).astype(np.float64)
