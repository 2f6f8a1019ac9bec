"""Analysis seen from its end -> the charts, moments and step columns of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.core.view import View
from aqvision.kinematics.frontal.metrics import standing_part
from aqvision.report.figures import INK, MUTED, Figure
from aqvision.report.moments import Moment
from aqvision.report.over_time import Line, time_figure


@dataclass(frozen=True, slots=True)
class _Panel:
    """One chart: a line for each column, shown unless its metric is withheld."""

    key: str
    title: str
    read: str
    unit: str
    factor: float
    columns: tuple[tuple[str, str], ...]
    metric: str


_PANELS = (
    _Panel(
        "hand-past", "Hands and the midline",
        "Above zero the wrist is past the line of the trunk, on the other side of the body.",
        "% of shoulder breadth", 100.0,
        tuple((f"{side}_hand_past_frac", f"{side.capitalize()} hand") for side in SIDES),
        "hand_crossing_frac",
    ),
    _Panel(
        "trunk-side-lean", "Trunk from side to side",
        "Above zero the trunk leans to the athlete's left. A camera that is not level shifts "
        "the whole line.",
        "degrees", 1.0, (("trunk_side_lean_deg", "Trunk"),), "trunk_sway_range_deg",
    ),
    _Panel(
        "feet-apart", "Height of the feet",
        "Above zero the left foot is the higher one. Each passing of zero begins a step.",
        "trunk lengths", 1.0, (("feet_apart_trunk", "Left above right"),), "step_frequency_hz",
    ),
)  # fmt: skip


def frontal_charts(analysis: Analysis) -> list[Figure]:
    """Draw hands, trunk and feet over time, three seconds at most."""
    return [
        time_figure(analysis, f"series-{p.key}", p.title, p.read, p.unit, _lines(analysis, p))
        for p in _PANELS
        if analysis.metrics[p.metric].confidence != "withheld"
    ]


def _lines(analysis: Analysis, panel: _Panel) -> list[Line]:
    return [
        Line(
            name,
            panel.factor * analysis.series[column].to_numpy(dtype=np.float64),
            MUTED if column.startswith("right") else INK,
            "dash" if column.startswith("right") else "solid",
        )
        for column, name in panel.columns
    ]


def frontal_moments(analysis: Analysis) -> list[Moment]:
    """Choose moments of the stride nearest to the middle: each foot down, each hand furthest in.

    Empty when no stride is in view. A hand is left out where it is not measured.
    """
    steps, time = analysis.steps, analysis.pose.time_s
    if "trunk_sway_range_deg" not in steps:
        return []
    strides = steps[np.isfinite(steps["trunk_sway_range_deg"].to_numpy(dtype=np.float64))]
    if strides.empty:
        return []
    starts = strides["step_start_s"].to_numpy(dtype=np.float64)
    first = int(strides.index[int(np.argmin(np.abs(starts - time.mean())))])
    both = steps.loc[first : first + 1]
    stands_s = both["step_start_s"] + standing_part() * both["step_time_s"]
    moments = [
        _moment(f"{side}-foot", f"{str(side).capitalize()} foot down", time, float(at_s))
        for side, at_s in zip(both["side"], stands_s, strict=True)
    ]
    if analysis.metrics["hand_crossing_frac"].confidence != "withheld":
        start = float(both["step_start_s"].iloc[0])
        stop = start + float(both["step_time_s"].sum())
        moments += [_hand_moment(analysis, side, start, stop) for side in SIDES]
    return sorted(moments, key=lambda moment: moment.frame)


def _hand_moment(analysis: Analysis, side: Side, start_s: float, stop_s: float) -> Moment:
    time = analysis.pose.time_s
    past = analysis.series[f"{side}_hand_past_frac"].to_numpy(dtype=np.float64)
    past = np.where((time >= start_s) & (time < stop_s), past, np.nan)
    at_s = float(time[int(np.nanargmax(past))])
    return _moment(f"{side}-hand", f"{side.capitalize()} hand in", time, at_s)


def _moment(phase: str, label: str, time: FloatArray, at_s: float) -> Moment:
    frame = int(np.argmin(np.abs(time - at_s)))
    return Moment(phase, label, frame, float(time[frame]), None)


def seen_from_end(analyses: Sequence[Analysis]) -> bool:
    """Tell whether all clips show the athlete from the front or from behind."""
    return all(a.scene.camera.view != View.SIDE for a in analyses)
