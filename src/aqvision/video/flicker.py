"""Brightness of each frame + rate -> Flicker: lamps that pulse with the mains, as a camera sees it.

A lamp pulses twice in each period of the mains. A camera whose rate is no whole part of that sees
some pictures brighter than others, in a beat that is known: the pulse, folded at half its rate.
Only that beat is looked for; a runner and a camera that turns change the light far more slowly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.core.types import FloatArray

PULSES_HZ = (100.0, 120.0)
"""Twice the mains of Europe and most of the world, and of America."""
# Steps and their first overtones stay below this; what is slower is taken out of the light.
_SLOWEST_BEAT_HZ, _SLOW_S = 12.0, 0.03
# Mains and cameras keep their rates to this together, so the beat lies so near.
_OFF_HZ, _BEAT_STEP_HZ = 0.6, 0.1
_MIN_FRAMES, _MIN_BEATS = 24, 5.0
# Up and down by this part of the light, and this share of all that changes quickly in it. Sunlit
# and rendered clips come to a tenth of the former at most (docs/footage.md).
_LEAST_FRAC, _LEAST_SHARE = 0.015, 0.5
_SAME_FRAC = 1e-3


@dataclass(frozen=True, slots=True)
class Flicker:
    """Lamps that are seen to pulse: how often a second, and by what part of the light."""

    pulses_hz: float
    light_frac: float


def find_flicker(levels: FloatArray, rate_hz: float) -> Flicker | None:
    """Tell whether lamps are seen to pulse, strongly enough to matter.

    Parameters
    ----------
    levels
        (T,) mean brightness of each frame of the camera.
    rate_hz
        Frames a second of real time.

    Returns
    -------
    Flicker or None
        ``light_frac`` is how far the light goes up and down from its middle.
    """
    if len(levels) < _MIN_FRAMES or not rate_hz > 0 or not (levels > 0).all():
        return None
    quick = levels / _slow_part(levels, _SLOW_S * rate_hz) - 1
    found = [seen for hz in PULSES_HZ if (seen := _pulse_of(quick, rate_hz, hz)) is not None]
    return max(found, key=lambda seen: seen.light_frac, default=None)


def beat_hz(pulses_hz: float, rate_hz: float) -> float:
    """Tell as what beat a camera sees light that pulses.

    Parameters
    ----------
    pulses_hz, rate_hz
        Pulses and frames a second.

    Examples
    --------
    >>> beat_hz(100.0, 240.0), beat_hz(100.0, 120.0), beat_hz(120.0, 60.0)
    (100.0, 20.0, 0.0)
    """
    return abs(pulses_hz - rate_hz * round(pulses_hz / rate_hz))


def _pulse_of(quick: FloatArray, rate_hz: float, pulses_hz: float) -> Flicker | None:
    beat = beat_hz(pulses_hz, rate_hz)
    time_s = np.arange(len(quick)) / rate_hz
    if beat < max(_SLOWEST_BEAT_HZ, _MIN_BEATS / time_s[-1]):
        return None
    beats = np.arange(beat - _OFF_HZ, beat + _OFF_HZ, _BEAT_STEP_HZ)
    wave = max((_wave(time_s, quick, hz) for hz in beats), key=lambda one: float(one @ one))
    light_frac = float(np.abs(wave).max())
    if light_frac < _LEAST_FRAC or wave @ wave < _LEAST_SHARE * np.sum((quick - quick.mean()) ** 2):
        return None
    return Flicker(pulses_hz, light_frac)


def _wave(time_s: FloatArray, values: FloatArray, hz: float) -> FloatArray:
    """Fit one wave; at half the rate sine and cosine are one, which takes a tolerance."""
    basis = np.column_stack([np.cos(2 * np.pi * hz * time_s), np.sin(2 * np.pi * hz * time_s)])
    return np.asarray(basis @ np.linalg.lstsq(basis, values, rcond=_SAME_FRAC)[0])


def _slow_part(levels: FloatArray, frames: float) -> FloatArray:
    """Smooth by a Gaussian of so many frames; the ends stand for what is beyond them."""
    reach = max(1, round(4 * frames))
    weight = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(frames, 1e-6)) ** 2)
    padded = np.pad(levels, reach, mode="reflect" if len(levels) > reach else "edge")
    return np.convolve(padded, weight / weight.sum(), mode="valid")
