"""Runs on force plates, in pixels -> how what rests on contact is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from aqvision.core.clip import Clip
from aqvision.core.skeleton import Side, opposite
from samples.generator import Contact
from validation.force_plates import WITHOUT_TOES, plates_of, true_contacts
from validation.measuring import analysed
from validation.pairing import pair_contacts
from validation.rendered_clips import MEASURED_MOTIONS, Truth, clip_of, load_truth
from validation.store import find_raw_pose
from validation.tables import known, met, section, table

_BALL_FRAC = 0.75
# What is read, its unit, the largest error, and whether that is a part of the true value.
_READ = {
    "stance_force_bw": ("mean stance force", "BW", 0.05, True),
    "thigh_separation_touchdown_deg": ("thighs apart at touchdown", "deg", 3.0, False),
    "touchdown_distance_m": ("touchdown distance", "m", 0.02, False),
    "thigh_angle_toeoff_deg": ("thigh at toe-off", "deg", 2.0, False),
}

_RESTS_ON_TOEOFF = {"stance_force_bw", "thigh_angle_toeoff_deg"}

# What is read by another name than it is reported by.
_METRIC = {"touchdown_distance_m": "touchdown_distance_frac"}


@dataclass(frozen=True, slots=True)
class ReadAtContact:
    """Mean of one quantity over the contacts of a clip, as read and as it was.

    ``stated`` is the standard error that the report gives the mean over all steps of the clip.
    """

    clip: str
    name: str
    found: float
    true: float
    n: int
    stated: float = float("nan")

    @property
    def is_judged(self) -> bool:
        """Whether it does not rest on when made-up toes leave the ground."""
        return self.clip != WITHOUT_TOES or self.name not in _RESTS_ON_TOEOFF

    @property
    def is_good(self) -> bool:
        """Whether it is met."""
        _, _, largest, relative = _READ[self.name]
        return abs(self.found - self.true) <= largest * (abs(self.true) if relative else 1.0)


def measure_plates_metrics(cache: Path) -> list[ReadAtContact]:
    """Analyse the pictures of both motions and hold their steps against the truth."""
    return [read for name in MEASURED_MOTIONS for read in _of_clip(name, cache)]


def _of_clip(name: str, cache: Path) -> list[ReadAtContact]:
    about, truth = plates_of(name), load_truth(name)
    clip = Clip(clip_of(name), height_m=about["athlete_height_m"])
    analysis = analysed(find_raw_pose(clip_of(name), cache), clip)
    steps = analysis.steps
    true = true_contacts(name)
    rows = {t: _row_of(f.touchdown_s, steps) for f, t in pair_contacts(analysis.contacts, true)}
    forces = {
        t: s["step_time_s"] / s["contact_s"] for t, s in zip(true[:-1], about["steps"], strict=True)
    }
    pairs: dict[str, list[tuple[float, float]]] = {key: [] for key in _READ}
    for contact, row in rows.items():
        at = _truth_at(truth, contact, float(about["px_per_m_at_lane"]))
        metres = float(steps["touchdown_distance_frac"][row]) * analysis.scene.scale.metres_per_leg
        apart = steps["thigh_separation_touchdown_deg"].get(row + 1, np.nan)
        pairs["touchdown_distance_m"].append((metres, at["distance"]))
        pairs["thigh_angle_toeoff_deg"].append((steps["thigh_angle_toeoff_deg"][row], at["thigh"]))
        # listed under the swinging leg, whose step comes next
        pairs["thigh_separation_touchdown_deg"].append((float(apart), at["apart"]))
        if contact in forces:
            pairs["stance_force_bw"].append((steps["stance_force_bw"][row], forces[contact]))
    stated = {key: analysis.metrics[_METRIC.get(key, key)].se for key in _READ}
    stated["touchdown_distance_m"] *= analysis.scene.scale.metres_per_leg
    return [replace(_mean(name, key, found), stated=stated[key]) for key, found in pairs.items()]


def _row_of(touchdown_s: float, steps: pd.DataFrame) -> int:
    return int((steps["touchdown_s"] - touchdown_s).abs().to_numpy().argmin())


def _truth_at(truth: Truth, contact: Contact, px_per_m: float) -> dict[str, float]:
    """Tell distance at touchdown in metres, and thighs at touchdown and toe-off in degrees."""
    time_s = truth.table["time_s"].to_numpy()
    side: Side = "left" if contact.side == "left" else "right"
    heel, toe = truth.point(side, "heel"), truth.point(side, "foot_index")
    hips = (truth.point("left", "hip") + truth.point("right", "hip")) / 2
    ahead_px = truth.direction * (heel + _BALL_FRAC * (toe - heel) - hips)[:, 0]
    thigh, other = truth.angle(side, "thigh"), truth.angle(opposite(side), "thigh")
    return {
        "distance": float(np.interp(contact.touchdown_s, time_s, ahead_px)) / px_per_m,
        "apart": float(np.interp(contact.touchdown_s, time_s, thigh - other)),
        "thigh": float(np.interp(contact.toeoff_s, time_s, thigh)),
    }


def _mean(clip: str, name: str, pairs: list[tuple[float, float]]) -> ReadAtContact:
    known = np.array([pair for pair in pairs if np.isfinite(pair).all()]).reshape(-1, 2)
    found, true = known.mean(axis=0)
    return ReadAtContact(clip, name, float(found), float(true), len(known))


def plates_metrics_table(results: Sequence[ReadAtContact]) -> str:
    """Write a row a motion and quantity."""
    return section(_INTRODUCTION, table(_HEAD, map(_row, results)))


def _row(r: ReadAtContact) -> str:
    label, unit, _, _ = _READ[r.name]
    digits = 1 if unit == "deg" else 2
    values = f"{r.found:.{digits}f} {unit} | {r.true:.{digits}f} {unit}"
    stated = known(r.stated, f".{digits}f")
    verdict = met(r.is_good) if r.is_judged else "not judged: made-up toes"
    return f"{r.clip} | {label} | {r.n} | {values} | {stated} | {verdict}"


_HEAD = "| motion | what | contacts | read | truth | stated SE of a clip's mean | |"
_INTRODUCTION = (
    "### What follows from contact\n\n"
    "The same two motions in pixels, means over the contacts on plates. Force is step time over "
    "contact time, as read and of the plates; distances and angles are those of the rendered body "
    "at the plates' instants. Targets: force within 5 %, thighs apart within 3 degrees, distance "
    "within 2 cm, thigh at toe-off within 2 degrees. Toe-off of `max120`, and with it force and "
    "the thigh at that instant, is read from toes that are made up, as in the table above: "
    "printed, not judged. What is left of angles is mostly where the network puts the hips."
)
