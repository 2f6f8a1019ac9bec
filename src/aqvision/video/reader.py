"""Clip -> Video: frames in order with exact presentation times, upright, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from av.stream import Disposition

from aqvision.core.errors import VideoError
from aqvision.core.types import Image
from aqvision.video.colour import upright
from aqvision.video.frame import Frame
from aqvision.video.pauses import find_pauses
from aqvision.video.pictures import decoded, stamp_of, timed_pictures

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Frame", "Image", "Video", "find_demuxer", "open_video", "read_frames", "upright"]
_MAX_PIXELS = 20_000_000
_MAX_FRAMES = 300_000
_ASPECT_TOLERANCE = 0.01
_RATE_TOLERANCE = 0.02
_STILLS = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "mjpeg", "mpeg4", "prores"})
_ISO_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_READABLE = "use mp4, mov, avi, mkv or webm with H.264, HEVC, VP9, AV1 or MJPEG video"


@dataclass(frozen=True, slots=True)
class Video:
    """A file known to hold a readable picture track.

    ``width_px`` and ``height_px`` are those of the upright image. ``duration_s`` and ``fps``
    are what the container says at playback speed, pauses of the camera left out of the rate; true
    times come with each frame. An ``interlaced`` file gives two pictures a packet, and ``fps`` and
    ``n_packets`` count those.
    """

    path: Path
    demuxer: str
    codec: str
    width_px: int
    height_px: int
    n_packets: int
    fps: float
    duration_s: float
    tags: dict[str, str]
    interlaced: bool = False


def open_video(path: Path) -> Video:
    """Look into a file and check, before any long work, that it can be analysed.

    Raises
    ------
    VideoError
        Missing, empty, not a video, no picture track, too large, pixels that are not square,
        cut short, or one frame only.
    """
    demuxer = find_demuxer(path)
    with opened(path, demuxer) as container:
        stream = picture_track(container, path)
        codec = stream.codec_context.codec.canonical_name
        stamps_s = _walk_packets(container, stream, path)
        frame = _first_frame(container, stream, path)
        promised_s = (container.duration or 0) / av.time_base
        _refuse_short(path, demuxer, stamps_s, stream.frames, promised_s)
        _refuse_single_fields(frame, codec, path)
        per_packet = 2 if frame.interlaced_frame else 1
        height, width = upright(frame).shape[:2]
        return Video(
            path,
            demuxer,
            codec,
            width,
            height,
            n_packets=len(stamps_s) * per_packet,
            fps=_playback_rate(stream, stamps_s) * per_packet,
            duration_s=float(stamps_s[-1] - stamps_s[0]),
            tags={**container.metadata, **stream.metadata},
            interlaced=frame.interlaced_frame,
        )


def read_frames(video: Video) -> Iterator[Frame]:
    """Decode a video from start to end, one frame in memory at a time.

    Yields
    ------
    Frame
        In rising time; ``time_s`` is the exact presentation time from the first frame.

    Raises
    ------
    VideoError
        The file is damaged on the way.
    """
    with opened(video.path, video.demuxer) as container:
        stream = picture_track(container, video.path)
        yield from _decoded(container, stream, video.path)


def _decoded(container: InputContainer, stream: VideoStream, path: Path) -> Iterator[Frame]:
    origin: float | None = None
    previous = -np.inf
    index = 0
    with damage_named(path):
        for time, frame in timed_pictures(container, stream):
            if time is None or time <= previous:
                continue  # a frame without a moment of its own cannot be measured
            origin = time if origin is None else origin
            previous = time
            yield Frame(index, time - origin, frame)
            index += 1


def find_demuxer(path: Path) -> str:
    """Choose the demuxer by the file's first bytes, so that no other file can be opened by it.

    Raises
    ------
    VideoError
        Missing, empty, or not a video.
    """
    if not path.exists():
        raise VideoError(f"{path} does not exist", "check the name and the folder")
    if not path.is_file():
        raise VideoError(f"{path} is not a file", "name one video file")
    with path.open("rb") as file:
        head = file.read(12)
    if not head:
        raise VideoError(f"{path.name} is empty", "copy it from the camera again")
    if head[4:8] in _ISO_BOXES:
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"
    raise VideoError(f"{path.name} is not a video", _READABLE)


@contextmanager
def damage_named(path: Path) -> Iterator[None]:
    """Turn what the decoder says of a broken file into what the user can do about it."""
    try:
        yield
    except (av.FFmpegError, av.error.EOFError) as error:
        raise VideoError(
            f"{path.name} is damaged or cut short ({error.strerror})",
            "copy it from the camera again, or export it anew",
        ) from error


@contextmanager
def opened(path: Path, demuxer: str, **options: str) -> Iterator[InputContainer]:
    """Open a file by one demuxer, which can open no other file."""
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
    """Choose the track of moving pictures; refuse what cannot be measured."""
    tracks = [s for s in container.streams.video if not s.disposition & _STILLS]
    if not tracks:
        raise VideoError(f"{path.name} has no picture track", "choose a video, not a sound file")
    stream = max(tracks, key=lambda s: bool(s.disposition & Disposition.default))
    context = stream.codec_context
    if context is None or context.codec.canonical_name not in _CODECS:
        raise VideoError(f"{path.name} is coded in a way that is not read here", _READABLE)
    if context.width * context.height > _MAX_PIXELS:
        raise VideoError(
            f"{path.name} has pictures of {context.width} x {context.height} pixels",
            "export it at 4K or smaller",
        )
    aspect = stream.sample_aspect_ratio
    if aspect and abs(aspect - 1) > _ASPECT_TOLERANCE:
        raise VideoError(
            f"{path.name} is squeezed: its pixels are {float(aspect):.3g} times as wide as high",
            "export it with square pixels, so that angles come out right",
        )
    stream.thread_type = "AUTO"
    return stream


def _walk_packets(container: InputContainer, stream: VideoStream, path: Path) -> FloatArray:
    """Time stamps in s, rising, of the frames that will be shown."""
    stamps: list[int] = []
    for packet in container.demux(stream):
        if packet.size == 0 or packet.is_discard:
            continue
        stamps.append(stamp_of(packet) or 0)
        if len(stamps) > _MAX_FRAMES:
            raise VideoError(
                f"{path.name} has more than {_MAX_FRAMES:,} frames", "cut out the sprint"
            )
    return np.sort(np.array(stamps, dtype=np.float64)) * float(stream.time_base or 0)


def _playback_rate(stream: VideoStream, stamps_s: FloatArray) -> float:
    """Trust the rate the file names unless its own time stamps contradict it; 0 if unknown."""
    named = float(stream.average_rate or stream.guessed_rate or 0)
    running_s = np.diff(stamps_s)[~find_pauses(stamps_s)]
    counted = len(running_s) / running_s.sum() if running_s.sum() > 0 else named
    return float(named if abs(named - counted) <= _RATE_TOLERANCE * counted else counted)


def _first_frame(container: InputContainer, stream: VideoStream, path: Path) -> VideoFrame:
    container.seek(0)
    for frame in decoded(container, stream):
        return frame
    raise VideoError(f"{path.name} holds no picture", "copy it from the camera again")


def _refuse_single_fields(frame: VideoFrame, codec: str, path: Path) -> None:
    """HEVC marks a frame as interlaced where it is one field of the picture."""
    if frame.interlaced_frame and codec == "hevc":
        raise VideoError(
            f"{path.name} holds single fields instead of pictures (interlaced HEVC)",
            "export it as progressive video, with a picture for each field",
        )


def _refuse_short(
    path: Path, demuxer: str, stamps_s: FloatArray, declared: int, promised_s: float
) -> None:
    if len(stamps_s) <= 1:
        raise VideoError(
            f"{path.name} has one frame only", "film the run as a video, not as a picture"
        )
    n_stored = len(stamps_s)
    if declared > n_stored and demuxer == "mov":
        n_stored = _count_stored(path, demuxer)
    lost = declared > n_stored + max(2, 0.01 * declared)
    if lost or (declared == 0 and promised_s - stamps_s[-1] > max(0.5, 0.05 * promised_s)):
        raise VideoError(
            f"{path.name} is cut short: {n_stored} frames of {declared or 'more'} are there",
            "copy it from the camera again",
        )


def _count_stored(path: Path, demuxer: str) -> int:
    """Count the frames that are stored, those too that the file itself cuts off when it plays."""
    with opened(path, demuxer, ignore_editlist="1") as container:
        return sum(packet.size > 0 for packet in container.demux(picture_track(container, path)))
