"""Comparison -> all changes on one scale, and what all charts share: plotly, ready for JSON."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.judging import Verdict
from aqvision.core.types import FloatArray
from aqvision.core.wording import word_of
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.report.numbers import show_change, show_interval, show_worthwhile
from aqvision.report.wording import Sentence

BEFORE, AFTER = "#1f5f99", "#c2500a"
INK, MUTED, GRID, BAND = "#14202b", "#5b6b7a", "#dfe5ea", "#eceff2"
_FONT = {"family": "system-ui, -apple-system, Segoe UI, Roboto, sans-serif", "size": 14}
_FOREST_LIMIT = 4.0
_ROW_PX = 37
_SYMBOLS = {
    Verdict.NOT_SHOWN: "circle-open",
    Verdict.CANNOT_TELL: "circle-open",
    Verdict.NO_CHANGE: "square",
    Verdict.RUNS_DIFFER: "circle",
    Verdict.CHANGED: "circle",
}
"""In the order in which they are drawn; the legend names them from the last."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: key for the page, title, one sentence how to read it, plotly's data and layout."""

    key: str
    title: str
    read: str
    plot: dict[str, Any]


def plain(text: str) -> str:
    """Escape text that plotly would else read as markup.

    Parameters
    ----------
    text
        What a user may have written.

    >>> plain("<b>x</b>")
    '&lt;b&gt;x&lt;/b&gt;'
    """
    return html.escape(text, quote=False)


def forest(comparison: Comparison) -> Figure | None:
    """Draw changes in units of the smallest worth telling; None where nothing is comparable.

    Of the metrics that were not named beforehand, only those that changed.

    Parameters
    ----------
    comparison
        What changed.
    """
    rows = _forest_rows(comparison)
    if not rows:
        return None
    traces = [_forest_trace(rows, v) for v in _SYMBOLS if any(c.verdict == v for c in rows)]
    figure = go.Figure(traces, layout())
    figure.update_layout(
        height=90 + _ROW_PX * len(rows), margin={"l": 4, "r": 4, "t": 34, "b": 44},
        legend={"traceorder": "reversed"},
    )  # fmt: skip
    figure.add_vrect(x0=-1, x1=1, fillcolor=BAND, line_width=0, layer="below")
    limit = min(_FOREST_LIMIT, max(*map(_reach, rows), 1.6)) + 0.25
    figure.update_xaxes(
        title_text=Sentence.FOREST_AXIS.value, range=[-limit, limit], dtick=1,
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
    return Figure("forest", Sentence.FOREST_TITLE, Sentence.FOREST_READ, ready(figure))


def _forest_rows(comparison: Comparison) -> list[Change]:
    """Choose the changes that are drawn, the lowest first, primary ones at the top."""
    place = {pillar: number for number, pillar in enumerate(PILLARS)}
    drawn = [
        change
        for change in comparison.comparable()
        if change.primary or (change.verdict.is_change and change.is_counted)
    ]
    return sorted(drawn, key=lambda c: (not c.primary, place[METRICS[c.metric].pillar]))[::-1]


def _reach(change: Change) -> float:
    found = change.difference
    return max(abs(found.low), abs(found.high)) / change.minimal_detectable_change


def _forest_trace(rows: Sequence[Change], verdict: Verdict) -> Any:
    # the legend shows the first point's symbol, so those beyond the picture come last
    own = [i for i, c in enumerate(rows) if c.verdict == verdict]
    places = sorted(own, key=lambda i: rows[i].size > _FOREST_LIMIT)
    chosen = [rows[i] for i in places]
    scale = np.array([c.minimal_detectable_change for c in chosen])
    size, low, high = (
        np.array([getattr(c.difference, end) for c in chosen]) / scale
        for end in ("value", "low", "high")
    )
    # a dot at the edge of the picture stands for a change beyond it
    shown = np.clip(size, -_FOREST_LIMIT, _FOREST_LIMIT)
    colour = INK if verdict.is_change else MUTED
    symbols = [_symbol(value, verdict) for value in size]
    return go.Scatter(
        x=numbers(shown), y=places, mode="markers", name=word_of(verdict).capitalize(),
        error_x={
            "type": "data", "symmetric": False, "array": numbers(high - shown),
            "arrayminus": numbers(shown - low), "thickness": 2, "width": 0, "color": colour,
        },
        marker={
            "size": 11, "symbol": symbols, "color": colour, "line": {"width": 2, "color": colour},
        },
        text=[_forest_text(c) for c in chosen],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _forest_text(change: Change) -> str:
    return Sentence.FOREST_POINT.format(
        label=plain(METRICS[change.metric].label),
        change=show_change(change),
        interval=show_interval(change),
        worthwhile=show_worthwhile(change),
    )


def _symbol(size: float, verdict: Verdict) -> str:
    if abs(size) > _FOREST_LIMIT:
        return "triangle-right" if size > 0 else "triangle-left"
    return _SYMBOLS[verdict]


def layout(y_title: str = "") -> dict[str, Any]:
    """Give what all charts share.

    Parameters
    ----------
    y_title
        What stands beside the upright axis.
    """
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
    """Round to what a picture can show; None where not known, as JSON has no NaN.

    Parameters
    ----------
    values
        (n,) numbers.
    digits
        After the point.
    """
    return [round(float(v), digits) if math.isfinite(v) else None for v in values]


def ready(figure: Any) -> dict[str, Any]:
    """Bring a figure into the form of JSON.

    Parameters
    ----------
    figure
        Plotly's figure.
    """
    plot: dict[str, Any] = figure.to_plotly_json()
    plot["layout"].pop("template", None)
    return plot
