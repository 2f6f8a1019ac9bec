"""Decoded frame -> a part of it as it is stored, in half the bytes of its colours, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane

DEEP_FORMAT = "yuv420p10le"
CUT_FORMATS = {"yuv420p": "u1", "yuvj420p": "u1", DEEP_FORMAT: "<u2"}
"""Formats of nearly every camera, half the colours each way, and what one value is stored in."""
COLUMNS_AT_ONCE = 16
"""Columns whose colours are computed together."""
BLENDED_PX = 16
"""Colours of deep pictures are blended from their neighbours, those of others are not."""


@dataclass(frozen=True, slots=True)
class StoredForm:
    """What the values of a stored picture mean.

    Attributes
    ----------
    size_px
        Width and height.
    pixels
        The decoder's name of the format.
    colours
        Its numbers of colour space, range, transfer and primaries.
    """

    size_px: tuple[int, int]
    pixels: str
    colours: tuple[int, int, int, int]

    def picture(self, values: bytes) -> VideoFrame:
        """Make a picture of its values again.

        Parameters
        ----------
        values
            Those of :func:`part_as_stored`, plane after plane.

        Returns
        -------
        VideoFrame
            One that :func:`can_be_cut`.
        """
        stored, start, planes = CUT_FORMATS[self.pixels], 0, []
        every = np.frombuffer(values, stored)
        for height, width in self._shapes():
            planes.append(every[start : start + height * width].reshape(height, width))
            start += height * width
        return self.made_of(planes)

    def made_of(self, planes: Iterable[npt.NDArray[Any]]) -> VideoFrame:
        """Make a picture of its planes.

        Parameters
        ----------
        planes
            Rows and columns of brightness and of two colours, as :func:`cut_planes` gave them.

        Returns
        -------
        VideoFrame
            With memory of its own.
        """
        picture = av.VideoFrame(*self.size_px, self.pixels)
        for target, values in zip(picture.planes, planes, strict=True):
            rows = rows_of(target, CUT_FORMATS[self.pixels])
            rows[: values.shape[0], : values.shape[1]] = values
        picture.colorspace, picture.color_range = self.colours[:2]
        picture.color_trc, picture.color_primaries = self.colours[2:]
        return picture

    def _shapes(self) -> list[tuple[int, int]]:
        width, height = self.size_px
        half = -(-height // 2), -(-width // 2)
        return [(height, width), half, half]


def part_as_stored(
    frame: VideoFrame, rows: slice, columns: slice
) -> tuple[bytes, StoredForm, tuple[int, int]]:
    """Copy a part of a frame as it is stored, in half the bytes of its colours.

    Parameters
    ----------
    frame
        A frame that :func:`can_be_cut`.
    rows, columns
        What the part has to hold, from and to in pixels of the picture.

    Returns
    -------
    tuple
        The values and their form, of which :meth:`StoredForm.picture` gives the colours of the
        whole to the bit, and the (row, column) at which the part begins. It is wider than asked for
        by what that takes.
    """
    top, bottom = whole_steps(rows, BLENDED_PX, 2, frame.height)
    left, right = whole_steps(columns, BLENDED_PX, COLUMNS_AT_ONCE, frame.width)
    planes, form = cut_planes(frame, slice(top, bottom), slice(left, right))
    return b"".join(plane.tobytes() for plane in planes), form, (top, left)


def cut_planes(
    frame: VideoFrame, rows: slice, columns: slice
) -> tuple[list[npt.NDArray[Any]], StoredForm]:
    """Cut the planes to a part that begins and ends where pairs of rows and columns do.

    Parameters
    ----------
    frame
        A frame in one of ``CUT_FORMATS``.
    rows, columns
        From and to in pixels of the picture.

    Returns
    -------
    tuple
        Views of the planes, brightness first, and what they are.
    """
    planes = [
        rows_of(plane, CUT_FORMATS[frame.format.name])[
            rows.start // step : -(-rows.stop // step),
            columns.start // step : -(-columns.stop // step),
        ]
        for plane, step in zip(frame.planes, (1, 2, 2), strict=True)
    ]
    size = columns.stop - columns.start, rows.stop - rows.start
    colours = frame.colorspace, frame.color_range, frame.color_trc, frame.color_primaries
    space, scale, transfer, primaries = (int(number) for number in colours)
    return planes, StoredForm(size, frame.format.name, (space, scale, transfer, primaries))


def whole_steps(part: slice, margin: int, step: int, end: int) -> tuple[int, int]:
    """Begin and end a part at whole steps, wider by a margin, inside the picture.

    Parameters
    ----------
    part
        From and to in pixels.
    margin, step, end
        Pixels: added at both ends, of a step, and of the picture.
    """
    first = max(0, part.start - margin) // step * step
    return first, min(end, -(-(part.stop + margin) // step) * step)


def rows_of(plane: VideoPlane, stored: str) -> npt.NDArray[Any]:
    """Give the memory of a plane as rows, wider than the picture by what fills them up.

    Parameters
    ----------
    plane
        Of a frame.
    stored
        What one value is stored in.
    """
    values = np.asarray(memoryview(plane)).view(stored)
    return values.reshape(-1, plane.line_size // values.itemsize)
