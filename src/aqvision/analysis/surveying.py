"""Clip -> its people, ready to be checked: what needs no metrics, so that it begins at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aqvision.analysis.shots import shots_of
from aqvision.analysis.upright import survey_upright
from aqvision.core.clip import Clip
from aqvision.core.loading import CHECKING, load_meanwhile
from aqvision.core.settings import Settings
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import Progress, SurveyedClip, show_nothing
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
) -> Iterator[tuple[SurveyedClip, tuple[Shot, ...]]]:
    """Survey a clip whole: who is in it, and its shots, one of which can be checked.

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
    video = open_video(clip.path).only(clip.part)
    find_timing(video, clip)  # an impossible rate is refused before the survey
    pose = (settings or Settings()).pose
    with pose_workers(pose, CHECK_MODEL, device=device) as estimator:
        load_meanwhile(*CHECKING)
        found = survey_upright(video, estimator, pose, clip, progress=progress)
        yield found, shots_of(found)
