"""Analysis and Video -> events-N.webp: the frames around each touchdown and toe-off, at the foot.

What an eye needs to check a contact: the same piece of ground in each frame of a row, the frame
nearest to the event framed, times beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.camera.panorama import mapped
from aqvision.core.given_contacts import contacts_as_csv
from aqvision.core.replacing import refuse_to_overwrite
from aqvision.core.skeleton import INDEX, Side
from aqvision.core.types import FloatArray, Image
from aqvision.core.wording import _
from aqvision.report.faces import as_may_be_shown
from aqvision.report.pictures import INK, MARK, PAPER, cut_window, write_on, write_webp
from aqvision.report.wording import Sentence
from aqvision.video.reader import Video
from aqvision.video.seek import read_frames_at

TABLE = "events.csv"
_AROUND = 3
TILE_PX = 190
_TEXT_PX, _GAP_PX = 24, 6
_ROWS_A_PICTURE = 12
_WINDOW_FRAC = 0.42  # of the body's height: the foot, the shank, and the ground before it
_TEXT_SIZE_PX = 16
_QUALITY = 80
_SIDES: dict[Side, str] = {"left": _("left"), "right": _("right")}
_ENDS = (_("touchdown"), _("toe-off"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One end of a contact: its caption, time and error, and the frames that show it."""

    what: str
    at_s: float
    se_s: float
    side: Side
    frames: list[int]


def write_event_strips(analysis: Analysis, video: Video, folder: Path) -> list[Path]:
    """Write a strip of frames around each touchdown and toe-off, and the contacts as a table.

    Parameters
    ----------
    analysis, video
        A clip's result, and the clip.
    folder
        Takes ``events-1.webp`` and on, twelve strips each, and ``events.csv``, which can be
        corrected and given back; pictures of an earlier run are replaced.

    Returns
    -------
    list of Path
        The pictures, then the table.

    Raises
    ------
    VideoError
        The file is damaged at one of the moments.
    LibraryError
        A picture cannot be written, or the table was corrected and would be lost.
    """
    contacts = ((c.side, c.touchdown_s, c.toeoff_s) for c in analysis.contacts)
    table, told = folder / TABLE, contacts_as_csv(contacts)
    if not analysis.provenance.contacts_given:  # somebody may have corrected an earlier one
        refuse_to_overwrite(table, told.encode())
    for old in folder.glob("events-[0-9]*.webp"):
        old.unlink()
    events = list(events_of(analysis))
    tiles = tiles_of(analysis, video, events)
    written = []
    for number, first in enumerate(range(0, len(events), _ROWS_A_PICTURE), start=1):
        rows = [_row(e, tiles, analysis) for e in events[first : first + _ROWS_A_PICTURE]]
        written.append(folder / f"events-{number}.webp")
        write_webp(np.vstack(rows), written[-1], _QUALITY)
    table.write_text(told, encoding="utf-8")
    return [*written, table]


def events_of(analysis: Analysis) -> Iterator[Event]:
    """List touchdown and toe-off of each contact, in order, with the frames around it.

    Parameters
    ----------
    analysis
        A clip's result.

    Yields
    ------
    Event
        Two for each contact.
    """
    time_s = analysis.pose.time_s
    for contact in analysis.contacts:
        ends = (
            (contact.touchdown_s, contact.touchdown_se_s),
            (contact.toeoff_s, contact.toeoff_se_s),
        )
        for what, (at_s, se_s) in zip(_ENDS, ends, strict=True):
            nearest = int(np.abs(time_s - at_s).argmin())
            frames = range(max(0, nearest - _AROUND), min(len(time_s), nearest + _AROUND + 1))
            yield Event(what=what, at_s=at_s, se_s=se_s, side=contact.side, frames=list(frames))


