"""Runs filmed from their end -> how well a front or rear view measures what it is said to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.types import EndView, FloatArray, View
from aqvision.kinematics.harmonics import fit_harmonics
from samples.generator import SprintMotion
from validation.dose_response import SLOPES
from validation.frontal_renders import EndRender
from validation.measuring import analysed
from validation.renders import measure_renders
from validation.tables import known, met, numbers, section, table

# What arms, trunk, pelvis and feet do is changed together: each is measured on its own points.
_CHANGED = ("arm_crossing_deg", "trunk_sway_deg", "pelvis_roll_deg", "foot_track_m")
_DOSES: tuple[dict[str, Any], ...] = (
    {},
    dict(zip(_CHANGED, (30.0, 3.0, 8.0, 0.07), strict=True)),
    dict(zip(_CHANGED, (60.0, 6.0, 0.0, 0.0), strict=True)),
)


def frontal_section(cache: Path) -> str:
    """Render every dose from the front and from behind, measure it and write the section."""
    rows = []
    views: tuple[EndView, EndView] = (View.FRONT, View.REAR)
    for view in views:
        renders = [EndRender(view, **dose) for dose in _DOSES]
        analyses = [analysed(raw) for raw in measure_renders(renders, cache)]
        rows += [_row(quantity, view, renders, analyses) for quantity in _QUANTITIES]
    head = "| what | view | true values | readings | slope | mean offset | |"
    return section(_INTRODUCTION, table(head, rows))


def _row(
    quantity: _Quantity, view: str, renders: Sequence[EndRender], analyses: Sequence[Analysis]
) -> str:
    name, unit, scale, true_value, reading_of = quantity
    truth = [scale * true_value(render) for render in renders]
    reading = [scale * reading_of(analysis) for analysis in analyses]
    varies = np.ptp(truth) > 1e-9
    slope = float(np.polyfit(truth, reading, 1)[0]) if varies else np.nan
    good = not varies or SLOPES[0] <= slope <= SLOPES[1]
    metric = analyses[0].metrics.get(name)
    withheld = metric is None or metric.confidence == "withheld"
    outcome = met(good) + withheld * (", yet withheld" if good else ": withheld")
    return (
        f"{name if metric is None else f'`{name}`'}, {unit} | {view} | {numbers(truth, '.3g')} | "
        f"{numbers(reading, '.3g')} | {known(slope, '.2f') or 'one truth'} | "
        f"{np.mean(np.subtract(reading, truth)):+.3g} | {outcome}"
    )


def true_hand_frac(motion: SprintMotion) -> float:
    """Furthest place of the wrists past the line of the trunk, in shoulder breadths."""
    joints = motion.joints_m
    hips, shoulders = (
        (joints[f"left_{j}"] + joints[f"right_{j}"])[:, 1:] / 2 for j in ("hip", "shoulder")
    )
    breadth = np.linalg.norm(joints["left_shoulder"] - joints["right_shoulder"], axis=1)
    along = (shoulders - hips) / np.linalg.norm(shoulders - hips, axis=1, keepdims=True)
    past = []
    for side, way in (("left", -1.0), ("right", 1.0)):
        away = joints[f"{side}_wrist"][:, 1:] - hips
        beside = away[:, 0] * along[:, 1] - away[:, 1] * along[:, 0]
        past.append(float(np.max(way * beside / breadth)))
    return float(np.mean(past))


def _hand_reading(analysis: Analysis) -> float:
    """Mean of both hands, also where the analysis withholds it."""
    return float(analysis.steps.groupby("side")["hand_crossing_frac"].mean().mean())


def _metric(name: str) -> Callable[[Analysis], float]:
    return lambda analysis: analysis.metrics[name].value


def _pelvis_range_deg(analysis: Analysis) -> float:
    """Range of the line of the hips at stride frequency: what a metric would be made of."""
    gap = analysis.pose.point("left_hip") - analysis.pose.point("right_hip")
    stride_hz = analysis.scene.step_rate_hz / 2
    return _tilt_range_deg(gap[:, 1], gap[:, 0], analysis.pose.time_s, stride_hz)


def _true_pelvis_deg(render: EndRender) -> float:
    joints_m = render.motion(render.time_s).joints_m
    gap = joints_m["left_hip"] - joints_m["right_hip"]
    return _tilt_range_deg(gap[:, 2], gap[:, 1], render.time_s, render.step_frequency_hz / 2)


def _tilt_range_deg(
    up: FloatArray, across: FloatArray, time_s: FloatArray, stride_hz: float
) -> float:
    tilt_deg = np.degrees(np.arctan2(up, np.abs(across)))
    fit = fit_harmonics(time_s, tilt_deg, stride_hz, 1, drift=False)
    return float("nan") if fit is None else 2 * float(fit.amplitude)


# Name, unit, what brings truth and reading to it, truth, reading.
_Quantity = tuple[str, str, float, Callable[[EndRender], float], Callable[[Analysis], float]]
_QUANTITIES: tuple[_Quantity, ...] = (
    ("step_width_m", "cm", 100.0, lambda r: 2 * r.foot_track_m, _metric("step_width_m")),
    ("hand_crossing_frac", "% of shoulder breadth", 100.0,
     lambda r: true_hand_frac(r.motion(r.time_s)), _hand_reading),
    ("trunk_sway_range_deg", "deg", 1.0, lambda r: 2 * r.trunk_sway_deg,
     _metric("trunk_sway_range_deg")),
    ("step_frequency_hz", "Hz", 1.0, lambda r: r.step_frequency_hz, _metric("step_frequency_hz")),
    ("pelvic drop: range of the line of the hips", "deg", 1.0, _true_pelvis_deg,
     _pelvis_range_deg),
)  # fmt: skip
_INTRODUCTION = """## Seen from the front and from behind

The same athlete comes towards a still camera or goes away from it, 25 to 12 m away. Feet, arms,
trunk and pelvis are moved by known amounts. The slope of reading against truth should lie between
0.85 and 1.15; what misses it by so much that a change could not be believed is withheld. True step
width is that of the lines on which the feet land, measured is that of ankles and heels. Feet that
pass each other at different distances make the step frequency read up to 1 % too high."""
