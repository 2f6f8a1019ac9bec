"""Sightings of people over the whole clip -> the sprinter, and a crop path that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from aqvision.errors import PoseError
from aqvision.pose.landmarker import Landmarks
from aqvision.pose.sequence import FloatArray
from aqvision.pose.skeleton import INDEX, SIDES

_MAX_GAP_S = 0.5
_MAX_REACH_S = 0.3
_MAX_JUMP_HEIGHTS = 0.7
_MAX_GROWTH = 1.8
_SEEN = 0.4
_SAME_BODY = 0.5
_TRUNK = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("shoulder", "hip")]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels of the whole image."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def square(cls, x: float, y: float, side: float) -> Box:
        """Make a square around a middle."""
        return cls(x - side / 2, y - side / 2, x + side / 2, y + side / 2)

    @property
    def center(self) -> tuple[float, float]:
        """Middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Extent from top to bottom."""
        return self.bottom - self.top

    @property
    def size(self) -> float:
        """Longer of the two extents."""
        return max(self.right - self.left, self.height)

    def overlap(self, other: Box) -> float:
        """Give the shared area as a part of the smaller box."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        if width <= 0 or height <= 0:
            return 0.0
        areas = [(b.right - b.left) * b.height for b in (self, other)]
        return width * height / max(min(areas), 1e-9)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One person in one frame of the survey.

    ``foot_spread`` is the horizontal distance between the ankles in body heights; it opens and
    closes with every step.
    """

    time_s: float
    box: Box
    foot_spread: float


@dataclass(slots=True)
class Track:
    """Sightings of what is taken for one person, in rising time."""

    sightings: list[Sighting] = field(default_factory=list)

    def predict(self, time_s: float) -> tuple[float, float]:
        """Where the middle of the body should be, at constant velocity."""
        last = self.sightings[-1]
        if len(self.sightings) < 2:
            return last.box.center
        before = self.sightings[-2]
        ahead = (time_s - last.time_s) / (last.time_s - before.time_s)
        x, y = (
            b + ahead * (b - a) for a, b in zip(before.box.center, last.box.center, strict=True)
        )
        return x, y


def sighting_from_landmarks(person: Landmarks, time_s: float, min_px: float) -> Sighting | None:
    """Turn landmarks in whole-image pixels into a sighting; None when it is no usable body.

    All points shape the box, also the unseen: the network places hidden limbs well enough to
    follow a body, while the set of points it calls visible flickers.
    """
    if person.visibility[_TRUNK].max() < _SEEN:
        return None
    left, top = person.xy_px.min(axis=0)
    right, bottom = person.xy_px.max(axis=0)
    if bottom - top < min_px:
        return None
    ankles = person.xy_px[[INDEX["left_ankle"], INDEX["right_ankle"]], 0]
    box = Box(float(left), float(top), float(right), float(bottom))
    return Sighting(time_s, box, float(abs(ankles[0] - ankles[1])) / box.height)


def distinct(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Drop repeated finds of one body, keeping the first of each."""
    kept: list[Sighting] = []
    for sighting in sightings:
        if all(sighting.box.overlap(other.box) < _SAME_BODY for other in kept):
            kept.append(sighting)
    return kept


def extend_tracks(tracks: list[Track], sightings: Sequence[Sighting]) -> None:
    """Give each sighting to the track that expected it best, or begin a new one."""
    free = list(sightings)
    for track in sorted(tracks, key=lambda t: -len(t.sightings)):
        fitting = [(d, s) for s in free if (d := _distance(track, s)) is not None]
        if fitting:
            best = min(fitting, key=lambda pair: pair[0])[1]
            track.sightings.append(best)
            free.remove(best)
    tracks.extend(Track([s]) for s in free)


def _distance(track: Track, sighting: Sighting) -> float | None:
    last = track.sightings[-1]
    if not 0 < sighting.time_s - last.time_s <= _MAX_GAP_S:
        return None
    growth = sighting.box.size / last.box.size
    if not 1 / _MAX_GROWTH <= growth <= _MAX_GROWTH:
        return None
    predicted = track.predict(sighting.time_s)
    jump = np.hypot(*np.subtract(predicted, sighting.box.center)) / last.box.height
    return float(jump) if jump <= _MAX_JUMP_HEIGHTS else None


