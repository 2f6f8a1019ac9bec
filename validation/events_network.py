"""The network's points of rendered clips -> how well its contacts are timed, foot by foot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.motion import find_motion
from aqvision.pose.clean.clean import clean_pose
from samples.generator import Contact as TrueContact
from validation.events import is_wholly_seen, pair_contacts
from validation.pose_accuracy import find_raw_pose
from validation.rendered_clips import FOLDER, SIDE_VIEWS, TRUE_JOINTS, Truth, load_truth

Array = NDArray[np.float64]
_NOISE_PX, _SEED = 0.5, 0


@dataclass(frozen=True, slots=True, eq=False)
class FootErrors:
    """One foot of one clip: (K, 2) errors of touchdown and toe-off in ms, from whose points."""

    clip: str
    foot: str
    points: str
    error_ms: Array
    n_missed: int
    n_invented: int


def measure_network(cache: Path) -> list[FootErrors]:
    """Measure the plain clips from the network's points, and from the true ones for comparison."""
    return [errors for name in SIDE_VIEWS for errors in _clip_errors(name, cache)]


def true_contacts(name: str) -> list[TrueContact]:
    """List every contact of a rendered clip and some before and after it, on its clock."""
    gait = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["gait"]
    stride_s = 2 / gait["step_freq"]
    starts = [
        (side, (stride + half - gait["phase0"]) * stride_s)
        for stride in range(-1, 5)
        for side, half in (("right", 0.0), ("left", 0.5))
    ]
    return [TrueContact(side, start_s, start_s + gait["contact"]) for side, start_s in starts]


def _clip_errors(name: str, cache: Path) -> Iterator[FootErrors]:
    raw, truth = find_raw_pose(FOLDER / f"{name}.mp4", cache), load_truth(name)
    seen_s = raw.sequence.time_s[truth.wholly_in_view()[: len(raw.sequence)]]
    span_s = (float(seen_s[0]), float(seen_s[-1]))
    poses = {"network": raw.sequence, "truth": _true_points(raw.sequence, truth)}
    for points, pose in poses.items():
        found = _contacts(pose, raw.camera)
        for side in SIDES:
            foot = "near" if side == truth.near_side else "far"
            true = [c for c in true_contacts(name) if c.side == side]
            of_side = [c for c in found if c.side == side]
            yield _errors(name, foot, points, of_side, true, span_s)


def _errors(
    name: str,
    foot: str,
    points: str,
    found: Sequence[Contact],
    true: Sequence[TrueContact],
    span_s: tuple[float, float],
) -> FootErrors:
    pairs = pair_contacts(found, true)
    error = [[f.touchdown_s - t.touchdown_s, f.toeoff_s - t.toeoff_s] for f, t in pairs]
    n_missed = sum(is_wholly_seen(c, span_s) and all(t is not c for _, t in pairs) for c in true)
    error_ms = 1e3 * np.array(error).reshape(-1, 2)
    return FootErrors(name, foot, points, error_ms, n_missed, len(found) - len(pairs))


def _true_points(pose: PoseSequence, truth: Truth) -> PoseSequence:
    """Put the true joints, with some noise, in place of the network's points."""
    points = pose.xy_px.copy()
    for side in SIDES:
        for joint in TRUE_JOINTS:
            points[:, INDEX[f"{side}_{joint}"]] = truth.point(side, joint)[: len(pose)]
    points += np.random.default_rng(_SEED).normal(0.0, _NOISE_PX, points.shape)
    return replace(pose, xy_px=points, visibility=np.ones(points.shape[:2]))


def _contacts(pose: PoseSequence, camera: CameraMotion) -> tuple[Contact, ...]:
    settings = Settings()
    clean = clean_pose(pose, settings.cleaning, settings.filter)
    motion = find_motion(clean, camera, Clip(Path("run.mp4"), height_m=1.78), settings.body)
    return find_contacts(motion, settings.events)


def network_section(results: Sequence[FootErrors]) -> str:
    """Write the section on contacts from the network's points."""
    rows = [
        "| clip | foot | points | contacts | touchdown | toe-off | contact time | missed "
        "| invented |",
        "|" + "---|" * 9,
    ]
    rows += [_row(r.clip, r.foot, r.points, [r]) for r in results]
    bodies = sorted({r.clip.split("_")[0] for r in results})
    for body in bodies:
        for points in ("network", "truth"):
            of_body = [r for r in results if r.clip.startswith(body) and r.points == points]
            rows.append(_row(f"all of {body}", "both", points, of_body))
    return "\n\n".join([_WORDS, "\n".join(rows)])


def _row(clip: str, foot: str, points: str, results: Sequence[FootErrors]) -> str:
    error_ms = np.concatenate([r.error_ms for r in results])
    errors = [*error_ms.T, error_ms[:, 1] - error_ms[:, 0]]
    counts = [sum(r.n_missed for r in results), sum(r.n_invented for r in results)]
    cells = [clip, foot, points, len(error_ms), *(_bias_sd(e) for e in errors), *counts]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _bias_sd(errors: Array) -> str:
    if not len(errors):
        return "-"
    return f"{errors.mean():+.1f}" + (f" ± {errors.std(ddof=1):.1f}" if len(errors) > 1 else "")


_WORDS = """## Touchdown and toe-off, from the network's points

The plain rendered clips, 120 frames/s. Bias ± SD in ms, positive = late. Beside the network's
points stand the true joints with half a pixel of noise: what is left then is not the network's. In
these clips the ball of the foot leaves with a jump of its speed, which no real foot does, and the
fit, which knows none, reads them early."""
