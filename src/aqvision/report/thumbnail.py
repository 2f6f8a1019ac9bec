"""Survey or result of a clip -> thumbnail.webp: one small picture, with the athlete in it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.analysis.posed import load_posed
from aqvision.core.clip import Clip
from aqvision.core.errors import AqvisionError
from aqvision.core.types import FloatArray
from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.survey import Survey
from aqvision.report.contact_sheet import good_moment
from aqvision.report.faces import FacelessFrame, as_may_be_shown, strokes_of_others
from aqvision.report.pictures import Shown, cut_window, write_webp
from aqvision.video.reader import Video, open_video
from aqvision.video.seek import read_frames_at

NAME = "thumbnail.webp"
SIZE_PX = (288, 216)
"""Width and height of every one of them, three times as large as they are shown."""
_MARGIN = 1.35
_QUALITY = 78
# Of the moments nearest to the middle of a run; in most clips the first is as good as any.
_TRIES = 12


def thumbnail_of_survey(
    survey: Survey, video: Video, number: int, folder: Path, *, blur_faces: bool
) -> None:
    """Write the picture of a clip whose people are known.

    Parameters
    ----------
    survey, video, number
        Who is in a clip, the clip, and the number of the athlete, from 1.
    folder
        Takes ``thumbnail.webp``.
    blur_faces
        Hide all heads that the survey has found.

    Raises
    ------
    VideoError
        The file is damaged at that moment.
    """
    moment = good_moment(survey.tracks[number - 1], survey.tracks, video)
    for frame in read_frames_at(video, [moment.time_s]):
        heads = strokes_of_others(survey.heads(), moment.time_s) if blur_faces else ()
        _write(FacelessFrame(frame, heads), moment.box, folder)


def thumbnail_of_clip(clip: Clip, folder: Path) -> None:
    """Write the middle picture of a clip of which nobody is known; none where faces are hidden.

    Parameters
    ----------
    clip
        Any; where it cannot be read there is no picture of it.
    folder
        Takes ``thumbnail.webp``.
    """
    if clip.blur_faces:
        return
    try:
        video = open_video(clip.path)
        for frame in read_frames_at(video, [video.duration_s / 2]):
            _write(frame, None, folder)
    except AqvisionError:  # a problem that is told in words elsewhere
        return


def thumbnail_of_result(clip: Clip, result: Path, folder: Path) -> None:
    """Write the picture of a clip that was measured.

    Parameters
    ----------
    clip, result
        The clip, and the folder of what was measured in it.
    folder
        Takes ``thumbnail.webp``.

    Raises
    ------
    VideoError, LibraryError
        The clip or the result is damaged.
    """
    posed = load_posed(result)
    if clip.blur_faces and not posed.provenance.faces_blurred:
        return
    video = open_video(clip.path).turned(posed.raw_pose.quarter_turns)
    numbers = _moments(posed.in_pictures, video)
    times = posed.raw_pose.sequence.time_s[numbers]
    for number, time_s in zip(numbers, times, strict=True):
        for frame in read_frames_at(video, [float(time_s)]):
            picture = as_may_be_shown(posed, frame, int(number))
            if picture is not None:
                _write(picture, _box_of(posed.in_pictures[number]), folder)
                return


def _moments(points: FloatArray, video: Video) -> npt.NDArray[np.intp]:
    """Choose frames in which the whole body is in the picture, from the middle of the run on."""
    with np.errstate(invalid="ignore"):
        inside = (points >= 0).all(axis=(1, 2)) & (points < [video.width_px, video.height_px]).all(
            axis=(1, 2)
        )
    known = np.flatnonzero(inside)
    if not len(known):
        known = np.flatnonzero(np.isfinite(points).any(axis=(1, 2)))
    if not len(known):
        return known
    order = np.argsort(np.abs(known - np.median(known)), kind="stable")
    return np.asarray(known[order][:_TRIES])


def _box_of(points: FloatArray) -> Box:
    (left, top), (right, bottom) = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _write(frame: Shown, box: Box | None, folder: Path) -> None:
    part = cut_window(frame, _window(frame.size_px, box))
    small = cv2.resize(part, SIZE_PX, interpolation=cv2.INTER_AREA)
    folder.mkdir(parents=True, exist_ok=True)
    write_webp(np.asarray(small, dtype=np.uint8), folder / NAME, _QUALITY)


def _window(size_px: tuple[int, int], box: Box | None) -> FloatArray:
    """Choose left, top, width and height of the thumbnail's shape, with the athlete in the middle.

    It stays inside the picture, but where it is wider, or higher, than that: then beyond both ends.
    """
    size, shape = np.array(size_px, dtype=np.float64), np.array(SIZE_PX)
    if box is None:
        scale, middle = float((size / shape).min()), size / 2
    else:
        body = np.array([box.right - box.left, box.height])
        scale = float(min(_MARGIN * (body / shape).max(), (size / shape).max()))
        middle = np.array(box.center)
    window = scale * shape
    spare = size - window
    corner = np.where(spare > 0, np.clip(middle - window / 2, 0, spare), spare / 2)
    return np.concatenate([corner, window])
