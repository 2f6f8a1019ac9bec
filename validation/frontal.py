"""Runs filmed from their end -> how well a front or rear view measures what it is said to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.core.clip import Clip
from aqvision.core.provenance import describe_run
from aqvision.core.settings import Settings
from aqvision.core.types import FloatArray
from aqvision.core.view import EndView, View
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from samples.generator import SprintMotion
from samples.generator.clip import FPS
from validation.dose_response import SLOPES
from validation.frontal_renders import EndRender, measure_end_renders
from validation.renders import MODEL

_SETTINGS = Settings()
# What arms, trunk, pelvis and feet do is changed together: each is measured on its own points.
_DOSES: tuple[dict[str, Any], ...] = (
    {},
    {
        "arm_crossing_deg": 30.0,
        "trunk_sway_deg": 3.0,
        "pelvis_roll_deg": 8.0,
        "foot_track_m": 0.07,
    },
    {
        "arm_crossing_deg": 60.0,
        "trunk_sway_deg": 6.0,
        "pelvis_roll_deg": 0.0,
        "foot_track_m": 0.0,
    },
)


@dataclass(frozen=True, slots=True)
class _Quantity:
    """What is held against truth; ``scale`` brings both to the unit of the table."""

    name: str
    unit: str
    scale: float
    truth: Callable[[EndRender, SprintMotion], float]
    reading: Callable[[Analysis], float]


@dataclass(frozen=True, slots=True)
class EndResponse:
    """Truth and reading of one quantity over the renders of one view."""

    name: str
    unit: str
    view: str
    truth: tuple[float, ...]
    reading: tuple[float, ...]
    published: bool

    @property
    def slope(self) -> float:
        """Slope of reading against truth; NaN where the truth is one."""
        if np.ptp(self.truth) < 1e-9:
            return float("nan")
        return float(np.polyfit(self.truth, self.reading, 1)[0])

    @property
    def offset(self) -> float:
        """Mean error."""
        return float(np.mean(np.subtract(self.reading, self.truth)))

    @property
    def outcome(self) -> str:
        """Say whether the slope is met, and what follows where it is not."""
        met = not np.isfinite(self.slope) or SLOPES[0] <= self.slope <= SLOPES[1]
        if met:
            return "met" if self.published else "met, yet withheld"
        return "**falls short**" if self.published else "**falls short**: withheld"


def measure_end_responses(cache: Path) -> list[EndResponse]:
    """Render every dose from the front and from behind and measure it."""
    responses = []
    views: tuple[EndView, EndView] = (View.FRONT, View.REAR)
    for view in views:
        renders = [EndRender(view, **dose) for dose in _DOSES]
        raws = measure_end_renders(renders, cache)
        motions = [render.motion(render.time_s) for render in renders]
        analyses = [_analysis(r, raw) for r, raw in zip(renders, raws, strict=True)]
        responses += [_response(q, view, renders, motions, analyses) for q in _QUANTITIES]
    return responses


def frontal_section(responses: Sequence[EndResponse]) -> str:
    """Write the section on views from the front and from behind."""
    lines = [
        "| what | view | true values | readings | slope | mean offset | |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.name}, {r.unit} | {r.view} | {_numbers(r.truth)} | {_numbers(r.reading)} | "
        f"{f'{r.slope:.2f}' if np.isfinite(r.slope) else 'one truth'} | {r.offset:+.3g} | "
        f"{r.outcome} |"
        for r in responses
    ]
    return "\n\n".join([_INTRODUCTION, "\n".join(lines)])


def _analysis(render: EndRender, raw: RawPose) -> Analysis:
    clip = Clip(Path(f"end-{render.key}.mp4"), height_m=render.body.height_m)
    made_by = describe_run(clip.path.name, "0" * 64, MODEL, _SETTINGS)
    return analyze_pose(raw, clip, Timing(FPS, FPS, ("rendered",)), made_by, _SETTINGS)


def _response(
    quantity: _Quantity,
    view: str,
    renders: Sequence[EndRender],
    motions: Sequence[SprintMotion],
    analyses: Sequence[Analysis],
) -> EndResponse:
    pairs = zip(renders, motions, strict=True)
    truth = tuple(quantity.scale * quantity.truth(*pair) for pair in pairs)
    reading = tuple(quantity.scale * quantity.reading(a) for a in analyses)
    metric = analyses[0].metrics.get(quantity.name)
    published = metric is not None and metric.confidence != "withheld"
    name = f"`{quantity.name}`" if metric is not None else quantity.name
    return EndResponse(name, quantity.unit, view, truth, reading, published)


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
    by_side = analysis.steps.groupby("side")["hand_crossing_frac"].mean()
    return float(by_side.mean())


def _metric(name: str) -> Callable[[Analysis], float]:
    return lambda analysis: analysis.metrics[name].value


def _pelvis_range_deg(analysis: Analysis) -> float:
    """Range of the line of the hips at stride frequency: what a metric would be made of."""
    gap = analysis.pose.point("left_hip") - analysis.pose.point("right_hip")
    tilt = np.degrees(np.arctan2(gap[:, 1], np.abs(gap[:, 0])))
    return 2 * _amplitude(tilt, analysis.pose.time_s, analysis.scene.step_rate_hz / 2)


def _true_pelvis_deg(render: EndRender, motion: SprintMotion) -> float:
    gap = motion.joints_m["left_hip"] - motion.joints_m["right_hip"]
    tilt = np.degrees(np.arctan2(gap[:, 2], np.abs(gap[:, 1])))
    return 2 * _amplitude(tilt, motion.time_s, render.step_frequency_hz / 2)


def _amplitude(values: FloatArray, time_s: FloatArray, frequency_hz: float) -> float:
    known = np.isfinite(values)
    angle = 2 * np.pi * frequency_hz * time_s[known]
    basis = np.stack([np.ones_like(angle), np.cos(angle), np.sin(angle)], axis=1)
    fit, *_ = np.linalg.lstsq(basis, values[known], rcond=None)
    return float(np.hypot(fit[1], fit[2]))


_QUANTITIES = (
    _Quantity(
        "step_width_m", "cm", 100.0, lambda r, _: 2 * r.foot_track_m, _metric("step_width_m")
    ),
    _Quantity(
        "hand_crossing_frac", "% of shoulder breadth", 100.0, lambda _, m: true_hand_frac(m),
        _hand_reading,
    ),
    _Quantity(
        "trunk_sway_range_deg", "deg", 1.0, lambda r, _: 2 * r.trunk_sway_deg,
        _metric("trunk_sway_range_deg"),
    ),
    _Quantity(
        "step_frequency_hz", "Hz", 1.0, lambda r, _: r.step_frequency_hz,
        _metric("step_frequency_hz"),
    ),
    _Quantity("pelvic drop: range of the line of the hips", "deg", 1.0, _true_pelvis_deg,
              _pelvis_range_deg),
)  # fmt: skip


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{round(value, 6) + 0.0:.3g}" for value in values)


_INTRODUCTION = """## Seen from the front and from behind

The same athlete comes towards a still camera or goes away from it, 25 to 12 m away. Feet, arms,
trunk and pelvis are moved by known amounts. The slope of reading against truth should lie between
0.85 and 1.15; what misses it by so much that a change could not be believed is withheld. True step
width is that of the lines on which the feet land, measured is that of ankles and heels. Feet that
pass each other at different distances make the step frequency read up to 1 % too high."""
