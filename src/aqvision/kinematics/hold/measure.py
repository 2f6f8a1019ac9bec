"""HeldBody -> HoldMeasures: knocks, drift, sway, posture, one value from the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aqvision.kinematics.hold.body import HeldBody
from aqvision.kinematics.hold.entropy import sample_entropy
from aqvision.kinematics.hold.floor import NoiseFloor, floor_of_fast, floor_of_rigid
from aqvision.kinematics.hold.path import Frames, HeldPath, hold_path
from aqvision.kinematics.hold.perturbations import (
    Perturbation,
    find_perturbations,
    quiet_frames,
    without,
)
from aqvision.kinematics.hold.posture import HeldPosture, measure_posture
from aqvision.kinematics.hold.sway import Sway, measure_sway


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HoldMeasures:
    """All that was measured in a hold, in leg lengths.

    Attributes
    ----------
    path
        Of the hips.
    rest
        The same without the answers to knocks.
    quiet
        (N,) frames that lie in no answer.
    perturbations
        The answers, in order of time.
    floor
        What measuring alone would show as sway.
    sway
        Sway and drift.
    posture
        Joints, and the share of time in band.
    sample_entropy
        Exploratory; NaN where not known.
    """

    path: HeldPath
    rest: HeldPath
    quiet: Frames
    perturbations: tuple[Perturbation, ...]
    floor: NoiseFloor
    sway: Sway
    posture: HeldPosture
    sample_entropy: float


def measure_hold(
    body: HeldBody, set_deg: Mapping[str, float], rigid: HeldBody | None = None
) -> HoldMeasures:
    """Measure a hold.

    Parameters
    ----------
    body
        The athlete over time.
    set_deg
        Angles that were to be held, by name, as far as the user gave them.
    rigid
        A body that does not move, filmed the same way; without it the noise floor is estimated.

    Raises
    ------
    PoseError
        A set angle is given that this view does not show.
    """
    path = hold_path(body.time_s, body.hips_leg)
    found = find_perturbations(path)
    rest, quiet = without(path, found), quiet_frames(path, found)
    floor = (
        floor_of_fast(rest, quiet)
        if rigid is None
        else floor_of_rigid(hold_path(rigid.time_s, rigid.hips_leg))
    )
    return HoldMeasures(
        path=path,
        rest=rest,
        quiet=quiet,
        perturbations=found,
        floor=floor,
        sway=measure_sway(rest, quiet, floor),
        posture=measure_posture(body, set_deg),
        sample_entropy=sample_entropy(rest.in_band(), rest.rate_hz),
    )
