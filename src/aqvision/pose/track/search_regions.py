"""One look of the survey -> squares in which people may be.

Each of them only proposes a place; whether somebody is there, the network has to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import cv2
import numpy as np

from aqvision.camera.motion import background_shift
from aqvision.core.types import GrayImage
from aqvision.pose.detect.boxes import Box
from aqvision.pose.detect.landmarker import Landmarks
from aqvision.pose.track.tracks import Track
from aqvision.video.reader import Frame

_CHANGED_LEVELS, _CODING_LEVELS, _CHANGED_RANGE_FRAC = 18, 3, 0.12
_MAX_CHANGED_FRAC = 0.25
_MAX_BLOBS = 3
_JOIN_PX = 9
# of the smallest athlete's height: of a moving body, a difference may show no more than the limbs
_MIN_BLOB_FRAC = 0.5
_MIN_SHIFT_PX = 1.0
_TILE_HEIGHTS = 5
_TILES_A_LOOK = 4
_GROW_FRAC = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One look of the survey: the picture, small and gray too, the one before, its number.

    ``whole`` are the people whom the network will have found on the whole picture, None where it
    was not asked.
    """

    frame: Frame
    gray: GrayImage
    previous: GrayImage | None
    number: int
    whole: Future[list[Landmarks]] | None

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        height, width = self.frame.rgb.shape[:2]
        return width, height


def whole_picture(frame: Frame) -> Box:
    """Give the square around all of a picture."""
    height, width = frame.rgb.shape[:2]
    return Box.square(width / 2, height / 2, max(width, height))


def next_boxes(live: Iterable[Track], time_s: float) -> Iterator[Box]:
    """Give squares where people should be by their last two sightings, the freshest velocity."""
    for track in live:
        before, last = track.sightings[-2:]
        ahead = (time_s - last.time_s) / (last.time_s - before.time_s)
        x, y = np.add(last.box.center, ahead * np.subtract(last.box.center, before.box.center))
        yield around(last.box, (float(x), float(y)))


def around(box: Box, center: tuple[float, float] | None = None) -> Box:
    """Give a square with room around somebody, there or elsewhere."""
    x, y = center or box.center
    return Box.square(x, y, box.size * (1 + 2 * _GROW_FRAC))


def moving_boxes(scene: Scene, known: Sequence[Box], min_px: float) -> Iterator[Box]:
    """Give squares around what moved against the background, apart from whom we have found."""
    if scene.previous is None:
        return
    changed = _changes(scene.previous, scene.gray)
    if changed.mean() > _MAX_CHANGED_FRAC:
        return
    scale = scene.size_px[0] / scene.gray.shape[1]
    for box in known:
        # two runners side by side make one patch: without the first, the second is left; and
        # a picture's difference shows people where they are and where they were
        left, top, right, bottom = (
            max(0, round(v / scale)) for v in (box.left, box.top, box.right, box.bottom)
        )
        changed[top:bottom, left:right] = 0
    joined = cv2.dilate(changed, np.ones((_JOIN_PX, _JOIN_PX), np.uint8))
    n, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    large = sorted(range(1, n), key=lambda i: -int(stats[i][cv2.CC_STAT_AREA]))[:_MAX_BLOBS]
    for i in large:
        left, top, width, height, _ = (float(v) * scale for v in stats[i])
        if height - (_JOIN_PX - 1) * scale >= min_px * _MIN_BLOB_FRAC:
            x, y = left + width / 2, top + height / 2
            yield Box.square(x, y, max(width, height) * (1 + _GROW_FRAC))


def changed_frac(previous: GrayImage, gray: GrayImage) -> float:
    """Share of the picture that differs from the picture before, moved camera or not.

    In a dark picture smaller differences count, down to those that coding alone makes.
    """
    low, high = np.percentile(gray, (1, 99))
    least = np.clip(_CHANGED_RANGE_FRAC * (high - low), _CODING_LEVELS, _CHANGED_LEVELS)
    return float((cv2.absdiff(gray, previous) > least).mean())


def _changes(previous: GrayImage, gray: GrayImage) -> GrayImage:
    """Mark with 1 what differs from the picture before, once the camera's turn is undone."""
    height, width = gray.shape
    x, y = np.nan_to_num(background_shift(previous, gray)) * width
    if np.hypot(x, y) > _MIN_SHIFT_PX:
        turn = np.array([[1.0, 0.0, x], [0.0, 1.0, y]])
        moved = cv2.warpAffine(previous, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
        previous = np.asarray(moved, dtype=np.uint8)
    changed = cv2.absdiff(gray, previous) > _CHANGED_LEVELS
    return changed.astype(np.uint8)


def tiles(width: int, height: int) -> Iterator[Box]:
    """Half-overlapping squares of the picture's height, or of its width when it is upright."""
    side = min(width, height)
    for left in np.arange(0, max(1, width - side / 2), side / 2):
        for top in np.arange(0, max(1, height - side / 2), side / 2):
            x, y = min(left, width - side), min(top, height - side)
            yield Box(float(x), float(y), float(x + side), float(y + side))


def small_tiles(scene: Scene, min_px: float) -> Iterator[Box]:
    """Give some of the squares in which even the smallest athlete can be seen, in turn.

    The network needs a body to fill a fifth of what it sees; in a large picture that is many
    tiles, so each look takes a few and the next look goes on with others.
    """
    width, height = scene.size_px
    side = 2 * _TILE_HEIGHTS * min_px
    if side >= min(width, height):
        return
    across = np.linspace(side / 2, width - side / 2, int(np.ceil(2 * width / side)) - 1)
    down = np.linspace(side / 2, height - side / 2, int(np.ceil(2 * height / side)) - 1)
    tiles = [Box.square(float(x), float(y), side) for y in down for x in across]
    start = scene.number * _TILES_A_LOOK
    yield from (tiles[(start + i) % len(tiles)] for i in range(min(_TILES_A_LOOK, len(tiles))))
