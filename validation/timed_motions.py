"""Every motion with known contacts -> their errors and the spreads of their fits, body by body."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aqvision.camera.motion import CameraMotion
from aqvision.kinematics.events.contact_ends import (
    STATED_TOEOFF,
    STATED_TOUCHDOWN,
    StatedError,
)
from samples.generator import Contact
from validation.events import WHITE_5
from validation.events_motions import RUNS, View, see_run
from validation.events_network import FootErrors
from validation.force_plates import PlateErrors, thinned
from validation.measuring import FPS, contacts_of
from validation.pairing import Pairs, errors_ms, pair_contacts, stated_ms
from validation.store import find_raw_pose

Array = NDArray[np.float64]
PIXELS, POINTS = "pixels", "points"
_SAMPLES = Path(__file__).parents[1] / "samples"
_SEEDS = range(2)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TimedMotion:
    """Contacts of one motion seen in one way.

    Parameters
    ----------
    body
        Who, or how the generator's body, runs: what is left out together.
    kind, rate_hz
        ``pixels`` or ``points``, and how often.
    error_ms, spread_ms
        (K, 2) of touchdown and toe-off: errors, NaN where there is no truth, and spreads of the
        fits.
    one_foot
        (K,) which contacts are of the one foot; the others are of the other.
    """

    body: str
    kind: str
    rate_hz: float
    error_ms: Array
    spread_ms: Array
    one_foot: NDArray[np.bool_]


def stated_of(kind: str, end: int) -> StatedError:
    """Give what the product states of an end of a contact."""
    return STATED_TOEOFF[kind == PIXELS] if end else STATED_TOUCHDOWN


def timed(
    body: str,
    kind: str,
    rate_hz: float,
    error_ms: Array,
    stated: Array,
    one_foot: NDArray[np.bool_],
) -> TimedMotion:
    """Take from stated errors, (K, 2), what the fits told."""
    used = [stated_of(kind, end) for end in range(2)]
    shared_ms = 1e3 * np.array([u.shared_s for u in used])
    own_ms = np.sqrt(np.maximum(stated**2 - shared_ms**2, 0.0))
    spread_ms = own_ms / np.array([u.spread for u in used])
    return TimedMotion(
        body=body,
        kind=kind,
        rate_hz=rate_hz,
        error_ms=error_ms,
        spread_ms=spread_ms,
        one_foot=one_foot,
    )


def measure_stated(
    plates: Sequence[PlateErrors], feet: Sequence[FootErrors], cache: Path
) -> list[TimedMotion]:
    """Gather every contact whose truth is known."""
    return [*_of_plates(plates), *_of_renders(feet), *_of_samples(cache), *_of_generator()]


def _of_plates(plates: Sequence[PlateErrors]) -> Iterator[TimedMotion]:
    for r in plates:
        if not r.is_reported_only:
            error_ms = r.error_ms.copy()
            error_ms[:, 1] = error_ms[:, 1] if r.has_toeoff else np.nan
            kind = PIXELS if r.points == "pixels" else POINTS
            yield timed(r.clip, kind, r.rate_hz, error_ms, r.stated_ms, r.left)


def _of_renders(feet: Sequence[FootErrors]) -> Iterator[TimedMotion]:
    for clip, points in sorted({(f.clip, f.points) for f in feet}):
        both = [f for f in feet if (f.clip, f.points) == (clip, points)]
        error_ms, stated = (
            np.concatenate([getattr(f, name) for f in both]) for name in ("error_ms", "stated_ms")
        )
        kind = PIXELS if points == "network" else POINTS
        near = np.concatenate([np.full(len(f.error_ms), f.foot == "near") for f in both])
        yield timed(clip.split("_")[0], kind, FPS, error_ms, stated, near)


def _of_samples(cache: Path) -> Iterator[TimedMotion]:
    for name in ("before", "after"):
        about = json.loads((_SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
        true = [Contact(c["side"], c["touchdown_s"], c["toeoff_s"]) for c in about["contacts"]]
        raw = find_raw_pose(_SAMPLES / f"{name}.mp4", cache)
        for nth in (1, 2):
            pairs: Pairs = []
            for pose in thinned(raw.sequence, nth):
                pairs += pair_contacts(contacts_of(pose, raw.camera), true)
            yield _of_pairs("samples", PIXELS, FPS / nth, pairs)


def _of_generator() -> Iterator[TimedMotion]:
    for motion, ways in RUNS.items():
        for parameters in ways:
            for rate_hz in (60, 120, 240):
                pairs: Pairs = []
                for seed in _SEEDS:
                    seen = see_run(parameters, rate_hz, WHITE_5, View(), seed)
                    found = contacts_of(seen.pose, CameraMotion(0.0))
                    pairs += pair_contacts(found, seen.contacts)
                yield _of_pairs(f"generator: {motion.split(',')[0]}", POINTS, rate_hz, pairs)


def _of_pairs(body: str, kind: str, rate_hz: float, pairs: Pairs) -> TimedMotion:
    left = np.array([true.side == "left" for _, true in pairs])
    return timed(body, kind, rate_hz, errors_ms(pairs), stated_ms(pairs), left)
