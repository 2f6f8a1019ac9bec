"""A slow-motion clip whose pictures tell their number by their brightness."""

from __future__ import annotations

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.sequence import PoseSequence
from aqvision.core.types import Image
from tests.support.synthetic import Run, analyze

RATE_HZ, PLAYBACK_FPS = 60.0, 30.0
GREY_A_FRAME = 2


def small_slow_motion() -> Analysis:
    """Filmed at 60 and played at 30 frames/s, in a picture of a quarter of the size."""
    pose = Run(rate_hz=RATE_HZ).pose()
    played = PoseSequence(
        time_s=np.arange(len(pose)) / PLAYBACK_FPS,
        xy_px=pose.xy_px / 4,
        visibility=pose.visibility.copy(),
        width_px=pose.width_px // 4,
        height_px=pose.height_px // 4,
    )
    return analyze(played, capture_fps=RATE_HZ)


def grey_frames(analysis: Analysis) -> list[Image]:
    """Pictures whose brightness tells their number."""
    size = (analysis.pose.height_px, analysis.pose.width_px, 3)
    return [np.full(size, grey_of(i), dtype=np.uint8) for i in range(len(analysis.pose))]


def grey_of(frame: int) -> int:
    """Brightness of a frame."""
    return 20 + GREY_A_FRAME * frame
