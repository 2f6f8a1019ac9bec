"""Video -> RawPose: survey, crop path, then one landmark pass over every frame, on every core."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.camera.path import CameraPath
from aqvision.core.clip import AthleteChoice
from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import PoseSettings
from aqvision.core.skeleton import N_LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.pose.detect.boxes import cutting
from aqvision.pose.detect.image_quality import PictureQuality, typical_quality
from aqvision.pose.detect.landmarker import Device, Landmarks
from aqvision.pose.detect.workers import Seen, Workers, working
from aqvision.pose.track.athlete import Candidate, choose_athlete
from aqvision.pose.track.background_tracking import Surroundings, surroundings_of
from aqvision.pose.track.identity import Guide, find_strangers, guide_to, pick_athlete
from aqvision.pose.track.refusals import refuse_crowd, refuse_stills
from aqvision.pose.track.survey import Survey, survey_video
from aqvision.video.reader import Frame, Video, read_frames
from aqvision.video.repeats import NO_REPEATS, Repeats
from aqvision.video.seek import read_frames_at

# crops a worker may have waiting, so that it never idles and memory stays flat
_CROPS_AHEAD = 4
_ANYBODY = AthleteChoice()

Progress = Callable[[str, int, int], None]


def show_nothing(_what: str, _done: int, _total: int) -> None:
    """Take no note of how far the work has come."""


@dataclass(frozen=True, slots=True, eq=False)
class RawPose:
    """The athlete's points as the network gave them, and what the survey saw of the scene.

    Times of ``sequence`` run at playback speed. ``candidates`` are all who may be the athlete,
    ``chosen`` is the number of the one who was measured; ``picture`` tells how well that body is
    seen over the clip. ``repeats`` are frames of the file that show the one before them again; they
    are not in ``sequence``. ``path`` is how the camera turned, a row a frame; None where it stands
    still beyond doubt.
    """

    sequence: PoseSequence
    camera: CameraMotion
    n_people: int
    candidates: tuple[Candidate, ...] = ()
    chosen: int = 1
    repeats: Repeats = NO_REPEATS
    path: CameraPath | None = None
    picture: PictureQuality = field(default_factory=PictureQuality)


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    time_s: float
    result: Future[list[Seen]] | None


@dataclass(frozen=True, slots=True, eq=False)
class AthleteMeasurer:
    """A clip that has been surveyed, and workers ready to measure any of its people."""

    video: Video
    survey: Survey
    settings: PoseSettings
    progress: Progress
    workers: Workers

    def measure(self, number: int) -> RawPose:
        """Measure the body of one candidate in every frame.

        Each frame is measured by itself on a crop that follows, so the result does not depend on
        the number of workers.

        Raises
        ------
        PoseError
            The body is found in too few of the frames that it should be in.
        VideoError
            The file is damaged on the way.
        """
        guide = guide_to(self.survey.tracks, number, self.settings.crop_margin_frac)
        around = surroundings_of(self.video, self.survey.camera, guide)
        sequence = self._measure(guide, self._new_frames(), self.video.n_packets, around)
        due = np.array([guide.crop.at(float(t)) is not None for t in sequence.time_s])
        found = float(sequence.detected[due].mean()) if due.any() else 0.0
        if found < self.settings.min_found_frac:
            raise PoseError(
                f"the athlete was found in only {found:.0%} of the frames",
                "cut the clip to the part where the athlete is wholly in view",
            )
        return self._raw(sequence, number, None if around is None else around.path())

    def sample(self, number: int, times_s: Sequence[float]) -> RawPose:
        """Measure the body of one candidate at some playback times only.

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
            sequence,
            survey.camera,
            survey.n_people,
            survey.candidates,
            number,
            survey.repeats,
            path,
            typical_quality([s.picture for s in survey.tracks[number - 1].sightings]),
        )

    def _new_frames(self) -> Iterator[Frame]:
        """Read the frames of the camera, without those that were shown twice."""
        copies = frozenset(self.survey.repeats.indices)
        return (frame for frame in read_frames(self.video) if frame.index not in copies)

    def _measure(
        self, guide: Guide, frames: Iterable[Frame], total: int, around: Surroundings | None
    ) -> PoseSequence:
        times, points, visibility = [], [], []
        unknown = Landmarks(np.full((N_LANDMARKS, 2), np.nan), np.full(N_LANDMARKS, np.nan))
        for time_s, people in self._results(guide, frames, around):
            found = pick_athlete(people, time_s, guide) or unknown
            times.append(time_s)
            points.append(found.xy_px)
            visibility.append(found.visibility)
            self.progress("measuring the body", len(times), total)
        time, xy_px, seen = np.array(times), _single(points), _single(visibility)
        strange = find_strangers(time, xy_px, _crops(guide, time))
        xy_px[strange], seen[strange] = np.nan, np.nan
        return PoseSequence(
            time_s=time,
            xy_px=xy_px,
            visibility=seen,
            width_px=self.video.width_px,
            height_px=self.video.height_px,
        )

    def _results(
        self, guide: Guide, frames: Iterable[Frame], around: Surroundings | None
    ) -> Iterator[tuple[float, list[Seen]]]:
        """Decode here, measure in the workers, give back in order, never far ahead."""
        waiting: deque[_Job] = deque()
        for frame in frames:
            waiting.append(_submit(frame, guide, self.workers))
            if around is not None:
                around.add(frame)  # while the workers look at the body
            if len(waiting) > _CROPS_AHEAD * self.workers.n:
                yield _finish(waiting.popleft())
        while waiting:
            yield _finish(waiting.popleft())


