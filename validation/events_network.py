"""The network's points of rendered clips -> how well its contacts are timed, foot by foot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES
from samples.generator import Contact
from validation.measuring import contacts_of
from validation.pairing import errors_ms, missed_contacts, pair_contacts, stated_ms
from validation.rendered_clips import FOLDER, SIDE_VIEWS, TRUE_JOINTS, Truth, clip_of, load_truth
from validation.store import find_raw_pose
from validation.tables import bias_sd, section, table

Array = NDArray[np.float64]
_NOISE_PX, _SEED = 0.5, 0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FootErrors:
    """One foot of one clip, from whose points.

    ``error_ms`` and ``stated_ms`` are (K, 2), of touchdown and toe-off.
    """

    clip: str
    foot: str
    points: str
    error_ms: Array
    stated_ms: Array
    n_missed: int
    n_invented: int


def measure_network(cache: Path) -> list[FootErrors]:
    """Measure the plain clips from the network's points, and from the true ones for comparison."""
    return [errors for name in SIDE_VIEWS for errors in _clip_errors(name, cache)]


def _clip_errors(name: str, cache: Path) -> Iterator[FootErrors]:
    raw, truth = find_raw_pose(clip_of(name), cache), load_truth(name)
    seen_s = raw.sequence.time_s[truth.wholly_in_view()[: len(raw.sequence)]]
    span_s = (float(seen_s[0]), float(seen_s[-1]))
    poses = {"network": raw.sequence, "truth": _true_points(raw.sequence, truth)}
    for points, pose in poses.items():
        contacts = contacts_of(pose, raw.camera)
        for side in SIDES:
            found, true = [c for c in contacts if c.side == side], _true_contacts(name, side)
            pairs = pair_contacts(found, true)
            foot = "near" if side == truth.near_side else "far"
            n_missed, n_invented = missed_contacts(pairs, true, span_s), len(found) - len(pairs)
            yield FootErrors(
                clip=name,
                foot=foot,
                points=points,
                error_ms=errors_ms(pairs),
                stated_ms=stated_ms(pairs),
                n_missed=n_missed,
                n_invented=n_invented,
            )


def _true_contacts(name: str, side: str) -> list[Contact]:
    """List the contacts of a foot in a clip and some before and after it, on its clock."""
    gait = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["gait"]
    half, stride_s = {"right": 0.0, "left": 0.5}[side], 2 / gait["step_freq"]
    starts_s = [(stride + half - gait["phase0"]) * stride_s for stride in range(-1, 5)]
    return [Contact(side, start_s, start_s + gait["contact"]) for start_s in starts_s]


def _true_points(pose: PoseSequence, truth: Truth) -> PoseSequence:
    """Put the true joints, with some noise, in place of the network's points."""
    points = pose.xy_px.copy()
    for side in SIDES:
        for joint in TRUE_JOINTS:
            points[:, INDEX[f"{side}_{joint}"]] = truth.point(side, joint)[: len(pose)]
    points += np.random.default_rng(_SEED).normal(0.0, _NOISE_PX, points.shape)
    return replace(pose, xy_px=points, visibility=np.ones(points.shape[:2]), evidence=None)


def network_section(results: Sequence[FootErrors]) -> str:
    """Write the section on contacts from the network's points."""
    rows = [_row(r.clip, r.foot, r.points, [r]) for r in results]
    for body in sorted({r.clip.split("_")[0] for r in results}):
        for points in ("network", "truth"):
            of_body = [r for r in results if r.clip.startswith(body) and r.points == points]
            rows.append(_row(f"all of {body}", "both", points, of_body))
    return section(_WORDS, table(_HEAD, rows))


def _row(clip: str, foot: str, points: str, results: Sequence[FootErrors]) -> str:
    error_ms = np.concatenate([r.error_ms for r in results])
    errors = " | ".join(bias_sd(e) for e in (*error_ms.T, error_ms[:, 1] - error_ms[:, 0]))
    n_missed, n_invented = sum(r.n_missed for r in results), sum(r.n_invented for r in results)
    return f"{clip} | {foot} | {points} | {len(error_ms)} | {errors} | {n_missed} | {n_invented}"


_HEAD = (
    "| clip | foot | points | contacts | touchdown | toe-off | contact time | missed | invented |"
)
_WORDS = """## Touchdown and toe-off, from the network's points

The plain rendered clips, 120 frames/s. Bias ± SD in ms, positive = late. Beside the network's
points stand the true joints with half a pixel of noise: what is left then is not the network's. In
these clips the ball of the foot leaves with a jump of its speed, which no real foot does, and the
fit, which knows none, reads them early."""
