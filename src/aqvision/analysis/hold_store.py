"""HoldAnalysis -> folder, and folder -> HoldRecord: hold.json, hold.csv and pose.npz.

Lengths stand in hold.json twice: in millimetres, which need a scale, and in leg lengths.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from aqvision.analysis.hold import HoldAnalysis, HoldNotes
from aqvision.analysis.pose_store import DAMAGE, save_pose
from aqvision.analysis.store import write_json
from aqvision.core.errors import LibraryError, as_mendable, shown
from aqvision.core.provenance import Provenance
from aqvision.core.recorded import Recorded, recorded_from_dict
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.hold.estimate import Estimate
from aqvision.kinematics.hold.path import BLOCK_S
from aqvision.kinematics.hold.perturbations import Perturbation

SCHEMA_VERSION = 1
FILE_NAME = "hold.json"
_NAN = float("nan")
_MM, _CM2 = 1e3, 1e4


@dataclass(frozen=True, slots=True)
class _Length:
    """A length in hold.json: its keys with and without a scale, and what a metre counts."""

    metric: str
    in_legs: str
    per_metre: float
    power: int = 1


SWAY = _Length("sway_rms_mm", "sway_rms_leg_lengths", _MM)
ELLIPSE = _Length("sway_ellipse95_cm2", "sway_ellipse95_leg_lengths2", _CM2, 2)
DRIFT = _Length("drift_mm_per_s", "drift_leg_lengths_per_s", _MM)
FLOOR = _Length("noise_floor_mm", "noise_floor_leg_lengths", _MM)
PEAK = _Length("peak_mm", "peak_leg_lengths", _MM)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HoldRecord:
    """A hold as its folder tells it, to be compared or shown again.

    Attributes
    ----------
    provenance, athlete, notes, recorded
        What was measured, and what the user says of it.
    view
        From where the athlete was seen.
    capture_fps, duration_s
        Rate and length of the clip.
    metres_per_leg
        Scale; NaN when not known.
    floor_from
        What the noise floor is known from.
    estimates
        Numbers with their errors, in leg lengths, by their keys in hold.json.
    returns_s
        Of each knock, seconds to the return and their standard error; NaN where it was not seen.
    """

    provenance: Provenance
    athlete: str | None
    notes: HoldNotes
    recorded: Recorded
    view: str
    capture_fps: float
    duration_s: float
    metres_per_leg: float
    floor_from: str
    estimates: Mapping[str, Estimate]
    returns_s: tuple[tuple[float, float], ...]


def save_hold(analysis: HoldAnalysis, folder: Path) -> None:
    """Write a hold into a folder, which is made if needed.

    Parameters
    ----------
    analysis
        What was measured.
    folder
        Where it goes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / FILE_NAME, hold_to_dict(analysis))
    _series(analysis).to_csv(folder / "hold.csv", index=False, float_format="%.6g")
    save_pose(analysis, folder / "pose.npz")


def hold_to_dict(analysis: HoldAnalysis) -> dict[str, Any]:
    """Bring a hold into the form of hold.json.

    Parameters
    ----------
    analysis
        What was measured.
    """
    measures, body = analysis.measures, analysis.body
    sway, floor = measures.sway, measures.floor
    lengths = {SWAY: sway.rms_leg, ELLIPSE: sway.ellipse95_leg2, DRIFT: sway.drift_leg_per_s}
    shares = {
        "time_in_band_frac": measures.posture.time_in_band_frac,
        "median_frequency_hz": sway.median_frequency_hz,
    }
    numbers = _both_units(lengths, body.metres_per_leg, body.scale_se_frac) | shares
    return {
        "schema_version": SCHEMA_VERSION,
        "provenance": analysis.provenance.to_dict(),
        "athlete": analysis.athlete,
        "notes": asdict(analysis.notes),
        "recorded": analysis.recorded.to_dict(),
        "video": asdict(analysis.video),
        "view": body.view,
        "near_side": body.near_side,
        "metres_per_leg": body.metres_per_leg,
        "scale_se_frac": body.scale_se_frac,
        "duration_s": measures.path.duration_s,
        "quiet_s": float(measures.quiet.mean() * measures.path.duration_s),
        **{key: estimate.value for key, estimate in numbers.items()},
        "drift_across_leg_lengths_per_s": sway.drift_across_leg_per_s,
        "drift_up_leg_lengths_per_s": sway.drift_up_leg_per_s,
        FLOOR.metric: floor.rms_leg * body.metres_per_leg * _MM,
        FLOOR.in_legs: floor.rms_leg,
        "noise_floor_from": floor.source,
        "rigid_clip": analysis.rigid_clip or None,
        "sample_entropy_exploratory": measures.sample_entropy,
        "perturbations": [_perturbation(p, body.metres_per_leg) for p in measures.perturbations],
        "joints": {name: asdict(joint) for name, joint in measures.posture.joints.items()},
        "blocks": {"block_s": BLOCK_S, SWAY.in_legs: list(sway.block_rms_leg)},
        "errors": {key: _error(estimate) for key, estimate in numbers.items()},
        "withheld": withheld(analysis),
        "warnings": [asdict(warning) for warning in analysis.warnings],
    }


