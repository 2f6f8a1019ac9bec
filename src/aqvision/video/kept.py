"""Frames as they pass -> parts of them kept in a file, so that pictures need no decoding again.

In memory they would be a large part of what a clip takes, and grow with it. The file has no name
by which others could open it, and is gone when the process ends.
"""

from __future__ import annotations

import tempfile
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

import numpy as np

from aqvision.core.types import Image
from aqvision.video.colour import can_be_cut
from aqvision.video.reader import Frame
from aqvision.video.stored import StoredForm, part_as_stored

# About 700 frames of an athlete of 400 pixels: 24 contacts at 120 frames/s.
_MOST_BYTES = 512 * 2**20

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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Place:
    """Where in the file a part lies, and what it is: pixels in the form, or RGB without one."""

    time_s: float
    size_px: tuple[int, int]
    region: Region
    corner: tuple[int, int]
    form: StoredForm | None
    start: int
    end: int

    def part(self, values: bytes) -> KeptPart:
        pixels = Frame(
            0, self.time_s, self._rgb(values) if self.form is None else self.form.picture(values)
        )
        return KeptPart(self.time_s, self.size_px, self.region, pixels, self.corner)

    def _rgb(self, values: bytes) -> Image:
        rows, columns = self.region
        shape = rows.stop - rows.start, columns.stop - columns.start, 3
        return np.frombuffer(values, np.uint8).reshape(shape)


@dataclass(slots=True, weakref_slot=True, eq=False)
class KeptParts:
    """The parts of passing frames that may be wanted again, as many as a bound allows.

    Attributes
    ----------
    most_bytes
        Room for all of them. Of more, those nearest to a moment stay.
    """

    most_bytes: int = _MOST_BYTES
    _places: deque[_Place] = field(default_factory=deque)
    _file: IO[bytes] | None = None

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
        self._places.clear()
        for frame in frames:
            yield frame
            region = region_at(frame.time_s)
            if region is not None:
                self._add(frame, inside(region, frame.size_px), middle_s)

    def at(self, time_s: float) -> KeptPart | None:
        """Give what is kept of a frame.

        Parameters
        ----------
        time_s
            Its presentation time, exactly.
        """
        place = next((place for place in self._places if place.time_s == time_s), None)
        if place is None or self._file is None:
            return None
        self._file.seek(place.start)
        return place.part(self._file.read(place.end - place.start))

    def _add(self, frame: Frame, region: Region, middle_s: float) -> None:
        values, form, corner = _values(frame, region)
        start = self._room(len(values), abs(frame.time_s - middle_s), middle_s)
        if start is None:
            return
        try:
            self._write(start, values)
        except OSError:  # a full disk: what is not kept is decoded again
            self._places.clear()
            return
        place = _Place(
            time_s=frame.time_s,
            size_px=frame.size_px,
            region=region,
            corner=corner,
            form=form,
            start=start,
            end=start + len(values),
        )
        self._places.append(place)

    def _room(self, n_bytes: int, off_s: float, middle_s: float) -> int | None:
        """Find room after the newest part or, as in a ring, at the start; the oldest give way.

        None where one that is nearer to the moment would have to.
        """
        newest_end = self._places[-1].end if self._places else 0
        turns = newest_end + n_bytes > self.most_bytes
        start = 0 if turns else newest_end
        while self._places:
            oldest = self._places[0]
            passed_over = turns and oldest.start >= newest_end
            if not passed_over and (oldest.end <= start or start + n_bytes <= oldest.start):
                break
            if abs(oldest.time_s - middle_s) <= off_s:
                return None
            self._places.popleft()
        return start if n_bytes <= self.most_bytes else None

    def _write(self, start: int, values: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with what keeps it
            weakref.finalize(self, self._file.close)
        self._file.seek(start)
        self._file.write(values)
        self._file.flush()


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


def _values(frame: Frame, region: Region) -> tuple[bytes, StoredForm | None, tuple[int, int]]:
    """Give the bytes of a part, their form, None for RGB, and the (row, column) it begins at."""
    rows, columns = region
    if can_be_cut(frame.source) and rows.stop > rows.start and columns.stop > columns.start:
        return part_as_stored(frame.source, rows, columns)
    return frame.part(rows, columns).tobytes(), None, (rows.start, columns.start)
