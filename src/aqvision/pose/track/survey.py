"""Video -> Survey: who is in the clip and whether the camera moves, from every few frames."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from aqvision.camera.motion import CameraMotion, background_shift, judge_camera, shrink_gray
from aqvision.core.settings import PoseSettings
from aqvision.core.types import FloatArray, GrayImage
from aqvision.pose.detect.boxes import Box, Cutting, cutting
from aqvision.pose.detect.landmarker import Landmarks
from aqvision.pose.track.athlete import Candidate, rank_tracks
from aqvision.pose.track.search_regions import (
    Scene,
    around,
    changed_frac,
    moving_boxes,
    next_boxes,
    small_tiles,
    tiles,
    whole_picture,
)
from aqvision.pose.track.tracks import (
    Sighting,
    Track,
    distinct,
    extend_tracks,
    join_tracks,
    sighting_from_landmarks,
)
from aqvision.video.reader import Frame, Video, read_frames
from aqvision.video.repeats import Repeats, RepeatWatch
from aqvision.video.seek import read_ahead

_SURE_SIGHTINGS = 8
_COVERED = 0.6
_APART = 0.2
_MAX_AHEAD_S = 0.35
_LOOKS_A_WHOLE = 3
_LOOKS_AHEAD = 2
_VIEWS_AHEAD = 3

Look = Callable[[Cutting], Future[list[Landmarks]]]
"""Asks the network, in whatever process, for the people on a cutting."""


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What a first look over the whole clip found.

    ``tracks`` and ``candidates`` are the same people in the same order, the likeliest athlete
    first. ``repeats`` are frames that show the one before them again. ``looks`` is (K, 2): the
    playback time of each look and the share of the picture that had changed since the one before,
    NaN for the first.
    """

    tracks: tuple[Track, ...]
    candidates: tuple[Candidate, ...]
    camera: CameraMotion
    repeats: Repeats
    looks: FloatArray

    @property
    def n_people(self) -> int:
        """Count the people who were seen for long enough to be sure of them."""
        sure = sum(len(t.sightings) >= _SURE_SIGHTINGS for t in self.tracks)
        return max(sure, min(1, len(self.tracks)))


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """A frame to look at, small and gray too, and how the background moves to the next frame.

    ``shift_frac`` is (2,) in image widths, None for the last frame.
    """

    frame: Frame
    gray: GrayImage
    shift_frac: FloatArray | None
    interval_s: float


def survey_video(
    video: Video, look: Look, settings: PoseSettings, on_frame: Callable[[int], None]
) -> Survey:
    """Look at every few frames of a clip for people and for the motion of the background.

    What is asked of the network never depends on how fast it answers, so the result is the same
    for any number of workers behind ``look``.

    Parameters
    ----------
    on_frame
        Called with the number of frames that are done so far.

    Raises
    ------
    VideoError
        The file is damaged on the way.
    """
    stride = max(1, round(video.fps / settings.survey_rate_hz))
    tracks: list[Track] = []
    times, shifts, intervals, looks = [], [], [], []
    watch = RepeatWatch()
    views = _views(watch.new_frames(read_frames(video)), stride)
    for scene, view in _scenes(read_ahead(views, _VIEWS_AHEAD), look):
        extend_tracks(tracks, _find_people(scene, tracks, look, settings))
        on_frame(scene.frame.index + 1)
        looks.append((scene.frame.time_s, _changed(scene)))
        if view.shift_frac is not None:
            times.append(scene.frame.time_s)
            shifts.append(view.shift_frac)
            intervals.append(view.interval_s)
    moved = np.array(shifts).reshape(-1, 2)
    camera = judge_camera(moved, np.array(intervals))
    background = _background_path(np.array(times), moved, np.array(intervals), video.width_px)
    people, candidates = rank_tracks(join_tracks(tracks), background)
    on_frame(video.n_packets)
    return Survey(people, candidates, camera, watch.found(), np.array(looks).reshape(-1, 2))


def _changed(scene: Scene) -> float:
    return np.nan if scene.previous is None else changed_frac(scene.previous, scene.gray)


def _background_path(
    times_s: FloatArray, shifts_frac: FloatArray, intervals_s: FloatArray, width_px: int
) -> FloatArray:
    """Add up how far the background has moved to the right: (K, 2) time and pixels."""
    if not len(times_s):
        return np.zeros((1, 2))
    speed = np.nan_to_num(shifts_frac[:, 0] / intervals_s) * width_px
    steps = np.diff(times_s) * (speed[:-1] + speed[1:]) / 2
    return np.column_stack([times_s, np.concatenate([[0.0], np.cumsum(steps)])])


