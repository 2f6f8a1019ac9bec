"""Known motions -> points as a perfect network would see them, with the true contacts.

Rendered motions come from the generator of the samples, at other speeds, contact times and landings
than the samples have. The motion capture is a run on force plates, thinned to the rate of a video.
No network and no picture is involved.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.signal import lfilter
from scipy.spatial.transform import Rotation

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import LANDMARKS
from samples.generator import (
    BEFORE,
    Contact,
    SprintParameters,
    landmarks_m,
    simulate_sprint,
)
from validation.held_camera import HeldCamera
from validation.measuring import BODY

Array = NDArray[np.float64]
MOCAP = Path(__file__).parents[2] / "shared" / "data" / "mocap"
_TRAVEL_M = 11.5
_DISTANCE_M = 24.0
_FOCAL_PX = 3000.0
_MOCAP_PX_PER_M = 250.0

SPRINT = replace(
    BEFORE, speed_mps=9.8, step_frequency_hz=4.6, contact_time_s=0.09, thigh_toeoff_deg=-20.0,
    knee_toeoff_deg=30.0, foot_drop_touchdown_mps=2.0,
)  # fmt: skip
JOG = replace(
    BEFORE, speed_mps=3.5, step_frequency_hz=2.7, contact_time_s=0.23, toeoff_rise_m=0.0,
    trunk_lean_deg=5.0, thigh_toeoff_deg=-20.0, knee_toeoff_deg=30.0, foot_pitch_toeoff_deg=-65.0,
    thigh_flexion_peak_deg=55.0, thigh_flexion_peak_at_frac=0.7, thigh_opposite_touchdown_deg=0.0,
    knee_flexion_peak_deg=105.0, knee_flexion_peak_at_frac=0.42, foot_drop_touchdown_mps=0.8,
)  # fmt: skip
_FIRST_STEP = replace(
    BEFORE, speed_mps=3.8, step_frequency_hz=3.9, contact_time_s=0.20, trunk_lean_deg=40.0,
    thigh_toeoff_deg=-30.0, knee_toeoff_deg=20.0, foot_pitch_touchdown_deg=-12.0,
    foot_drop_touchdown_mps=1.4, thigh_flexion_peak_deg=55.0, thigh_flexion_peak_at_frac=0.6,
    thigh_opposite_touchdown_deg=-20.0, knee_flexion_peak_deg=105.0, knee_flexion_peak_at_frac=0.42,
)  # fmt: skip
_SECOND_STEP = replace(
    _FIRST_STEP, speed_mps=4.5, step_frequency_hz=4.2, contact_time_s=0.18, trunk_lean_deg=36.0,
    thigh_toeoff_deg=-27.0, thigh_flexion_peak_deg=60.0, thigh_opposite_touchdown_deg=0.0,
    knee_flexion_peak_deg=100.0,
)  # fmt: skip
_THIRD_STEP = replace(
    _SECOND_STEP, speed_mps=5.5, contact_time_s=0.15, trunk_lean_deg=30.0,
    thigh_flexion_peak_at_frac=0.7, thigh_opposite_touchdown_deg=10.0,
)  # fmt: skip
RUNS: dict[str, tuple[SprintParameters, ...]] = {
    "sprint, contact 90 ms": (SPRINT, replace(SPRINT, foot_drop_touchdown_mps=1.2)),
    "sprint, contact 115 ms": (BEFORE, replace(BEFORE, foot_drop_touchdown_mps=2.0)),
    "first steps, contact 150 to 200 ms": (_FIRST_STEP, _SECOND_STEP, _THIRD_STEP),
    "jog, contact 230 ms": (JOG, replace(JOG, foot_drop_touchdown_mps=1.4)),
}
"""Motions of the generator by name; in none does a foot pass through the ground."""


@dataclass(frozen=True, slots=True)
class View:
    """How a run is filmed: from which side, the camera tilted, the track sloping, in degrees."""

    from_left: bool = False
    roll_deg: float = 0.0
    slope_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Noise:
    """Scatter of each point in metres, and its correlation over 1/120 s."""

    sd_m: float
    correlation: float = 0.0

    def draw(self, shape: tuple[int, ...], rate_hz: float, random: np.random.Generator) -> Array:
        """Draw noise along the first axis, in metres; correlated as a first-order process."""
        kept = self.correlation ** (120.0 / rate_hz) if self.correlation else 0.0
        warm_up = 50
        white = random.normal(0.0, self.sd_m, (shape[0] + warm_up, *shape[1:]))
        filtered = lfilter([np.sqrt(1 - kept**2)], [1.0, -kept], white, axis=0)
        return np.asarray(filtered[warm_up:])


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Points of one clip and the contacts that lie wholly in it.

    ``span_s`` is the time in which every true contact is known.
    """

    pose: PoseSequence
    contacts: tuple[Contact, ...]
    span_s: tuple[float, float]


