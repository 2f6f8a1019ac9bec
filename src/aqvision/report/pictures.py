"""Pixels -> files of pictures: cut out of a frame, written on, coded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from aqvision.core.errors import LibraryError
from aqvision.core.types import FloatArray, Image
from aqvision.core.wording import _
from aqvision.video.kept import Region, inside

Colour = tuple[int, int, int]


class Shown(Protocol):
    """A picture of which parts can be had: a frame, what was kept of one, or one without faces."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the whole."""

    def part(self, rows: slice, columns: slice) -> Image:
        """Give the RGB pixels of some rows and columns.

        Parameters
        ----------
        rows, columns
            From and to in pixels of the whole.
        """


PAPER: Colour = (255, 255, 255)
INK: Colour = (30, 30, 30)
MARK: Colour = (230, 60, 20)
_PAD_GREY = (226, 230, 234)
_REGULAR, _BOLD = 500, 750


def region_of(window: FloatArray) -> Region:
    """Give the rows and columns of a window.

    Parameters
    ----------
    window
        (4,) left, top, width and height in pixels of the picture.
    """
    left, top, width, height = (round(float(v)) for v in window)
    return slice(top, top + height), slice(left, left + width)


def cut_window(frame: Shown, window: FloatArray) -> Image:
    """Cut a window out of a frame; what lies outside the picture is grey.

    Parameters
    ----------
    frame
        The picture.
    window
        (4,) left, top, width and height in pixels of the picture.
    """
    whole_rows, whole_columns = region_of(window)
    top, left = whole_rows.start, whole_columns.start
    canvas = np.empty((whole_rows.stop - top, whole_columns.stop - left, 3), dtype=np.uint8)
    canvas[:] = _PAD_GREY
    rows, columns = inside((whole_rows, whole_columns), frame.size_px)
    if rows.stop > rows.start and columns.stop > columns.start:
        part = frame.part(rows, columns)
        canvas[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = (
            part
        )
    return canvas


@cache
def _font() -> cv2.FontFace:
    """Give the font that comes with OpenCV: Rubik, with letters of most languages."""
    return cv2.FontFace("sans")


def write_on(
    picture: Image,
    text: str,
    at: tuple[int, int],
    *,
    size_px: int,
    colour: Colour,
    bold: bool = False,
) -> None:
    """Write a line on a picture, in place.

    Parameters
    ----------
    picture
        (height, width, 3) RGB.
    text
        The line.
    at
        (x, y) of its lower left corner in pixels.
    size_px
        Height of the font.
    colour
        RGB.
    bold
        Write it with thick strokes.
    """
    cv2.putText(picture, text, at, colour, _font(), size_px, _BOLD if bold else _REGULAR)


def write_label(
    picture: Image,
    text: str,
    at: tuple[int, int],
    *,
    size_px: int,
    colour: Colour,
    ground: Colour,
) -> None:
    """Write a line in thick strokes on a ground of its own, in place, to be read on anything.

    Parameters
    ----------
    picture, text, at, size_px, colour
        As for :func:`write_on`.
    ground
        RGB.
    """
    size = picture.shape[1], picture.shape[0]
    left, top, width, height = cv2.getTextSize(size, text, at, _font(), size_px, _BOLD)
    room = max(2, size_px // 6)
    corners = (left - room, top - room), (left + width + room, top + height + room)
    cv2.rectangle(picture, *corners, ground, -1)
    write_on(picture, text, at, size_px=size_px, colour=colour, bold=True)


def width_of(text: str, size_px: int) -> int:
    """Measure how wide a line is when it is written, in pixels.

    Parameters
    ----------
    text, size_px
        As for :func:`write_on`.
    """
    _left, _top, width, _height = cv2.getTextSize((1, 1), text, (0, 0), _font(), size_px, _REGULAR)
    return int(width)


def write_webp(rgb: Image, path: Path, quality: int) -> None:
    """Write a picture.

    Parameters
    ----------
    rgb
        (height, width, 3) pixels.
    path
        The file.
    quality
        1 to 100.

    Raises
    ------
    LibraryError
        It cannot be coded.
    """
    path.write_bytes(webp_of(rgb, quality, path.name))


def webp_of(rgb: Image, quality: int, name: str = "report.html") -> bytes:
    """Code a picture.

    Parameters
    ----------
    rgb
        (height, width, 3) pixels.
    quality
        1 to 100.
    name
        The file that it is for.

    Raises
    ------
    LibraryError
        It cannot be coded.
    """
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, quality])
    if not done:
        raise LibraryError(
            _("{name} could not be written").format(name=name),
            _("check the installation of opencv"),
        )
    return bytes(data.tobytes())


def size_of_webp(data: bytes) -> tuple[int, int]:
    """Give the width and height of a coded picture.

    Parameters
    ----------
    data
        The file's bytes.

    Raises
    ------
    ValueError
        They are no picture.
    """
    picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise ValueError("no picture")
    height, width = picture.shape[:2]
    return width, height
