"""Clip -> its people, ready to be checked: what needs no metrics, so that it begins at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aqvision.analysis.shots import in_one_shot
from aqvision.core.clip import Clip
from aqvision.core.loading import CHECKING, load_meanwhile
from aqvision.core.settings import Settings
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import Progress, SurveyedClip, show_nothing, survey_clip
from aqvision.pose.io.importing import refuse_pose_file
from aqvision.pose.network.runtimes import Device
from aqvision.video.cuts import Shot
from aqvision.video.reader import open_video
from aqvision.video.timing import find_timing

CHECK_MODEL = "full"
"""Network that measures the frames of a check."""


@contextmanager
def surveyed(
    clip: Clip,
    *,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
) -> Iterator[tuple[SurveyedClip, Shot]]:
    """Survey a clip, ready to be checked; the survey also tells who is in it, the shot of what.

    Parameters
    ----------
    clip
        What is to be measured.
    device
        What the network runs on, ``cpu`` or ``gpu``.
    settings
        Every number that may be set; defaults if left out.
    progress
        Told how far the work has come.

    Raises
    ------
    VideoError, PoseError, CalibrationError
        The clip cannot be surveyed at all; the hint says what to film.
    """
    refuse_pose_file(clip.path)
    video = open_video(clip.path)
    find_timing(video, clip)  # an impossible rate is refused before the survey
    pose = (settings or Settings()).pose
    with pose_workers(pose, CHECK_MODEL, device=device) as estimator:
        load_meanwhile(*CHECKING)
        yield in_one_shot(survey_clip(video, estimator, pose, progress=progress), clip)
