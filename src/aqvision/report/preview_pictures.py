"""Survey and Video -> pictures to tap in: stills, the film as a strip, and its people together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from aqvision.core.types import Image
from aqvision.pose.detect.boxes import Box, cut_out
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.report.faces import hide, strokes_of_others
from aqvision.report.pictures import write_webp
from aqvision.video.reader import Video
from aqvision.video.seek import read_frames_at

STRIP = "strip.webp"
_STILL_PX, _GROUP_PX, _TILE_PX = 1600, 1100, 110
_STILL_QUALITY, _QUALITY = 82, 75
_N_TILES = 8
# Of a tile around the likeliest athlete, in heights of the body.
_AROUND = 1.8
# Where in a film stills are taken: marks are seen best where nobody stands before them.
_STILLS = (0.0, 0.5, 0.97)
_MOST_GROUPS = 6
_BLANK = 226


@dataclass(frozen=True, slots=True)
class Group:
    """A picture of people who are in it together: its file, playback time, and where each is."""

    picture: str
    time_s: float
    boxes: Mapping[int, Box]


def write_stills(
    survey: Survey, video: Video, folder: Path, span_s: tuple[float, float], *, blur_faces: bool
) -> list[tuple[str, float]]:
    """Write large pictures of a part of a film.

    Parameters
    ----------
    survey, video
        Everybody in the film, and the film.
    folder
        Takes ``still-0.webp`` and on.
    span_s
        From and to in playback seconds.
    blur_faces
        Hide all heads that were found.

    Returns
    -------
    list of (str, float)
        Names, and playback times.

    Raises
    ------
    VideoError
        The file is damaged at one of the moments.
    LibraryError
        A picture cannot be written.
    """
    first_s, last_s = span_s
    times = [first_s + part * (last_s - first_s) for part in _STILLS]
    written = []
    for number, time_s, rgb in _shown(survey, video, times, blur_faces=blur_faces):
        name = f"still-{number}.webp"
        write_webp(_within(rgb, _STILL_PX), folder / name, _STILL_QUALITY)
        written.append((name, time_s))
    return written


def write_strip(
    survey: Survey, video: Video, folder: Path, span_s: tuple[float, float], *, blur_faces: bool
) -> list[float]:
    """Write the whole film as a row of small pictures, each in the middle of its share of it.

    Each is cut around the likeliest athlete, or from the middle where nobody is followed.

    Parameters
    ----------
    survey, video, folder, blur_faces
        As for :func:`write_stills`; the folder takes ``strip.webp``.
    span_s
        What was searched for heads: where they are to be hidden, nothing else is shown.

    Returns
    -------
    list of float
        Playback times of the pictures.

    Raises
    ------
    VideoError
        The file is damaged at one of the moments.
    LibraryError
        The picture cannot be written.
    """
    times = [(number + 0.5) / _N_TILES * video.duration_s for number in range(_N_TILES)]
    tiles: list[Image] = [np.full((_TILE_PX, _TILE_PX, 3), _BLANK, np.uint8)] * _N_TILES
    for number, time_s, rgb in _shown(survey, video, times, blur_faces=blur_faces):
        if not blur_faces or span_s[0] <= time_s <= span_s[1]:
            tiles[number] = _tile(rgb, survey, time_s)
    write_webp(np.hstack(tiles), folder / STRIP, _QUALITY)
    return times


def _tile(rgb: Image, survey: Survey, time_s: float) -> Image:
    height, width = rgb.shape[:2]
    box = survey.tracks[0].box_at(time_s, 0.0) if survey.tracks else None
    around = Box.square(width / 2, height / 2, min(width, height))
    if box is not None:
        around = Box.square(*box.center, max(_AROUND * box.size, 1.0))
    pixels, _corner = cut_out(rgb, around)
    size = (_TILE_PX, _TILE_PX)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def write_groups(survey: Survey, video: Video, folder: Path, *, blur_faces: bool) -> list[Group]:
    """Write few pictures that show all candidates, each person once.

    Parameters
    ----------
    survey, video, folder, blur_faces
        As for :func:`write_stills`; the folder takes ``people-0.webp`` and on.

    Returns
    -------
    list of Group
        Boxes are in parts of the picture's width and height. In a crowd the last of the candidates
        may be in none.

    Raises
    ------
    VideoError
        The file is damaged at one of the moments.
    LibraryError
        A picture cannot be written.
    """
    people = dict(enumerate(survey.tracks, 1))
    moments = dict(sorted(_moments(people)))
    groups = []
    for number, time_s, rgb in _shown(survey, video, list(moments), blur_faces=blur_faces):
        wanted_s, numbers = list(moments.items())[number]
        name = f"people-{number}.webp"
        write_webp(_within(rgb, _GROUP_PX), folder / name, _QUALITY)
        boxes = {one: _boxes_at(people, wanted_s)[one] for one in numbers}
        size = rgb.shape[1], rgb.shape[0]
        groups.append(
            Group(name, time_s, {one: _in_parts(box, size) for one, box in boxes.items()})
        )
    return groups


def _moments(people: Mapping[int, Track]) -> Iterator[tuple[float, list[int]]]:
    """Choose moments until everybody was shown, each time that with the most who are missing."""
    seen_at = {s.time_s for track in people.values() for s in track.sightings}
    by_time = {time_s: _boxes_at(people, time_s) for time_s in sorted(seen_at)}
    middle_s = (min(seen_at) + max(seen_at)) / 2 if seen_at else 0.0
    missing = set(people)
    for _number in range(_MOST_GROUPS):
        if not missing:
            return

        def worth(time_s: float, left: frozenset[int] = frozenset(missing)) -> tuple[float, ...]:
            boxes = {one: box for one, box in by_time[time_s].items() if one in left}
            return len(boxes), -_hidden(list(boxes.values())), -abs(time_s - middle_s)

        best_s = max(by_time, key=worth)
        shown = sorted(missing & by_time[best_s].keys())
        yield best_s, shown
        missing -= set(shown)


def _boxes_at(people: Mapping[int, Track], time_s: float) -> dict[int, Box]:
    return {
        number: sighting.box
        for number, track in people.items()
        for sighting in track.sightings
        if sighting.time_s == time_s
    }


def _hidden(boxes: Sequence[Box]) -> float:
    """Tell how much people cover each other: the largest overlap of two, to a tenth."""
    pairs = (one.overlap(other) for i, one in enumerate(boxes) for other in boxes[:i])
    return round(max(pairs, default=0.0), 1)


def _in_parts(box: Box, size: tuple[int, int]) -> Box:
    width, height = size
    sides = (box.left / width, box.top / height, box.right / width, box.bottom / height)
    return Box(*(min(max(side, 0.0), 1.0) for side in sides))


def _shown(
    survey: Survey, video: Video, times_s: Sequence[float], *, blur_faces: bool
) -> Iterator[tuple[int, float, Image]]:
    """Give the frames at rising times as they may be shown: place in the list, time, pixels."""
    for frame in read_frames_at(video, times_s):
        heads = strokes_of_others(survey.heads(), frame.time_s) if blur_faces else ()
        yield frame.index, frame.time_s, hide(frame.rgb, heads) if heads else frame.rgb


def _within(rgb: Image, longest_px: int) -> Image:
    height, width = rgb.shape[:2]
    scale = longest_px / max(height, width)
    if scale >= 1:
        return rgb
    size = (round(width * scale), round(height * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