def estimate_pose(  # noqa: PLR0913 - what, with what, who, and on what
    video: Video,
    model: str,
    settings: PoseSettings,
    progress: Progress,
    n_workers: int | None = None,
    choice: AthleteChoice = _ANYBODY,
    *,
    device: Device = "cpu",
) -> RawPose:
    """Find the sprinter in a clip and measure the body in every frame.

    Parameters
    ----------
    model
        "heavy" or "full".
    progress
        Called with (what, done, total).
    choice
        Who the athlete is, if the user says so.
    device
        "gpu" only where :func:`aqvision.pose.detect.device.usable_device` gave it.

    Raises
    ------
    PoseError
        No athlete is found, or in too few frames, or the choice names nobody, or the GPU cannot
        be used.
    VideoError
        The file is damaged on the way.
    """
    with measuring(video, model, settings, progress, n_workers, device) as measurer:
        return measurer.measure(choose_among(measurer.survey, choice))


def choose_among(survey: Survey, choice: AthleteChoice) -> int:
    """Give the number of the athlete, whom in a crowd the user has to name.

    Raises
    ------
    PoseError
        Nobody was found, the choice names nobody, or there is a crowd and no choice.
    """
    number = choose_athlete(survey.tracks, survey.candidates, choice)
    if not choice.made:
        refuse_crowd(survey.candidates, number)
    return number


@contextmanager
def measuring(
    video: Video,
    model: str,
    settings: PoseSettings,
    progress: Progress,
    n_workers: int | None = None,
    device: Device = "cpu",
) -> Iterator[AthleteMeasurer]:
    """Survey a clip and keep workers ready, to measure one of its people or several.

    Raises
    ------
    VideoError
        The file is damaged on the way.
    """
    with working(settings, model, n_workers, device) as workers:
        survey = _survey(video, workers, settings, progress)
        yield AthleteMeasurer(video, survey, settings, progress, workers)


def survey_athletes(
    video: Video, settings: PoseSettings, progress: Progress, device: Device = "cpu"
) -> Survey:
    """Find the people in a clip, without measuring any of them.

    Raises
    ------
    VideoError
        The file is damaged on the way, or nothing moves in it.
    """
    with working(settings, model=None, device=device) as workers:
        return _survey(video, workers, settings, progress)


def _survey(video: Video, workers: Workers, settings: PoseSettings, progress: Progress) -> Survey:
    on_frame = partial(_report, progress, "finding the athlete", video.n_packets)
    survey = survey_video(video, workers.look, settings, on_frame)
    refuse_stills(survey.looks)
    return survey


def _rising(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Leave out a frame that was nearest to two of the times."""
    previous = -np.inf
    for frame in frames:
        if frame.time_s > previous:
            yield frame
        previous = frame.time_s


def _report(progress: Progress, what: str, total: int, done: int) -> None:
    progress(what, done, total)


def _single(values: list[FloatArray]) -> FloatArray:
    """Stack at single precision, in which poses are stored: a stored pose gives the same bytes."""
    return np.array(values, dtype=np.float32).astype(np.float64)


def _crops(guide: Guide, time_s: FloatArray) -> FloatArray:
    """Tabulate the middle and the side of the crops, (T, 3); NaN where there is none."""
    boxes = [guide.crop.at(float(time)) for time in time_s]
    rows = [(np.nan, np.nan, np.nan) if b is None else (*b.center, b.size) for b in boxes]
    return np.array(rows)


def _submit(frame: Frame, guide: Guide, workers: Workers) -> _Job:
    box = guide.crop.at(frame.time_s)
    if box is None:
        return _Job(frame.time_s, None)
    task = workers.measure(
        cutting(frame, box), alone=not guide.others, faces_right=guide.faces_right
    )
    return _Job(frame.time_s, task)


def _finish(job: _Job) -> tuple[float, list[Seen]]:
    return job.time_s, [] if job.result is None else job.result.result()
