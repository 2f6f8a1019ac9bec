"""Clip and its result -> film.mp4, which browsers play, frame by frame, and film.json beside it.

Frame n of the film is frame n of the clip, also where nothing may be shown of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.analysis.posed import PosedClip, load_posed
from aqvision.core.clip import Clip
from aqvision.core.errors import VideoError
from aqvision.core.types import FloatArray, Image
from aqvision.core.wording import _
from aqvision.pose.estimate import Progress, show_nothing
from aqvision.report.faces import as_may_be_shown
from aqvision.video.reader import Frame, Video, open_video, read_frames
from aqvision.video.writer import write_video_at

FILM, FACTS = "film.mp4", "film.json"
_MOST_PX = 1280
# Columns and rows of colour that stand for a frame of which nothing may be shown.
_COVER = (4, 3)
_DIGITS = 6
# Times of one frame that were written down in two places.
_SAME_S = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmFacts:
    """Width and height of a film, and when each of its frames is shown."""

    width_px: int
    height_px: int
    played_s: tuple[float, ...]

    def to_json(self) -> str:
        """Write them down."""
        size = {"width_px": self.width_px, "height_px": self.height_px}
        return json.dumps({**size, "played_s": self.played_s})

    @classmethod
    def from_json(cls, text: str) -> FilmFacts:
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        text
            JSON.

        Examples
        --------
        >>> facts = FilmFacts(width_px=4, height_px=2, played_s=(0.0, 0.5))
        >>> FilmFacts.from_json(facts.to_json()) == facts
        True
        """
        values = json.loads(text)
        return cls(**{**values, "played_s": tuple(values["played_s"])})


def write_film(
    clip: Clip,
    result: Path | None,
    folder: Path,
    progress: Progress = show_nothing,
    *,
    quarter_turns: int = 0,
) -> None:
    """Write a clip anew so that every browser plays it, and each of its frames can be found.

    Parameters
    ----------
    clip
        The clip.
    result
        Folder of what was measured in it; None where nothing was.
    folder
        Takes ``film.mp4``, H.264 of 1280 pixels at most without sound, and ``film.json``.
    progress
        Told how far the work has come.
    quarter_turns
        By how much pictures are turned, to the right, where no result knows it.

    Raises
    ------
    VideoError
        The clip is damaged, or faces are to be hidden and nobody knows where they are.
    LibraryError
        The result is damaged.
    """
    posed = None if result is None else load_posed(result)
    _refuse_unknown_faces(clip, posed)
    turns = posed.raw_pose.quarter_turns if posed else quarter_turns
    video = open_video(clip.path).turned(turns)
    width, height = size_px = _size(video)
    hides = clip.blur_faces or (posed is not None and posed.provenance.faces_blurred)
    played_s: list[float] = []

    def frames() -> Iterator[tuple[float, Image]]:
        for frame in read_frames(video):
            played_s.append(round(frame.time_s, _DIGITS))
            yield frame.time_s, _shown(frame, posed if hides else None, size_px)
            progress(_("making it ready to play"), frame.index + 1, video.n_packets)

    write_video_at(folder / FILM, frames(), video.fps, stepping=True)
    facts = FilmFacts(width_px=width, height_px=height, played_s=tuple(played_s))
    (folder / FACTS).write_text(facts.to_json(), encoding="utf-8")


def _refuse_unknown_faces(clip: Clip, posed: PosedClip | None) -> None:
    if not clip.blur_faces or (posed and posed.provenance.faces_blurred):
        return
    raise VideoError(
        _("faces are to be hidden in {name}, and where they are is not known yet").format(
            name=clip.name
        ),
        _("measure it first, it can be played after that"),
    )


def _size(video: Video) -> tuple[int, int]:
    """Give width and height of the film: even, and never more than the clip has."""
    shrink = min(1.0, _MOST_PX / max(video.width_px, video.height_px))
    width, height = (2 * max(1, int(shrink * px / 2)) for px in (video.width_px, video.height_px))
    return width, height


def _shown(frame: Frame, hiding: PosedClip | None, size_px: tuple[int, int]) -> Image:
    """Give the picture of a frame; where faces are hidden, without them or covered as a whole."""
    width, height = frame.size_px
    whole = slice(0, height), slice(0, width)
    if hiding is None:
        rgb = frame.part(*whole)
    else:
        number = frame_at(hiding.raw_pose.sequence.time_s, np.array([frame.time_s]))[0]
        picture = as_may_be_shown(hiding, frame, int(number)) if number >= 0 else None
        rgb = _covered(frame.part(*whole)) if picture is None else picture.part(*whole)
    return np.asarray(cv2.resize(rgb, size_px, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _covered(rgb: Image) -> Image:
    few = cv2.resize(rgb, _COVER, interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.resize(few, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR), dtype=np.uint8
    )


def frame_at(measured_s: FloatArray, shown_s: FloatArray) -> npt.NDArray[np.intp]:
    """Find the measured frame that is shown at each time: a copy of a picture shows the one before.

    Parameters
    ----------
    measured_s
        (T,) times of playback of the frames that were measured, rising.
    shown_s
        (N,) times of playback.

    Returns
    -------
    numpy.ndarray
        (N,) numbers of measured frames, -1 where none is shown: before the first, after the last,
        or in a pause of the camera.

    Examples
    --------
    >>> measured = np.array([1.0, 1.1, 1.3, 1.4])
    >>> frame_at(measured, np.array([0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5])).tolist()
    [-1, 0, 1, 1, 2, 3, -1]
    """
    step_s = float(np.median(np.diff(measured_s))) if len(measured_s) > 1 else 1.0
    numbers = np.searchsorted(measured_s, shown_s + _SAME_S, side="right") - 1
    late_s = shown_s - measured_s[np.maximum(numbers, 0)]
    last = len(measured_s) - 1
    most_s = np.where(numbers == last, 0.75 * step_s, 2.5 * step_s)
    return np.where((numbers >= 0) & (late_s < most_s), numbers, -1)
