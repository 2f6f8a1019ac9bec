"""Video file -> its picture track, and timed pictures from it with fields made whole."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.stream import Disposition

from aqvision.core.errors import VideoError
from aqvision.core.missing import missing
from aqvision.core.wording import _

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_MAX_PIXELS = 20_000_000
_ASPECT_TOLERANCE = 0.01
_STILLS = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "mjpeg", "mpeg4", "prores"})
_ISO_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_READABLE = _(
    "use mp4, mov, avi, mkv or webm with H.264, HEVC, VP8, VP9, AV1, MPEG-4, MJPEG or ProRes video"
)
# One whole picture for each field, at the field's own time.
# Of the deinterlacers it comes nearest to the true fields of a rendered sprint, and is quickest.
_DEINTERLACER = ("bwdif", "mode=send_field:parity=auto:deint=interlaced")


def find_demuxer(path: Path) -> str:
    """Choose the demuxer by the file's first bytes, so that no other file can be opened by it.

    Parameters
    ----------
    path
        Any file.

    Returns
    -------
    str
        FFmpeg's name: "mov" (mp4 too), "avi" or "matroska" (webm too).

    Raises
    ------
    VideoError
        Missing, empty, or not a video.
    """
    if not path.exists():
        raise missing(path)
    if not path.is_file():
        raise VideoError(_("{path} is not a file").format(path=path), _("name one video file"))
    with path.open("rb") as file:
        head = file.read(12)
    if not head:
        raise VideoError(
            _("{name} is empty").format(name=path.name), _("copy it from the camera again")
        )
    if head[4:8] in _ISO_BOXES:
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"
    raise VideoError(_("{name} is not a video").format(name=path.name), _READABLE)


@contextmanager
def damage_named(path: Path) -> Iterator[None]:
    """Turn what the decoder says of a broken file into what the user can do about it.

    Parameters
    ----------
    path
        The file that is read, for the message.
    """
    try:
        yield
    except (av.FFmpegError, av.error.EOFError) as error:
        raise VideoError(
            _("{name} is damaged or cut short ({reason})").format(
                name=path.name, reason=error.strerror
            ),
            _("copy it from the camera again, or export it anew"),
        ) from error


@contextmanager
def opened(path: Path, demuxer: str, **options: str) -> Iterator[InputContainer]:
    """Open a file by one demuxer, which can open no other file.

    Parameters
    ----------
    path
        The file.
    demuxer
        What :func:`find_demuxer` gave.
    **options
        Further options of the demuxer.
    """
    with (
        damage_named(path),
        av.open(
            str(path),
            format=demuxer,
            options={"protocol_whitelist": "file", **options},
            metadata_errors="replace",
        ) as container,
    ):
        yield container


def picture_track(container: InputContainer, path: Path) -> VideoStream:
    """Choose the track of moving pictures; refuse what cannot be measured.

    Parameters
    ----------
    container
        An opened file.
    path
        Its path, for messages.

    Returns
    -------
    VideoStream
        The one that players show.
    """
    tracks = [s for s in container.streams.video if not s.disposition & _STILLS]
    if not tracks:
        raise VideoError(
            _("{name} has no picture track").format(name=path.name),
            _("choose a video, not a sound file"),
        )
    stream = max(tracks, key=lambda s: bool(s.disposition & Disposition.default))
    context = stream.codec_context
    if context is None or context.codec.canonical_name not in _CODECS:
        raise VideoError(
            _("{name} is coded in a way that is not read here").format(name=path.name), _READABLE
        )
    if context.width * context.height > _MAX_PIXELS:
        raise VideoError(
            _("{name} has pictures of {width} x {height} pixels").format(
                name=path.name, width=context.width, height=context.height
            ),
            _("export it at 4K or smaller"),
        )
    aspect = stream.sample_aspect_ratio
    if aspect and abs(aspect - 1) > _ASPECT_TOLERANCE:
        raise VideoError(
            _("{name} is squeezed: its pixels are {aspect:.3g} times as wide as high").format(
                name=path.name, aspect=float(aspect)
            ),
            _("export it with square pixels, so that angles come out right"),
        )
    stream.thread_type = "AUTO"
    return stream


def timed_pictures(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode from where the container stands, each picture with its presentation time.

    Parameters
    ----------
    container, stream
        An opened file and the track in it that is read.

    Yields
    ------
    VideoFrame
        From the first frame on that is woven of two fields, a picture for each field. ``time`` is
        in seconds, None where the file says none.
    """
    frames = decoded(container, stream)
    for frame in frames:
        if frame.interlaced_frame:
            yield from _fields(frame, frames)
        else:
            yield frame


def decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode from where the container stands, each frame as it is stored, its time put right.

    Parameters
    ----------
    container, stream
        An opened file and the track in it that is read.

    Yields
    ------
    VideoFrame
        In the order in which they are shown.
    """
    if container.format.name != "avi":
        yield from container.decode(stream)
        return
    # AVI stamps packets in the order they are stored, and FFmpeg takes that for when they are
    # shown; pictures come out in the order of display, so the stamps are dealt out in turn.
    stamps: deque[int | None] = deque()
    for packet in container.demux(stream):
        if packet.size:
            stamps.append(stamp_of(packet))
        for frame in stream.decode(packet):
            frame.pts = stamps.popleft() if stamps else None
            yield frame


def stamp_of(packet: Packet[VideoStream]) -> int | None:
    """Tell when a packet's picture is shown, in ticks; AVI knows only when it is decoded.

    Parameters
    ----------
    packet
        A packet of the picture track.

    Returns
    -------
    int or None
        In units of the packet's ``time_base``; None where the file says nothing.
    """
    shown, decoding = packet.pts, packet.dts
    if packet.stream.container.format.name == "avi" or shown is None:
        return decoding
    return shown


def _fields(first: VideoFrame, others: Iterable[VideoFrame]) -> Iterator[VideoFrame]:
    """Part frames into their fields, and fill the rows between from the neighbours."""
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add_buffer(
        width=first.width, height=first.height, format=first.format, time_base=first.time_base
    )
    graph.link_nodes(source, graph.add(*_DEINTERLACER), graph.add("buffersink")).configure()
    for frame in chain([first], others, [None]):
        if frame is not None and frame.pts is None:
            continue  # a frame without a moment of its own cannot be measured
        graph.push(frame)
        yield from _ready(graph)


def _ready(graph: av.filter.Graph) -> Iterator[VideoFrame]:
    while True:
        try:
            picture = graph.pull()
        except (BlockingIOError, EOFError):
            return
        if isinstance(picture, av.VideoFrame):
            yield picture


def refuse_unreadable(path: Path) -> None:
    """Refuse a file that cannot be opened, or holds no picture track that can be measured.

    Parameters
    ----------
    path
        Any file; its frames are not looked at.

    Raises
    ------
    VideoError
        Missing, empty, damaged, no video, or coded in a way that is not read.
    """
    with opened(path, find_demuxer(path)) as container:
        picture_track(container, path)


def packets_digest(path: Path, first: int | None = None) -> str:
    """Hash the coded pictures of a file: another container about them changes nothing.

    Parameters
    ----------
    path
        A video that can be opened.
    first
        How many to look at; all if None.

    Returns
    -------
    str
        Hexadecimal SHA-256 digest.

    Raises
    ------
    VideoError
        The file cannot be read.
    """
    digest = hashlib.sha256()
    with opened(path, find_demuxer(path)) as container:
        packets = container.demux(picture_track(container, path))
        for packet in islice(packets, first):
            digest.update(bytes(packet))
    return digest.hexdigest()
