"""Runs on force plates as pictures, joints and markers -> how their contacts are timed by foot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.signal import butter, sosfiltfilt

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.evidence import PointEvidence
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, N_LANDMARKS, SIDES
from aqvision.pose.io.importing import read_pose_file
from samples.generator import Contact
from validation.feet_apart import FeetApart, feet_apart
from validation.measuring import contacts_of
from validation.pairing import Pairs, errors_ms, pair_contacts, stated_ms
from validation.rendered_clips import MEASURED_MOTIONS, TRUE_JOINTS, clip_of, load_truth
from validation.store import find_raw_pose

Array = NDArray[np.float64]
BIAS_TARGET_MS, SD_TARGET_MS, SLOW_SD_TARGET_MS, FOOT_TARGET_MS = 5.0, 6.0, 8.0, 3.0
_SLOW_HZ = 90.0
_NOISE_PX, _SEEDS = 0.5, range(3)
LOW_PASS_HZ = 20.0
"""About what the angles of the sprint were filtered at."""
WITHOUT_TOES = "max120"
"""A run whose toes are made up in the picture and have no marker."""
FILTERED, EXACT = "markers, filtered", "exact joints"
BY_ANGLES = "sprint_9.7mps"
"""A sprint whose joints had to be built from angles: reported, nothing fitted on it."""
# The first frame of the markers lies this much before that of the picture.
_MARKERS_EARLIER_S = {"jog120": 0.0013, "max120": 0.0}
_ANYWHERE_NEAR_S = 0.08


@dataclass(frozen=True, slots=True, eq=False)
class PlateErrors:
    """One motion seen in one way: its contacts and which of them have no force that tells.

    ``error_ms`` and ``stated_ms`` are (K, 2), of touchdown and toe-off; ``left`` (K,) whose, and
    ``contact`` (K,) which one over the plates: seen at several phases of the frames, or with
    several noises, it is still one.
    """

    clip: str
    points: str
    rate_hz: float
    error_ms: Array
    stated_ms: Array
    left: NDArray[np.bool_]
    n_missed: int
    n_invented: int
    contact: NDArray[np.int_]

    @property
    def feet(self) -> FeetApart:
        """How the left foot is read against the right."""
        contacts = np.unique(self.contact)
        means = np.array([self.error_ms[self.contact == c].mean(axis=0) for c in contacts])
        left = np.array([self.left[self.contact == c].any() for c in contacts])
        return feet_apart(means, left)

    @property
    def has_toeoff(self) -> bool:
        """Whether its toe-off can be held against the plates."""
        if self.is_reported_only:
            return False
        return self.clip != WITHOUT_TOES or self.points == EXACT

    @property
    def untold(self) -> tuple[str, ...]:
        """At which ends feet are apart by more than the target, and not beyond chance."""
        apart = np.abs(self.feet.ms) > FOOT_TARGET_MS
        return self._ends(apart & ~self.feet.is_beyond(FOOT_TARGET_MS))

    def _ends(self, which: NDArray[np.bool_]) -> tuple[str, ...]:
        """Name those ends that are judged."""
        judged = zip(("touchdown", "toe-off"), which, (True, self.has_toeoff), strict=True)
        return tuple(end for end, is_so, tells in judged if is_so and tells)

    @property
    def is_reported_only(self) -> bool:
        """Whether nothing may be fitted on it."""
        return self.clip == BY_ANGLES or self.is_filtered

    @property
    def is_filtered(self) -> bool:
        """Whether it shows what a filter does, and is no recording as it was made."""
        return self.points == FILTERED

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What misses its target."""
        errors = {"touchdown": self.error_ms[:, 0]}
        if self.has_toeoff:
            errors |= {"toe-off": self.error_ms[:, 1], "contact": np.diff(self.error_ms)[:, 0]}
        largest = SD_TARGET_MS if self.rate_hz > _SLOW_HZ else SLOW_SD_TARGET_MS
        short = [f"{k} bias" for k, e in errors.items() if abs(e.mean()) > BIAS_TARGET_MS]
        short += [f"{k} SD" for k, e in errors.items() if e.std(ddof=1) > largest]
        short += [f"feet at {end}" for end in self._ends(self.feet.is_beyond(FOOT_TARGET_MS))]
        short += ["missed"] if self.n_missed else []
        return (*short, *(["invented"] if self.n_invented else []))


def plates_of(name: str) -> dict[str, Any]:
    """Read what force plates and film tell of a motion."""
    path = clip_of(name).with_suffix(".json")
    about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return about


def true_contacts(name: str) -> list[Contact]:
    """List its contacts at 50 N, on the clock of the film."""
    found = plates_of(name)["contacts"]
    return [Contact(c["side"], c["touchdown_s"], c["toeoff_s"]) for c in found]


