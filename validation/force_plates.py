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

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.evidence import PointEvidence
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, N_LANDMARKS, SIDES
from aqvision.pose.io.importing import read_pose_file
from samples.generator import Contact
from validation.measuring import contacts_of
from validation.pairing import Pairs, errors_ms, pair_contacts, stated_ms
from validation.rendered_clips import MEASURED_MOTIONS, TRUE_JOINTS, clip_of, load_truth
from validation.store import find_raw_pose
from validation.tables import bias_sd, judged, met, section, table

Array = NDArray[np.float64]
BIAS_TARGET_MS, SD_TARGET_MS, SLOW_SD_TARGET_MS, FOOT_TARGET_MS = 5.0, 6.0, 8.0, 3.0
RATES_TARGET_MS = 4.0
_SLOW_HZ = 90.0
_NOISE_PX, _SEEDS = 0.5, range(3)
# Arms and bend of the toes are made up in this clip, and its markers have none on a toe.
_WITHOUT_TOES = "max120"
BY_ANGLES = "sprint_9.7mps"
"""A sprint whose joints had to be built from angles: reported, nothing fitted on it."""
# The first frame of the markers lies this much before that of the picture.
_MARKERS_EARLIER_S = {"jog120": 0.0013, "max120": 0.0}
_ANYWHERE_NEAR_S = 0.08