def see_run(
    parameters: SprintParameters, rate_hz: float, noise: Noise, view: View, seed: int
) -> Seen:
    """Film a run of the generator; the seed also shifts the frames against the motion."""
    random = np.random.default_rng(seed)
    start_s = float(random.uniform(0, 1 / parameters.step_frequency_hz))
    time_s = np.arange(int(_TRAVEL_M / parameters.speed_mps * rate_hz)) / rate_hz
    motion = simulate_sprint(parameters, BODY, start_s + time_s)
    contacts = tuple(
        Contact(c.side, c.touchdown_s - start_s, c.toeoff_s - start_s) for c in motion.contacts
    )
    middle_m = parameters.speed_mps * start_s + _TRAVEL_M / 2
    place = (middle_m, _DISTANCE_M if view.from_left else -_DISTANCE_M, 1.2)
    roll = Rotation.from_euler("z", view.roll_deg, degrees=True).as_matrix()
    camera = HeldCamera(place, _FOCAL_PX, turn=roll)
    points_m = landmarks_m(motion)
    points_m[..., 2] += np.tan(np.deg2rad(view.slope_deg)) * (points_m[..., 0] - middle_m)
    points = camera.project(points_m)
    points += noise.draw(points.shape, rate_hz, random) * _FOCAL_PX / _DISTANCE_M
    pose = PoseSequence(
        time_s=time_s,
        xy_px=points,
        visibility=np.ones(points.shape[:2]),
        width_px=camera.width_px,
        height_px=camera.height_px,
    )
    return Seen(pose, contacts, (0.0, float(time_s[-1])))


def see_mocap(rate_hz: float, noise: Noise, view: View, seed: int) -> Seen:
    """Thin the motion capture to a frame rate, by cubic interpolation, and blur its points."""
    random = np.random.default_rng(seed)
    table, points_m = _mocap_points()
    known_s = table["time_s"].to_numpy()
    known_s = known_s - known_s[0]
    time_s = np.arange(float(random.uniform(0, 1 / rate_hz)), known_s[-1], 1 / rate_hz)
    seen = np.isfinite(points_m).all(axis=(0, 2))
    points = np.full((len(time_s), *points_m.shape[1:]), np.nan)
    points[:, seen] = CubicSpline(known_s, points_m[:, seen])(time_s)
    points = (points + noise.draw(points.shape, rate_hz, random)) * _MOCAP_PX_PER_M
    points = points * [1, -1] + [200 + 7 * _MOCAP_PX_PER_M, 700]
    if view.from_left:
        points[..., 0] = 4000 - points[..., 0]
    offset_s, contacts = float(time_s[0]), _mocap_contacts()
    contacts = tuple(
        Contact(c.side, c.touchdown_s - offset_s, c.toeoff_s - offset_s) for c in contacts
    )
    pose = PoseSequence(
        time_s=time_s - offset_s,
        xy_px=points,
        visibility=np.ones(points.shape[:2]),
        width_px=4000,
        height_px=1080,
    )
    return Seen(pose, contacts, (contacts[0].touchdown_s - 0.1, contacts[-1].toeoff_s + 0.1))


@cache
def _mocap_points() -> tuple[pd.DataFrame, Array]:
    table = pd.read_csv(MOCAP / "run_3.5mps_sagittal.csv")
    points = np.full((len(table), len(LANDMARKS), 2), np.nan)
    for i, landmark in enumerate(LANDMARKS):
        side, _, joint = landmark.partition("_")
        column = f"{side[0].upper()}_{'toe' if joint == 'foot_index' else joint}"
        if f"{column}_x" in table:
            points[:, i] = table[[f"{column}_x", f"{column}_y"]].to_numpy()
    return table, points


@cache
def _mocap_contacts() -> tuple[Contact, ...]:
    """Contacts by force, left first, on the clock of the points."""
    events = json.loads((MOCAP / "run_3.5mps_force_events.json").read_text(encoding="utf-8"))
    return tuple(
        Contact(("left", "right")[i % 2], start - events["t0"], stop - events["t0"])
        for i, (start, stop) in enumerate(events["force_contacts_50N"])
    )
