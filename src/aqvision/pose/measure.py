"""Frames and where the athlete is -> points in each frame, and how the camera turned meanwhile.

The estimator measures crops on other cores. While it does, this one decodes the next frames and
follows the background between the people.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aqvision.camera.background import BackgroundTracker, Rectangle
from aqvision.camera.motion import CameraMotion
from aqvision.core.evidence import PointEvidence
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import N_LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.pose.detect.boxes import Box, cutting
from aqvision.pose.detect.estimator import DetectedPerson, Landmarks, PoseEstimator, Wanted
from aqvision.pose.track.identity import Guide, find_identity_outliers, pick_athlete
from aqvision.video.reader import Frame, Video

if TYPE_CHECKING:
    from aqvision.camera.path import CameraPath

# crops a worker may have waiting, so that it never idles and memory stays flat
_CROPS_AHEAD = 4
# Enough to place a corner to a twentieth of a pixel, at 2 to 3 ms a frame.
_LONGER_SIDE_PX = 480
_GROW_FRAC = 0.15
# Share of the smaller square by which somebody else's has to overlap to be in question.
_DISTURBS = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    time_s: float
    result: Future[list[DetectedPerson]] | None


class BackgroundAroundPeople:
    """Takes the frames of a clip, in order, and tells in the end how the camera turned.

    Parameters
    ----------
    video
        The clip.
    guide
        Where its people are, who are no background.
    """

    def __init__(self, video: Video, guide: Guide) -> None:
        longer = max(video.width_px, video.height_px)
        self._step = max(1, round(longer / _LONGER_SIDE_PX))
        self._width_px = video.width_px // self._step
        self._guide = guide
        self._tracker = BackgroundTracker()

    def add(self, frame: Frame) -> None:
        """Take the next frame.

        Parameters
        ----------
        frame
            One that comes after those before.
        """
        self._tracker.add(frame.shrunken_gray(self._step), list(self._people(frame.time_s)))

    def path(self) -> CameraPath:
        """Tell how the camera turned over the frames so far."""
        from aqvision.camera.path import find_path  # slow to load, see core.loading

        tracker = self._tracker
        return find_path(tracker.matches, tracker.links, self._width_px, self._step)

    def _people(self, time_s: float) -> Iterator[Rectangle]:
        for person in (self._guide.athlete, *self._guide.others):
            box = person.path.at(time_s)
            if box is not None:
                room = _GROW_FRAC * box.height
                edges = (box.left - room, box.top - room, box.right + room, box.bottom + room)
                left, top, right, bottom = (edge / self._step for edge in edges)
                yield left, top, right, bottom


def background_to_follow(
    video: Video, camera: CameraMotion, guide: Guide
) -> BackgroundAroundPeople | None:
    """Prepare to follow the background; None where the camera stands still beyond doubt.

    Parameters
    ----------
    video
        The clip.
    camera
        What the survey tells of its motion.
    guide
        Where its people are.
    """
    return None if camera.beyond_doubt_still else BackgroundAroundPeople(video, guide)


def measure_body(
    video: Video,
    frames: Iterable[Frame],
    guide: Guide,
    estimator: PoseEstimator,
    *,
    background: BackgroundAroundPeople | None = None,
    on_frame: Callable[[int], None],
) -> PoseSequence:
    """Measure the athlete's body in each frame by itself, on a crop that follows.

    So the result does not depend on how many crops are worked on at once.

    Parameters
    ----------
    video, frames
        A clip, and those of its frames to measure, in order of time.
    guide
        Where the athlete and the others are.
    estimator
        The pose network.
    background
        Shown each frame while the estimator is at work.
    on_frame
        Told how many frames are measured.

    Returns
    -------
    PoseSequence
        A row a frame; NaN where the athlete was not found.
    """
    times, points, visibility, evidence = [], [], [], []
    nothing = PointEvidence.nothing()
    unknown = Landmarks(np.full((N_LANDMARKS, 2), np.nan), np.full(N_LANDMARKS, np.nan), nothing)
    for time_s, people in _results(frames, guide, estimator, background):
        found = pick_athlete(people, time_s, guide) or unknown
        times.append(time_s)
        points.append(found.xy_px)
        visibility.append(found.visibility)
        evidence.append(found.evidence or nothing)
        on_frame(len(times))
    time, xy_px, seen = np.array(times), _single(points), _single(visibility)
    outlier = find_identity_outliers(time, xy_px, _crops(guide, time))
    xy_px[outlier], seen[outlier] = np.nan, np.nan
    return PoseSequence(
        time_s=time,
        xy_px=xy_px,
        visibility=seen,
        evidence=PointEvidence.stacked(evidence),
        width_px=video.width_px,
        height_px=video.height_px,
    )


def _results(
    frames: Iterable[Frame],
    guide: Guide,
    estimator: PoseEstimator,
    background: BackgroundAroundPeople | None,
) -> Iterator[tuple[float, list[DetectedPerson]]]:
    """Decode here, measure in the estimator, give back in order, never far ahead."""
    waiting: deque[_Task] = deque()
    for frame in frames:
        waiting.append(_submit(frame, guide, estimator))
        if background is not None:
            background.add(frame)  # while the estimator is at work on the body
        if len(waiting) > _CROPS_AHEAD * estimator.n_parallel:
            yield _finish(waiting.popleft())
    while waiting:
        yield _finish(waiting.popleft())


def _single(values: list[FloatArray]) -> FloatArray:
    """Stack at single precision, in which poses are stored: a stored pose gives the same bytes."""
    return np.array(values, dtype=np.float32).astype(np.float64)


def _crops(guide: Guide, time_s: FloatArray) -> FloatArray:
    """Tabulate the middle and the side of the crops, (T, 3); NaN where there is none."""
    boxes = [guide.crop.at(float(time)) for time in time_s]
    rows = [(np.nan, np.nan, np.nan) if b is None else (*b.center, b.size) for b in boxes]
    return np.array(rows)


def _submit(frame: Frame, guide: Guide, estimator: PoseEstimator) -> _Task:
    crop, region = (path.at(frame.time_s) for path in (guide.crop, guide.region))
    if crop is None or region is None:
        return _Task(frame.time_s, None)
    wanted = _wanted(region, frame.time_s, guide)
    return _Task(frame.time_s, estimator.measure_people(cutting(frame, crop), wanted))


def _wanted(region: Box, time_s: float, guide: Guide) -> Wanted:
    others = (other.path.at(time_s) for other in guide.others)
    near = (box for box in others if box is not None and region.overlap(box) > _DISTURBS)
    return Wanted(
        region=region,
        alone=not guide.others,
        undisturbed=next(near, None) is None,
        faces_right=guide.faces_right,
    )


def _finish(task: _Task) -> tuple[float, list[DetectedPerson]]:
    return task.time_s, [] if task.result is None else task.result.result()