@dataclass(frozen=True, slots=True, eq=False)
class PlateErrors:
    """One motion seen in one way: its contacts and which of them have no force that tells.

    ``error_ms`` and ``stated_ms`` are (K, 2), of touchdown and toe-off; ``left`` (K,) whose.
    """

    clip: str
    points: str
    rate_hz: float
    error_ms: Array
    stated_ms: Array
    left: NDArray[np.bool_]
    n_missed: int
    n_invented: int

    @property
    def left_less_right_ms(self) -> Array:
        """Bias of the left foot less that of the right, (2,)."""
        return np.asarray(self.error_ms[self.left].mean(0) - self.error_ms[~self.left].mean(0))

    @property
    def has_toeoff(self) -> bool:
        """Whether its toe-off can be held against the plates."""
        if self.is_reported_only:
            return False
        return self.clip != _WITHOUT_TOES or self.points == "exact joints"

    @property
    def is_reported_only(self) -> bool:
        """Whether nothing may be fitted on it."""
        return self.clip == BY_ANGLES

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What misses its target."""
        errors = {"touchdown": self.error_ms[:, 0]}
        if self.has_toeoff:
            errors |= {"toe-off": self.error_ms[:, 1], "contact": np.diff(self.error_ms)[:, 0]}
        largest = SD_TARGET_MS if self.rate_hz > _SLOW_HZ else SLOW_SD_TARGET_MS
        short = [f"{k} bias" for k, e in errors.items() if abs(e.mean()) > BIAS_TARGET_MS]
        short += [f"{k} SD" for k, e in errors.items() if e.std(ddof=1) > largest]
        apart = np.abs(self.left_less_right_ms)[: 2 if self.has_toeoff else 1]
        short += ["left against right"] if apart.max() > FOOT_TARGET_MS else []
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
    yield "exact joints", exact
    yield "exact joints", [thinned(pose, 2)[0] for pose in exact]
    yield "exact joints", [thinned(pose, 4)[i] for i, pose in enumerate(exact)]
    for nth in (1, 2, 4):
        yield "markers", thinned(markers_of(name), nth)


def markers_of(name: str) -> PoseSequence:
    """Read the markers of a motion, on the clock of its film."""
    path = clip_of(name).with_name(f"{name}_markers250.trc")
    markers = read_pose_file(Clip(path)).raw.sequence
    return replace(markers, time_s=markers.time_s - _MARKERS_EARLIER_S[name])


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
    )


def plates_table(results: Sequence[PlateErrors]) -> str:
    """Write a row a motion, kind of points and rate."""
    return section(_INTRODUCTION, table(_HEAD, map(_row, results)), _of_rates(results))


def _of_rates(results: Sequence[PlateErrors]) -> str:
    """Say how far frame rates disagree: the largest difference of two biases of one motion."""
    apart = {
        (clip, points): np.ptp(
            [r.error_ms.mean(axis=0) for r in results if (r.clip, r.points) == (clip, points)],
            axis=0,
        )
        for clip, points in dict.fromkeys((r.clip, r.points) for r in results)
    }
    told = "; ".join(
        f"{clip}, {points} {off[0]:.1f}" + (f" and {off[1]:.1f}" if points != "by angles" else "")
        for (clip, points), off in apart.items()
    )
    largest = max(float(off[0]) for off in apart.values())
    return (
        f"Frame rates agree to {largest:.1f} ms at touchdown (target {RATES_TARGET_MS:g} ms: "
        f"{met(largest <= RATES_TARGET_MS)}). Largest difference of two rates, touchdown and "
        f"toe-off, in ms: {told}."
    )


def _row(r: PlateErrors) -> str:
    within = (np.abs(r.error_ms) <= r.stated_ms).mean(axis=0)
    apart = r.left_less_right_ms
    toeoff = bias_sd(r.error_ms[:, 1]), bias_sd(np.diff(r.error_ms)[:, 0]), f"{apart[1]:+.1f}"
    cells = [
        *(r.clip, r.points, round(r.rate_hz), len(r.error_ms), bias_sd(r.error_ms[:, 0])),
        *(toeoff[:2] if r.has_toeoff else (f"({toeoff[0]})", "")),
        *(f"{apart[0]:+.1f}", toeoff[2] if r.has_toeoff else ""),
        *(r.n_missed, r.n_invented),
        *(f"{within[0]:.0%}", f"{within[1]:.0%}" if r.has_toeoff else ""),
        judged(r.shortfalls),
    ]
    return " | ".join(map(str, cells))


_HEAD = (
    "| motion | points | frames/s | contacts | touchdown | toe-off | contact time "
    "| left less right: touchdown | toe-off | missed | invented "
    "| touchdowns within 1 SE | toe-offs within 1 SE | |"
)
_INTRODUCTION = (
    "## Contacts against force plates\n\n"
    "A jog at 3.5 m/s (`jog120`, 5 contacts) and a run at 6.6 m/s (`max120`, 4 contacts) of two "
    "people over force plates, 50 N: rendered bodies that carry their motion, through the network "
    "(pixels); their joints with half a pixel of noise, between the frames by splines; the "
    "laboratory's markers. Slower rates are each second or fourth frame, from each of the first "
    "on. Bias ± SD in ms, positive = late. Targets: bias "
    f"{BIAS_TARGET_MS:g} ms, SD {SD_TARGET_MS:g} ms ({SLOW_SD_TARGET_MS:g} ms at 60 frames/s), "
    f"left against right {FOOT_TARGET_MS:g} ms, none missed, none invented. The toes of `max120` "
    "are made up and no marker is on them, so in pixels and markers its toe-off tells nothing: in "
    "brackets, and not judged.\n\n"
    "**What was fitted on what.** From 50 N to the push of the ground (5.5 ms) and to rest "
    "(10 ms): on these two people, all kinds of points together, so **these touchdowns are no "
    "proof**; the same two constants for both people, feet, all rates and points are what makes "
    "them less than a fit. The network's own 1.5 ms at placed feet and 1 ms at toe-off: on the "
    "samples, the rendered bodies and the pictures of `jog120`. **Nothing was fitted** to a third "
    "person, `sprint_9.7mps` at 9.7 m/s (one stride with ground forces, repeated). That file "
    "holds angles, so its joints are built by forward kinematics from segment lengths of the usual "
    "man, with what `validation/sprint_angles.py` assumes; by that alone its touchdown may be 4 ms "
    "off, and its toe-off tells nothing: in brackets. The "
    "motion capture above is the same jog, its points at 250 Hz with noise added: no third "
    "person. Onset priors and path errors: as before, on the motions of the generator and markers "
    "of that jog, but the toe's height, which no longer may lag behind at toe-off. Two people are "
    "no sample, nor are three; pictures of a sprint in spikes are not tried, nor pictures at 240 "
    "frames/s."
)
