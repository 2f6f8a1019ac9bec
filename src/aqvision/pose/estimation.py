"""Video -> RawPose: survey, crop path, then one landmark pass over every frame, on every core."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aqvision.assets import find_model
from aqvision.errors import PoseError
from aqvision.pose.athlete import CropPath, choose_athlete, crop_path, cut_out
from aqvision.pose.landmarker import Landmarks, PoseLandmarker
from aqvision.pose.sequence import FloatArray, PoseSequence
from aqvision.pose.skeleton import N_LANDMARKS
from aqvision.pose.survey import Survey, survey_video
from aqvision.settings import PoseSettings
from aqvision.video.camera_motion import CameraMotion
from aqvision.video.reader import Frame, Video, read_frames

SURVEY_MODEL = "full"
_MAX_OFF_PATH = 0.35
_MIN_SIGHTINGS = 5

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class RawPose:
    """The athlete's points as the network gave them, and what the survey saw of the camera.

    Times of ``sequence`` run at playback speed.
    """

    sequence: PoseSequence
    camera: CameraMotion
    n_people: int


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    time_s: float
    result: Future[Landmarks | None] | None


def estimate_pose(
    video: Video,
    model: str,
    settings: PoseSettings,
    progress: Progress,
    n_workers: int | None = None,
) -> RawPose:
    """Find the sprinter in a clip and measure the body in every frame.

    Each frame is measured by itself on a crop that follows, so the result does not depend on
    the number of workers.

    Parameters
    ----------
    model
        "heavy" or "full".
    progress
        Called with (what, done, total).

    Raises
    ------
    PoseError
        No athlete is found, or in too few frames.
    VideoError
        The file is damaged on the way.
    """
    n_workers = n_workers or os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    arguments = (find_model(model), settings.min_detection_confidence)
    with ProcessPoolExecutor(n_workers, context, _start_worker, arguments) as pool:
        # workers load the network while the survey runs
        warm = [pool.submit(_warm_up) for _ in range(n_workers)]
        survey = _survey(video, settings, progress)
        path = crop_path(choose_athlete(survey.tracks), settings.crop_margin_frac)
        for future in warm:
            future.result()
        sequence = _measure(video, path, pool, 4 * n_workers, progress)
    found = float(sequence.detected.mean())
    if found < settings.min_found_frac:
        raise PoseError(
            f"the athlete was found in only {found:.0%} of the frames",
            "cut the clip to the part where the athlete is wholly in view",
        )
    return RawPose(
        sequence, survey.camera, sum(len(t.sightings) >= _MIN_SIGHTINGS for t in survey.tracks)
    )


def _survey(video: Video, settings: PoseSettings, progress: Progress) -> Survey:
    with PoseLandmarker(
        find_model(SURVEY_MODEL),
        max_people=int(settings.max_survey_people),
        min_confidence=settings.min_detection_confidence,
    ) as landmarker:
        on_frame = partial(_report, progress, "finding the athlete", video.n_packets)
        return survey_video(video, landmarker, settings, on_frame)


def _report(progress: Progress, what: str, total: int, done: int) -> None:
    progress(what, done, total)


def _measure(
    video: Video,
    path: CropPath,
    pool: ProcessPoolExecutor,
    n_ahead: int,
    progress: Progress,
) -> PoseSequence:
    times, points, visibility = [], [], []
    unknown = Landmarks(np.full((N_LANDMARKS, 2), np.nan), np.full(N_LANDMARKS, np.nan))
    for time_s, landmarks in _results(video, path, pool, n_ahead):
        found = landmarks or unknown
        times.append(time_s)
        points.append(found.xy_px)
        visibility.append(found.visibility)
        progress("measuring the body", len(times), video.n_packets)
    return PoseSequence(
        np.array(times), _single(points), _single(visibility), video.width_px, video.height_px
    )


def _single(values: list[FloatArray]) -> FloatArray:
    """Stack at single precision, in which poses are stored: a stored pose gives the same bytes."""
    return np.array(values, dtype=np.float32).astype(np.float64)


def _results(
    video: Video, path: CropPath, pool: ProcessPoolExecutor, n_ahead: int
) -> Iterator[tuple[float, Landmarks | None]]:
    """Decode here, measure in the workers, give back in order, never far ahead."""
    waiting: deque[_Job] = deque()
    for frame in read_frames(video):
        waiting.append(_submit(frame, path, pool))
        if len(waiting) > n_ahead:
            yield _finish(waiting.popleft())
    while waiting:
        yield _finish(waiting.popleft())


def _submit(frame: Frame, path: CropPath, pool: ProcessPoolExecutor) -> _Job:
    box = path.at(frame.time_s)
    if box is None:
        return _Job(frame.time_s, None)
    pixels, corner = cut_out(frame.rgb, box)
    task = pool.submit(_measure_crop, pixels, corner)
    return _Job(frame.time_s, task)


def _finish(job: _Job) -> tuple[float, Landmarks | None]:
    return job.time_s, None if job.result is None else job.result.result()


_worker: PoseLandmarker | None = None


def _start_worker(model_path: Path, min_confidence: float) -> None:
    global _worker
    _worker = PoseLandmarker(model_path, max_people=1, min_confidence=min_confidence)


def _warm_up() -> None:
    _measure_crop(np.zeros((64, 64, 3), np.uint8), (0, 0))


def _measure_crop(pixels: npt.NDArray[np.uint8], corner: tuple[int, int]) -> Landmarks | None:
    if _worker is None:
        raise RuntimeError("a crop reached a process without a landmarker")
    people = _worker.find_people(pixels)
    if not people:
        return None
    off_middle = np.abs(np.median(people[0].xy_px, axis=0) / len(pixels) - 0.5).max()
    if off_middle > _MAX_OFF_PATH:
        return None  # somebody else at the edge of the crop
    return Landmarks(people[0].xy_px + corner, people[0].visibility)
