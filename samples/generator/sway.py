"""HoldParameters -> Sway: how the hips move in a hold, each part of it known by itself."""

from dataclasses import dataclass

import numpy as np

from samples.generator.curves import Array
from samples.generator.parameters import HoldParameters, Knock

BAND_HZ = (0.15, 5.0)
PERIOD_S = 12.0
ONSET_S = 0.1
# Noise of its own each: they share the band, not the phases.
FORWARD, UP, THIGH = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Sway:
    """Parts of the hips' way from where they were set, over time, in metres."""

    sway_forward_m: Array
    sway_up_m: Array
    knock_forward_m: Array
    drift_forward_m: Array

    @property
    def forward_m(self) -> Array:
        """All that moves the hips forward."""
        return self.sway_forward_m + self.knock_forward_m + self.drift_forward_m


def band_noise(time_s: Array, rms: float, seed: tuple[int, int]) -> Array:
    """Noise of a known RMS in a band, with as much power in each octave and without a trend.

    A sum of sines that each fit into `PERIOD_S` a whole number of times, so its RMS over a period
    is exact. The phase of the slowest one takes out the trend that the others have.
    """
    turns = np.arange(np.ceil(BAND_HZ[0] * PERIOD_S), np.floor(BAND_HZ[1] * PERIOD_S) + 1.0)
    amplitudes = turns**-0.5
    amplitudes *= rms * np.sqrt(2.0 / np.sum(amplitudes**2))
    phases = np.random.default_rng(seed).uniform(0.0, 2.0 * np.pi, len(turns))
    # a sine of k turns has the trend of a line of slope -1 / k, a cosine has none
    others = np.sum(amplitudes[1:] * np.cos(phases[1:]) / turns[1:])
    phases[0] = np.arccos(np.clip(-others * turns[0] / max(amplitudes[0], 1e-12), -1.0, 1.0))
    angles = 2.0 * np.pi * turns * time_s[:, None] / PERIOD_S + phases
    return np.asarray(np.sin(angles) @ amplitudes)


def knocked(time_s: Array, knock: Knock) -> Array:
    """Displacement of one knock: half a cosine out, an exponential back."""
    since_s = time_s - knock.start_s
    out = (1.0 - np.cos(np.pi * np.clip(since_s / ONSET_S, 0.0, 1.0))) / 2.0
    back_s = np.maximum(since_s - ONSET_S, 0.0)
    return np.asarray(knock.peak_forward_m * out * np.exp(-back_s / knock.time_constant_s))


def hip_sway(parameters: HoldParameters, time_s: Array) -> Sway:
    """How the middle of the hips moves."""
    knocks = [knocked(time_s, knock) for knock in parameters.knocks]
    return Sway(
        band_noise(time_s, parameters.sway_forward_rms_m, (parameters.seed, FORWARD)),
        band_noise(time_s, parameters.sway_up_rms_m, (parameters.seed, UP)),
        np.sum([np.zeros_like(time_s), *knocks], axis=0),
        parameters.drift_mps * time_s,
    )
