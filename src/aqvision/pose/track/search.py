"""Survey sample -> sightings of the people in it, from the squares in which people may be.

A square only proposes a place; whether somebody is there, the network has to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import repeat
from typing import Protocol

import cv2
import numpy as np

from aqvision.camera.motion import background_shift
from aqvision.core.types import FloatArray, GrayImage
from aqvision.pose.detect.boxes import Box, Cutting, cutting, read_region
from aqvision.pose.detect.estimator import Landmarks
from aqvision.pose.track.sightings import Sighting, distinct, sighting_from_landmarks
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
_TILES_A_SAMPLE = 4
_GROW_FRAC = 0.35
_COVERED = 0.6
_APART = 0.2
_MAX_AHEAD_S = 0.35
_LATELY = 5


class FindPeople(Protocol):
    """Asks a network, in whatever process, for the people on a crop."""

    def __call__(self, crop: Cutting, expected: Box | None = None) -> Future[list[Landmarks]]:
        """Find the people on a crop.

        Parameters
        ----------
        crop
            A square of a picture.
        expected
            The square that one person should fill, with nobody else near; None for anybody.
        """


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SurveySample:
    """One frame of the survey, and what is known beside it.

    Attributes
    ----------
    number
        Counts the samples from 0.
    frame, gray
        The picture, and the same small and gray.
    previous
        The small gray picture of the sample before; None for the first.
    shift_frac
        (2,) how the background moves to the next frame, in image widths; None for the last frame.
    interval_s
        Time from this frame to the next.
    whole
        The people whom the network will have found on the whole picture; None where not asked.
    """

    number: int
    frame: Frame
    gray: GrayImage
    previous: GrayImage | None = None
    shift_frac: FloatArray | None = None
    interval_s: float = float("nan")
    whole: Future[list[Landmarks]] | None = None

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        height, width = self.frame.rgb.shape[:2]
        return width, height

    @property
    def changed_frac(self) -> float:
        """Share of the picture that differs from the sample before; NaN for the first.

        In a dark picture smaller differences count, down to those that coding alone makes.
        """
        if self.previous is None:
            return float("nan")
        low, high = np.percentile(self.gray, (1, 99))
        least = np.clip(_CHANGED_RANGE_FRAC * (high - low), _CODING_LEVELS, _CHANGED_LEVELS)
        return float((cv2.absdiff(self.gray, self.previous) > least).mean())


def whole_picture(frame: Frame) -> Box:
    """Give the square around all of a picture.

    Parameters
    ----------
    frame
        The picture.
    """
    height, width = frame.rgb.shape[:2]
    return Box.square(width / 2, height / 2, max(width, height))


def next_bodies(live: Iterable[Track], time_s: float) -> Iterator[Box]:
    """Give where people should be by their last two sightings, the freshest velocity.

    As large as they were lately: a part that was once taken for the whole must not shrink the next.

    Parameters
    ----------
    live
        Tracks of at least two sightings.
    time_s
        Playback time of the boxes.
    """
    for track in live:
        before, last = track.sightings[-2:]
        ahead = (time_s - last.time_s) / (last.time_s - before.time_s)
        x, y = np.add(last.box.center, ahead * np.subtract(last.box.center, before.box.center))
        size = float(np.median([s.box.size for s in track.sightings[-_LATELY:]]))
        yield Box.square(float(x), float(y), size)


def around(box: Box, center: tuple[float, float] | None = None) -> Box:
    """Give a square with room around somebody, there or elsewhere.

    Parameters
    ----------
    box
        A body in pixels of the picture.
    center
        Middle of the square; None for the middle of the box.
    """
    x, y = center or box.center
    return Box.square(x, y, box.size * (1 + 2 * _GROW_FRAC))


def moving_boxes(sample: SurveySample, known: Sequence[Box], min_px: float) -> Iterator[Box]:
    """Give squares around what moved against the background, apart from whom we have found.

    Parameters
    ----------
    sample
        The frame to search.
    known
        Boxes of the people who are found.
    min_px
        Height of the smallest athlete in pixels.
    """
    if sample.previous is None:
        return
    changed = _changes(sample.previous, sample.gray)
    if changed.mean() > _MAX_CHANGED_FRAC:
        return
    scale = sample.size_px[0] / sample.gray.shape[1]
    for box in known:
        # two runners side by side make one patch: without the first, the second is left; and
        # a picture's difference shows people where they are and where they were. To leave out a
        # fifth of a body more saves most searches for hair and shadows, but loses who turns about.
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
    """Give half-overlapping squares of the picture's height, or of its width when it is upright.

    Parameters
    ----------
    width, height
        Size of the picture in pixels.
    """
    side = min(width, height)
    for left in np.arange(0, max(1, width - side / 2), side / 2):
        for top in np.arange(0, max(1, height - side / 2), side / 2):
            x, y = min(left, width - side), min(top, height - side)
            yield Box(float(x), float(y), float(x + side), float(y + side))


def small_tiles(sample: SurveySample, min_px: float) -> Iterator[Box]:
    """Give some of the squares in which even the smallest athlete can be seen, in turn.

    The network needs a body to fill a fifth of what it sees; in a large picture that is many
    tiles, so each sample takes a few and the next one goes on with others.

    Parameters
    ----------
    sample
        The frame to search.
    min_px
        Height of the smallest athlete in pixels.
    """
    width, height = sample.size_px
    side = 2 * _TILE_HEIGHTS * min_px
    if side >= min(width, height):
        return
    across = np.linspace(side / 2, width - side / 2, int(np.ceil(2 * width / side)) - 1)
    down = np.linspace(side / 2, height - side / 2, int(np.ceil(2 * height / side)) - 1)
    tiles = [Box.square(float(x), float(y), side) for y in down for x in across]
    start = sample.number * _TILES_A_SAMPLE
    yield from (tiles[(start + i) % len(tiles)] for i in range(min(_TILES_A_SAMPLE, len(tiles))))


@dataclass(slots=True, eq=False)
class _Search:
    """The people found in one sample so far, and the network that is asked for more.

    Places are asked for together where most of them will count, one by one where finding somebody
    mostly makes the next place needless; the people found are the same either way.
    """

    frame: Frame
    find: FindPeople
    min_px: float
    found: list[Sighting]

    def ask(self, box: Box, expected: Box | None = None) -> Future[list[Landmarks]]:
        """Ask for the people in a box, without waiting."""
        return self.find(cutting(self.frame.rgb, box), expected)

    def follow(self, bodies: Sequence[Box]) -> None:
        """Look for people where each should be, asking for all of them first."""
        apart = [all(b is other or b.overlap(other) == 0 for other in bodies) for b in bodies]
        regions = [
            read_region(body) if alone else None for body, alone in zip(bodies, apart, strict=True)
        ]
        self.together([around(body) for body in bodies], regions)

    def take(self, answer: Future[list[Landmarks]]) -> list[Sighting]:
        """Wait for an answer, and give those who are usable bodies."""
        rgb, time_s = self.frame.rgb, self.frame.time_s
        people = (sighting_from_landmarks(p, time_s, self.min_px, rgb) for p in answer.result())
        return [sighting for sighting in people if sighting is not None]

    def one_by_one(self, boxes: Iterable[Box]) -> None:
        """Search each box, unless it holds somebody who is found by then."""
        for box in boxes:
            if not self._is_covered(box):
                self.found.extend(self.take(self.ask(box)))

    def together(self, boxes: Sequence[Box], expected: Iterable[Box | None] = repeat(None)) -> None:
        """Search boxes as one_by_one does, asking for all of them first."""
        places = [
            (box, e) for box, e in zip(boxes, expected, strict=False) if not self._is_covered(box)
        ]
        for box, answer in [(box, self.ask(box, e)) for box, e in places]:
            if self._is_covered(box):
                answer.cancel()
            else:
                self.found.extend(self.take(answer))

    def apart(self, boxes: Iterable[Box]) -> None:
        """Search boxes together; whoever overlaps somebody found is a limb, taken for a body."""
        for answer in [self.ask(box) for box in boxes]:
            new = self.take(answer)
            self.found.extend(
                s for s in new if all(s.box.overlap(f.box) < _APART for f in self.found)
            )

    def _is_covered(self, box: Box) -> bool:
        return any(box.overlap(s.box) > _COVERED for s in self.found)


def find_sightings(
    sample: SurveySample, tracks: Sequence[Track], find: FindPeople, min_px: float
) -> list[Sighting]:
    """Collect sightings from where people were, from what moved and from the whole picture.

    Parameters
    ----------
    sample
        The frame to search.
    tracks
        People who were found before.
    find
        Asks the network.
    min_px
        Height of the smallest athlete in pixels.
    """
    search = _Search(sample.frame, find, min_px, [])
    live = [t for t in tracks if _is_live(t, sample)]
    search.follow(list(next_bodies(live, sample.frame.time_s)))
    search.one_by_one(around(t.sightings[-1].box, t.predict(sample.frame.time_s)) for t in live)
    known = [s.box for s in (*search.found, *(t.sightings[-1] for t in live))]
    search.apart(moving_boxes(sample, known, min_px))
    if sample.whole is not None:
        search.one_by_one(around(s.box) for s in search.take(sample.whole))
    elif not search.found:
        search.one_by_one(
            around(s.box) for s in search.take(search.ask(whole_picture(sample.frame)))
        )
    if not search.found:
        search.together([*tiles(*sample.size_px), *small_tiles(sample, min_px)])
    return distinct(search.found)


def _is_live(track: Track, sample: SurveySample) -> bool:
    return sample.frame.time_s - track.last_s < _MAX_AHEAD_S and len(track.sightings) >= 2
