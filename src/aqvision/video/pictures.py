"""Opened container -> timed pictures: presentation times of any container, fields made whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

# One whole picture for each field, at the field's own time; frames without fields pass as they are.
# Of the deinterlacers it comes nearest to the true fields of a rendered sprint, and is quickest.
_DEINTERLACER = ("bwdif", "mode=send_field:parity=auto:deint=interlaced")


def timed_pictures(
    container: InputContainer, stream: VideoStream
) -> Iterator[tuple[float | None, VideoFrame]]:
    """Decode from where the container stands, each picture with its presentation time.

    From the first frame on that is woven of two fields, there is a picture for each field.
    """
    weaver: _Fields | None = None
    for frame in decoded(container, stream):
        if weaver is None and frame.interlaced_frame:
            weaver = _Fields(frame)
        for picture in (frame,) if weaver is None else weaver.parted(frame):
            yield picture.time, picture
    for picture in () if weaver is None else weaver.parted(None):
        yield picture.time, picture


def decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode from where the container stands, each frame as it is stored, its time put right."""
    if container.format.name != "avi":
        yield from container.decode(stream)
        return
    # AVI stamps packets in the order they are stored; pictures come out in the order of display
    stamps: deque[int | None] = deque()
    for packet in container.demux(stream):
        if packet.size:
            stamps.append(stamp_of(packet))
        for frame in stream.decode(packet):
            frame.pts = stamps.popleft() if stamps else None
            yield frame


def stamp_of(packet: Packet[VideoStream]) -> int | None:
    """When a packet's picture is shown, in ticks; AVI knows only when it is decoded."""
    shown, decoding = packet.pts, packet.dts
    if packet.stream.container.format.name == "avi" or shown is None:
        return decoding
    return shown


class _Fields:
    """Parts frames into their fields, and fills the rows between from the neighbours."""

    def __init__(self, frame: VideoFrame) -> None:
        self._graph = av.filter.Graph()
        self._graph.threads = 1
        nodes = (
            self._graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format,
                time_base=frame.time_base,
            ),
            self._graph.add(*_DEINTERLACER),
            self._graph.add("buffersink"),
        )
        self._graph.link_nodes(*nodes).configure()

    def parted(self, frame: VideoFrame | None) -> Iterator[VideoFrame]:
        """Take one frame in, None at the end; give the pictures that are ready."""
        if frame is not None and frame.pts is None:
            return  # a frame without a moment of its own cannot be measured
        self._graph.push(frame)
        while True:
            try:
                picture = self._graph.pull()
            except (BlockingIOError, EOFError):
                return
            if isinstance(picture, av.VideoFrame):
                yield picture
