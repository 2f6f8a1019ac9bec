"""Frames -> an H.264 mp4 that every browser plays."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

_QUALITY_CRF = 20


def write_video(
    path: Path, frames: Iterable[npt.NDArray[np.uint8]], fps: float, *, crf: int = _QUALITY_CRF
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
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(crf)}
        for i, rgb in enumerate(frames):
            height, width = rgb.shape[:2]
            if height % 2 or width % 2:
                raise ValueError(f"a frame of {width} x {height} pixels has an odd size")
            if i == 0:
                stream.height, stream.width = height, width
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
            frame.pts = i
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
