"""People found on a crop -> the athlete or nobody, never the person who crosses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.pose.clean.outliers import stands_on_head
from aqvision.pose.detect.appearance import colour_distance
from aqvision.pose.detect.boxes import Box
from aqvision.pose.detect.landmarker import Landmarks
from aqvision.pose.detect.workers import Seen
from aqvision.pose.track.athlete import CropPath, crop_path
from aqvision.pose.track.tracks import Track

_MAX_OFF_PATH = 0.35
_SIZE_RANGE = (0.4, 1.8)
_MIN_SIGHTINGS = 5
_SAME_BODY = 0.5
_COLOUR_WEIGHT = 1.0
_MIN_MARGIN = 0.05
_NEIGHBOUR_S = 0.25
_MIN_NEIGHBOURS = 4
_MAX_STEP_ASIDE = 0.35
_MAX_TRUNK_CHANGE = 1.8
_TRUNK = [INDEX[f"{side}_{joint}"] for joint in ("shoulder", "hip") for side in SIDES]


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Where somebody should be over time, with no margin around the body, and in what colours."""

    path: CropPath
    colours: FloatArray | None


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """What tells the athlete from the others: the crop that follows, and everybody's paths."""

    crop: CropPath
    athlete: Expected
    others: tuple[Expected, ...]
    faces_right: bool


def guide_to(tracks: Sequence[Track], number: int, margin_frac: float) -> Guide:
    """Gather what is known of the athlete, who has a number from 1, and of the others."""
    athlete = tracks[number - 1]
    others = [t for t in tracks if t is not athlete and _is_another(t, athlete)]
    return Guide(
        crop_path(athlete, margin_frac),
        _expected(athlete),
        tuple(_expected(t) for t in others),
        athlete.faces_right,
    )


def pick_athlete(people: Sequence[Seen], time_s: float, guide: Guide) -> Landmarks | None:
    """Choose the athlete among the people of one crop; None when it is nobody for certain.

    Whoever fits another person's path and colours as well as the athlete's is refused: a gap can
    be bridged or told, a stranger's leg cannot.
    """
    crop, body = guide.crop.at(time_s), guide.athlete.path.at(time_s)
    if crop is None or body is None:
        return None
    fitting = []
    for person in people:
        cost = _misfit(person, guide.athlete, time_s)
        rival = min((_misfit(person, other, time_s) for other in guide.others), default=np.inf)
        if _on_path(person.landmarks, crop, body) and cost + _MIN_MARGIN <= rival:
            fitting.append((cost, person.landmarks))
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def find_strangers(
    time_s: FloatArray, xy_px: FloatArray, crops: FloatArray
) -> npt.NDArray[np.bool_]:
    """Mark frames in which the body jumps aside or changes size against neighbouring frames.

    The path of the crop is smooth, so the athlete's place on it changes slowly; somebody who
    passes through it stands out from the frames before and after.

    Parameters
    ----------
    time_s
        (T,) playback time.
    xy_px
        (T, 33, 2) points in the picture.
    crops
        (T, 3) middle and side of each crop; NaN where there is none.

    Returns
    -------
    ndarray
        (T,) True for frames to refuse.
    """
    trunk = xy_px[:, _TRUNK]
    place = (trunk.mean(axis=1) - crops[:, :2]) / crops[:, 2:]
    length = np.linalg.norm(trunk[:, :2].mean(axis=1) - trunk[:, 2:].mean(axis=1), axis=1)
    known = np.flatnonzero(np.isfinite(place[:, 0]))
    strange = np.zeros(len(time_s), dtype=bool)
    for frame in known:
        near = known[(np.abs(time_s[known] - time_s[frame]) <= _NEIGHBOUR_S) & (known != frame)]
        if len(near) < _MIN_NEIGHBOURS:
            continue
        aside = np.abs(place[frame] - np.median(place[near], axis=0)).max()
        change = max(length[frame], 1.0) / max(float(np.median(length[near])), 1.0)
        resized = not 1 / _MAX_TRUNK_CHANGE <= change <= _MAX_TRUNK_CHANGE
        strange[frame] = aside > _MAX_STEP_ASIDE or resized
    return strange


def _is_another(track: Track, athlete: Track) -> bool:
    """Tell another person from a second find of the athlete's own body."""
    if len(track.sightings) < _MIN_SIGHTINGS:
        return False
    on_athlete = 0
    for sighting in track.sightings:
        box = athlete.box_at(sighting.time_s, 0.0)
        on_athlete += box is not None and box.overlap(sighting.box) >= _SAME_BODY
    return on_athlete < len(track.sightings) / 2


def _expected(track: Track) -> Expected:
    return Expected(crop_path(track, 0.0), track.colours())


def _misfit(person: Seen, expected: Expected, time_s: float) -> float:
    """Say how far somebody is from where a person should be, in body sizes, and in colours."""
    box = expected.path.at(time_s)
    if box is None:
        return np.inf
    low, high = person.landmarks.xy_px.min(axis=0), person.landmarks.xy_px.max(axis=0)
    apart = float(np.hypot(*((low + high) / 2 - box.center))) / box.size
    if expected.colours is None or person.colours is None:
        return apart
    return apart + _COLOUR_WEIGHT * colour_distance(person.colours, expected.colours)


def _on_path(landmarks: Landmarks, crop: Box, body: Box) -> bool:
    off_middle = np.abs(np.median(landmarks.xy_px, axis=0) - crop.center).max()
    size = (landmarks.xy_px.max(axis=0) - landmarks.xy_px.min(axis=0)).max()
    low, high = _SIZE_RANGE
    there = off_middle <= _MAX_OFF_PATH * crop.size and low <= size / body.size <= high
    # the network may give one body twice, upright and on its head
    return bool(there and not stands_on_head(landmarks.xy_px))
