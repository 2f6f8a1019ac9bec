"""Frames as they pass -> parts of them kept in memory, so that pictures need no decoding again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from aqvision.core.types import Image
from aqvision.video.colour import can_be_cut, part_as_stored
from aqvision.video.reader import Frame

# Bytes bind where the athlete is large, frames where not: so a longer clip takes no more of either.
_MOST_BYTES = 128 * 2**20
_MOST_FRAMES = 400

Region = tuple[slice, slice]
"""Rows and columns, from and to in pixels of the upright picture."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptPart:
    """A part of a frame.

    Attributes
    ----------
    time_s
        Presentation time of the frame.
    size_px
        Width and height of the whole picture.
    """

    time_s: float
    size_px: tuple[int, int]
    _region: Region
    _pixels: Frame
    _corner: tuple[int, int]

    def holds(self, rows: slice, columns: slice) -> bool:
        """Tell whether rows and columns of the whole picture, as far as it goes, are kept.

        Parameters
        ----------
        rows, columns
            From and to in pixels of the whole picture.
        """
        wanted = inside((rows, columns), self.size_px)
        return all(
            kept.start <= part.start and part.stop <= kept.stop
            for part, kept in zip(wanted, self._region, strict=True)
        )

    def part(self, rows: slice, columns: slice) -> Image:
        """Give the RGB pixels of rows and columns that it holds, the same as the frame's.

        Parameters
        ----------
        rows, columns
            From and to in pixels of the whole picture.

        Returns
        -------
        Image
            (rows, columns, 3).
        """
        top, left = self._corner
        return self._pixels.part(
            slice(rows.start - top, rows.stop - top),
            slice(columns.start - left, columns.stop - left),
        )

    @property
    def n_bytes(self) -> int:
        """Count the bytes of its pixels."""
        source = self._pixels.source
        if isinstance(source, np.ndarray):
            return int(source.nbytes)
        return sum(plane.buffer_size for plane in source.planes)


@dataclass(slots=True, eq=False)
class KeptParts:
    """The parts of passing frames that may be wanted again, as many as a bound of memory allows.

    Attributes
    ----------
    most_bytes, most_frames
        Memory for all of them, and how many. Of more, those nearest to a moment stay.
    """

    most_bytes: int = _MOST_BYTES
    most_frames: int = _MOST_FRAMES
    _parts: deque[KeptPart] = field(default_factory=deque)
    _n_bytes: int = 0

    def keep(
        self,
        frames: Iterable[Frame],
        region_at: Callable[[float], Region | None],
        middle_s: float,
    ) -> Iterator[Frame]:
        """Let frames pass, and copy a part of each once the next is asked for.

        Parameters
        ----------
        frames
            In rising time.
        region_at
            What to keep of the frame of a time; None for nothing.
        middle_s
            The moment nearest to which they are wanted most.

        Yields
        ------
        Frame
            Each as it came.
        """
        self._parts.clear()
        self._n_bytes = 0
        for frame in frames:
            yield frame
            region = region_at(frame.time_s)
            if region is not None and not self._is_full(frame.time_s, middle_s):
                self._add(_kept(frame, inside(region, frame.size_px)), middle_s)

    def at(self, time_s: float) -> KeptPart | None:
        """Give what is kept of a frame.

        Parameters
        ----------
        time_s
            Its presentation time, exactly.
        """
        return next((part for part in self._parts if part.time_s == time_s), None)

    def _is_full(self, time_s: float, middle_s: float) -> bool:
        """Tell whether a frame would be the first to give way."""
        if not self._parts or not self._over(self._parts[-1].n_bytes, 1):
            return False
        return abs(time_s - middle_s) >= abs(self._parts[0].time_s - middle_s)

    def _add(self, part: KeptPart, middle_s: float) -> None:
        self._parts.append(part)
        self._n_bytes += part.n_bytes
        while self._over():
            first, last = (abs(self._parts[i].time_s - middle_s) for i in (0, -1))
            gone = self._parts.popleft() if first >= last else self._parts.pop()
            self._n_bytes -= gone.n_bytes

    def _over(self, more_bytes: int = 0, more_frames: int = 0) -> bool:
        too_large = self._n_bytes + more_bytes > self.most_bytes
        return too_large or len(self._parts) + more_frames > self.most_frames


def inside(region: Region, size_px: tuple[int, int]) -> Region:
    """Leave out of a region what lies outside the picture.

    Parameters
    ----------
    region
        Rows and columns.
    size_px
        Width and height of the picture.

    Examples
    --------
    >>> inside((slice(-5, 10), slice(90, 120)), (100, 50))
    (slice(0, 10, None), slice(90, 100, None))
    """
    rows, columns = (
        slice(min(max(part.start, 0), end), min(max(part.stop, 0), end))
        for part, end in zip(region, size_px[::-1], strict=True)
    )
    return rows, columns


def _kept(frame: Frame, region: Region) -> KeptPart:
    rows, columns = region
    if can_be_cut(frame.source) and rows.stop > rows.start and columns.stop > columns.start:
        stored, corner = part_as_stored(frame.source, rows, columns)
        pixels = Frame(frame.index, frame.time_s, stored)
    else:
        pixels = Frame(frame.index, frame.time_s, frame.part(rows, columns).copy())
        corner = rows.start, columns.start
    return KeptPart(frame.time_s, frame.size_px, region, pixels, corner)
