"""Rendered clips -> whether the stated standard deviation of a point holds, and its constants."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.pose.clean.clean import CleanPose
from aqvision.pose.clean.uncertainty import SCATTER_FLOOR, USUAL_SPREAD, WITH_MAPS, Calibration
from validation.rendered_clips import Truth
from validation.tables import met, section, table

ONE_SIGMA = 0.6827
_ROUNDING = 1e-3
_TERMS = ("a (scatter)", "b (hidden)", "c (missing)", "d (spread)")


def stated_sd_trunk(rows: pd.DataFrame, use: Calibration) -> FloatArray:
    """Stated standard deviation of each row's coordinates, in trunk lengths."""
    factor = rows["joint"].map(dict(use.joint_factor)).to_numpy(dtype=np.float64)
    return np.asarray(factor * np.exp(_terms(rows) @ np.array(_powers(use))))


def point_errors(
    clip: str, disguise: str, clean: CleanPose, truth: Truth, seen: np.ndarray
) -> pd.DataFrame:
    """Tabulate the error of every point about its mean over the clip, with its evidence."""
    parts, spread = [], clean.uncertainty.spread_trunk
    if spread is None:
        raise ValueError("these points were not read from heat maps")
    for side in SIDES:
        for joint in WITH_MAPS.joint_factor:
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
                "spread": spread[seen, i],
            }
            parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True).dropna()


def fit_calibration(rows: pd.DataFrame) -> Calibration:
    """Fit the powers within each body's joints, then scale so that 68 % of the errors lie within.

    A scale belongs to one joint; every body counts the same, however many clips it has.
    """
    off = rows[["x", "y"]].abs().to_numpy()
    known = pd.DataFrame(_terms(rows), rows.index).assign(
        error=np.log(off + _ROUNDING).mean(axis=1)
    )
    about = known - known.groupby([rows["body"], rows["joint"]]).transform("mean")
    powers, *_ = np.linalg.lstsq(about.iloc[:, :-1].to_numpy(), about["error"], rcond=None)
    part = off / np.exp(_terms(rows) @ powers)[:, None]
    weight = 1 / rows.groupby("body")["body"].transform("size").to_numpy(np.float64)
    factors = {}
    for joint in WITH_MAPS.joint_factor:
        mine = (rows["joint"] == joint).to_numpy()
        factors[joint] = _weighted_quantile(part[mine], weight[mine], ONE_SIGMA)
    a, b, c, d = (float(v) for v in powers)
    return Calibration(
        joint_factor=factors, scatter_power=a, hidden_rate=b, missing_rate=c, spread_power=d
    )


def coverage(rows: pd.DataFrame, use: Calibration) -> float:
    """Part of the errors that lie within one stated standard deviation, the mean of the bodies."""
    sd = stated_sd_trunk(rows, use)
    within = ((rows["x"].abs() < sd).astype(float) + (rows["y"].abs() < sd)) / 2
    return float(within.groupby(rows["body"]).mean().mean())


def uncertainty_section(tables: Sequence[pd.DataFrame]) -> str:
    """Write the section on keypoint uncertainty."""
    rows = pd.concat(tables, ignore_index=True)
    return section(_INTRODUCTION, _coverage_table(rows), _constants_table(fit_calibration(rows)))


def _terms(rows: pd.DataFrame) -> FloatArray:
    return np.column_stack(
        [
            np.log(rows["scatter"] + SCATTER_FLOOR),
            1 - rows["visibility"],
            rows["missing"],
            np.log(rows["spread"] / USUAL_SPREAD),
        ]
    )


def _powers(use: Calibration) -> tuple[float, ...]:
    return use.scatter_power, use.hidden_rate, use.missing_rate, use.spread_power


def _weighted_quantile(parts: FloatArray, weight: FloatArray, below: float) -> float:
    """Quantile of both coordinates, (N, 2), of rows of some weight, (N,)."""
    values, weights = parts.ravel(), np.repeat(weight, 2)
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, below * total[-1])])


def _coverage_table(rows: pd.DataFrame) -> str:
    judged = [("all points", rows, WITH_MAPS)]
    for by in ("disguise", "joint"):
        judged += [(str(name), part, WITH_MAPS) for name, part in rows.groupby(by, sort=False)]
    for near, part in rows.groupby("near"):
        judged.append(("near side" if near else "far side", part, WITH_MAPS))
    for body, part in rows.groupby("body"):
        others = fit_calibration(rows[rows["body"] != body])
        judged.append((f"body '{body}', constants fitted to the others", part, others))
    return table(
        "| errors of | n | within one stated SD | target | |",
        (
            f"{name} | {2 * len(part)} | {(within := coverage(part, model)):.0%} | 60 to 76% | "
            f"{met(abs(within - ONE_SIGMA) <= 0.08)}"
            for name, part, model in judged
        ),
    )


def _constants_table(fitted: Calibration) -> str:
    used, now = WITH_MAPS.joint_factor, fitted.joint_factor
    rows = [f"{joint} | {used[joint]:.3f} | {now[joint]:.3f}" for joint in used]
    terms = zip(_TERMS, _powers(WITH_MAPS), _powers(fitted), strict=True)
    rows += [f"{name} | {used:.2f} | {now:.2f}" for name, used, now in terms]
    return table("| constant | in use | fitted now |", rows)


_INTRODUCTION = """## How far a point may be off

Each point of each frame has a standard deviation, from the agreement of neighbouring frames, from
missing frames around it, from the network's visibility and from the spread of its heat maps
(`pose/clean/uncertainty.py`). About 68 % of the errors should lie within it, each body counting the
same. Errors are those of a coordinate about its median over the clip, in frames that show the whole
body; a constant offset is not counted."""
