"""People found on a crop -> the athlete or nobody, never the person who crosses.

Everybody's track gives a square that follows; whoever is found is compared with all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.pose.clean.outliers import stands_on_head
from aqvision.pose.detect.appearance import colour_distance
from aqvision.pose.detect.boxes import REGION_MARGIN, Box
from aqvision.pose.detect.estimator import DetectedPerson, Landmarks
from aqvision.pose.track.tracks import Track

_MAX_REACH_S = 0.3
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
class CropPath:
    """A square that follows somebody.

    Attributes
    ----------
    time_s
        (K,) playback times.
    center_px
        (K, 2) its middle.
    side_px
        (K,) its side.
    """

    time_s: FloatArray
    center_px: FloatArray
    side_px: FloatArray

    def at(self, time_s: float) -> Box | None:
        """Give the square at a time.

        Parameters
        ----------
        time_s
            Playback time.

        Returns
        -------
        Box or None
            None when the person is not in view then.
        """
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
    track
        One person's sightings.
    margin_frac
        Room left around the body on each side, in body sizes.
    """
    time_s = np.array([s.time_s for s in track.sightings])
    center = _smoothed(np.array([s.box.center for s in track.sightings]))
    size = np.array([s.box.size for s in track.sightings])
    # neighbours by neighbours: a table of all against all would fill the memory on a long clip
    first = np.searchsorted(time_s, time_s - 2 * _MAX_REACH_S)
    end = np.searchsorted(time_s, time_s + 2 * _MAX_REACH_S)
    largest = np.array(
        [
            np.percentile(size[a:b][np.abs(at - time_s[a:b]) <= _MAX_REACH_S], 80)
            for at, a, b in zip(time_s, first, end, strict=True)
        ]
    )
    return CropPath(time_s, center, largest * (1 + 2 * margin_frac))


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedPerson:
    """Where somebody should be over time, with no margin around the body, and in what colours."""

    path: CropPath
    colours: FloatArray | None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Guide:
    """What tells the athlete from the others.

    Attributes
    ----------
    crop
        The square that follows the athlete, with a margin.
    region
        The square around the same middle that the network is shown.
    athlete, others
        Where they should be.
    faces_right
        Whether the athlete runs to the right.
    """

    crop: CropPath
    region: CropPath
    athlete: ExpectedPerson
    others: tuple[ExpectedPerson, ...]
    faces_right: bool


def guide_to(tracks: Sequence[Track], number: int, margin_frac: float) -> Guide:
    """Gather what is known of the athlete, and of the others.

    Parameters
    ----------
    tracks
        All people of the clip.
    number
        Which of them is the athlete, from 1.
    margin_frac
        Room left around the body on each side, in body sizes.
    """
    athlete = tracks[number - 1]
    others = [t for t in tracks if t is not athlete and _is_another(t, athlete)]
    return Guide(
        crop=crop_path(athlete, margin_frac),
        region=crop_path(athlete, REGION_MARGIN),
        athlete=_expected(athlete),
        others=tuple(_expected(t) for t in others),
        faces_right=athlete.faces_right,
    )


def pick_athlete(people: Sequence[DetectedPerson], time_s: float, guide: Guide) -> Landmarks | None:
    """Choose the athlete among the people of one crop; None when it is nobody for certain.

    Whoever fits another person's path and colours as well as the athlete's is refused: a gap can
    be bridged or told, somebody else's leg cannot.

    Parameters
    ----------
    people
        Whom the network found on the crop.
    time_s
        Playback time of the crop.
    guide
        What tells the athlete from the others.
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


def find_identity_outliers(
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
    outlier = np.zeros(len(time_s), dtype=bool)
    for frame in known:
        near = known[(np.abs(time_s[known] - time_s[frame]) <= _NEIGHBOUR_S) & (known != frame)]
        if len(near) < _MIN_NEIGHBOURS:
            continue
        aside = np.abs(place[frame] - np.median(place[near], axis=0)).max()
        change = max(length[frame], 1.0) / max(float(np.median(length[near])), 1.0)
        resized = not 1 / _MAX_TRUNK_CHANGE <= change <= _MAX_TRUNK_CHANGE
        outlier[frame] = aside > _MAX_STEP_ASIDE or resized
    return outlier


def _is_another(track: Track, athlete: Track) -> bool:
    """Tell another person from a second find of the athlete's own body."""
    if len(track.sightings) < _MIN_SIGHTINGS:
        return False
    on_athlete = 0
    for sighting in track.sightings:
        box = athlete.box_at(sighting.time_s, 0.0)
        on_athlete += box is not None and box.overlap(sighting.box) >= _SAME_BODY
    return on_athlete < len(track.sightings) / 2


def _expected(track: Track) -> ExpectedPerson:
    return ExpectedPerson(crop_path(track, 0.0), track.colours())


def _misfit(person: DetectedPerson, expected: ExpectedPerson, time_s: float) -> float:
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
