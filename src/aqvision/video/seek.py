"""Video -> the frames of some moments, by seeking; or all of them, decoded ahead."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import av
import numpy as np

from aqvision.video.container import damage_named, opened, picture_track, stamp_of, timed_pictures
from aqvision.video.reader import Frame, Video

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream


_Item = TypeVar("_Item")


def read_frames_at(video: Video, times_s: Sequence[float]) -> Iterator[Frame]:
    """Give the frames nearest to some presentation times, in rising time.

    No frame is decoded twice: reading jumps only where that leads past what is decoded.

    Parameters
    ----------
    video
        What :func:`aqvision.video.reader.open_video` gave.
    times_s
        Presentation times from the first frame, in s, in any order.

    Yields
    ------
    Frame
        ``index`` is the place in ``times_s`` sorted; nothing is given for a time past the end.

    Raises
    ------
    VideoError
        The file is damaged there.
    """
    if not times_s:
        return
    half_frame_s = 0.5 / video.fps if video.fps else 0.0
    # fields are filled in from the frame before
    lead_s = 5 * half_frame_s if video.interlaced else half_frame_s
    with (
        opened(video.path, video.demuxer) as container,
        opened(video.path, video.demuxer) as scout,
        damage_named(video.path),
    ):
        reading = _Reading(container, picture_track(container, video.path))
        origin = next((time for time, _ in reading), 0.0)
        for index, wanted in enumerate(sorted(times_s)):
            target = origin + wanted
            place = math.floor(max(origin, target - lead_s) * av.time_base)
            if _key_time(scout, video.path, place) > reading.reached_s:
                reading.jump(place)
            found = _nearest(reading, target, half_frame_s)
            if found is not None:
                yield Frame(index, found[0] - origin, video.as_shown(found[1]))


class _Reading:
    """Timed frames from where a container stands; the last two are given once more."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self._container, self._stream = container, stream
        self._frames = timed_pictures(container, stream)
        self._recent: deque[tuple[float, VideoFrame]] = deque(maxlen=2)

    def __iter__(self) -> Iterator[tuple[float, VideoFrame]]:
        yield from tuple(self._recent)
        for frame in self._frames:
            if frame.time is not None:
                self._recent.append((frame.time, frame))
                yield frame.time, frame

    @property
    def reached_s(self) -> float:
        """Time of the last frame that was decoded."""
        return self._recent[-1][0] if self._recent else -np.inf

    def jump(self, place: int) -> None:
        """Go on at the last frame before a place that can be decoded by itself."""
        self._container.seek(place, backward=True)
        self._frames = timed_pictures(self._container, self._stream)
        self._recent.clear()


def _key_time(container: InputContainer, path: Path, place: int) -> float:
    """Time at which reading would go on after a jump; nothing is decoded to find out."""
    container.seek(place, backward=True)
    for packet in container.demux(picture_track(container, path)):
        stamp = stamp_of(packet)
        if stamp is not None:
            return float(stamp * packet.time_base)
    return np.inf


def _nearest(
    frames: Iterable[tuple[float, VideoFrame]], wanted_s: float, reach_s: float
) -> tuple[float, VideoFrame] | None:
    """Choose the frame nearest to a time; None when the frames end further before it."""
    before: tuple[float, VideoFrame] | None = None
    for time, frame in frames:
        if time >= wanted_s:
            closer = before is None or time - wanted_s < wanted_s - before[0]
            return (time, frame) if closer else before
        before = time, frame
    return before if before is not None and wanted_s - before[0] <= reach_s else None


def read_ahead(items: Iterator[_Item], n_ahead: int) -> Iterator[_Item]:
    """Make items before they are asked for, never more than some ahead.

    For work that leaves Python, as decoding does: it goes on while the caller waits for others.

    Parameters
    ----------
    items
        What is made, one by one.
    n_ahead
        How many may be made before they are asked for.

    Raises
    ------
    Exception
        What making an item raises, when that item's turn has come.
    """
    end = object()
    with ThreadPoolExecutor(1) as thread:
        waiting = deque(thread.submit(next, items, end) for _ in range(n_ahead))
        while (item := waiting.popleft().result()) is not end:
            waiting.append(thread.submit(next, items, end))
            yield item  # type: ignore[misc]
