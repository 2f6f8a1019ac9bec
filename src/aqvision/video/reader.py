"""Clip -> Video: frames in order with exact presentation times, upright, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import numpy.typing as npt

from aqvision.core.errors import VideoError
from aqvision.core.film_part import FilmPart
from aqvision.core.types import FloatArray, GrayImage, Image
from aqvision.core.wording import _
from aqvision.video.colour import can_be_cut, gray_of, luma, part_in_colours, shrunken, upright
from aqvision.video.container import (
    damage_named,
    decoded,
    find_demuxer,
    opened,
    picture_track,
    stamp_of,
    timed_pictures,
)

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_MAX_FRAMES = 300_000
_RATE_TOLERANCE = 0.02
# A camera that drops frames skips a few at a time; one that was paused skips many.
_PAUSE_FRAMES = 10
_PAUSE_S = 0.25
# The last frame may be named by the end of the time for which it is shown.
_END_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A file known to hold a readable picture track.

    ``width_px`` and ``height_px`` are those of the upright image. ``duration_s`` and ``fps``
    are what the container says at playback speed, pauses of the camera left out of the rate; true
    times come with each frame. An ``interlaced`` file gives two pictures a packet, and ``fps`` and
    ``n_packets`` count those. ``quarter_turns`` says by how much, to the right, its pictures are
    turned beyond what players do. ``first_s`` and ``last_s`` are the part of it that is read in
    order; all times count from the first frame of the film.
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
    quarter_turns: int = 0
    first_s: float = 0.0
    last_s: float = float("inf")

    @property
    def lasts_s(self) -> float:
        """How long the part is that is read in order, at playback speed."""
        return min(self.last_s, self.duration_s) - self.first_s

    def only(self, part: FilmPart | None) -> Video:
        """Hold the film to a part of it.

        Parameters
        ----------
        part
            The part; None for all of it.

        Raises
        ------
        VideoError
            The film does not reach so far.
        """
        if part is None:
            return self
        last_s = self.duration_s if part.last_s is None else part.last_s
        if last_s > self.duration_s + _END_S or last_s - part.first_s < _END_S:
            raise VideoError(
                _("{name} lasts {duration_s:.2f} s, and the part named is {part}").format(
                    name=self.path.name, duration_s=self.duration_s, part=part
                ),
                _("name a part within it, in seconds from the first frame"),
            )
        share = (last_s - part.first_s) / self.duration_s if self.duration_s else 1.0
        return replace(
            self,
            first_s=part.first_s,
            last_s=last_s,
            n_packets=max(1, round(self.n_packets * min(share, 1.0))),
        )

    def turned(self, quarter_turns: int) -> Video:
        """Turn all pictures, to the right.

        Parameters
        ----------
        quarter_turns
            How often by 90 degrees.
        """
        lying = quarter_turns % 2
        return replace(
            self,
            width_px=self.height_px if lying else self.width_px,
            height_px=self.width_px if lying else self.height_px,
            quarter_turns=(self.quarter_turns + quarter_turns) % 4,
        )

    def as_shown(self, picture: VideoFrame) -> Image | VideoFrame:
        """Give a decoded picture as it is, or turned, in colours, where the film is turned.

        Parameters
        ----------
        picture
            As the decoder gives it.
        """
        if not self.quarter_turns:
            return picture
        return np.ascontiguousarray(np.rot90(upright(picture), -self.quarter_turns))


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture: its number from 0, its presentation time, and what it was made of.

    Decoding is half of the work, colours are the other half, so they are had when asked for.
    """

    index: int
    time_s: float
    source: Image | VideoFrame

    @cached_property
    def rgb(self) -> Image:
        """Upright RGB pixels (height, width, 3)."""
        return self.source if isinstance(self.source, np.ndarray) else upright(self.source)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        if can_be_cut(self.source):
            return self.source.width, self.source.height
        height, width = self.rgb.shape[:2]
        return width, height

    def part(self, rows: slice, columns: slice) -> Image:
        """Give the RGB pixels of some rows and columns, without colours for all the others.

        Parameters
        ----------
        rows, columns
            The part, from and to in pixels of the upright picture.

        Returns
        -------
        Image
            (rows, columns, 3).
        """
        if "rgb" in self.__dict__ or not can_be_cut(self.source):
            return self.rgb[rows, columns]
        return part_in_colours(self.source, rows, columns)

    def shrunken_gray(self, step: int) -> GrayImage:
        """Give the upright picture in gray, each ``step`` × ``step`` pixels made one.

        Parameters
        ----------
        step
            Side in pixels of the squares that are averaged.

        Returns
        -------
        GrayImage
            (height // step, width // step).
        """
        if "rgb" in self.__dict__ or not can_be_cut(self.source):
            return shrunken(gray_of(self.rgb), step)
        return shrunken(luma(self.source), step)


