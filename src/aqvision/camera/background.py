"""Small gray pictures, people left out -> where each frame sees the background of a key frame.

Every frame is held against a key frame, not against the frame before it, so what one frame errs by
is not handed on. A new key frame is chosen only where the old one has nearly left the picture; an
earlier one that comes back into view is used again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.core.types import FloatArray, GrayImage

Points = npt.NDArray[np.float32]
Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

# The sharpest two corners of each of 8 x 5 parts: they tell a turn only if they lie all over.
_CELLS_ACROSS, _CELLS_DOWN, _A_CELL = 8, 5, 2
_MAX_CORNERS, _QUALITY = 400, 0.004
_APART_PX, _EDGE_PX = 8.0, 8
_WINDOW, _LEVELS, _LEVELS_BACK = (13, 13), 2, 1
_STOP = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 10, 0.02)
_MAX_RETURN_PX = 0.5

_MIN_MATCHES, _MAX_MATCHES = 12, 64
_MAX_MISFIT_PX, _MIN_AGREEING, _N_DRAWS = 1.5, 0.4, 300
# Beyond this part of the picture's width, this zoom, or with fewer matches than this part, another
# key frame is looked for; key frames nearer than the last are linked with each other.
_FAR_FRAC = 0.3
_MAX_ZOOM = 1.2
_FEW_FRAC = 0.35
_LINKED_FRAC = 0.65


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Points that a frame shares with a key frame, (K, 2) each, from the middle of the picture.

    ``frame`` and ``key`` are numbers of frames.
    """

    frame: int
    key: int
    in_frame: FloatArray
    in_key: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    """One picture, its number, and who is in it."""

    number: int
    gray: GrayImage
    people: Sequence[Rectangle]

    def centred(self, points: npt.ArrayLike) -> FloatArray:
        """Measure points from the middle of the picture."""
        middle = np.array([(side - 1) / 2 for side in self.gray.shape[::-1]])
        return np.asarray(np.asarray(points, dtype=np.float64) - middle)


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """A picture that others are held against; ``place`` leads from it into the first one."""

    picture: _Picture
    corners: npt.NDArray[np.float32]
    place: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A picture held against a key frame; ``place`` leads from it into the first key frame."""

    matches: Matches
    place: FloatArray
    is_far: bool


@dataclass(slots=True, eq=False, kw_only=True)
class BackgroundTracker:
    """Takes the pictures of a clip one by one and keeps where each sees the background.

    ``matches`` holds those of each frame to its key frame, None where there are too few; ``links``
    those between key frames.
    """

    matches: list[Matches | None] = field(default_factory=list)
    links: list[Matches] = field(default_factory=list)
    _keys: list[_Key] = field(default_factory=list)
    _key: int = 0
    # from the present picture, and from the one before, into the first key frame
    _now: FloatArray = field(default_factory=lambda: np.eye(3))
    _before: FloatArray = field(default_factory=lambda: np.eye(3))

    def add(self, gray: GrayImage, people: Sequence[Rectangle]) -> None:
        """Take the next picture.

        Parameters
        ----------
        gray
            (height, width) the next picture, small and gray.
        people
            Rectangles in it that are no background.
        """
        picture = _Picture(len(self.matches), gray, people)
        if not self._keys:
            self.matches.append(self._begin(picture))
            return
        # a camera keeps turning as it did
        ahead = self._now @ np.linalg.inv(self._before) @ self._now
        held = _hold_against(self._keys[self._key], picture, ahead)
        if held is None or held.is_far:
            held = self._return(picture, ahead if held is None else held.place) or held
        if held is None:
            self.matches.append(None)
            return
        self.matches.append(held.matches)
        self._before, self._now = self._now, held.place
        if held.is_far:
            self._start_key(picture, held.place)

    def _begin(self, picture: _Picture) -> Matches | None:
        self._start_key(picture, np.eye(3))
        if not self._keys:
            return None
        corners = picture.centred(self._keys[0].corners)[:_MAX_MATCHES]
        return Matches(picture.number, picture.number, corners, corners)

    def _return(self, picture: _Picture, place: FloatArray) -> _Held | None:
        """Go back to an earlier key frame that is well in view again."""
        away = {i: _away_px(key, picture, place) for i, key in enumerate(self._keys)}
        for i in sorted(away, key=lambda i: away[i]):
            if i != self._key and away[i] < _FAR_FRAC * picture.gray.shape[1]:
                held = _hold_against(self._keys[i], picture, place)
                if held is not None and not held.is_far:
                    self._key = i
                    return held
        return None

    def _start_key(self, picture: _Picture, place: FloatArray) -> None:
        """Make a picture a key frame, linked with all earlier ones that still show some of it."""
        corners = find_corners(picture.gray, picture.people)
        if len(corners) < _MIN_MATCHES:
            return
        near = _LINKED_FRAC * picture.gray.shape[1]
        linked = [key for key in self._keys if _away_px(key, picture, place) < near]
        held = (_hold_against(key, picture, place) for key in linked)
        self.links += [one.matches for one in held if one is not None]
        self._keys.append(_Key(picture, corners, place))
        self._key = len(self._keys) - 1


def _away_px(key: _Key, picture: _Picture, place: FloatArray) -> float:
    """Tell by how much the middle of a picture lies off that of a key frame."""
    middle = np.array([[picture.gray.shape[1] / 2, picture.gray.shape[0] / 2]])
    seen = apply_homography(np.linalg.inv(key.place) @ place, middle)
    return float(np.abs(seen - middle).max())


def _hold_against(key: _Key, picture: _Picture, place: FloatArray) -> _Held | None:
    """Match a picture with a key frame, starting from its likely place; None for too few points.

    Points have to move as most others do. Those that a person hides are left out.
    """
    guess = np.linalg.inv(place) @ key.place
    there, here = follow_corners(key.picture.gray, picture.gray, key.corners, guess, picture.people)
    if len(here) < _MIN_MATCHES:
        return None
    found, agreeing = cv2.findHomography(here, there, cv2.RANSAC, _MAX_MISFIT_PX, maxIters=_N_DRAWS)
    agrees = np.flatnonzero(agreeing) if found is not None else np.array([], dtype=int)
    if len(agrees) < max(_MIN_MATCHES, _MIN_AGREEING * len(here)):
        return None
    n = min(len(agrees), _MAX_MATCHES)
    chosen = agrees[np.linspace(0, len(agrees) - 1, n).astype(int)]
    in_frame, in_key = picture.centred(here[chosen]), picture.centred(there[chosen])
    matches = Matches(picture.number, key.picture.number, in_frame, in_key)
    is_far = _is_far(matches, len(key.corners), picture.gray.shape[1])
    return _Held(matches, key.place @ np.asarray(found, dtype=np.float64), is_far)


def _is_far(matches: Matches, n_corners: int, width: int) -> bool:
    shift = np.abs(np.median(matches.in_frame - matches.in_key, axis=0)).max()
    spreads = [float(p.std(axis=0).mean()) for p in (matches.in_frame, matches.in_key)]
    few = len(matches.in_key) < _FEW_FRAC * min(_MAX_MATCHES, n_corners)
    return bool(shift > _FAR_FRAC * width or few or max(spreads) > _MAX_ZOOM * min(spreads))


def find_corners(gray: GrayImage, people: Sequence[Rectangle]) -> Points:
    """Find the sharpest corners of each part of a picture, (K, 2), none of them on people.

    Parameters
    ----------
    gray
        (height, width) brightness.
    people
        Rectangles in which nothing is looked for.

    Returns
    -------
    Points
        (K, 2) pixels, x right and y down.
    """
    height, width = gray.shape
    mask = np.zeros_like(gray)
    mask[_EDGE_PX : height - _EDGE_PX, _EDGE_PX : width - _EDGE_PX] = 255
    for person in people:
        left, top, right, bottom = (max(0, round(edge)) for edge in person)
        mask[top:bottom, left:right] = 0
    found = cv2.goodFeaturesToTrack(gray, _MAX_CORNERS, _QUALITY, _APART_PX, mask=mask)
    if found is None:
        return np.zeros((0, 2), np.float32)
    corners = found.reshape(-1, 2)
    cells = (corners * [_CELLS_ACROSS / width, _CELLS_DOWN / height]).astype(int)
    taken: Counter[tuple[int, ...]] = Counter()
    kept = []
    for corner, cell in zip(corners, map(tuple, cells.tolist()), strict=True):  # sharpest first
        taken[cell] += 1
        if taken[cell] <= _A_CELL:
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
    first, second
        (height, width) brightness of each picture.
    corners
        (K, 2) pixels of the first picture.
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
    """Map points (K, 2).

    Parameters
    ----------
    homography
        (3, 3).
    points
        (K, 2) pixels.

    Returns
    -------
    FloatArray
        (K, 2) where they come to lie.
    """
    xy = np.asarray(points, dtype=np.float64)
    moved = np.column_stack([xy, np.ones(len(xy))]) @ homography.T
    return np.asarray(moved[:, :2] / moved[:, 2:])
