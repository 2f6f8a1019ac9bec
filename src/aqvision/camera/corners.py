"""Two small gray pictures -> corners of one, found again in the other, none of them on people."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.core.types import FloatArray, GrayImage

Points = npt.NDArray[np.float32]
Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

# The sharpest two corners of each of 8 x 5 parts: they tell a turn only if they lie all over.
_CELLS_ACROSS, _CELLS_DOWN = 8, 5
_A_CELL = 2
_MAX_CORNERS = 400
_QUALITY = 0.004
_APART_PX = 8.0
_EDGE_PX = 8
_WINDOW = (13, 13)
_LEVELS, _LEVELS_BACK = 2, 1
_STOP = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 10, 0.02)
_MAX_RETURN_PX = 0.5


def find_corners(gray: GrayImage, people: Sequence[Rectangle]) -> Points:
    """Find the sharpest corners of each part of a picture, (K, 2), none of them on people."""
    height, width = gray.shape
    mask = np.zeros_like(gray)
    mask[_EDGE_PX : height - _EDGE_PX, _EDGE_PX : width - _EDGE_PX] = 255
    for left, top, right, bottom in people:
        rows = slice(max(0, round(top)), max(0, round(bottom)))
        mask[rows, max(0, round(left)) : max(0, round(right))] = 0
    found = cv2.goodFeaturesToTrack(gray, _MAX_CORNERS, _QUALITY, _APART_PX, mask=mask)
    if found is None:
        return np.zeros((0, 2), np.float32)
    corners = found.reshape(-1, 2)
    cells = (corners * [_CELLS_ACROSS / width, _CELLS_DOWN / height]).astype(int)
    taken: dict[tuple[int, int], int] = {}
    kept = []
    for corner, (column, row) in zip(corners, cells.tolist(), strict=True):  # sharpest first
        taken[column, row] = taken.get((column, row), 0) + 1
        if taken[column, row] <= _A_CELL:
            kept.append(corner)
    return np.array(kept, np.float32)


def follow_corners(
    first: GrayImage,
    second: GrayImage,
    corners: Points,
    guess: FloatArray,
    people: Sequence[Rectangle],
) -> tuple[Points, Points]:
    """Find corners of the first picture in the second.

    Parameters
    ----------
    guess
        (3, 3) homography that leads from the first picture about to the second.
    people
        Rectangles of the second picture in which nothing is looked for.

    Returns
    -------
    tuple
        (K, 2) each: the corners that were found, in the first picture and in the second. A corner
        has to lead back to where it came from.
    """
    height, width = second.shape
    likely = apply_homography(guess, corners)
    inside = ((likely > _EDGE_PX) & (likely < [width - _EDGE_PX, height - _EDGE_PX])).all(axis=1)
    if not inside.any():
        return corners[:0], corners[:0]
    there = corners[inside]
    here, found = _flow(first, second, there, likely[inside].astype(np.float32), _LEVELS)
    back, returned = _flow(second, first, here, there, _LEVELS_BACK)
    good = found & returned & (np.abs(back - there).max(axis=1) < _MAX_RETURN_PX)
    for left, top, right, bottom in people:
        x, y = here.T
        good &= ~((x > left) & (x < right) & (y > top) & (y < bottom))
    return there[good], here[good]


def _flow(
    first: GrayImage, second: GrayImage, points: Points, start: Points, levels: int
) -> tuple[Points, npt.NDArray[np.bool_]]:
    """Follow points from one picture into another, from where they likely are."""
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        first, second, points, start.copy(), winSize=_WINDOW, maxLevel=levels,
        criteria=_STOP, flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )  # fmt: skip
    return np.asarray(moved, dtype=np.float32), np.asarray(found).ravel() == 1


def apply_homography(homography: FloatArray, points: npt.ArrayLike) -> FloatArray:
    """Map points (K, 2)."""
    xy = np.asarray(points, dtype=np.float64)
    moved = np.column_stack([xy, np.ones(len(xy))]) @ homography.T
    return np.asarray(moved[:, :2] / moved[:, 2:])