def choose_athlete(tracks: Sequence[Track]) -> Track:
    """Choose the person who runs through, from the evidence of the whole clip.

    Time in view, distance covered in body heights and the opening and closing of the legs all
    count; being large or being first does not.

    Raises
    ------
    PoseError
        Nobody was found for long enough.
    """
    lasting = [t for t in tracks if len(t.sightings) >= 3]
    if not lasting:
        raise PoseError(
            "no athlete was found in this clip",
            "film one runner from the side, wholly in view and at least 150 px tall",
        )
    return max(lasting, key=_runner_score)


def _runner_score(track: Track) -> float:
    boxes = [s.box for s in track.sightings]
    height = float(np.median([b.height for b in boxes]))
    travel = abs(boxes[-1].center[0] - boxes[0].center[0]) / height
    strides = float(np.std([s.foot_spread for s in track.sightings]))
    duration = track.sightings[-1].time_s - track.sightings[0].time_s
    return duration * (0.3 + travel) * (0.05 + strides)


@dataclass(frozen=True, slots=True, eq=False)
class CropPath:
    """A square that follows the athlete: its middle and its side over playback time."""

    time_s: FloatArray
    center_px: FloatArray
    side_px: FloatArray

    def at(self, time_s: float) -> Box | None:
        """Give the crop at a time; None when the athlete is not in view then."""
        start, end = self.time_s[0], self.time_s[-1]
        if not start - _MAX_REACH_S <= time_s <= end + _MAX_REACH_S:
            return None
        x = _interpolate(time_s, self.time_s, self.center_px[:, 0])
        y = _interpolate(time_s, self.time_s, self.center_px[:, 1])
        return Box.square(x, y, float(np.interp(time_s, self.time_s, self.side_px)))


def crop_path(track: Track, margin_frac: float) -> CropPath:
    """Draw a smooth crop path through a track's sightings.

    Parameters
    ----------
    margin_frac
        Room left around the body on each side, in body sizes.
    """
    time_s = np.array([s.time_s for s in track.sightings])
    center = _smoothed(np.array([s.box.center for s in track.sightings]))
    size = np.array([s.box.size for s in track.sightings])
    near = np.abs(time_s[:, None] - time_s) <= _MAX_REACH_S
    largest = np.array([np.percentile(size[row], 80) for row in near])
    return CropPath(time_s, center, largest * (1 + 2 * margin_frac))


def _smoothed(points: FloatArray) -> FloatArray:
    if len(points) < 3:
        return points
    inner = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
    return np.concatenate([points[:1], inner, points[-1:]])


def _interpolate(at: float, time: FloatArray, values: FloatArray) -> float:
    """Interpolate linearly, and go on at the end's own velocity beyond it."""
    if len(time) > 2 and at < time[0]:
        slope = (values[2] - values[0]) / (time[2] - time[0])
        return float(values[0] + slope * (at - time[0]))
    if len(time) > 2 and at > time[-1]:
        slope = (values[-1] - values[-3]) / (time[-1] - time[-3])
        return float(values[-1] + slope * (at - time[-1]))
    return float(np.interp(at, time, values))


def cut_out(rgb: npt.NDArray[np.uint8], box: Box) -> tuple[npt.NDArray[np.uint8], tuple[int, int]]:
    """Cut a square box out of a picture; what lies outside the picture is black.

    MediaPipe turns its region of interest in normalised coordinates, which is a true turn on
    square pictures only; so every crop is square.

    Returns
    -------
    tuple
        The pixels, and the (x, y) of their top left corner in the picture.
    """
    side = max(1, round(box.size))
    left, top = round(box.left), round(box.top)
    height, width = rgb.shape[:2]
    inside = (
        slice(max(0, top), max(0, min(height, top + side))),
        slice(max(0, left), max(0, min(width, left + side))),
    )
    square = np.zeros((side, side, 3), np.uint8)
    pixels = rgb[inside]
    y, x = max(0, -top), max(0, -left)
    square[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
    return square, (left, top)