def withheld(analysis: HoldAnalysis) -> dict[str, str]:
    """Say by key why a number is missing.

    Parameters
    ----------
    analysis
        What was measured.
    """
    measures = analysis.measures
    reasons = {}
    if math.isnan(measures.floor.rms_leg):
        reasons[SWAY.in_legs] = _("the noise of measuring is not known")
    elif math.isnan(measures.sway.rms_leg.value):
        reasons[SWAY.in_legs] = _("the sway does not rise above the noise of measuring")
    if reasons or math.isnan(measures.sway.ellipse95_leg2.value):
        reasons[ELLIPSE.in_legs] = reasons.get(
            SWAY.in_legs, _("in one direction the sway does not rise above the noise of measuring")
        )
    if math.isnan(measures.sway.median_frequency_hz.value):
        reasons["median_frequency_hz"] = reasons.get(SWAY.in_legs, _("there is too little sway"))
    if math.isnan(analysis.body.metres_per_leg):
        no_scale = _("no scale: the standing height is not known")
        reasons |= {k.metric: no_scale for k in (SWAY, ELLIPSE, DRIFT, FLOOR)}
    if any(math.isnan(p.return_s) for p in measures.perturbations):
        reasons["return_s"] = _("the body did not come back from a knock while it was seen")
    return reasons


def _both_units(
    lengths: Mapping[_Length, Estimate], metres_per_leg: float, scale_se_frac: float
) -> dict[str, Estimate]:
    """Give lengths in millimetres, with the error of the scale, and in leg lengths."""
    numbers = {}
    for key, estimate in lengths.items():
        metric = estimate.times(metres_per_leg**key.power * key.per_metre)
        of_scale = key.power * scale_se_frac * metric.value
        numbers[key.metric] = Estimate(
            metric.value, math.hypot(metric.se, of_scale), metric.freedom
        )
        numbers[key.in_legs] = estimate
    return numbers


def _error(estimate: Estimate) -> dict[str, float]:
    half = estimate.half_width
    return {
        "se": estimate.se,
        "degrees_of_freedom": estimate.freedom,
        "low": max(0.0, estimate.value - half) if math.isfinite(half) else _NAN,
        "high": estimate.value + half,
    }


def _perturbation(found: Perturbation, metres_per_leg: float) -> dict[str, float]:
    in_mm = metres_per_leg * _MM
    return {
        "time_s": found.time_s,
        PEAK.metric: found.peak_leg * in_mm,
        PEAK.in_legs: found.peak_leg,
        "peak_se_mm": found.peak_se_leg * in_mm,
        "peak_se_leg_lengths": found.peak_se_leg,
        "across_leg_lengths": found.across_leg,
        "up_leg_lengths": found.up_leg,
        "rise_s": found.rise_s,
        "return_s": found.return_s,
        "return_se_s": found.return_se_s,
    }


def _series(analysis: HoldAnalysis) -> pd.DataFrame:
    """Tabulate the path of the hips, a row a frame of even times."""
    measures = analysis.measures
    path, rest = measures.path.xy_leg, measures.rest.in_band()
    return pd.DataFrame(
        {
            "time_s": measures.path.time_s,
            "hips_across_leg_lengths": path[:, 0],
            "hips_up_leg_lengths": path[:, 1],
            "sway_across_leg_lengths": rest[:, 0],
            "sway_up_leg_lengths": rest[:, 1],
            "quiet": measures.quiet.astype(int),
        }
    )


def is_hold(folder: Path) -> bool:
    """Tell whether a folder holds the result of a hold.

    Parameters
    ----------
    folder
        Any path.
    """
    return (folder / FILE_NAME).is_file()


def load_hold(folder: Path) -> HoldRecord:
    """Read what was written of a hold.

    Parameters
    ----------
    folder
        With hold.json.

    Raises
    ------
    LibraryError
        It is missing, as in the result of a run, damaged or of another schema.
    """
    if not is_hold(folder):
        raise LibraryError(
            _("{folder} holds no result of a hold").format(folder=shown(folder)),
            _("compare runs with runs, and holds with holds"),
        )
    try:
        return _record_in(folder)
    except DAMAGE as error:
        raise as_mendable(error) or LibraryError(
            _("{folder} holds no complete hold ({error})").format(
                folder=shown(folder), error=error
            ),
            _("measure the clip of the hold again"),
        ) from error


def _record_in(folder: Path) -> HoldRecord:
    content = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    if content["schema_version"] != SCHEMA_VERSION:
        raise LibraryError(
            _("{path} was written by another version of aqvision").format(path=shown(folder)),
            _("measure the clip of the hold again"),
        )
    return HoldRecord(
        provenance=Provenance(**content["provenance"]),
        athlete=content["athlete"],
        notes=HoldNotes(**content["notes"]),
        recorded=recorded_from_dict(content["recorded"]),
        view=content["view"],
        capture_fps=_number(content["video"]["capture_fps"]),
        duration_s=_number(content["duration_s"]),
        metres_per_leg=_number(content["metres_per_leg"]),
        floor_from=content["noise_floor_from"],
        estimates={
            key: Estimate(
                _number(content[key]), _number(row["se"]), _number(row["degrees_of_freedom"])
            )
            for key, row in content["errors"].items()
        },
        returns_s=tuple(
            (_number(knock["return_s"]), _number(knock["return_se_s"]))
            for knock in content["perturbations"]
        ),
    )


def _number(value: float | None) -> float:
    return _NAN if value is None else float(value)
