"""Box: an upright rectangle in a picture -> its pixels, cut out square."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aqvision.video.reader import Frame


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels of the whole image."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def square(cls, x: float, y: float, side: float) -> Box:
        """Make a square around a middle.

        Parameters
        ----------
        x, y
            The middle in pixels.
        side
            Length of a side in pixels.

        Examples
        --------
        >>> Box.square(100.0, 50.0, 20.0)
        Box(left=90.0, top=40.0, right=110.0, bottom=60.0)
        """
        return cls(x - side / 2, y - side / 2, x + side / 2, y + side / 2)

    @property
    def center(self) -> tuple[float, float]:
        """Middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Extent from top to bottom."""
        return self.bottom - self.top

    @property
    def size(self) -> float:
        """Longer of the two extents."""
        return max(self.right - self.left, self.height)

    def holds(self, x: float, y: float, grow_frac: float = 0.0) -> bool:
        """Tell whether a point lies in the box.

        Parameters
        ----------
        x, y
            The point in pixels.
        grow_frac
            Part of the box's height by which it is grown on each side first.
        """
        grow = grow_frac * self.height
        across = self.left - grow <= x <= self.right + grow
        return across and self.top - grow <= y <= self.bottom + grow

    def overlap(self, other: Box) -> float:
        """Give the shared area as a part of the smaller box.

        Parameters
        ----------
        other
            Another box of the same picture.
        """
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        if width <= 0 or height <= 0:
            return 0.0
        areas = [(b.right - b.left) * b.height for b in (self, other)]
        return width * height / max(min(areas), 1e-9)


# On each side of a body, in body sizes: measured best on rendered bodies (docs/accuracy.md).
REGION_MARGIN = 0.11


def read_region(body: Box) -> Box:
    """Give the square that the landmark network is shown of a body.

    Parameters
    ----------
    body
        The body in the picture.
    """
    return Box.square(*body.center, body.size * (1 + 2 * REGION_MARGIN))


@dataclass(frozen=True, slots=True, eq=False)
class Cutting:
    """The part of a picture that a square box holds, not yet padded.

    Attributes
    ----------
    inside
        The pixels that lie in the picture, a view of it.
    side
        Side of the square in pixels.
    offset
        (x, y) of the inside in the square.
    corner
        (x, y) of the square in the picture.
    """

    inside: npt.NDArray[np.uint8]
    side: int
    offset: tuple[int, int]
    corner: tuple[int, int]

    def square(self) -> npt.NDArray[np.uint8]:
        """Give the square's own pixels; what lies outside the picture is black."""
        square = np.zeros((self.side, self.side, 3), np.uint8)
        x, y = self.offset
        square[y : y + self.inside.shape[0], x : x + self.inside.shape[1]] = self.inside
        return square


def cutting(picture: Frame | npt.NDArray[np.uint8], box: Box) -> Cutting:
    """Take the part of a picture that a box holds, as a square.

    MediaPipe turns its region of interest in normalised coordinates, which is a true turn on
    square pictures only; so every crop is square.

    Parameters
    ----------
    picture
        A frame, or (height, width, 3) pixels.
    box
        What to take; its longer extent becomes the side.
    """
    side = max(1, round(box.size))
    left, top = round(box.left), round(box.top)
    frame = picture if isinstance(picture, Frame) else Frame(0, 0.0, picture)
    width, height = frame.size_px
    rows = slice(max(0, top), max(0, min(height, top + side)))
    columns = slice(max(0, left), max(0, min(width, left + side)))
    return Cutting(frame.part(rows, columns), side, (max(0, -left), max(0, -top)), (left, top))


def cut_out(rgb: npt.NDArray[np.uint8], box: Box) -> tuple[npt.NDArray[np.uint8], tuple[int, int]]:
    """Cut a square box out of a picture; what lies outside the picture is black.

    Parameters
    ----------
    rgb
        (height, width, 3) pixels.
    box
        What to take; its longer extent becomes the side.

    Returns
    -------
    tuple
        The pixels, and the (x, y) of their top left corner in the picture.
    """
    part = cutting(rgb, box)
    return part.square(), part.corner
