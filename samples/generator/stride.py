"""SprintParameters -> Stride: one stride of the motion in fine steps, and its key instants."""

from dataclasses import dataclass

import numpy as np

from samples.generator.curves import Array
from samples.generator.parameters import BodyDimensions, SprintParameters
from samples.generator.sprint import SprintMotion, simulate_sprint, touchdown_origin_s

N_SAMPLES = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Stride:
    """One stride in fine steps, from the touchdown of `side`."""

    side: str
    opposite: str
    parameters: SprintParameters
    body: BodyDimensions
    motion: SprintMotion
    touchdown: SprintMotion
    toeoff: SprintMotion
    next_touchdown: SprintMotion

    @property
    def interval_s(self) -> float:
        """Between two samples."""
        return self.parameters.stride_time_s / N_SAMPLES

    @property
    def n_contact(self) -> int:
        """Samples in the contact that starts the stride."""
        return int(self.parameters.contact_time_s / self.interval_s) + 1

    def angle(self, name: str) -> Array:
        """Look up a series of this side over the stride, in degrees."""
        return self.motion.angles_deg[f"{self.side}_{name}_deg"]

    @property
    def apart_deg(self) -> Array:
        """Angle from the thigh of the opposite side to that of this side."""
        return np.asarray(
            self.angle("thigh") - self.motion.angles_deg[f"{self.opposite}_thigh_deg"]
        )

    @property
    def next_toeoff_s(self) -> float:
        """When the opposite foot leaves the ground, from the touchdown of this side."""
        return self.parameters.stride_time_s / 2.0 + self.parameters.contact_time_s

    def rate(self, name: str) -> Array:
        """Angular velocity of a series of this side in degrees per second."""
        return self.rate_of(self.angle(name))

    def rate_of(self, series: Array) -> Array:
        """Change per second of any series; the stride is periodic."""
        return np.asarray((np.roll(series, -1) - np.roll(series, 1)) / (2.0 * self.interval_s))

    def at(self, series: Array, time_s: float) -> float:
        """Read a series at a time from the touchdown of this side."""
        return float(np.interp(time_s, np.arange(N_SAMPLES) * self.interval_s, series))


def sample_stride(parameters: SprintParameters, body: BodyDimensions, side: str) -> Stride:
    """One stride from the first touchdown of a side."""
    start_s = touchdown_origin_s(parameters, side)
    times_s = start_s + np.arange(N_SAMPLES) * parameters.stride_time_s / N_SAMPLES

    def at(time_s: float) -> SprintMotion:
        return simulate_sprint(parameters, body, np.array([time_s]))

    return Stride(
        side=side,
        opposite="right" if side == "left" else "left",
        parameters=parameters,
        body=body,
        motion=simulate_sprint(parameters, body, times_s),
        touchdown=at(start_s),
        toeoff=at(start_s + parameters.contact_time_s),
        next_touchdown=at(start_s + parameters.stride_time_s / 2.0),
    )


def fundamental_phase_deg(series: Array) -> float:
    """Phase of a whole stride's first harmonic; larger is later."""
    turn = 2.0 * np.pi * np.arange(len(series)) / len(series)
    return float(np.degrees(np.arctan2(series @ np.sin(turn), series @ np.cos(turn))))
