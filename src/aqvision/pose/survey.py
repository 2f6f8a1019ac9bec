"""Video -> Survey: who is in the clip and whether the camera moves, from every few frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from aqvision.pose.athlete import (
    Box,
    Sighting,
    Track,
    cut_out,
    distinct,
    extend_tracks,
    sighting_from_landmarks,
)
from aqvision.pose.landmarker import Landmarks, PoseLandmarker
from aqvision.settings import PoseSettings
from aqvision.video.camera_motion import (
    CameraMotion,
    GrayImage,
    background_shift,
    judge_camera,
    shrink_gray,
)
from aqvision.video.reader import Frame, Video, read_frames

_CHANGED_LEVELS = 18
_MAX_CHANGED_FRAC = 0.25
_MAX_BLOBS = 2
_GROW_FRAC = 0.35
_COVERED = 0.6
_MAX_AHEAD_S = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What a first look over the whole clip found."""

    tracks: tuple[Track, ...]
    camera: CameraMotion


def survey_video(
    video: Video,
    landmarker: PoseLandmarker,
    settings: PoseSettings,
    on_frame: Callable[[int], None],
) -> Survey:
    """Look at every few frames of a clip for people and for the motion of the background.

    Parameters
    ----------
    on_frame
        Called with the number of frames read so far.

    Raises
    ------
    VideoError
        The file is damaged on the way.
    """
    stride = max(1, round(video.fps / settings.survey_rate_hz))
    tracks: list[Track] = []
    shifts, intervals = [], []
    previous: GrayImage | None = None
    for frame, following in _pairs(video, stride, on_frame):
        gray = shrink_gray(frame.rgb)
        extend_tracks(tracks, _find_people(frame, gray, previous, tracks, landmarker, settings))
        if following is not None:
            shifts.append(background_shift(gray, shrink_gray(following.rgb)))
            intervals.append(following.time_s - frame.time_s)
        previous = gray
    camera = judge_camera(np.array(shifts).reshape(-1, 2), np.array(intervals))
    return Survey(tuple(tracks), camera)


def _pairs(
    video: Video, stride: int, on_frame: Callable[[int], None]
) -> Iterator[tuple[Frame, Frame | None]]:
    """Give every stride-th frame together with the one right after it."""
    waiting: Frame | None = None
    for frame in read_frames(video):
        on_frame(frame.index + 1)
        if waiting is not None:
            yield waiting, frame
            waiting = None
        if frame.index % stride == 0:
            waiting = frame
    if waiting is not None:
        yield waiting, None


def _find_people(
    frame: Frame,
    gray: GrayImage,
    previous: GrayImage | None,
    tracks: Sequence[Track],
    landmarker: PoseLandmarker,
    settings: PoseSettings,
) -> list[Sighting]:
    """Collect sightings from where people were, from what moved and from the whole picture.

    Each of them only proposes a place; a sighting is what the network sees on a crop there.
    """
    height, width = frame.rgb.shape[:2]
    min_px = settings.min_athlete_px
    whole = Box.square(width / 2, height / 2, max(width, height))
    found: list[Sighting] = []

    def look(boxes: Iterable[Box]) -> None:
        for box in boxes:
            if not any(box.overlap(s.box) > _COVERED for s in found):
                found.extend(_look_at(frame, box, landmarker, min_px))

    look(_expected_boxes(tracks, frame.time_s))
    look(_moving_boxes(gray, previous, width, min_px))
    look(_around(s.box) for s in _look_at(frame, whole, landmarker, min_px))
    if not found:
        look(_tiles(width, height))
    return distinct(found)


def _look_at(frame: Frame, box: Box, landmarker: PoseLandmarker, min_px: float) -> list[Sighting]:
    pixels, (left, top) = cut_out(frame.rgb, box)
    people = (
        Landmarks(person.xy_px + np.array([left, top]), person.visibility)
        for person in landmarker.find_people(pixels)
    )
    sightings = (sighting_from_landmarks(p, frame.time_s, min_px) for p in people)
    return [s for s in sightings if s is not None]


def _expected_boxes(tracks: Sequence[Track], time_s: float) -> Iterator[Box]:
    for track in tracks:
        last = track.sightings[-1]
        if len(track.sightings) >= 2 and time_s - last.time_s < _MAX_AHEAD_S:
            yield _around(last.box, track.predict(time_s))


def _around(box: Box, center: tuple[float, float] | None = None) -> Box:
    x, y = center or box.center
    return Box.square(x, y, box.size * (1 + 2 * _GROW_FRAC))


def _moving_boxes(
    gray: GrayImage, previous: GrayImage | None, width_px: int, min_px: float
) -> Iterator[Box]:
    """Give squares around what changed since the last look, while most of the picture did not."""
    if previous is None:
        return
    changed = (cv2.absdiff(gray, previous) > _CHANGED_LEVELS).astype(np.uint8)
    if changed.mean() > _MAX_CHANGED_FRAC:
        return
    joined = cv2.dilate(changed, np.ones((9, 9), np.uint8))
    n, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    scale = width_px / gray.shape[1]
    large = sorted(range(1, n), key=lambda i: -int(stats[i][cv2.CC_STAT_AREA]))[:_MAX_BLOBS]
    for i in large:
        left, top, width, height, _ = (float(v) * scale for v in stats[i])
        if height >= min_px * 0.7:
            x, y = left + width / 2, top + height / 2
            yield Box.square(x, y, max(width, height) * (1 + _GROW_FRAC))


def _tiles(width: int, height: int) -> Iterator[Box]:
    """Half-overlapping squares of the picture's height, or of its width when it is upright."""
    side = min(width, height)
    for left in np.arange(0, max(1, width - side / 2), side / 2):
        for top in np.arange(0, max(1, height - side / 2), side / 2):
            x, y = min(left, width - side), min(top, height - side)
            yield Box(float(x), float(y), float(x + side), float(y + side))
