"""Video -> RawPose: survey, crop path, then one landmark pass over every frame, on every core."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from aqvision.camera.path import CameraPath
from aqvision.core.clip import AthleteChoice
from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import PoseSettings
from aqvision.core.skeleton import N_LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.pose.detect.appearance import typical_quality
from aqvision.pose.detect.boxes import cutting
from aqvision.pose.detect.estimator import DetectedPerson, Landmarks, PoseEstimator
from aqvision.pose.raw_pose import RawPose
from aqvision.pose.track.athlete import choose_athlete, refuse_crowd
from aqvision.pose.track.background_tracking import BackgroundAroundPeople, background_to_follow
from aqvision.pose.track.identity import Guide, find_identity_outliers, guide_to, pick_athlete
from aqvision.pose.track.survey import Survey, refuse_stills, survey_video
from aqvision.video.reader import Frame, Video, read_frames
from aqvision.video.seek import read_frames_at

# crops a worker may have waiting, so that it never idles and memory stays flat
_CROPS_AHEAD = 4
_ANYBODY = AthleteChoice()

Progress = Callable[[str, int, int], None]
"""Called with (what, done, total)."""


def show_nothing(_what: str, _done: int, _total: int) -> None:
    """Take no note of how far the work has come.

    Parameters
    ----------
    _what
        What is done.
    _done
        Steps that are done.
    _total
        Steps in all.
    """


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    time_s: float
    result: Future[list[DetectedPerson]] | None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SurveyedClip:
    """A clip whose people are known, and the estimator that can measure any of them.

    Attributes
    ----------
    video
        The clip.
    survey
        Its people, the camera and the frames that were shown twice.
    estimator
        The pose network.
    settings
        Margins of crops and the share of frames that must show the athlete.
    progress
        Told how far the work has come.
    """

    video: Video
    survey: Survey
    estimator: PoseEstimator
    settings: PoseSettings
    progress: Progress

    def measure(self, number: int) -> RawPose:
        """Measure the body of one candidate in every frame.

        Each frame is measured by itself on a crop that follows, so the result does not depend on
        how many crops are worked on at once.

        Parameters
        ----------
        number
            Of the candidate, from 1.

        Raises
        ------
        PoseError
            The body is found in too few of the frames that it should be in.
        VideoError
            The file is damaged on the way.
        """
        guide = guide_to(self.survey.tracks, number, self.settings.crop_margin_frac)
        background = background_to_follow(self.video, self.survey.camera, guide)
        sequence = self._measure(guide, self._new_frames(), self.video.n_packets, background)
        due = np.array([guide.crop.at(float(t)) is not None for t in sequence.time_s])
        found = float(sequence.detected[due].mean()) if due.any() else 0.0
        if found < self.settings.min_found_frac:
            raise PoseError(
                f"the athlete was found in only {found:.0%} of the frames",
                "cut the clip to the part where the athlete is wholly in view",
            )
        return self._raw(sequence, number, None if background is None else background.path())

    def sample(self, number: int, times_s: Sequence[float]) -> RawPose:
        """Measure the body of one candidate at some times only.

        Parameters
        ----------
        number
            Of the candidate, from 1.
        times_s
            Playback times, rising.

        Raises
        ------
        VideoError
            The file is damaged there.
        """
        guide = guide_to(self.survey.tracks, number, self.settings.crop_margin_frac)
        frames = _rising(read_frames_at(self.video, times_s))
        return self._raw(self._measure(guide, frames, len(times_s), None), number, None)

    def _raw(self, sequence: PoseSequence, number: int, path: CameraPath | None) -> RawPose:
        survey = self.survey
        return RawPose(
            sequence=sequence,
            camera=survey.camera,
            n_people=survey.n_people,
            candidates=survey.candidates,
            chosen=number,
            repeats=survey.repeats,
            path=path,
            picture=typical_quality([s.picture for s in survey.tracks[number - 1].sightings]),
        )

    def _new_frames(self) -> Iterator[Frame]:
        """Read the frames of the camera, without those that were shown twice."""
        copies = frozenset(self.survey.repeats.indices)
        return (frame for frame in read_frames(self.video) if frame.index not in copies)

    def _measure(
        self,
        guide: Guide,
        frames: Iterable[Frame],
        total: int,
        background: BackgroundAroundPeople | None,
    ) -> PoseSequence:
        times, points, visibility = [], [], []
        unknown = Landmarks(np.full((N_LANDMARKS, 2), np.nan), np.full(N_LANDMARKS, np.nan))
        for time_s, people in self._results(guide, frames, background):
            found = pick_athlete(people, time_s, guide) or unknown
            times.append(time_s)
            points.append(found.xy_px)
            visibility.append(found.visibility)
            self.progress("measuring the body", len(times), total)
        time, xy_px, seen = np.array(times), _single(points), _single(visibility)
        outlier = find_identity_outliers(time, xy_px, _crops(guide, time))
        xy_px[outlier], seen[outlier] = np.nan, np.nan
        return PoseSequence(
            time_s=time,
            xy_px=xy_px,
            visibility=seen,
            width_px=self.video.width_px,
            height_px=self.video.height_px,
        )

    def _results(
        self, guide: Guide, frames: Iterable[Frame], background: BackgroundAroundPeople | None
    ) -> Iterator[tuple[float, list[DetectedPerson]]]:
        """Decode here, measure in the estimator, give back in order, never far ahead."""
        waiting: deque[_Task] = deque()
        for frame in frames:
            waiting.append(_submit(frame, guide, self.estimator))
            if background is not None:
                background.add(frame)  # while the estimator is at work on the body
            if len(waiting) > _CROPS_AHEAD * self.estimator.n_parallel:
                yield _finish(waiting.popleft())
        while waiting:
            yield _finish(waiting.popleft())


def estimate_pose(
    video: Video,
    estimator: PoseEstimator,
    settings: PoseSettings,
    *,
    choice: AthleteChoice = _ANYBODY,
    progress: Progress = show_nothing,
) -> RawPose:
    """Find the sprinter in a clip and measure the body in every frame.

    Parameters
    ----------
    video
        The clip.
    estimator
        The pose network, as :func:`aqvision.pose.detect.workers.pose_workers` keeps it ready.
    settings
        Of survey, crops and refusals.
    choice
        Who the athlete is, if the user says so.
    progress
        Told how far the work has come.

    Raises
    ------
    PoseError
        No athlete is found, or in too few frames, or the choice names nobody, or the GPU cannot
        be used.
    VideoError
        The file is damaged on the way, or nothing moves in it.
    """
    clip = survey_clip(video, estimator, settings, progress=progress)
    return clip.measure(choose_among(clip.survey, choice))


def survey_clip(
    video: Video,
    estimator: PoseEstimator,
    settings: PoseSettings,
    *,
    progress: Progress = show_nothing,
) -> SurveyedClip:
    """Find the people in a clip, to measure one of them, several or nobody.

    Parameters
    ----------
    video
        The clip.
    estimator
        The pose network.
    settings
        Of survey, crops and refusals.
    progress
        Told how far the work has come.

    Raises
    ------
    VideoError
        The file is damaged on the way, or nothing moves in it.
    """

    def on_frame(done: int) -> None:
        progress("finding the athlete", done, video.n_packets)

    survey = survey_video(video, estimator.find_people, settings, on_frame)
    refuse_stills(survey.samples)
    return SurveyedClip(
        video=video, survey=survey, estimator=estimator, settings=settings, progress=progress
    )


def choose_among(survey: Survey, choice: AthleteChoice) -> int:
    """Give the number of the athlete, whom in a crowd the user has to name.

    Parameters
    ----------
    survey
        Who is in the clip.
    choice
        Who the athlete is, if the user says so.

    Raises
    ------
    PoseError
        Nobody was found, the choice names nobody, or there is a crowd and no choice.
    """
    number = choose_athlete(survey.tracks, survey.candidates, choice)
    if not choice.made:
        refuse_crowd(survey.candidates, number)
    return number


def _rising(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Leave out a frame that was nearest to two of the times."""
    previous = -np.inf
    for frame in frames:
        if frame.time_s > previous:
            yield frame
        previous = frame.time_s


def _single(values: list[FloatArray]) -> FloatArray:
    """Stack at single precision, in which poses are stored: a stored pose gives the same bytes."""
    return np.array(values, dtype=np.float32).astype(np.float64)


def _crops(guide: Guide, time_s: FloatArray) -> FloatArray:
    """Tabulate the middle and the side of the crops, (T, 3); NaN where there is none."""
    boxes = [guide.crop.at(float(time)) for time in time_s]
    rows = [(np.nan, np.nan, np.nan) if b is None else (*b.center, b.size) for b in boxes]
    return np.array(rows)


def _submit(frame: Frame, guide: Guide, estimator: PoseEstimator) -> _Task:
    box = guide.crop.at(frame.time_s)
    if box is None:
        return _Task(frame.time_s, None)
    result = estimator.measure_people(
        cutting(frame, box), alone=not guide.others, faces_right=guide.faces_right
    )
    return _Task(frame.time_s, result)


def _finish(task: _Task) -> tuple[float, list[DetectedPerson]]:
    return task.time_s, [] if task.result is None else task.result.result()
