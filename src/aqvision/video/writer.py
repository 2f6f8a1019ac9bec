"""Frames -> an H.264 mp4 that every browser plays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from aqvision.core.errors import VideoError
from aqvision.core.wording import _

_ENCODER: Final = "libx264"
_QUALITY_CRF = 20
# Of a long clip: looks ten frames ahead in place of forty, so it takes little memory, and two
# threads, so that bytes depend on no machine.
_QUICK = {"preset": "veryfast", "threads": "2"}
# To step frame by frame: whichever frame is asked for, at most this many have to be decoded, and
# they are stored in the order in which they are shown.
_STEPPING = {"g": "12", "bf": "0"}
# What most programs count in: a whole number of ticks for every usual frame rate.
_TICKS_HZ = 90_000

_Picture = npt.NDArray[np.uint8]


def write_video(
    path: Path, frames: Iterable[_Picture], fps: float, *, crf: int = _QUALITY_CRF
) -> None:
    """Write RGB frames (height, width, 3) of even size as H.264, ready for streaming.

    Parameters
    ----------
    path
        The file to write.
    frames
        (height, width, 3) RGB pixels each, all of one size.
    fps
        Frames a second of playback.
    crf
        Constant rate factor of x264: 18 looks untouched, 38 is coarse.

    Raises
    ------
    ValueError
        A frame has an odd size, which yuv420p cannot hold.
    """
    rate = Fraction(fps).limit_denominator(1001)
    _write(path, enumerate(frames), rate, 1 / rate, {"crf": str(crf)})


def write_video_at(
    path: Path, frames: Iterable[tuple[float, _Picture]], fps: float, *, stepping: bool = False
) -> None:
    """Write frames that each have a time of their own, quickly; else as :func:`write_video` does.

    Parameters
    ----------
    path
        The file to write.
    frames
        Rising time in s, and (height, width, 3) RGB pixels.
    fps
        About how many there are a second.
    stepping
        Whether it is to be looked at frame by frame: it takes more bytes then.

    Raises
    ------
    ValueError
        A frame has an odd size, which yuv420p cannot hold.
    VideoError
        There is no frame, or this installation cannot write H.264.
    """
    refuse_without_h264()
    rate = Fraction(fps or 30.0).limit_denominator(1001)
    ticks = ((round(time_s * _TICKS_HZ), rgb) for time_s, rgb in frames)
    coding = {"crf": str(_QUALITY_CRF), **_QUICK, **(_STEPPING if stepping else {})}
    if not _write(path, ticks, rate, Fraction(1, _TICKS_HZ), coding):
        raise VideoError(
            _("no frame of the clip may be shown"), _("write the video without hiding faces")
        )


def refuse_without_h264() -> None:
    """Refuse early where this installation cannot write H.264.

    Raises
    ------
    VideoError
        Its FFmpeg has no encoder.
    """
    if _ENCODER not in av.codecs_available:
        raise VideoError(
            _("this installation cannot write H.264 video: its FFmpeg lacks {name}").format(
                name=_ENCODER
            ),
            _("install av from its wheel: pip install --force-reinstall --only-binary av av"),
        )


def _write(
    path: Path,
    frames: Iterable[tuple[int, _Picture]],
    rate: Fraction,
    tick_s: Fraction,
    coding: Mapping[str, str],
) -> int:
    """Write frames at times in ticks; give how many there were."""
    n_frames = 0
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream(_ENCODER, rate=rate)
        stream.pix_fmt = "yuv420p"
        stream.options = dict(coding)
        stream.codec_context.time_base = tick_s
        for ticks, rgb in frames:
            height, width = rgb.shape[:2]
            if height % 2 or width % 2:
                raise ValueError(f"a frame of {width} x {height} pixels has an odd size")
            if n_frames == 0:
                stream.height, stream.width = height, width
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
            frame.pts, frame.time_base = ticks, tick_s
            frame.duration = round(1 / (rate * tick_s))
            container.mux(stream.encode(frame))
            n_frames += 1
        if n_frames:
            container.mux(stream.encode())
    return n_frames
