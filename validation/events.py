"""Points of known motions -> how well touchdown, toe-off and contact time are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from aqvision.camera.motion import CameraMotion
from validation.events_motions import MOCAP, RUNS, Noise, Seen, View, see_mocap, see_run
from validation.measuring import contacts_of
from validation.pairing import (
    Pairs,
    errors_ms,
    is_wholly_seen,
    missed_contacts,
    pair_contacts,
    stated_ms,
)
from validation.tables import bias_sd, judged, section, table

Array = NDArray[np.float64]
# Largest SD of an instant in ms at each rate, and largest biases in ms.
SD_TARGETS_MS = {60: 8.0, 120: 5.0, 240: 3.0}
BIAS_TARGET_MS = 3.0
CONTACT_BIAS_TARGET_MS = 4.0
_LEVEL, _FROM_LEFT = View(), View(from_left=True)
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
    make: tuple[Callable[[int], Seen], ...]
    has_target: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class EventErrors:
    """Errors under one condition: (K, 2) in ms of touchdown and toe-off, with stated errors."""

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
    listed = [condition for motion in RUNS for condition in _run_conditions(motion)]
    return listed + (list(_mocap_conditions()) if MOCAP.is_dir() else [])


def _run_conditions(motion: str) -> Iterator[Condition]:
    seen: list[tuple[str, int, Noise, View]] = [
        *(("level", rate_hz, WHITE_5, _LEVEL) for rate_hz in (60, 120, 240)),
        ("runs left", 120, WHITE_5, _FROM_LEFT),
        ("camera rolled -5 degrees", 120, WHITE_5, View(roll_deg=-5.0)),
        ("camera rolled +5 degrees", 120, WHITE_5, View(roll_deg=5.0)),
        ("track slopes 2 degrees", 120, WHITE_5, View(slope_deg=2.0)),
        *(("level", 120, noise, _LEVEL) for noise in (WHITE_10, CORRELATED_5, CORRELATED_10)),
    ]
    for how, rate_hz, noise, view in seen:
        make = tuple(partial(see_run, p, rate_hz, noise, view) for p in RUNS[motion])
        yield Condition(motion, how, rate_hz, noise, make, noise == WHITE_5)


def _mocap_conditions() -> Iterator[Condition]:
    for rate_hz, noise in ((60, WHITE_5), (120, WHITE_5), (240, WHITE_5), (120, CORRELATED_5)):
        for view in (_LEVEL, _FROM_LEFT) if rate_hz == 120 else (_LEVEL,):
            how = "mirrored" if view.from_left else "against force plates"
            make = partial(see_mocap, rate_hz, noise, view)
            yield Condition("motion capture, 3.5 m/s", how, rate_hz, noise, (make,))


def measure_condition(condition: Condition, n_clips: int = 8) -> EventErrors:
    """Measure one condition; every clip has its own noise and its own phase of the frames."""
    all_pairs: Pairs = []
    n_true = n_missed = n_found = 0
    for seen in (make(seed) for make in condition.make for seed in range(n_clips)):
        start_s, stop_s = seen.span_s
        contacts = contacts_of(seen.pose, CameraMotion(0.0))
        found = [c for c in contacts if start_s <= c.touchdown_s and c.toeoff_s <= stop_s]
        pairs = pair_contacts(found, seen.contacts)
        all_pairs += pairs
        n_true += sum(is_wholly_seen(c, seen.span_s) for c in seen.contacts)
        n_missed += missed_contacts(pairs, seen.contacts, seen.span_s)
        n_found += len(found)
    error_ms, stated = errors_ms(all_pairs), stated_ms(all_pairs)
    n_invented = n_found - len(all_pairs)
    return EventErrors(condition, error_ms, stated, n_true, n_missed, n_invented)


def events_section(results: Sequence[EventErrors]) -> str:
    """Write the section on touchdown and toe-off."""
    return section(_INTRODUCTION, table(_HEAD, map(_row, results)))


def _row(r: EventErrors) -> str:
    c, several = r.condition, len(r.error_ms) > 1
    correlated = f", r {c.noise.correlation:g}" if c.noise.correlation else ""
    errors = [*r.error_ms.T, r.contact_error_ms]
    quality = [f"{r.calibration[0]:.0%}", f"{r.calibration[1]:.2f}"] if several else ["-", "-"]
    cells = [
        *(c.motion, c.how, c.rate_hz, f"{1000 * c.noise.sd_m:g} mm{correlated}", r.n_true),
        *(bias_sd(e) if several else "-" for e in errors),
        *(r.n_missed, r.n_invented),
        *quality,
        judged(r.shortfalls) if c.has_target else "",
    ]
    return " | ".join(map(str, cells))


_HEAD = (
    "| motion | view | frames/s | noise | contacts | touchdown | toe-off | contact time "
    "| missed | invented | within 1 SE | RMS error/SE | |"
)
_SDS = ", ".join(f"{sd:g} ms at {rate}" for rate, sd in SD_TARGETS_MS.items())
_INTRODUCTION = (
    "## Touchdown and toe-off, from points with known truth\n\n"
    "No network: points of known motions with noise added, at a random phase of the "
    "frames, go through the same code as the network's. Bias ± SD from contact to contact "
    f"in ms, positive = late. Targets: bias {BIAS_TARGET_MS:g} ms, of contact time "
    f"{CONTACT_BIAS_TARGET_MS:g} ms; SD {_SDS} frames/s; none missed, none invented. "
    "The targets are set for 5 mm of noise; rows without a verdict show what more noise "
    "does. `r` is the correlation of the noise from frame to frame at 120 frames/s. Of the "
    "errors 68 % should lie within one stated standard error. The motion capture is held "
    "against force plates at 50 N; the generator's feet know no force, a contact there is the "
    "time in which the ball of the foot is held."
)
