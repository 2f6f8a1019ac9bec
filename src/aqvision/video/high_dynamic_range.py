"""Decoded frame of a high dynamic range -> RGB as a screen of standard range would show it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorTrc

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_PQ, _HLG = int(ColorTrc.SMPTE2084), int(ColorTrc.ARIB_STD_B67)
# Light of a white sheet of paper and of the brightest spot that is told from a brighter one.
_WHITE_NITS, _PEAK_NITS = 203.0, 1000.0
_DISPLAY_GAMMA = 2.4
# Signal up to which pictures look as filmed in standard range; what is brighter shares the rest.
_KNEE = 0.8
# HLG stores the light of the scene; a screen of 1000 cd/m2 shows it with this gamma of luminance.
_HLG_GAMMA = 1.2
_HLG_BREAK = 0.5
_LEAST_LIGHT = 1e-6
_BT2020_LUMINANCE = np.array([[0.2627, 0.6780, 0.0593]])
_N_LEVELS = 1 << 16
# BT.2020 to BT.709 primaries, in linear light.
_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)


def has_high_range(frame: VideoFrame) -> bool:
    """Tell a frame that is stored in HLG or PQ, as phones call HDR."""
    return frame.color_trc in {_PQ, _HLG}


def standard_range(frame: VideoFrame) -> npt.NDArray[np.uint8]:
    """Bring a frame of high range into RGB of standard range, (height, width, 3).

    White paper, at 203 cd/m2 by the rule for mixing both kinds, comes out a little below full
    white, highlights up to 1000 cd/m2 between there and full white.

    Source: itu-bt2408, itu-bt2100
    """
    light = cv2.LUT(frame.to_ndarray(format="rgb48"), _light_of_signal(frame.color_trc))
    if frame.color_trc == _HLG:
        luminance = np.maximum(cv2.transform(light, _BT2020_LUMINANCE), _LEAST_LIGHT)
        light = light * cv2.pow(luminance, _HLG_GAMMA - 1)[..., None]
    if frame.color_primaries == ColorPrimaries.BT2020:
        light = cv2.transform(light, _TO_BT709)
    # the root of light, as the eye, has its levels where they are needed: in the dark
    levels = np.sqrt(np.clip(light, 0, 1)) * (_N_LEVELS - 1)
    return np.asarray(cv2.LUT(levels.astype(np.uint16), _signal_of_light()), dtype=np.uint8)


@cache
def _light_of_signal(curve: int) -> npt.NDArray[np.float32]:
    """Light in parts of the peak for each level of the signal: PQ's on the screen, HLG's filmed."""
    signal = np.linspace(0, 1, _N_LEVELS)
    light = _nits_of_pq(signal) / _PEAK_NITS if curve == _PQ else _scene_of_hlg(signal)
    return np.asarray(np.minimum(light, 1).astype(np.float32).reshape(1, -1))


def _nits_of_pq(signal: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    root = signal ** (1 / 78.84375)
    return 10_000 * (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (
        1 / 0.1593017578125
    )


def _scene_of_hlg(signal: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    bright = (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return np.where(signal <= _HLG_BREAK, signal**2 / 3, bright)


@cache
def _signal_of_light() -> npt.NDArray[np.uint8]:
    """Levels of standard range for each root of light: as filmed up to the knee, then rolled off.

    The roll-off leaves the knee at the same slope and reaches full white at the peak.
    """
    light = np.linspace(0, 1, _N_LEVELS) ** 2 * _PEAK_NITS / _WHITE_NITS
    signal = light ** (1 / _DISPLAY_GAMMA)
    room, reach = 1 - _KNEE, signal[-1] - _KNEE
    above = np.maximum(signal - _KNEE, 0)
    # a hyperbola of slope 1 at the knee that passes through (reach, room)
    rolled = _KNEE + above / (1 + above * (1 / room - 1 / reach))
    levels = np.rint(255 * np.where(signal <= _KNEE, signal, rolled))
    return np.asarray(levels.astype(np.uint8).reshape(1, -1))
