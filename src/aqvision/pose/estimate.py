"""Video -> RawPose: survey, crop path, then one landmark pass over every frame, on every core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import AthleteChoice
from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import PoseSettings
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.pose.detect.appearance import PictureQuality, typical_quality
from aqvision.pose.detect.estimator import PoseEstimator
from aqvision.pose.measure import BackgroundAroundPeople, background_to_follow, measure_body
from aqvision.pose.track.athlete import Candidate, choose_athlete, refuse_crowd
from aqvision.pose.track.identity import Guide, guide_to
from aqvision.pose.track.in_pictures import middle_in_view_s, region_along
from aqvision.pose.track.survey import Survey, refuse_stills, survey_video
from aqvision.video.kept import KeptParts
from aqvision.video.reader import Frame, Video, read_frames
from aqvision.video.repeats import NO_REPEATS, Repeats
from aqvision.video.seek import read_frames_at

if TYPE_CHECKING:
    from aqvision.camera.path import CameraPath

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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RawPose:
    """The athlete's points as the network gave them, and what the survey saw of the scene.

    Attributes
    ----------
    sequence
        Points at times of playback.
    camera
        How fast the background moves.
    n_people
        How many people were surely seen.
    candidates
        All who may be the athlete.
    chosen
        Number of the one who was measured.
    repeats
        Frames of the file that show the one before them again; they are not in the sequence.
    path
        How the camera turned, a row a frame; None where it stands still beyond doubt.
    picture
        How well the body is seen over the clip.
    runtime
        What ran the network; empty for points of another program.
    levels
        (T,) mean brightness of each frame of the clip; empty where not known.
    other_heads
        (K, 5) heads of other people, as :meth:`Survey.heads` gives them; None where not known.
    quarter_turns
        By how much, to the right, the film was turned beyond what players do.
    """

    sequence: PoseSequence
    camera: CameraMotion
    n_people: int
    candidates: tuple[Candidate, ...] = ()
    chosen: int = 1
    repeats: Repeats = NO_REPEATS
    path: CameraPath | None = None
    picture: PictureQuality = field(default_factory=PictureQuality)
    runtime: str = ""
    levels: FloatArray = field(default_factory=lambda: np.zeros(0))
    other_heads: FloatArray | None = None
    quarter_turns: int = 0


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

    def measure(self, number: int, kept: KeptParts | None = None) -> RawPose:
        """Measure the body of one candidate in every frame.

        Parameters
        ----------
        number
            Of the candidate, from 1.
        kept
            Takes what pictures of the athlete may show, if there will be any.

        Raises
        ------
        PoseError
            The body is found in too few of the frames that it should be in.
        VideoError
            The file is damaged on the way.
        """
        guide = guide_to(self.survey.tracks, number, self.settings.crop_margin_frac)
        background = background_to_follow(self.video, self.survey.camera, guide)
        frames = self._new_frames()
        if kept is not None:
            middle_s = middle_in_view_s(self.survey.tracks[number - 1], self.video)
            frames = kept.keep(frames, region_along(guide.athlete.path), middle_s)
        sequence = self._measure(guide, frames, self.video.n_packets, background)
        due = np.array([guide.crop.at(float(t)) is not None for t in sequence.time_s])
        found = float(sequence.detected[due].mean()) if due.any() else 0.0
        if found < self.settings.min_found_frac:
            raise PoseError(
                _("the athlete was found in only {found:.0%} of the frames").format(found=found),
                _("cut the clip to the part where the athlete is wholly in view"),
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
        return self._raw(self._measure(guide, frames, len(times_s)), number, None)

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
            runtime=self.estimator.runtime,
            levels=survey.levels,
            other_heads=survey.heads(but=number),
            quarter_turns=self.video.quarter_turns,
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
        background: BackgroundAroundPeople | None = None,
    ) -> PoseSequence:
        def on_frame(done: int) -> None:
            self.progress("measuring the body", done, total)

        return measure_body(
            self.video, frames, guide, self.estimator, background=background, on_frame=on_frame
        )


def estimate_pose(
    video: Video,
    estimator: PoseEstimator,
    settings: PoseSettings,
    *,
    choice: AthleteChoice = _ANYBODY,
    kept: KeptParts | None = None,
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
    kept
        Takes what pictures of the athlete may show, if there will be any.
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
    return clip.measure(choose_among(clip.survey, choice), kept)


def survey_clip(
    video: Video,
    estimator: PoseEstimator,
    settings: PoseSettings,
    *,
    progress: Progress = show_nothing,
    may_be_still: bool = False,
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
    may_be_still
        Take a clip in which nothing moves as well: of somebody who holds a posture.

    Raises
    ------
    VideoError
        The file is damaged on the way, or nothing moves in it.
    """

    def on_frame(done: int) -> None:
        progress("finding the athlete", done, video.n_packets)

    survey = survey_video(video, estimator.find_people, settings, on_frame)
    if not may_be_still:
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
