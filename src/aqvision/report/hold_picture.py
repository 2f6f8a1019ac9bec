"""HoldAnalysis and Video -> one picture of the hold with the trace of the hips over it."""

from __future__ import annotations

import cv2
import numpy as np

from aqvision.analysis.hold import HoldAnalysis
from aqvision.camera.panorama import mapped
from aqvision.core.types import FloatArray, Image
from aqvision.report.faces import as_may_be_shown
from aqvision.report.pictures import cut_window, webp_of
from aqvision.report.skeleton import draw_skeleton
from aqvision.video.reader import Video
from aqvision.video.seek import read_frames_at

_HEIGHT_PX, _MARGIN_FRAC, _QUALITY = 720, 0.12, 82
_DARK, _KNOCK, _HALO = (20, 32, 43), (194, 50, 10), (255, 255, 255)
_SHIFT = 4
# The trace of the sway is to span about this part of a leg length.
_SPAN_LEG, _ENLARGED = 0.35, (1, 2, 5, 10, 20, 50)
_SLOW_HZ = 5.0


def enlargement(analysis: HoldAnalysis) -> int:
    """Tell how many times as large as it is the trace is drawn.

    Parameters
    ----------
    analysis
        What was measured.
    """
    reach = float(np.ptp(_trace_leg(analysis), axis=0).max())
    return max((k for k in _ENLARGED if k * reach <= 2 * _SPAN_LEG), default=1)


def draw_trace(analysis: HoldAnalysis, video: Video) -> bytes | None:
    """Draw the athlete in a quiet moment, with the way of the hips over the whole hold.

    Parameters
    ----------
    analysis, video
        A hold, and its clip.

    Returns
    -------
    bytes or None
        WebP; None where faces are to be hidden and the athlete's is not found.

    Raises
    ------
    VideoError
        The file is damaged at that moment.
    """
    number = _quiet_frame(analysis)
    time_s = float(analysis.raw_pose.sequence.time_s[number])
    points = mapped(
        analysis.still_view.to_picture[number : number + 1],
        analysis.pose.xy_px[number : number + 1],
    )[0]
    for frame in read_frames_at(video, [time_s]):
        shown = as_may_be_shown(analysis, frame, number)
        if shown is None:
            return None
        window = _window(points)
        scale = _HEIGHT_PX / window[3]
        cut = cut_window(shown, window)
        size = (round(cut.shape[1] * scale), _HEIGHT_PX)
        picture = np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        here = (points - np.round(window[:2]) + 0.5) * scale - 0.5
        near = analysis.body.near_side or "right"
        drawn = draw_skeleton(picture, here, near)
        hips = (here[23] + here[24]) / 2
        return webp_of(_with_trace(drawn, analysis, hips, scale), _QUALITY)
    return None


def _quiet_frame(analysis: HoldAnalysis) -> int:
    """Find a frame near the middle in which the body is found and no knock is answered."""
    measures, time_s = analysis.measures, analysis.body.time_s
    quiet_s = measures.path.time_s[measures.quiet]
    middle_s = float(time_s[0] + time_s[-1]) / 2
    at_s = float(quiet_s[np.argmin(np.abs(quiet_s - middle_s))]) if len(quiet_s) else middle_s
    away = np.abs(time_s - at_s)
    known = np.isfinite(analysis.pose.xy_px[:, :, 0]).all(axis=1)
    return int(np.argmin(np.where(known, away, away + 1e6)))


def _window(points: FloatArray) -> FloatArray:
    low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    tall = float((high - low).max()) * (1 + 2 * _MARGIN_FRAC)
    x, y = (low + high) / 2
    return np.array([x - tall / 2, y - tall / 2, tall, tall])


def _trace_leg(analysis: HoldAnalysis) -> FloatArray:
    """Give the way of the hips about its middle, (N, 2) leg lengths, x to the right."""
    measures = analysis.measures
    path = measures.path.below(_SLOW_HZ)
    return np.asarray((path - np.median(path, axis=0)) * [analysis.body.x_sign, 1.0])


def _with_trace(picture: Image, analysis: HoldAnalysis, hips: FloatArray, scale: float) -> Image:
    """Draw the trace about the hips, in place; answers to knocks in red."""
    size = enlargement(analysis) * analysis.body.leg_px * scale
    way = hips + _trace_leg(analysis) * [size, -size]
    fixed = np.round(way * 2**_SHIFT).astype(np.int32)
    quiet = analysis.measures.quiet
    for colour, width in ((_HALO, 5), (None, 2)):
        for a, b, calm in zip(fixed[:-1], fixed[1:], quiet[1:], strict=True):
            ink = colour or (_DARK if calm else _KNOCK)
            ends = (int(a[0]), int(a[1])), (int(b[0]), int(b[1]))
            cv2.line(picture, *ends, ink, width, cv2.LINE_AA, _SHIFT)
    return picture
