"""Video -> Survey: who is in the clip and whether the camera moves, from every few frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from aqvision.pose.athlete import Candidate, rank_tracks
from aqvision.pose.boxes import Box, cut_out
from aqvision.pose.landmarker import Landmarks, PoseLandmarker
from aqvision.pose.sequence import FloatArray
from aqvision.pose.tracks import (
    Sighting,
    Track,
    distinct,
    extend_tracks,
    join_tracks,
    sighting_from_landmarks,
)
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
_MAX_BLOBS = 3
_MIN_SHIFT_PX = 1.0
_SURE_SIGHTINGS = 8
_TILE_HEIGHTS = 5
_TILES_A_LOOK = 4
_GROW_FRAC = 0.35
_COVERED = 0.6
_APART = 0.2
_MAX_AHEAD_S = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What a first look over the whole clip found.

    ``tracks`` and ``candidates`` are the same people in the same order, the likeliest athlete
    first.
    """

    tracks: tuple[Track, ...]
    candidates: tuple[Candidate, ...]
    camera: CameraMotion

    @property
    def n_people(self) -> int:
        """Count the people who were seen for long enough to be sure of them."""
        sure = sum(len(t.sightings) >= _SURE_SIGHTINGS for t in self.tracks)
        return max(sure, min(1, len(self.tracks)))


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
    times, shifts, intervals = [], [], []
    previous: GrayImage | None = None
    for look, (frame, following) in enumerate(_pairs(video, stride, on_frame)):
        gray = shrink_gray(frame.rgb)
        scene = _Scene(frame, gray, previous, look)
        extend_tracks(tracks, _find_people(scene, tracks, landmarker, settings))
        if following is not None:
            times.append(frame.time_s)
            shifts.append(background_shift(gray, shrink_gray(following.rgb)))
            intervals.append(following.time_s - frame.time_s)
        previous = gray
    moved = np.array(shifts).reshape(-1, 2)
    camera = judge_camera(moved, np.array(intervals))
    background = _background_path(np.array(times), moved, np.array(intervals), video.width_px)
    people, candidates = rank_tracks(join_tracks(tracks), background)
    return Survey(people, candidates, camera)


def _background_path(
    times_s: FloatArray, shifts_frac: FloatArray, intervals_s: FloatArray, width_px: int
) -> FloatArray:
    """Add up how far the background has moved to the right: (K, 2) time and pixels."""
    if not len(times_s):
        return np.zeros((1, 2))
    speed = np.nan_to_num(shifts_frac[:, 0] / intervals_s) * width_px
    steps = np.diff(times_s) * (speed[:-1] + speed[1:]) / 2
    return np.column_stack([times_s, np.concatenate([[0.0], np.cumsum(steps)])])


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


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """One look of the survey: the picture, small and gray too, the one before, its number."""

    frame: Frame
    gray: GrayImage
    previous: GrayImage | None
    look: int

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        height, width = self.frame.rgb.shape[:2]
        return width, height


def _find_people(
    scene: _Scene, tracks: Sequence[Track], landmarker: PoseLandmarker, settings: PoseSettings
) -> list[Sighting]:
    """Collect sightings from where people were, from what moved and from the whole picture.

    Each of them only proposes a place; a sighting is what the network sees on a crop there.
    """
    width, height = scene.size_px
    min_px = settings.min_athlete_px
    whole = Box.square(width / 2, height / 2, max(width, height))
    found: list[Sighting] = []

    def look(boxes: Iterable[Box]) -> None:
        for box in boxes:
            if not any(box.overlap(s.box) > _COVERED for s in found):
                found.extend(_look_at(scene.frame, box, landmarker, min_px))

    look(_expected_boxes(tracks, scene.frame.time_s))
    known = [s.box for s in (*found, *(t.sightings[-1] for t in tracks if _is_live(t, scene)))]
    for box in _moving_boxes(scene, known, min_px):
        # what overlaps somebody we have found is mostly a limb of theirs, taken for a body
        new = _look_at(scene.frame, box, landmarker, min_px)
        found.extend(s for s in new if all(s.box.overlap(f.box) < _APART for f in found))
    look(_around(s.box) for s in _look_at(scene.frame, whole, landmarker, min_px))
    if not found:
        look(_tiles(width, height))
        look(_small_tiles(scene, min_px))
    return distinct(found)


def _look_at(frame: Frame, box: Box, landmarker: PoseLandmarker, min_px: float) -> list[Sighting]:
    pixels, (left, top) = cut_out(frame.rgb, box)
    people = (
        Landmarks(person.xy_px + np.array([left, top]), person.visibility)
        for person in landmarker.find_people(pixels)
    )
    sightings = (sighting_from_landmarks(p, frame.time_s, min_px, frame.rgb) for p in people)
    return [s for s in sightings if s is not None]


def _is_live(track: Track, scene: _Scene) -> bool:
    return scene.frame.time_s - track.last_s < _MAX_AHEAD_S and len(track.sightings) >= 2


def _expected_boxes(tracks: Sequence[Track], time_s: float) -> Iterator[Box]:
    """Give squares where people should be: by the last two sightings, then by the trend.

    Two sightings have the freshest velocity, several the steadiest; whoever the first guess
    finds is not looked for again.
    """
    live = [t for t in tracks if len(t.sightings) >= 2 and time_s - t.last_s < _MAX_AHEAD_S]
    for track in live:
        before, last = track.sightings[-2:]
        ahead = (time_s - last.time_s) / (last.time_s - before.time_s)
        x, y = np.add(last.box.center, ahead * np.subtract(last.box.center, before.box.center))
        yield _around(last.box, (float(x), float(y)))
    for track in live:
        yield _around(track.sightings[-1].box, track.predict(time_s))


def _around(box: Box, center: tuple[float, float] | None = None) -> Box:
    x, y = center or box.center
    return Box.square(x, y, box.size * (1 + 2 * _GROW_FRAC))


def _moving_boxes(scene: _Scene, known: Sequence[Box], min_px: float) -> Iterator[Box]:
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
    joined = cv2.dilate(changed, np.ones((9, 9), np.uint8))
    n, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    large = sorted(range(1, n), key=lambda i: -int(stats[i][cv2.CC_STAT_AREA]))[:_MAX_BLOBS]
    for i in large:
        left, top, width, height, _ = (float(v) * scale for v in stats[i])
        if height >= min_px * 0.7:
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


def _tiles(width: int, height: int) -> Iterator[Box]:
    """Half-overlapping squares of the picture's height, or of its width when it is upright."""
    side = min(width, height)
    for left in np.arange(0, max(1, width - side / 2), side / 2):
        for top in np.arange(0, max(1, height - side / 2), side / 2):
            x, y = min(left, width - side), min(top, height - side)
            yield Box(float(x), float(y), float(x + side), float(y + side))


def _small_tiles(scene: _Scene, min_px: float) -> Iterator[Box]:
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
    start = scene.look * _TILES_A_LOOK
    yield from (tiles[(start + i) % len(tiles)] for i in range(min(_TILES_A_LOOK, len(tiles))))
