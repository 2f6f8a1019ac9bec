"""Points of known motions -> how well touchdown, toe-off and contact time are found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.settings import Settings
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.motion import find_motion
from aqvision.pose.clean.clean import clean_pose
from samples.generator import Contact as TrueContact
from validation.events_motions import MOCAP, RUNS, Noise, Seen, View, see_mocap, see_run

Array = NDArray[np.float64]
Make = Callable[[int], Seen]
# Largest SD of an instant in ms at each rate, and largest biases in ms.
SD_TARGETS_MS = {60: 8.0, 120: 5.0, 240: 3.0}
BIAS_TARGET_MS = 3.0
CONTACT_BIAS_TARGET_MS = 4.0
_MATCH_S = 0.06
_AROUND_S = 0.06
_LEVEL = View()
WHITE_5, WHITE_10 = Noise(0.005), Noise(0.010)
CORRELATED_5, CORRELATED_10 = Noise(0.005, 0.6), Noise(0.010, 0.6)


@dataclass(frozen=True, slots=True)
class Condition:
    """One kind of motion, seen in one way; ``make`` gives a clip for each seed.

    ``has_target`` tells whether the targets were set for it.
    """

    motion: str
    how: str
    rate_hz: int
    noise: Noise
    make: tuple[Make, ...]
    has_target: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class EventErrors:
    """Errors under one condition: (K, 2) in ms of touchdown and toe-off, with stated errors.

    ``timed`` marks the contacts whose time the product would report.
    """

    condition: Condition
    error_ms: Array
    stated_ms: Array
    n_true: int
    n_missed: int
    n_invented: int

    @property
    def contact_error_ms(self) -> Array:
        """(K,) errors of the contact times."""
        return np.asarray(self.error_ms[:, 1] - self.error_ms[:, 0])

    @property
    def calibration(self) -> tuple[float, float]:
        """Part of the errors within one standard error, and RMS of error over standard error."""
        ratio = self.error_ms / self.stated_ms
        return float((np.abs(ratio) <= 1).mean()), float(np.sqrt((ratio**2).mean()))

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What misses its target."""
        if not len(self.error_ms):
            return ("nothing found",)
        bias, sd = self.error_ms.mean(axis=0), self.error_ms.std(axis=0, ddof=1)
        largest_sd = SD_TARGETS_MS[self.condition.rate_hz]
        checks = {
            "touchdown bias": abs(bias[0]) > BIAS_TARGET_MS,
            "toe-off bias": abs(bias[1]) > BIAS_TARGET_MS,
            "touchdown SD": sd[0] > largest_sd,
            "toe-off SD": sd[1] > largest_sd,
            "contact bias": abs(bias[1] - bias[0]) > CONTACT_BIAS_TARGET_MS,
            "missed": self.n_missed > 0,
            "invented": self.n_invented > 0,
        }
        return tuple(what for what, short in checks.items() if short)


def conditions() -> list[Condition]:
    """List every motion, rate, noise and view that is tried."""
    listed = []
    for motion in RUNS:
        for rate_hz in (60, 120, 240):
            listed.append(_run(motion, "level", rate_hz, WHITE_5, _LEVEL))
        listed.append(_run(motion, "runs left", 120, WHITE_5, View(from_left=True)))
        for roll_deg in (-5.0, 5.0):
            how = f"camera rolled {roll_deg:+.0f} degrees"
            listed.append(_run(motion, how, 120, WHITE_5, View(roll_deg=roll_deg)))
        listed.append(_run(motion, "track slopes 2 degrees", 120, WHITE_5, View(slope_deg=2.0)))
        for noise in (WHITE_10, CORRELATED_5, CORRELATED_10):
            listed.append(_run(motion, "level", 120, noise, _LEVEL, has_target=False))
    return listed + (_mocap_conditions() if MOCAP.is_dir() else [])


def _run(
    motion: str, how: str, rate_hz: int, noise: Noise, view: View, *, has_target: bool = True
) -> Condition:
    make = tuple(
        lambda seed, p=parameters: see_run(p, rate_hz, noise, view, seed)
        for parameters in RUNS[motion]
    )
    return Condition(motion, how, rate_hz, noise, make, has_target)


def _mocap_conditions() -> list[Condition]:
    listed = []
    for rate_hz, noise in ((60, WHITE_5), (120, WHITE_5), (240, WHITE_5), (120, CORRELATED_5)):
        for view in (_LEVEL, View(from_left=True)) if rate_hz == 120 else (_LEVEL,):
            how = "mirrored" if view.from_left else "against force plates"

            def make(seed: int, r: int = rate_hz, n: Noise = noise, v: View = view) -> Seen:
                return see_mocap(r, n, v, seed)

            listed.append(Condition("motion capture, 3.5 m/s", how, rate_hz, noise, (make,)))
    return listed


def measure_events(listed: Sequence[Condition], n_clips: int = 8) -> list[EventErrors]:
    """Measure every condition on some clips of each of its motions."""
    return [measure_condition(condition, n_clips) for condition in listed]


def measure_condition(condition: Condition, n_clips: int) -> EventErrors:
    """Measure one condition; every clip has its own noise and its own phase of the frames."""
    rows: list[tuple[Contact, TrueContact]] = []
    n_true = n_missed = n_found = 0
    for make in condition.make:
        for seed in range(n_clips):
            seen = make(seed)
            found = _contacts_within(seen)
            pairs = pair_contacts(found, seen.contacts)
            rows += pairs
            n_true += sum(is_wholly_seen(c, seen.span_s) for c in seen.contacts)
            n_missed += sum(
                is_wholly_seen(c, seen.span_s) and all(t is not c for _, t in pairs)
                for c in seen.contacts
            )
            n_found += len(found)
    error = [[f.touchdown_s - t.touchdown_s, f.toeoff_s - t.toeoff_s] for f, t in rows]
    stated = [[f.touchdown_se_s, f.toeoff_se_s] for f, _ in rows]
    return EventErrors(
        condition,
        1e3 * np.array(error).reshape(-1, 2),
        1e3 * np.array(stated).reshape(-1, 2),
        n_true,
        n_missed,
        n_found - len(rows),
    )


def is_wholly_seen(contact: TrueContact, span_s: tuple[float, float]) -> bool:
    """Tell whether enough of the motion around a contact is in view to time it."""
    start_s, stop_s = span_s
    return contact.touchdown_s - _AROUND_S >= start_s and contact.toeoff_s + _AROUND_S <= stop_s


def _contacts_within(seen: Seen) -> list[Contact]:
    """Contacts the product finds where all true ones are known."""
    settings = Settings()
    clean = clean_pose(seen.pose, settings.cleaning, settings.filter)
    motion = find_motion(
        clean, CameraMotion(0.0), Clip(Path("run.mp4"), height_m=1.78), settings.body
    )
    start_s, stop_s = seen.span_s
    return [
        c
        for c in find_contacts(motion, settings.events)
        if start_s <= c.touchdown_s and c.toeoff_s <= stop_s
    ]


def pair_contacts(
    found: Sequence[Contact], true: Sequence[TrueContact]
) -> list[tuple[Contact, TrueContact]]:
    """Pair each true contact with the found one of its foot nearest in time, if near."""
    pairs = []
    for contact in true:
        near = [
            f
            for f in found
            if f.side == contact.side and abs(f.touchdown_s - contact.touchdown_s) < _MATCH_S
        ]
        if near:
            pairs.append(
                (min(near, key=lambda f: abs(f.touchdown_s - contact.touchdown_s)), contact)
            )
    return pairs