def open_video(path: Path) -> Video:
    """Look into a file and check, before any long work, that it can be analysed.

    Parameters
    ----------
    path
        A video file.

    Returns
    -------
    Video
        What it holds; no frame is kept.

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
            path=path,
            demuxer=demuxer,
            codec=codec,
            width_px=width,
            height_px=height,
            n_packets=len(stamps_s) * per_packet,
            fps=_playback_rate(stream, stamps_s) * per_packet,
            duration_s=float(stamps_s[-1] - stamps_s[0]),
            tags={**container.metadata, **stream.metadata},
            interlaced=frame.interlaced_frame,
        )


def read_frames(video: Video) -> Iterator[Frame]:
    """Decode a video, or the part of it that is to be read, one frame in memory at a time.

    Parameters
    ----------
    video
        What :func:`open_video` gave.

    Yields
    ------
    Frame
        In rising time, counted from 0 on; ``time_s`` is the exact presentation time from the first
        frame of the film.

    Raises
    ------
    VideoError
        The file is damaged on the way.
    """
    with opened(video.path, video.demuxer) as container:
        stream = picture_track(container, video.path)
        yield from _decoded(container, stream, video)


def _decoded(container: InputContainer, stream: VideoStream, video: Video) -> Iterator[Frame]:
    origin: float | None = None
    previous = -np.inf
    index = 0
    with damage_named(video.path):
        for frame in timed_pictures(container, stream):
            time = frame.time
            if time is None or time <= previous:
                continue  # a frame without a moment of its own cannot be measured
            origin = time if origin is None else origin
            previous = time
            if time - origin > video.last_s:
                return
            if time - origin >= video.first_s:
                yield Frame(index, time - origin, video.as_shown(frame))
                index += 1


def _walk_packets(container: InputContainer, stream: VideoStream, path: Path) -> FloatArray:
    """Time stamps in s, rising, of the frames that will be shown."""
    stamps: list[int] = []
    for packet in container.demux(stream):
        if packet.size == 0 or packet.is_discard:
            continue
        stamps.append(stamp_of(packet) or 0)
        if len(stamps) > _MAX_FRAMES:
            raise VideoError(
                _("{name} has more than {most:,} frames").format(name=path.name, most=_MAX_FRAMES),
                _("cut out the sprint"),
            )
    return np.sort(np.array(stamps, dtype=np.float64)) * float(stream.time_base or 0)


def _playback_rate(stream: VideoStream, stamps_s: FloatArray) -> float:
    """Trust the rate the file names unless its own time stamps contradict it; 0 if unknown."""
    named = float(stream.average_rate or stream.guessed_rate or 0)
    running_s = np.diff(stamps_s)[~find_pauses(stamps_s)]
    counted = len(running_s) / running_s.sum() if running_s.sum() > 0 else named
    return float(named if abs(named - counted) <= _RATE_TOLERANCE * counted else counted)


def find_pauses(time_s: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Mark where a camera paused: steps from frame to frame far longer than the usual one.

    Parameters
    ----------
    time_s
        (N,) times of the frames in s, rising.

    Returns
    -------
    numpy.ndarray
        (N - 1,) True where the step to the next frame is a pause.

    Examples
    --------
    >>> find_pauses(np.array([0.0, 0.1, 0.2, 3.2, 3.3])).tolist()
    [False, False, True, False]
    """
    steps_s = np.diff(time_s)
    usual_s = float(np.median(steps_s)) if steps_s.size else 0.0
    return np.asarray(steps_s > max(_PAUSE_S, _PAUSE_FRAMES * usual_s))


def _first_frame(container: InputContainer, stream: VideoStream, path: Path) -> VideoFrame:
    container.seek(0)
    for frame in decoded(container, stream):
        return frame
    raise VideoError(
        _("{name} holds no picture").format(name=path.name), _("copy it from the camera again")
    )


def _refuse_single_fields(frame: VideoFrame, codec: str, path: Path) -> None:
    """HEVC marks a frame as interlaced where it is one field of the picture."""
    if frame.interlaced_frame and codec == "hevc":
        raise VideoError(
            _("{name} holds single fields instead of pictures (interlaced HEVC)").format(
                name=path.name
            ),
            _("export it as progressive video, with a picture for each field"),
        )


def _refuse_short(
    path: Path, demuxer: str, stamps_s: FloatArray, declared: int, promised_s: float
) -> None:
    if len(stamps_s) <= 1:
        raise VideoError(
            _("{name} has one frame only").format(name=path.name),
            _("film the run as a video, not as a picture"),
        )
    n_stored = len(stamps_s)
    if declared > n_stored and demuxer == "mov":
        n_stored = _count_stored(path, demuxer)
    lost = declared > n_stored + max(2, 0.01 * declared)
    if lost or (declared == 0 and promised_s - stamps_s[-1] > max(0.5, 0.05 * promised_s)):
        raise VideoError(
            _("{name} is cut short: {n_stored} frames of {n_declared} are there").format(
                name=path.name, n_stored=n_stored, n_declared=declared or _("more")
            ),
            _("copy it from the camera again"),
        )


def _count_stored(path: Path, demuxer: str) -> int:
    """Count the frames that are stored, those too that the file itself cuts off when it plays."""
    with opened(path, demuxer, ignore_editlist="1") as container:
        return sum(packet.size > 0 for packet in container.demux(picture_track(container, path)))