def measure_plates(cache: Path) -> list[PlateErrors]:
    """Measure every motion from pixels, exact joints and markers, at three rates each."""
    return [
        measure_points(name, points, poses)
        for name in MEASURED_MOTIONS
        for points, poses in _ways(name, cache)
    ]


def _ways(name: str, cache: Path) -> Iterator[tuple[str, list[PoseSequence]]]:
    """Name each kind of points, with its clips at one rate."""
    seen = find_raw_pose(clip_of(name), cache).sequence
    yield "pixels", [seen]
    yield "pixels", thinned(seen, 2)
    exact = [_exact_joints(name, 240.0, seed) for seed in _SEEDS]
    yield EXACT, exact
    yield EXACT, [thinned(pose, 2)[0] for pose in exact]
    yield EXACT, [thinned(pose, 4)[i] for i, pose in enumerate(exact)]
    for nth in (1, 2, 4):
        yield "markers", thinned(markers_of(name), nth)
    yield FILTERED, [_low_passed(markers_of(name))]


def markers_of(name: str) -> PoseSequence:
    """Read the markers of a motion, on the clock of its film."""
    path = clip_of(name).with_name(f"{name}_markers250.trc")
    markers = read_pose_file(Clip(path)).raw.sequence
    return replace(markers, time_s=markers.time_s - _MARKERS_EARLIER_S[name])


def _low_passed(pose: PoseSequence) -> PoseSequence:
    """Filter points as laboratories do: Butterworth, forwards and backwards, of fourth order."""
    rate_hz = float(1 / np.median(np.diff(pose.time_s)))
    low = butter(2, LOW_PASS_HZ / 0.802, fs=rate_hz, output="sos")
    there = np.isfinite(pose.xy_px).all(axis=(0, 2))
    smooth = pose.xy_px.copy()
    smooth[:, there] = sosfiltfilt(low, smooth[:, there], axis=0)
    return replace(pose, xy_px=smooth)


def thinned(pose: PoseSequence, nth: int) -> list[PoseSequence]:
    """Keep each nth frame, once from each of the first n on."""
    return [
        replace(
            pose,
            time_s=pose.time_s[first::nth],
            xy_px=pose.xy_px[first::nth],
            visibility=pose.visibility[first::nth],
            evidence=_thinned(pose.evidence, first, nth),
        )
        for first in range(nth)
    ]


def _thinned(evidence: PointEvidence | None, first: int, nth: int) -> PointEvidence | None:
    if evidence is None:
        return None
    return PointEvidence(
        spread_px=evidence.spread_px[first::nth],
        score=evidence.score[first::nth],
        other_px=evidence.other_px[first::nth],
        other_score=evidence.other_score[first::nth],
    )


def _exact_joints(name: str, rate_hz: float, seed: int) -> PoseSequence:
    """Put the true joints between the frames of the picture, with some noise."""
    truth, height_px = load_truth(name), int(plates_of(name)["height"])
    known_s = truth.table["time_s"].to_numpy()
    time_s = np.arange(known_s[0], known_s[-1], 1 / rate_hz)
    points = np.full((len(time_s), N_LANDMARKS, 2), np.nan)
    for side in SIDES:
        for joint in TRUE_JOINTS:
            path = CubicSpline(known_s, truth.point(side, joint))
            points[:, INDEX[f"{side}_{joint}"]] = path(time_s)
    points += np.random.default_rng(seed).normal(0.0, _NOISE_PX, points.shape)
    seen = np.ones(points.shape[:2])
    return PoseSequence(
        time_s=time_s,
        xy_px=points,
        visibility=seen,
        width_px=truth.width_px,
        height_px=height_px,
    )


def measure_points(name: str, points: str, poses: Sequence[PoseSequence]) -> PlateErrors:
    """Hold the contacts of some clips of one motion against its plates."""
    true, n_invented = true_contacts(name), 0
    pairs: Pairs = []
    off_plates = [c["touchdown_s"] for c in plates_of(name)["off_plate_contacts_estimated"]]
    known_s = [*off_plates, *(c.touchdown_s for c in true)]
    for pose in poses:
        found = contacts_of(pose, CameraMotion(0.0))
        pairs += pair_contacts(found, true)
        n_invented += sum(
            true[0].touchdown_s < c.touchdown_s < true[-1].touchdown_s
            and min(abs(c.touchdown_s - s) for s in known_s) > _ANYWHERE_NEAR_S
            for c in found
        )
    return PlateErrors(
        name,
        points,
        float(1 / np.median(np.diff(poses[0].time_s))),
        errors_ms(pairs),
        stated_ms(pairs),
        np.array([t.side == "left" for _, t in pairs]),
        len(poses) * len(true) - len(pairs),
        n_invented,
        np.array([true.index(t) for _, t in pairs]),
    )