def _views(frames: Iterable[Frame], stride: int) -> Iterator[_View]:
    """Look at every stride-th frame, or the next that is there, and at the one right after it.

    The second shows how the picture moves.
    """
    waiting: Frame | None = None
    due = 0
    for frame in frames:
        if waiting is not None:
            yield _view(waiting, frame)
            waiting = None
        if frame.index >= due:
            waiting = frame
            due = (frame.index // stride + 1) * stride
    if waiting is not None:
        yield _view(waiting, None)


def _view(frame: Frame, following: Frame | None) -> _View:
    gray = shrink_gray(frame.rgb)
    if following is None:
        return _View(frame, gray, None, np.nan)
    shift = background_shift(gray, shrink_gray(following.rgb))
    return _View(frame, gray, shift, following.time_s - frame.time_s)


def _scenes(views: Iterable[_View], look: Look) -> Iterator[tuple[Scene, _View]]:
    """Prepare looks; the whole picture is asked for some looks ahead, so that no worker waits.

    It serves to find who is not followed yet, for which every third look is often enough.
    """
    waiting: deque[tuple[Scene, _View]] = deque()
    previous: GrayImage | None = None
    for number, view in enumerate(views):
        frame = view.frame
        due = number % _LOOKS_A_WHOLE == 0
        whole = look(cutting(frame.rgb, whole_picture(frame))) if due else None
        waiting.append((Scene(frame, view.gray, previous, number, whole), view))
        previous = view.gray
        if len(waiting) > _LOOKS_AHEAD:
            yield waiting.popleft()
    yield from waiting


@dataclass(slots=True, eq=False)
class _Search:
    """The people found in one look so far, and the network that is asked for more.

    Places are asked for together where most of them will count, one by one where finding somebody
    mostly makes the next place needless; the people found are the same either way.
    """

    frame: Frame
    look: Look
    min_px: float
    found: list[Sighting]

    def ask(self, box: Box) -> Future[list[Landmarks]]:
        """Ask for the people in a box, without waiting."""
        return self.look(cutting(self.frame.rgb, box))

    def take(self, answer: Future[list[Landmarks]]) -> list[Sighting]:
        """Wait for an answer, and give those who are usable bodies."""
        rgb, time_s = self.frame.rgb, self.frame.time_s
        people = (sighting_from_landmarks(p, time_s, self.min_px, rgb) for p in answer.result())
        return [sighting for sighting in people if sighting is not None]

    def one_by_one(self, boxes: Iterable[Box]) -> None:
        """Look at each box, unless it holds somebody who is found by then."""
        for box in boxes:
            if not self._is_covered(box):
                self.found.extend(self.take(self.ask(box)))

    def together(self, boxes: Iterable[Box]) -> None:
        """Look at boxes as one_by_one does, asking for all of them first."""
        for box, answer in [(box, self.ask(box)) for box in boxes if not self._is_covered(box)]:
            if self._is_covered(box):
                answer.cancel()
            else:
                self.found.extend(self.take(answer))

    def apart(self, boxes: Iterable[Box]) -> None:
        """Look at boxes together; whoever overlaps somebody found is a limb, taken for a body."""
        for answer in [self.ask(box) for box in boxes]:
            new = self.take(answer)
            self.found.extend(
                s for s in new if all(s.box.overlap(f.box) < _APART for f in self.found)
            )

    def _is_covered(self, box: Box) -> bool:
        return any(box.overlap(s.box) > _COVERED for s in self.found)


def _find_people(
    scene: Scene, tracks: Sequence[Track], look: Look, settings: PoseSettings
) -> list[Sighting]:
    """Collect sightings from where people were, from what moved and from the whole picture.

    Each of them only proposes a place; a sighting is what the network sees on a crop there.
    """
    min_px = settings.min_athlete_px
    search = _Search(scene.frame, look, min_px, [])
    live = [t for t in tracks if _is_live(t, scene)]
    search.together(next_boxes(live, scene.frame.time_s))
    search.one_by_one(around(t.sightings[-1].box, t.predict(scene.frame.time_s)) for t in live)
    known = [s.box for s in (*search.found, *(t.sightings[-1] for t in live))]
    search.apart(moving_boxes(scene, known, min_px))
    if scene.whole is not None:
        search.one_by_one(around(s.box) for s in search.take(scene.whole))
    elif not search.found:
        search.one_by_one(
            around(s.box) for s in search.take(search.ask(whole_picture(scene.frame)))
        )
    if not search.found:
        search.together([*tiles(*scene.size_px), *small_tiles(scene, min_px)])
    return distinct(search.found)


def _is_live(track: Track, scene: Scene) -> bool:
    return scene.frame.time_s - track.last_s < _MAX_AHEAD_S and len(track.sightings) >= 2
