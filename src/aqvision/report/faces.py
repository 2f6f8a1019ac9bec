"""Frame and heads -> the same frame without faces: what is hidden never reaches a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from aqvision.analysis.pose_store import Posed
from aqvision.analysis.store import load_analysis
from aqvision.camera.panorama import mapped
from aqvision.core.errors import LibraryError, shown
from aqvision.core.heads import head_circles
from aqvision.core.types import FloatArray, Image
from aqvision.core.wording import _
from aqvision.video.kept import KeptPart
from aqvision.video.reader import Frame

# So many fields across a head are left of it: a face of three has neither eyes nor a mouth.
_FIELDS = 3
# How long before and after a picture somebody else's sightings count.
_REACH_S = 0.5
# Of somebody who was not seen on both sides of a moment, who may have moved on.
_GROWN = 1.5

Stroke = FloatArray
"""(2, 3) two circles, x, y and radius each: all between them is hidden too."""


@dataclass(frozen=True, slots=True, eq=False)
class FacelessFrame:
    """A frame, or a part of one, whose heads are hidden in all that is taken of it."""

    frame: Frame | KeptPart
    strokes: tuple[Stroke, ...]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the whole picture."""
        return self.frame.size_px

    def part(self, rows: slice, columns: slice) -> Image:
        """Give the RGB pixels of rows and columns, without faces.

        Parameters
        ----------
        rows, columns
            From and to in pixels of the whole picture.
        """
        corner = np.array([columns.start, rows.start, 0.0])
        return hide(self.frame.part(rows, columns), [s - corner for s in self.strokes])


def hide(rgb: Image, strokes: Iterable[Stroke]) -> Image:
    """Give a picture whose heads are a few fields of colour; all else stays as it is.

    Parameters
    ----------
    rgb
        (height, width, 3) pixels.
    strokes
        Where heads are, in its pixels.
    """
    hidden = np.array(rgb)
    for stroke in strokes:
        _hide_one(hidden, stroke)
    return hidden


def _hide_one(rgb: Image, stroke: Stroke) -> None:
    radius = int(np.ceil(stroke[:, 2].max()))
    low = np.floor(stroke[:, :2].min(axis=0)).astype(int) - radius
    high = np.ceil(stroke[:, :2].max(axis=0)).astype(int) + radius + 1
    left, top = np.maximum(low, 0)
    right, bottom = np.minimum(high, rgb.shape[1::-1])
    if right <= left or bottom <= top:
        return
    part = rgb[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], np.uint8)
    ends = [tuple(np.rint(end).astype(int) - (left, top)) for end in stroke[:, :2]]
    first, last = ((int(x), int(y)) for x, y in ends)
    cv2.line(mask, first, last, 1, 2 * radius + 1)
    for end in (first, last):
        cv2.circle(mask, end, radius, 1, -1)
    part[mask > 0] = _fields(part, radius)[mask > 0]


def _fields(part: Image, radius: int) -> Image:
    """Average a picture over fields a third of a head wide, and let them run into each other."""
    height, width = part.shape[:2]
    field = max(2 * radius / _FIELDS, 1.0)
    size = max(1, round(width / field)), max(1, round(height / field))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def strokes_of_others(heads: FloatArray, time_s: float) -> tuple[Stroke, ...]:
    """Give where the heads of people are at a time, from sightings before and after it.

    Parameters
    ----------
    heads
        (K, 5) playback time, number of the person, x, y and radius in pixels.
    time_s
        Playback time of the picture.
    """
    near = heads[np.abs(heads[:, 0] - time_s) <= _REACH_S]
    strokes: list[Stroke] = []
    for person in np.unique(near[:, 1]):
        seen = near[near[:, 1] == person]
        before, after = seen[seen[:, 0] <= time_s], seen[seen[:, 0] >= time_s]
        if len(before) and len(after):
            first, last = before[:, 0].max(), after[:, 0].min()
            strokes += _pairs(before[before[:, 0] == first], after[after[:, 0] == last])
        else:
            nearest = np.abs(seen[:, 0] - time_s).min()
            alone = seen[np.abs(seen[:, 0] - time_s) == nearest] * [1, 1, 1, 1, _GROWN]
            strokes += _pairs(alone, alone)
    return tuple(strokes)


def _pairs(before: FloatArray, after: FloatArray) -> Iterator[Stroke]:
    """Join each circle of a head with the one that was made in the same way."""
    for one, other in zip(before, after, strict=False):
        yield np.stack([one[2:], other[2:]])


def strokes_of_athlete(analysis: Posed, frame: int) -> tuple[Stroke, ...]:
    """Give where the athlete's head is in a frame; none where that is not known.

    Points as they were found and as they were filtered count both: one of them may be off.

    Parameters
    ----------
    analysis, frame
        A clip, and the number of one of its frames.
    """
    found = analysis.raw_pose.sequence.xy_px[frame]
    filtered = mapped(
        analysis.still_view.to_picture[frame : frame + 1], analysis.pose.xy_px[frame : frame + 1]
    )[0]
    circles = np.concatenate([head_circles(found), head_circles(filtered)])
    return tuple(np.stack([circles[0], circle]) for circle in circles)


def as_may_be_shown(
    analysis: Posed, frame: Frame | KeptPart, number: int
) -> Frame | KeptPart | FacelessFrame | None:
    """Give a frame as a picture of it may be kept: without faces, if that was asked for.

    Parameters
    ----------
    analysis, frame, number
        A clip, one of its frames, and the number of that frame.

    Returns
    -------
    Frame, KeptPart, FacelessFrame or None
        None where faces are to be hidden and the place of the athlete's is not known.
    """
    if not analysis.provenance.faces_blurred:
        return frame
    athlete, others = strokes_of_athlete(analysis, number), analysis.raw_pose.other_heads
    if not athlete or others is None:
        return None
    time_s = float(analysis.raw_pose.sequence.time_s[number])
    return FacelessFrame(frame, (*athlete, *strokes_of_others(others, time_s)))


def refuse_shown_faces(folders: Iterable[Path]) -> None:
    """Refuse results whose pictures show faces, as they would be shown again.

    Parameters
    ----------
    folders
        Results of clips.

    Raises
    ------
    LibraryError
        The pictures in a folder show faces, or it holds no complete analysis.
    """
    for folder in folders:
        made = load_analysis(folder).provenance
        if not (made.faces_blurred or made.from_pose_file):
            raise LibraryError(
                _("the pictures in {folder} show faces").format(folder=shown(folder)),
                _("measure its clip again with faces blurred"),
            )
