"""A hold with known sway, drift and knocks -> its points, exact or with the errors of a network.

The body is one of points: it stands in a split stance, and what moves the hips moves all that is
above them as far, and what is below less, down to the feet, which stand. Sway is noise between 0.15
and 5 Hz of a known spread. A posture that does not change is misread by the same amount in every
frame, so of the errors of a network that come again at the same posture nothing is seen here: they
are held at one phase of the stride.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aqvision.analysis.hold import HoldAnalysis, HoldNotes, PosedClip, analyze_hold
from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.provenance import describe_run
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX, LANDMARKS
from aqvision.core.types import View
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from validation.network_noise import draw_errors, visibility

Array = NDArray[np.float64]
LEG_M = 0.9275
"""Leg length of the body: 0.53 of a standing height of 1.75 m."""
HEIGHT_M = LEG_M / 0.53
_TRUNK_M = 0.5
_PX_PER_M = 400.0
_BAND_HZ = (0.15, 5.0)
_FINE_HZ = 240.0
_MARGIN_S = 10.0
# Metres, y up, over the feet: of the side x is forward, of the front to the athlete's left.
_SIDE = {
    "nose": (0.12, 1.50), "eye": (0.10, 1.53), "ear": (0.02, 1.51), "mouth": (0.11, 1.46),
    "shoulder": (0.04, 1.30), "elbow": (0.0, 1.03), "wrist": (0.18, 0.90), "pinky": (0.22, 0.88),
    "index": (0.23, 0.89), "thumb": (0.21, 0.91), "hip": (0.0, 0.80),
}  # fmt: skip
_LEGS = {
    "right": {"knee": (0.34, 0.53), "ankle": (0.30, 0.09), "heel": (0.25, 0.03),
              "foot_index": (0.47, 0.02)},
    "left": {"knee": (-0.21, 0.42), "ankle": (-0.55, 0.14), "heel": (-0.60, 0.16),
             "foot_index": (-0.46, 0.02)},
}  # fmt: skip
_FRONT = {
    "nose": (0.0, 1.50), "eye": (0.03, 1.53), "ear": (0.07, 1.51), "mouth": (0.02, 1.46),
    "shoulder": (0.19, 1.30), "elbow": (0.28, 1.03), "wrist": (0.22, 0.80), "pinky": (0.22, 0.75),
    "index": (0.21, 0.75), "thumb": (0.20, 0.77), "hip": (0.09, 0.80), "knee": (0.13, 0.42),
    "ankle": (0.15, 0.09), "heel": (0.15, 0.05), "foot_index": (0.17, 0.02),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Knock:
    """An answer to a knock: when it begins, how far it goes in mm, and how it comes back."""

    time_s: float
    peak_mm: float
    return_s: float
    way_deg: float = 0.0
    rise_s: float = 0.12

    def course_mm(self, time_s: Array) -> Array:
        """Give the place over time, (T, 2)."""
        since = time_s - self.time_s
        out = (1 - np.cos(np.pi * np.clip(since / self.rise_s, 0, 1))) / 2
        size = np.where(
            since < self.rise_s, out, np.exp(-np.maximum(since - self.rise_s, 0) / self.return_s)
        )
        way = np.radians(self.way_deg)
        return np.asarray(self.peak_mm * size[:, None] * [np.cos(way), np.sin(way)])


TWO_KNOCKS = (Knock(5.0, 60.0, 0.6, 20.0), Knock(12.0, 45.0, 0.9, 165.0, 0.15))


@dataclass(frozen=True)
class HeldMotion:
    """A hold: ``sway_mm`` is the spread of what it is drawn from, both directions together."""

    rate_hz: float = 60.0
    duration_s: float = 20.0
    sway_mm: float = 12.0
    drift_mm_per_s: tuple[float, float] = (1.0, -0.4)
    knocks: tuple[Knock, ...] = TWO_KNOCKS
    view: View = View.SIDE
    slope: float = 0.0
    seed: int = 0

    @cached_property
    def time_s(self) -> Array:
        """Times of the frames."""
        return np.arange(round(self.duration_s * self.rate_hz) + 1) / self.rate_hz

    @cached_property
    def sway(self) -> Array:
        """Places about the posture, (T, 2) mm, without drift and knocks."""
        random = np.random.default_rng([self.seed, 1])
        n = round((self.duration_s + 2 * _MARGIN_S) * _FINE_HZ)
        hz = np.fft.rfftfreq(n, 1 / _FINE_HZ)
        size = np.zeros(len(hz))
        inside = (hz >= _BAND_HZ[0]) & (hz <= _BAND_HZ[1])
        size[inside] = hz[inside] ** (-self.slope / 2)
        drawn = random.standard_normal((2, len(hz))) + 1j * random.standard_normal((2, len(hz)))
        spread = np.sqrt(4 * (size**2).sum()) / n
        fine = np.fft.irfft(drawn * size, n) / spread * self.sway_mm / np.sqrt(2)
        at = np.arange(n) / _FINE_HZ - _MARGIN_S
        return np.column_stack([np.interp(self.time_s, at, axis) for axis in fine])

    @property
    def true_rms_mm(self) -> float:
        """Spread of the sway that was drawn."""
        return float(np.sqrt((self.sway**2).sum(axis=1).mean()))

    @cached_property
    def hips_mm(self) -> Array:
        """Places of the hips, (T, 2), with drift and knocks."""
        moved = self.sway + np.outer(self.time_s, self.drift_mm_per_s)
        return np.asarray(moved + sum(knock.course_mm(self.time_s) for knock in self.knocks))

    def pose(self, noise: float = 0.0) -> PoseSequence:
        """Give the points, with the errors of a network times ``noise``."""
        body = _body(self.view)
        share = np.clip(body[:, 1] / 0.8, 0, 1)[:, None]
        xy_m = body + share * self.hips_mm[:, None] / 1000
        random = np.random.default_rng([self.seed, 2])
        n = len(self.time_s)
        stands = dict.fromkeys(("left", "right"), np.ones(n, dtype=np.bool_))
        one_phase = np.linspace(0, 1e-9, n)
        errors = draw_errors(one_phase, stands, self.rate_hz, "right", random)
        xy_m = xy_m + noise * _TRUNK_M * errors
        xy_px = (xy_m * [1, -1] + [1.2, 2.0]) * _PX_PER_M
        return PoseSequence(
            time_s=self.time_s,
            xy_px=xy_px,
            visibility=visibility(n, "right"),
            width_px=round(2.4 * _PX_PER_M),
            height_px=round(2.4 * _PX_PER_M),
        )

    def posed(
        self, noise: float = 0.0, *, name: str = "hold.mp4", scaled: bool = True
    ) -> PosedClip:
        """Give the points as they come from a clip, with the standing height if ``scaled``."""
        return PosedClip(
            raw=RawPose(sequence=self.pose(noise), camera=CameraMotion(0.0), n_people=1),
            clip=Clip(Path(name), height_m=HEIGHT_M if scaled else None),
            timing=Timing(playback_fps=self.rate_hz, capture_fps=self.rate_hz, evidence=("made",)),
            provenance=describe_run(name, "0" * 64, "heavy", Settings()),
        )


def rigid_like(hold: HeldMotion, seed: int = 1000) -> HeldMotion:
    """Give a pose that does not move, seen as a hold is."""
    return HeldMotion(
        rate_hz=hold.rate_hz, duration_s=hold.duration_s, sway_mm=0.0, drift_mm_per_s=(0.0, 0.0),
        knocks=(), view=hold.view, seed=seed + hold.seed,
    )  # fmt: skip


def measure(
    hold: HeldMotion, noise: float = 0.0, *, rigid: bool = False, notes: HoldNotes | None = None
) -> HoldAnalysis:
    """Measure a hold, with or without the clip of a rigid pose."""
    beside = rigid_like(hold).posed(noise, name="rigid.mp4") if rigid else None
    return analyze_hold(hold.posed(noise), Settings(), notes=notes, rigid=beside)


def _body(view: View) -> Array:
    """Places of the landmarks in metres, (33, 2)."""
    points = np.zeros((len(LANDMARKS), 2))
    for name in LANDMARKS:
        side = "left" if "left" in name else "right"
        joint = name.removeprefix(f"{side}_").split("_")[0] if name != "nose" else "nose"
        joint = "foot_index" if name.endswith("foot_index") else joint
        if view is View.SIDE:
            place = _SIDE[joint] if joint in _SIDE else _LEGS[side][joint]
        else:
            x, y = _FRONT[joint]
            place = (x if side == "left" else -x, y)
        points[INDEX[name]] = place
    return points
