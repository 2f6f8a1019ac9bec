"""Comparison -> all changes on one scale, and what all charts share: plotly, ready for JSON."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.judging import Verdict
from aqvision.core.numerals import LANGUAGE, localised
from aqvision.core.types import FloatArray
from aqvision.core.wording import upper_first, word_of
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.report.change_numbers import show_change, show_interval, show_worthwhile
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
_NOTHING: Mapping[str, Any] = MappingProxyType({})


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
    limit = min(_FOREST_LIMIT, max(*map(_reach, rows), 1.6)) + 0.25
    plot = chart(
        traces,
        x_title=Sentence.FOREST_AXIS.value,
        x_axis={
            "zerolinecolor": MUTED, "range": [-limit, limit], "dtick": 1, "zeroline": True,
        },
        y_axis={
            "range": [-0.6, len(rows) - 0.2], "zeroline": False, "showgrid": False,
            "showticklabels": False,
        },
        shapes=[
            band(-1, 1, BAND),
            *(_forest_line(place) for place in range(len(rows))),
        ],
    )  # fmt: skip
    layout = plot["layout"]
    layout["height"] = 90 + _ROW_PX * len(rows)
    layout["margin"] = {"b": 44, "l": 4, "r": 4, "t": 34}
    layout["legend"]["traceorder"] = "reversed"
    layout["annotations"] = [_forest_name(place, change) for place, change in enumerate(rows)]
    return Figure("forest", Sentence.FOREST_TITLE, Sentence.FOREST_READ, plot)


def _forest_line(place: int) -> dict[str, Any]:
    return {
        "layer": "below", "line": {"color": GRID, "width": 1}, "type": "line",
        "x0": 0, "x1": 1, "xref": "x domain", "y0": place, "y1": place, "yref": "y",
    }  # fmt: skip


def _forest_name(place: int, change: Change) -> dict[str, Any]:
    # the name stands above its line, so that it costs no width on a phone
    return {
        "bgcolor": "rgba(255,255,255,0.7)", "borderpad": 0, "font": {"color": INK, "size": 13},
        "showarrow": False, "text": plain(METRICS[change.metric].label),
        "x": 0, "xanchor": "left", "xref": "paper", "y": place, "yshift": 14,
    }  # fmt: skip


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
    return scatter(
        error_x={
            "array": numbers(high - shown), "arrayminus": numbers(shown - low), "color": colour,
            "symmetric": False, "thickness": 2, "type": "data", "width": 0,
        },
        hovertemplate="%{text}<extra></extra>",
        marker={
            "color": colour, "line": {"color": colour, "width": 2}, "size": 11, "symbol": symbols,
        },
        mode="markers", name=upper_first(word_of(verdict)), text=[_forest_text(c) for c in chosen],
        x=numbers(shown), y=places,
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


def chart(
    traces: Sequence[dict[str, Any]],
    *,
    x_title: str,
    x_axis: Mapping[str, Any],
    y_title: str = "",
    y_axis: Mapping[str, Any] = _NOTHING,
    shapes: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Give plotly's data and layout of a chart in the look that all charts share.

    As they are JSON already, plotly's own classes, slow to load and to fill, are not needed.

    Parameters
    ----------
    traces
        As :func:`scatter` gives them.
    x_title, y_title
        What stands along the axes.
    x_axis, y_axis
        What each axis has of its own.
    shapes
        Lines and bands.
    """
    layout: dict[str, Any] = {
        "dragmode": False,
        "font": {"color": INK, **_FONT},
        "height": 270,
        "hoverlabel": {"font": {"size": 14}},
        "hovermode": "closest",
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom"},
        "margin": {"b": 44, "l": 52, "r": 18, "t": 30},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "xaxis": _axis(x_title, x_axis),
        "yaxis": _axis(y_title, y_axis),
    }
    if LANGUAGE != "en":
        layout["separators"] = localised(".,")
    if shapes:
        layout["shapes"] = list(shapes)
    return {"data": list(traces), "layout": layout}


def _axis(title: str, own: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "gridcolor": GRID,
        "showline": False,
        "ticklabeloverflow": "allow",
        "ticks": "",
        "title": {"font": {"size": 13}, "standoff": 6, "text": title},
        "zerolinecolor": "#b9c4cd",
        "zerolinewidth": 1.5,
        **own,
    }


def scatter(**values: Any) -> dict[str, Any]:
    """Give a trace of points or lines.

    Parameters
    ----------
    values
        Plotly's own names.
    """
    return {**values, "type": "scatter"}


def upright_line(x: float, line: Mapping[str, Any]) -> dict[str, Any]:
    """Give a line from the bottom of a chart to its top.

    Parameters
    ----------
    x
        Its place.
    line
        Colour, width and dashes.
    """
    return {
        "line": dict(line), "type": "line", "x0": x, "x1": x, "xref": "x",
        "y0": 0, "y1": 1, "yref": "y domain",
    }  # fmt: skip


def band(start: float, stop: float, colour: str, **look: Any) -> dict[str, Any]:
    """Give a band below the lines, from the bottom of a chart to its top.

    Parameters
    ----------
    start, stop
        Its edges.
    colour
        What it is filled with.
    look
        Its opacity, if it has one.
    """
    return {
        "fillcolor": colour, "layer": "below", "line": {"width": 0}, **look, "type": "rect",
        "x0": start, "x1": stop, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain",
    }  # fmt: skip


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
