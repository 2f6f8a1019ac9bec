"""Analysis -> charts over time: lines with the contacts shaded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import opposite
from aqvision.core.types import FloatArray
from aqvision.report.curves import CURVES, Curve
from aqvision.report.figures import INK, MUTED, Figure, layout, numbers, ready

_MAX_SECONDS = 3.0
_MAX_POINTS = 1200


def angle_series(analysis: Analysis) -> list[Figure]:
    """Draw thighs and knees over time with the contacts shaded, three seconds at most."""
    shown = [c for c in CURVES if c.far and analysis.metrics[c.metric].confidence != "withheld"]
    return [_series_figure(analysis, curve) for curve in shown]


def _series_figure(analysis: Analysis, curve: Curve) -> Figure:
    near = analysis.scene.camera.near_side
    lines = [
        Line(
            f"{side.capitalize()} ({'near' if side == near else 'far'})",
            analysis.series[f"{side}_{curve.joint}"].to_numpy(np.float64),
            INK if side == near else MUTED,
            "solid" if side == near else "dash",
        )
        for side in (near, opposite(near))
    ]
    read = (
        "Shaded: foot on the ground, yellow for the near foot and blue for the far one. "
        + curve.read
    )
    title = f"{curve.title} over time"
    return time_figure(analysis, f"series-{curve.joint}", title, read, "degrees", lines)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line over time: ``values`` (T,), solid and thick or dashed and thin."""

    name: str
    values: FloatArray
    colour: str
    dash: str


def time_figure(
    analysis: Analysis, key: str, title: str, read: str, unit: str, lines: Sequence[Line]
) -> Figure:
    """Draw lines over time, three seconds at most, with the contacts shaded."""
    time, near = analysis.pose.time_s, analysis.scene.camera.near_side
    middle = float(time[0] + time[-1]) / 2
    inside = np.flatnonzero(np.abs(time - middle) <= _MAX_SECONDS / 2)
    places = inside[:: max(1, math.ceil(len(inside) / _MAX_POINTS))]
    sign = "%{y:.0f}°" if unit == "degrees" else "%{y:.2~f}"
    traces = [
        go.Scatter(
            x=numbers(time[places], 4), y=numbers(line.values[places]), mode="lines",
            name=line.name, hovertemplate=f"{sign} at %{{x:.2f}} s",
            line={"width": 3 if line.dash == "solid" else 1.5, "color": line.colour,
                  "dash": line.dash},
        )
        for line in lines
    ]  # fmt: skip
    figure = go.Figure(traces, layout(y_title=unit))
    start, stop = float(time[places[0]]), float(time[places[-1]])
    figure.update_xaxes(title_text="seconds", range=[start, stop])
    for contact in analysis.contacts:
        if contact.toeoff_s > start and contact.touchdown_s < stop:
            shade = "#f2dfa8" if contact.side == near else "#d9e6ee"
            figure.add_vrect(
                x0=max(contact.touchdown_s, start), x1=min(contact.toeoff_s, stop),
                fillcolor=shade, opacity=0.7, line_width=0, layer="below",
            )  # fmt: skip
    return Figure(key, title, read, ready(figure))
