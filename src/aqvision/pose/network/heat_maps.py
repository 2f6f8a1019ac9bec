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

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import LANDMARKS, N_LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.pose.network.runtimes import INPUT_PX, Answer

Floats32 = npt.NDArray[np.float32]
_CELLS = 64
_REACH = 4
_N_MOVES = 3
# Half a window's side in cells, the power of the weights, and how often the window is moved.
_LIMB, _SHOULDER, _HIP = (4, 2, _N_MOVES), (2, 1, 1), (3, 1, 1)
_BY_JOINT = {"shoulder": _SHOULDER, "hip": _HIP}
_LEAST_PROBABILITY = 0.2
_APART_CELLS = 4
_NOTHING = -30.0


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


def read_maps(answer: Answer) -> MapReading:
    """Read points, spreads and second peaks.

    Parameters
    ----------
    answer
        Of the network.
    """
    by_cell = np.ascontiguousarray(answer.maps[:, :, :N_LANDMARKS])
    maps = np.ascontiguousarray(by_cell.transpose(2, 0, 1))
    padded = np.pad(maps, ((0, 0), (_REACH, _REACH), (_REACH, _REACH)), constant_values=_NOTHING)
    regressed = answer.points[:N_LANDMARKS, :2] * (_CELLS / INPUT_PX)
    place, spread, score = _refined(padded, regressed, _HALF_SIDES, _POWERS, _MOVES)
    told = score > _LEAST_PROBABILITY
    place = np.where(told[:, None], place, regressed)
    peaks = _next_peaks(by_cell, place)
    other, _, other_score = _refined(padded, peaks, _HALF_SIDES, _POWERS, _ONCE)
    likely = other_score > _LEAST_PROBABILITY
    return MapReading(
        xy=place / _CELLS,
        spread=np.where(told, spread, np.nan) / _CELLS,
        score=score,
        other_xy=np.where(likely[:, None], other, np.nan) / _CELLS,
        other_score=np.where(likely, other_score, np.nan),
    )


def _settings_of(landmark: str) -> tuple[int, int, int]:
    return _BY_JOINT.get(landmark.split("_", 1)[-1], _LIMB)


_HALF_SIDES, _POWERS, _MOVES = np.array([_settings_of(name) for name in LANDMARKS]).T
_ONCE = np.ones_like(_MOVES)
_AWAY = np.arange(-_REACH, _REACH + 1)


def _refined(
    padded: Floats32,
    start: FloatArray,
    half_sides: npt.NDArray[np.int_],
    powers: npt.NDArray[np.int_],
    moves: npt.NDArray[np.int_],
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Move windows onto the mean of what they hold: places (33, 2), spreads, largest values."""
    inside = np.abs(_AWAY) <= half_sides[:, None]
    window = inside[:, :, None] & inside[:, None, :]
    place = start
    for move in range(int(moves.max())):
        cell, probability = _window(padded, place, window)
        weight = probability ** powers[:, None, None]
        mean = cell + _mean_offset(weight)
        place = np.where((move < moves)[:, None], mean, place)
    off = _AWAY[None, :] - (place - cell)[:, :, None]
    squares = off[:, 0, None, :] ** 2 + off[:, 1, :, None] ** 2
    total = np.maximum(probability.sum(axis=(1, 2)), 1e-9)
    spread = np.sqrt((probability * squares).sum(axis=(1, 2)) / total / 2)
    return place, spread, probability.max(axis=(1, 2))


def _window(
    padded: Floats32, place: FloatArray, window: npt.NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """Cut the probabilities around each place: the middle cell (33, 2), and (33, 9, 9)."""
    cell = np.clip(np.floor(place), 0, _CELLS - 1).astype(np.intp)
    joint = np.arange(len(cell))[:, None, None]
    rows = (cell[:, 1, None] + _AWAY + _REACH)[:, :, None]
    columns = (cell[:, 0, None] + _AWAY + _REACH)[:, None, :]
    logits = padded[joint, rows, columns].astype(np.float64)
    return cell.astype(np.float64), np.where(window, 1 / (1 + np.exp(-logits)), 0.0)


def _mean_offset(weight: FloatArray) -> FloatArray:
    total = np.maximum(weight.sum(axis=(1, 2)), 1e-9)
    across, down = weight.sum(axis=1) @ _AWAY, weight.sum(axis=2) @ _AWAY
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
