"""Rendered clips -> whether the stated standard deviation of a point holds, and its constants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.pose.clean.clean import CleanPose
from aqvision.pose.clean.uncertainty import (
    HIDDEN_RATE,
    JOINT_FACTOR,
    MISSING_RATE,
    SCATTER_FLOOR,
    SCATTER_POWER,
)
from validation.rendered_clips import Truth
from validation.tables import met, section, table

ONE_SIGMA = 0.6827
_ROUNDING = 1e-3
_TERMS = ("a (scatter)", "b (hidden)", "c (missing)")


@dataclass(frozen=True, slots=True)
class UncertaintyModel:
    """Constants of the formula in pose/clean/uncertainty.py, joint factors first."""

    factors: dict[str, float]
    rates: tuple[float, float, float]

    def sd_trunk(self, rows: pd.DataFrame) -> FloatArray:
        """Stated standard deviation of each row's coordinates, in trunk lengths."""
        factor = rows["joint"].map(self.factors).to_numpy(dtype=np.float64)
        return np.asarray(factor * np.exp(_terms(rows) @ np.array(self.rates)))


IN_USE = UncertaintyModel(JOINT_FACTOR, (SCATTER_POWER, HIDDEN_RATE, MISSING_RATE))


def point_errors(
    clip: str, disguise: str, clean: CleanPose, truth: Truth, seen: np.ndarray
) -> pd.DataFrame:
    """Tabulate the error of every point about its mean over the clip, with its evidence."""
    parts = []
    for side in SIDES:
        for joint in JOINT_FACTOR:
            i = INDEX[f"{side}_{joint}"]
            off = clean.smooth.xy_px[:, i] - truth.point(side, joint)[: len(clean.smooth)]
            off = off[seen] / clean.uncertainty.trunk_px
            columns = {
                "body": clip.split("_", maxsplit=1)[0],
                "disguise": disguise,
                "near": side == truth.near_side,
                "joint": joint,
                "x": off[:, 0] - np.nanmedian(off[:, 0]),
                "y": off[:, 1] - np.nanmedian(off[:, 1]),
                "scatter": clean.uncertainty.scatter_trunk[seen, i],
                "missing": clean.uncertainty.missing_frac[seen, i],
                "visibility": clean.uncertainty.visibility[seen, i],
            }
            parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True).dropna()


def fit_model(rows: pd.DataFrame) -> UncertaintyModel:
    """Fit the logarithm of the errors, then scale so that 68 % of them lie within."""
    joints = list(JOINT_FACTOR)
    owner = rows["joint"].to_numpy(dtype=object)[:, None] == np.array(joints, dtype=object)
    basis = np.tile(np.column_stack([owner.astype(np.float64), _terms(rows)]), (2, 1))
    off = np.abs(np.concatenate([rows["x"], rows["y"]]))
    fit, *_ = np.linalg.lstsq(basis, np.log(off + _ROUNDING), rcond=None)
    scale = float(np.quantile(off / np.exp(basis @ fit), ONE_SIGMA))
    factors = {j: scale * float(np.exp(v)) for j, v in zip(joints, fit, strict=False)}
    a, b, c = (float(v) for v in fit[len(joints) :])
    return UncertaintyModel(factors, (a, b, c))


def coverage(rows: pd.DataFrame, model: UncertaintyModel) -> float:
    """Part of the errors that lie within one stated standard deviation."""
    sd = model.sd_trunk(rows)
    return float(((rows["x"].abs() < sd).mean() + (rows["y"].abs() < sd).mean()) / 2)


def uncertainty_section(tables: Sequence[pd.DataFrame]) -> str:
    """Write the section on keypoint uncertainty."""
    rows = pd.concat(tables, ignore_index=True)
    return section(_INTRODUCTION, _coverage_table(rows), _constants_table(fit_model(rows)))


def _terms(rows: pd.DataFrame) -> FloatArray:
    return np.column_stack(
        [np.log(rows["scatter"] + SCATTER_FLOOR), 1 - rows["visibility"], rows["missing"]]
    )


def _coverage_table(rows: pd.DataFrame) -> str:
    judged = [("all points", rows, IN_USE)]
    for by in ("disguise", "joint"):
        judged += [(str(name), part, IN_USE) for name, part in rows.groupby(by, sort=False)]
    for near, part in rows.groupby("near"):
        judged.append(("near side" if near else "far side", part, IN_USE))
    for body, part in rows.groupby("body"):
        others = fit_model(rows[rows["body"] != body])
        judged.append((f"body '{body}', constants fitted to the others", part, others))
    return table(
        "| errors of | n | within one stated SD | target | |",
        (
            f"{name} | {2 * len(part)} | {(within := coverage(part, model)):.0%} | 60 to 76% | "
            f"{met(abs(within - ONE_SIGMA) <= 0.08)}"
            for name, part, model in judged
        ),
    )


def _constants_table(fitted: UncertaintyModel) -> str:
    rows = [f"{j} | {k:.3f} | {fitted.factors[j]:.3f}" for j, k in IN_USE.factors.items()]
    rates = zip(_TERMS, IN_USE.rates, fitted.rates, strict=True)
    rows += [f"{name} | {used:.2f} | {now:.2f}" for name, used, now in rates]
    return table("| constant | in use | fitted now |", rows)


_INTRODUCTION = """## How far a point may be off

Each point of each frame has a standard deviation, from the agreement of neighbouring frames, from
missing frames around it and from the network's visibility (`pose/clean/uncertainty.py`). About
68 % of the errors should lie within it. Errors are those of a coordinate about its median over the
clip, in frames that show the whole body; a constant offset is not counted."""
