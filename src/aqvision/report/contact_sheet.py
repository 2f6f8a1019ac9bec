"""Survey and Video -> athletes.webp: who is in the clip, numbered, a picture of each."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from aqvision.core.types import Image
from aqvision.core.wording import _
from aqvision.pose.detect.boxes import Box, cut_out
from aqvision.pose.track.athlete import Candidate
from aqvision.pose.track.sightings import Sighting
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.report.faces import hide, strokes_of_others
from aqvision.report.pictures import INK, MARK, PAPER, write_label, write_on, write_webp
from aqvision.video.reader import Video
from aqvision.video.seek import read_frames_at

NAME = "athletes.webp"
_TILE_PX = 320
_LINE_PX = 26
_TEXT_PX = 4 * _LINE_PX + 10
_COLUMNS = 4
_MARGIN = 1.8
_QUALITY = 85
_NUMBER_PX, _TEXT_SIZE_PX = 38, 17
_LINES = (
    _("Track {c.number}, score {c.score:.2f}"),
    _("{c.first_s:.2f} to {c.last_s:.2f} s, {c.height_px:.0f} px tall"),
    _("from x = {c.first_px[0]:.0f} to x = {c.last_px[0]:.0f}"),
)
_STRIDES, _DOES_NOT_STRIDE = _("strides"), _("does not stride")


def write_contact_sheet(
    survey: Survey, video: Video, folder: Path, *, blur_faces: bool = False
) -> Path:
    """Write a picture of every candidate, with number, time in view and score.

    Parameters
    ----------
    survey
        Who is in the clip, and where.
    video
        The clip.
    folder
        Takes ``athletes.webp``; made if needed.
    blur_faces
        Hide all heads that the survey has found.

    Raises
    ------
    VideoError
        The file is damaged at one of the moments.
    LibraryError
        The picture cannot be written.
    """
    moments = [good_moment(track, survey.tracks, video) for track in survey.tracks]
    order = sorted(range(len(moments)), key=lambda i: moments[i].time_s)
    tiles: list[Image] = [_blank(_TILE_PX)] * len(moments)
    for frame in read_frames_at(video, [m.time_s for m in moments]):
        i = order[frame.index]
        heads = strokes_of_others(survey.heads(), moments[i].time_s) if blur_faces else ()
        rgb = hide(frame.rgb, heads) if heads else frame.rgb
        tiles[i] = _tile(rgb, moments[i].box, survey.candidates[i])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    write_webp(_sheet(tiles), path, _QUALITY)
    return path


def good_moment(track: Track, everybody: tuple[Track, ...], video: Video) -> Sighting:
    """Choose a sighting wholly in the picture, apart from the others, in mid-track.

    Parameters
    ----------
    track, everybody
        Of the person, and of all people in the clip, this one among them.
    video
        The clip.
    """
    middle_s = (track.first_s + track.last_s) / 2

    def drawbacks(sighting: Sighting) -> tuple[bool, float, float]:
        box = sighting.box
        inside = box.left >= 0 and box.top >= 0
        inside = inside and box.right < video.width_px and box.bottom < video.height_px
        others = [t.box_at(sighting.time_s, 0.0) for t in everybody if t is not track]
        covered = max((box.overlap(other) for other in others if other), default=0.0)
        return not inside, round(covered, 1), abs(sighting.time_s - middle_s)

    return min(track.sightings, key=drawbacks)


def _tile(rgb: Image, box: Box, candidate: Candidate) -> Image:
    around = Box.square(*box.center, box.size * _MARGIN)
    pixels, (left, top) = cut_out(rgb, around)
    scale = _TILE_PX / len(pixels)
    picture = np.array(cv2.resize(pixels, (_TILE_PX, _TILE_PX), interpolation=cv2.INTER_AREA))
    corners = [
        (round((x - left) * scale), round((y - top) * scale))
        for x, y in ((box.left, box.top), (box.right, box.bottom))
    ]
    cv2.rectangle(picture, corners[0], corners[1], MARK, 2, cv2.LINE_AA)
    tile = _blank(_TILE_PX)
    tile[:_TILE_PX] = picture
    number = f"{candidate.number}"
    write_label(tile, number, (12, 44), size_px=_NUMBER_PX, colour=MARK, ground=PAPER)
    strides = _STRIDES if candidate.strides else _DOES_NOT_STRIDE
    for row, line in enumerate((*_LINES, strides), 1):
        at = (8, _TILE_PX + row * _LINE_PX - 4)
        text = line.format(c=candidate)
        write_on(tile, text, at, size_px=_TEXT_SIZE_PX, colour=INK)
    return tile


def _blank(width: int) -> Image:
    tile = np.empty((_TILE_PX + _TEXT_PX, width, 3), dtype=np.uint8)
    tile[:] = PAPER
    return tile


def _sheet(tiles: list[Image]) -> Image:
    """Lay tiles out in rows, up to four in a row."""
    columns = min(_COLUMNS, len(tiles))
    spare = -len(tiles) % columns
    filled = [*tiles, *[_blank(_TILE_PX)] * spare]
    rows = [np.hstack(filled[i : i + columns]) for i in range(0, len(filled), columns)]
    return np.vstack(rows)
