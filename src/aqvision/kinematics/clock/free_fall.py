"""Motion + contacts -> Fall: how fast the body falls in flight, which tells the true clock.

Between toe-off and touchdown nothing holds the body, so its centre of mass falls at g. Where it
seems to fall at a quarter of g, the clip plays at half speed. That takes a scale in metres; where
none is given, a runner of usual size does, because speed goes by the root of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from aqvision.core.skeleton import SIDES
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.motion import GroundKind, Motion
from aqvision.kinematics.signals import between

GRAVITY_MPS2 = 9.81
# Mass and place from the near end, as parts of the body and of the segment. Source: winter-2009.
_SEGMENTS = (
    ("shoulder", "hip", 0.2485, 0.5),
    ("shoulder", "ear", 0.0405, 1.0),
    ("shoulder", "elbow", 0.028, 0.436),
    ("elbow", "wrist", 0.022, 0.682),
    ("hip", "knee", 0.1, 0.433),
    ("knee", "ankle", 0.0465, 0.433),
    ("ankle", "foot_index", 0.0145, 0.5),
)
_MIN_FRAMES = 5
_MIN_FLIGHTS = 2
# Masses of one body differ from those of the tables, and the network's points stray together.
_MODEL_SE_FRAC = 0.25
_CORRELATION = 2.0
# Legs of runners of 1.70 m; from the tallest to a child of ten they lie within two of these.
_USUAL_LEG_M, _USUAL_LEG_SE_FRAC = 0.9, 0.12


@dataclass(frozen=True, slots=True)
class Fall:
    """How many times slower than real the clock is by the fall of the body, and how sure that is.

    ``slowed_se_frac`` is relative; ``n_flights`` is the number of flights it rests on.
    """

    slowed: float
    slowed_se_frac: float
    n_flights: int


def measure_fall(motion: Motion, contacts: tuple[Contact, ...]) -> Fall | None:
    """Fit one acceleration to the centre of mass in all flights.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    contacts
        In order of time; flights lie between them.

    Returns
    -------
    Fall or None
        None on ground that moves, or with too few frames in flight. Source: winter-2009.
    """
    if motion.ground == GroundKind.MOVING_CAMERA:
        return None
    flights = list(_flights(motion, contacts))
    if len(flights) < _MIN_FLIGHTS:
        return None
    rise, se = _acceleration(flights)
    leg_m, leg_se_frac = _leg(motion)
    fall_mps2 = -rise * leg_m
    if fall_mps2 <= 0 or se >= abs(rise):
        return None
    of_fall = np.hypot(np.hypot(se / rise, leg_se_frac), _MODEL_SE_FRAC)
    # a clock twice too slow shows a quarter of the acceleration
    return Fall(float(np.sqrt(GRAVITY_MPS2 / fall_mps2)), float(of_fall / 2), len(flights))


def _leg(motion: Motion) -> tuple[float, float]:
    """Length of the leg in metres by the scale, or a usual one, and its relative error."""
    if np.isfinite(motion.metres_per_leg):
        return motion.metres_per_leg, motion.scale_se_frac
    return _USUAL_LEG_M, _USUAL_LEG_SE_FRAC


def centre_of_mass(motion: Motion) -> FloatArray:
    """Height of the centre of mass in leg lengths, unfiltered, (T,); NaN where a limb is unknown.

    A filter would mix the fall in flight with the push on the ground. Source: winter-2009.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    """
    height = np.zeros(len(motion.time_s))
    for near, far, mass, place in _SEGMENTS:
        for side in SIDES:
            a, b = (motion.measured(f"{side}_{joint}")[:, 1] for joint in (near, far))
            b = b if np.isfinite(b).any() else a  # a pose file may have no head
            height += mass * (a + place * (b - a))
    return height


def _flights(
    motion: Motion, contacts: tuple[Contact, ...]
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Time and height of the centre of mass in each flight that lies between two contacts."""
    height = centre_of_mass(motion)
    for before, after in pairwise(contacts):
        flying = between(motion.time_s, before.toeoff_s, after.touchdown_s) & np.isfinite(height)
        if before.side != after.side and flying.sum() >= _MIN_FRAMES:
            yield motion.time_s[flying], height[flying]


def _acceleration(flights: list[tuple[FloatArray, FloatArray]]) -> tuple[float, float]:
    """Fit each flight with a start and a speed of its own and one acceleration; its error too."""
    bends, lefts = [], []
    for time_s, height in flights:
        middle = time_s - time_s.mean()
        basis = np.column_stack([np.ones_like(middle), middle])
        bend, left = middle**2 / 2, height
        bends.append(bend - basis @ np.linalg.lstsq(basis, bend, rcond=None)[0])
        lefts.append(left - basis @ np.linalg.lstsq(basis, left, rcond=None)[0])
    bend, left = np.concatenate(bends), np.concatenate(lefts)
    power = float(bend @ bend)
    acceleration = float(bend @ left) / power
    freedom = max(1, len(left) - 2 * len(flights) - 1)
    sd = float(np.sqrt(np.sum((left - acceleration * bend) ** 2) / freedom))
    return acceleration, _CORRELATION * sd / float(np.sqrt(power))
