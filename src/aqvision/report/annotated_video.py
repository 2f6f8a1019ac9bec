"""Analysis and Video -> annotated.mp4: the clip with all that was found drawn on it, to send on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.folders import written_whole
from aqvision.core.types import Image
from aqvision.kinematics.metrics.registry import Pillar
from aqvision.pose.estimate import Progress, show_nothing
from aqvision.report.faces import as_may_be_shown
from aqvision.report.video_overlay import draw_overlay, make_overlay
from aqvision.video.reader import Video
from aqvision.video.seek import read_frames_at
from aqvision.video.writer import write_video_at

NAME = "annotated.mp4"
_MOST_PX = 1280
# Before the athlete is found and after, in time of playback: enough to see where from and where to.
_MARGIN_S = 0.25


def write_annotated(
    analysis: Analysis,
    video: Video,
    folder: Path,
    pillar: Pillar,
    progress: Progress = show_nothing,
) -> Path:
    """Write the part of a clip that was measured with skeleton, angle, steps and events drawn.

    It plays as fast as the clip does, without its sound, and shows the real time. One frame is
    in memory at a time.

    Parameters
    ----------
    analysis, video
        A clip's result, and the clip.
    folder
        Of the result.
    pillar
        One of :data:`aqvision.report.angle_overlay.ANGLES`, whose angle is drawn.
    progress
        Told how far the work has come.

    Returns
    -------
    Path
        ``annotated.mp4``, H.264, 1280 pixels long at most.

    Raises
    ------
    VideoError
        The clip is damaged on the way, H.264 cannot be written here, or no frame may be shown:
        faces are to be hidden, and nobody knows where they are.
    LibraryError
        The folder cannot be written.
    """
    size_px = _size(video)
    with written_whole(folder) as unfinished:
        frames = _drawn(analysis, video, size_px, pillar, progress)
        write_video_at(unfinished / NAME, frames, video.fps)
    return folder / NAME


def _size(video: Video) -> tuple[int, int]:
    """Give width and height of what is shown: even, and never more than the clip has."""
    shrink = min(1.0, _MOST_PX / max(video.width_px, video.height_px))
    width, height = (2 * int(shrink * px / 2) for px in (video.width_px, video.height_px))
    return width, height


def _drawn(
    analysis: Analysis,
    video: Video,
    size_px: tuple[int, int],
    pillar: Pillar,
    progress: Progress,
) -> Iterator[tuple[float, Image]]:
    """Give the time of playback and the picture of each frame that may be shown."""
    overlay = make_overlay(analysis, pillar, size_px)
    found_s = overlay.played_s[analysis.pose.detected]
    shown = (overlay.played_s >= found_s[0] - _MARGIN_S) & (
        overlay.played_s <= found_s[-1] + _MARGIN_S
    )
    numbers = np.flatnonzero(shown)
    for frame in read_frames_at(video, [float(t) for t in overlay.played_s[numbers]]):
        number = int(numbers[frame.index])
        picture = as_may_be_shown(analysis, frame, number)
        if picture is None:
            continue
        width, height = picture.size_px
        whole = picture.part(slice(0, height), slice(0, width))
        small = cv2.resize(whole, size_px, interpolation=cv2.INTER_AREA)
        drawn = draw_overlay(overlay, np.asarray(small, dtype=np.uint8), number)
        yield frame.time_s - float(overlay.played_s[numbers[0]]), drawn
        progress("drawing the video", frame.index + 1, len(numbers))