def tiles_of(
    analysis: Analysis, video: Video, events: Sequence[Event]
) -> dict[tuple[Side, int], Image]:
    """Cut the pictures by foot and frame; each frame is decoded once.

    Parameters
    ----------
    analysis, video
        A clip's result, and the clip.
    events
        As :func:`events_of` lists them.

    Returns
    -------
    dict
        Pictures of one size; none where a face would be shown, or the foot was not found.

    Raises
    ------
    VideoError
        The file is damaged at one of the moments.
    """
    windows = {(e.side, f): w for e in events for f, w in _windows(analysis, e).items()}
    frames = sorted({frame for _, frame in windows})
    times = [float(analysis.raw_pose.sequence.time_s[frame]) for frame in frames]
    tiles = {}
    for shown in read_frames_at(video, times):
        frame = frames[shown.index]
        picture = as_may_be_shown(analysis, shown, frame)
        for side in _SIDES:
            if picture is not None and (side, frame) in windows:
                foot = cut_window(picture, windows[side, frame])
                size = (TILE_PX, TILE_PX)
                tile = cv2.resize(foot, size, interpolation=cv2.INTER_AREA)
                tiles[side, frame] = np.asarray(tile, dtype=np.uint8)
    return tiles


def _windows(analysis: Analysis, event: Event) -> dict[int, FloatArray]:
    """Left, top, width and height in each frame's picture of the ground at the foot."""
    points = analysis.pose.xy_px[event.frames]
    foot = points[:, [INDEX[f"{event.side}_{p}"] for p in ("ankle", "heel", "foot_index")]]
    with np.errstate(all="ignore"):
        tall = float(np.nanmedian(np.nanmax(points[..., 1], 1) - np.nanmin(points[..., 1], 1)))
        place = np.nanmedian(foot.reshape(-1, 2), axis=0)
    if not (np.isfinite(place).all() and tall > 0):
        return {}
    to_picture = analysis.still_view.to_picture[event.frames]
    centres = mapped(to_picture, np.broadcast_to(place, (len(event.frames), 1, 2)))[:, 0]
    side = _WINDOW_FRAC * tall
    return {
        frame: np.array([x - side / 2, y - 0.7 * side, side, side])
        for frame, (x, y) in zip(event.frames, centres, strict=True)
    }


def _row(event: Event, tiles: dict[tuple[Side, int], Image], analysis: Analysis) -> Image:
    """Lay the frames of an event side by side, its caption above and times below them."""
    time_s = analysis.pose.time_s
    width = (2 * _AROUND + 1) * (TILE_PX + _GAP_PX) + _GAP_PX
    row: Image = np.full((TILE_PX + 2 * _TEXT_PX + 2 * _GAP_PX, width, 3), PAPER, np.uint8)
    caption = f"{_SIDES[event.side]}, {event.what}: {Sentence.SECONDS_FINELY.format(s=event.at_s)}"
    _write(row, f"{caption} ± {1000 * event.se_s:.0f} ms", _GAP_PX, _TEXT_PX - 7)
    nearest = min(event.frames, key=lambda frame: abs(time_s[frame] - event.at_s))
    for frame in event.frames:
        left = _GAP_PX + (frame - nearest + _AROUND) * (TILE_PX + _GAP_PX)
        tile = tiles.get((event.side, frame))
        if tile is not None:
            row[_TEXT_PX : _TEXT_PX + TILE_PX, left : left + TILE_PX] = tile
        if frame == nearest:
            corners = (left - 2, _TEXT_PX - 2), (left + TILE_PX + 1, _TEXT_PX + TILE_PX + 1)
            cv2.rectangle(row, *corners, MARK, 3)
        off_ms = round(1000 * (time_s[frame] - event.at_s))
        text = f"{off_ms:+d} ms   {Sentence.SECONDS_FINELY.format(s=time_s[frame])}"
        _write(row, text, left, _TEXT_PX + TILE_PX + _TEXT_PX - 5)
    return row


def _write(row: Image, text: str, left: int, base: int) -> None:
    write_on(row, text, (left, base), size_px=_TEXT_SIZE_PX, colour=INK)
