"""Analysis or Comparison -> plotly figures, ready for JSON, each with how to read it."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison
from aqvision.core.types import FloatArray
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.report.curves import CURVES, N_POINTS, Curve, stride_curves, toe_off_percent
from aqvision.report.numbers import show_change, show_interval, show_smallest

BEFORE, AFTER = "#1f5f99", "#c2500a"
INK, MUTED, GRID, BAND = "#14202b", "#5b6b7a", "#dfe5ea", "#eceff2"
_PERCENT = [float(p) for p in np.linspace(0, 100, N_POINTS)]
_FONT = {"family": "system-ui, -apple-system, Segoe UI, Roboto, sans-serif", "size": 14}
_MIN_FOR_BAND = 3
_FOREST_LIMIT = 4.0
_ROW_PX = 37


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: key for the page, title, one sentence how to read it, plotly's data and layout."""

    key: str
    title: str
    read: str
    plot: dict[str, Any]


def plain(text: str) -> str:
    """Escape text that plotly would else read as markup.

    >>> plain("<b>x</b>")
    '&lt;b&gt;x&lt;/b&gt;'
    """
    return html.escape(text, quote=False)


def comparison_curves(before: Sequence[Analysis], after: Sequence[Analysis]) -> list[Figure]:
    """Draw each angle over the near foot's stride, before against after."""
    groups = [("Before", before, BEFORE), ("After", after, AFTER)]
    return [figure for curve in CURVES if (figure := _curve_figure(curve, groups)) is not None]


def analysis_curves(analysis: Analysis) -> list[Figure]:
    """Draw each angle over the near foot's stride of one clip."""
    groups = [("Near side", [analysis], INK)]
    return [figure for curve in CURVES if (figure := _curve_figure(curve, groups)) is not None]


Group = tuple[str, Sequence[Analysis], str]


def _curve_figure(curve: Curve, groups: Sequence[Group]) -> Figure | None:
    """Draw one angle; None when a group has no stride of it."""
    traces: list[Any] = []
    for name, analyses, colour in groups:
        strides = stride_curves(analyses, curve)
        if not len(strides):
            return None
        traces += _stride_traces(strides, name, colour)
        if curve.far:
            far = stride_curves(analyses, curve, far=True)
            traces += _far_trace(far, name, colour)
    figure = go.Figure(traces, layout(y_title="degrees"))
    figure.update_xaxes(title_text="% of stride", range=[0, 100], dtick=25)
    for _, analyses, colour in groups:
        at = toe_off_percent(analyses)
        figure.add_vline(x=at, line={"color": colour, "width": 1.5, "dash": "dot"})
    return Figure(f"curve-{curve.joint}", curve.title, curve.read, ready(figure))


def _stride_traces(strides: FloatArray, name: str, colour: str) -> list[Any]:
    """Mean line with a band of one SD, or the single strides thinly when they are few."""
    mean = strides.mean(axis=0)
    traces = []
    if len(strides) >= _MIN_FOR_BAND:
        spread = strides.std(axis=0, ddof=1)
        outline = [*(mean + spread), *(mean - spread)[::-1]]
        traces.append(
            go.Scatter(
                x=_PERCENT + _PERCENT[::-1], y=numbers(np.array(outline)), fill="toself",
                fillcolor=_faint(colour), line={"width": 0}, hoverinfo="skip", showlegend=False,
            )
        )  # fmt: skip
    elif len(strides) > 1:
        traces += [
            go.Scatter(
                x=_PERCENT, y=numbers(stride), mode="lines", hoverinfo="skip", showlegend=False,
                line={"width": 1, "color": colour}, opacity=0.45,
            )
            for stride in strides
        ]  # fmt: skip
    traces.append(
        go.Scatter(
            x=_PERCENT, y=numbers(mean), mode="lines", name=plain(name),
            line={"width": 3, "color": colour}, hovertemplate="%{y:.0f}° at %{x:.0f} %",
        )
    )  # fmt: skip
    return traces


def _far_trace(strides: FloatArray, name: str, colour: str) -> list[Any]:
    if not len(strides):
        return []
    return [
        go.Scatter(
            x=_PERCENT, y=numbers(strides.mean(axis=0)), mode="lines",
            name=plain(f"{name}, far side"), showlegend=False, opacity=0.7,
            line={"width": 1.5, "color": colour, "dash": "dash"},
            hovertemplate="far side %{y:.0f}° at %{x:.0f} %",
        )
    ]  # fmt: skip


def _forest_rows(comparison: Comparison) -> list[Change]:
    """Choose the changes that are drawn, the lowest first, pillar by pillar."""
    place = {pillar: number for number, pillar in enumerate(PILLARS)}
    drawn = [
        change
        for change in comparison.changes
        if change.verdict == "changed"
        or (METRICS[change.metric].primary and change.verdict != "not comparable")
    ]
    return sorted(drawn, key=lambda change: place[METRICS[change.metric].pillar])[::-1]


def forest(comparison: Comparison) -> Figure | None:
    """Draw changes in units of the smallest one to believe.

    Of the metrics that are not named first, only those that changed.
    """
    rows = _forest_rows(comparison)
    if not rows:
        return None
    figure = go.Figure([_forest_trace(rows, v) for v in ("within noise", "changed")], layout())
    figure.update_layout(
        height=90 + _ROW_PX * len(rows), margin={"l": 4, "r": 4, "t": 34, "b": 44},
        legend={"traceorder": "reversed"},
    )  # fmt: skip
    figure.add_vrect(x0=-1, x1=1, fillcolor=BAND, line_width=0, layer="below")
    limit = min(_FOREST_LIMIT, max(_reach(rows), 1.6)) + 0.25
    figure.update_xaxes(
        title_text="change ÷ smallest believable change", range=[-limit, limit], dtick=1,
        zeroline=True, zerolinecolor=MUTED,
    )  # fmt: skip
    figure.update_yaxes(
        range=[-0.6, len(rows) - 0.2], zeroline=False, showgrid=False, showticklabels=False,
    )  # fmt: skip
    for place, change in enumerate(rows):
        # the name stands above its line, so that it costs no width on a phone
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=place, yshift=14, showarrow=False,
            text=plain(METRICS[change.metric].label), font={"size": 13, "color": INK},
            bgcolor="rgba(255,255,255,0.7)", borderpad=0,
        )  # fmt: skip
        figure.add_hline(y=place, line={"color": GRID, "width": 1}, layer="below")
    read = (
        "The quantities named first, and others that changed. Each dot is a change and its line "
        "the interval; inside the grey band it is too small to believe. Right of zero is more, "
        "left is less, which is not the same as better or worse."
    )
    return Figure("forest", "The changes on one scale", read, ready(figure))


def _reach(rows: Sequence[Change]) -> float:
    return max(max(abs(c.low), abs(c.high)) / c.smallest_believable_change for c in rows)


def _forest_trace(rows: Sequence[Change], verdict: str) -> Any:
    places = [i for i, c in enumerate(rows) if c.verdict == verdict]
    chosen = [rows[i] for i in places]
    scale = np.array([c.smallest_believable_change for c in chosen])
    size = np.array([c.change for c in chosen]) / scale
    shown = np.clip(size, -_FOREST_LIMIT, _FOREST_LIMIT)
    changed = verdict == "changed"
    colour = INK if changed else MUTED
    # a dot at the edge of the picture stands for a change beyond it
    symbols = [_symbol(value, changed=changed) for value in size]
    return go.Scatter(
        x=numbers(shown),
        y=places,
        error_x={
            "type": "data",
            "symmetric": False,
            "array": numbers(np.array([c.high for c in chosen]) / scale - shown),
            "arrayminus": numbers(shown - np.array([c.low for c in chosen]) / scale),
            "thickness": 2,
            "width": 0,
            "color": colour,
        },
        mode="markers",
        name=verdict.capitalize(),
        marker={
            "size": 11,
            "symbol": symbols,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        text=[_forest_text(c) for c in chosen],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _forest_text(change: Change) -> str:
    label = plain(METRICS[change.metric].label)
    size = f"{show_change(change)} ({show_interval(change)})"
    return f"{label}: {size}, believable from {show_smallest(change)}"


def _symbol(size: float, *, changed: bool) -> str:
    if abs(size) > _FOREST_LIMIT:
        return "triangle-right" if size > 0 else "triangle-left"
    return "circle" if changed else "circle-open"


def layout(y_title: str = "") -> dict[str, Any]:
    """Give what all charts share."""
    axis = {
        "gridcolor": GRID, "zerolinecolor": "#b9c4cd", "zerolinewidth": 1.5, "fixedrange": True,
        "ticks": "", "ticklabeloverflow": "allow",
        "title": {"standoff": 6, "font": {"size": 13}}, "showline": False,
    }  # fmt: skip
    return {
        "template": "none",
        "font": {**_FONT, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "height": 270,
        "margin": {"l": 52, "r": 18, "t": 30, "b": 44},
        "xaxis": axis,
        "yaxis": {**axis, "title": {**axis["title"], "text": y_title}},  # type: ignore[dict-item]
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "xanchor": "left"},
        "dragmode": False,
        "hoverlabel": {"font": {"size": 14}},
        "hovermode": "closest",
    }


def numbers(values: FloatArray, digits: int = 2) -> list[float | None]:
    """Round to what a picture can show; None where not known, as JSON has no NaN."""
    return [round(float(v), digits) if math.isfinite(v) else None for v in values]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"


def ready(figure: Any) -> dict[str, Any]:
    """Bring a figure into the form of JSON."""
    plot: dict[str, Any] = figure.to_plotly_json()
    plot["layout"].pop("template", None)
    return plot
