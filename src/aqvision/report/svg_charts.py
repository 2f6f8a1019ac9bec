"""Chart as plotly takes it -> the same as a still SVG, drawn when the page is written.

A phone shows it at once, where plotly needs seconds; plotly is there for who wants to explore. Only
what the charts of this package use is drawn: lines, filled bands, markers, error bars, shapes, and
names in the picture.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from aqvision.report.svg_axes import Axis, Frame, axis_of, tick_text

_WIDTH = 460.0
_LEGEND_CHAR, _LEGEND_SWATCH, _LEGEND_GAP, _LEGEND_LINE = 7.4, 24.0, 16.0, 20.0
_DASHES = {"dash": "7 5", "dot": "2 4", "solid": ""}
_TEXT = 'font-size="13"'


def draw_chart(plot: Mapping[str, Any]) -> Markup:
    """Draw a chart.

    Parameters
    ----------
    plot
        Data and layout as :func:`aqvision.report.figures.chart` gives them.

    Returns
    -------
    Markup
        An svg element; all text in it is escaped.
    """
    layout, traces = plot["layout"], plot["data"]
    margin = layout["margin"]
    rows = _legend_rows(layout, traces, _WIDTH - margin["l"])
    more_rows = _LEGEND_LINE * max(len(rows) - 1, 0)
    height = layout["height"] + more_rows
    frame = Frame(
        left=margin["l"],
        top=margin["t"] + more_rows,
        right=_WIDTH - margin["r"],
        bottom=height - margin["b"],
        x=axis_of(layout["xaxis"], traces, "x"),
        y=axis_of(layout["yaxis"], traces, "y"),
    )
    shapes = layout.get("shapes", ())
    parts = [
        f'<rect data-plot-area="" x="{_n(frame.left)}" y="{_n(frame.top)}" '
        f'width="{_n(frame.width)}" height="{_n(frame.height)}" fill="none"/>',
        *(_shape(one, frame) for one in shapes if one.get("layer") == "below"),
        *_grid(layout, frame),
        *(_shape(one, frame) for one in shapes if one.get("layer") != "below"),
        *(part for trace in traces for part in _trace(trace, frame)),
        *(_annotation(one, frame) for one in layout.get("annotations", ())),
        *_legend(rows, layout, frame),
    ]
    return Markup(  # noqa: S704 - numbers, our own names, and text escaped below
        f'<svg viewBox="0 0 {_n(_WIDTH)} {_n(height)}" aria-hidden="true">{"".join(parts)}</svg>'
    )


def _grid(layout: Mapping[str, Any], frame: Frame) -> Iterator[str]:
    """Grid, zero line, numbers and title of both axes."""
    ink = layout["font"]["color"]
    for name, axis in (("x", frame.x), ("y", frame.y)):
        own = layout[f"{name}axis"]
        for at in axis.ticks:
            zero = at == 0 and own.get("zeroline", True)
            if own.get("showgrid", True) or zero:
                colour = own["zerolinecolor"] if zero else own["gridcolor"]
                yield _line(*frame.across(name, at), colour, 1.5 if zero else 1.0)
            if own.get("showticklabels", True):
                yield _tick(name, at, axis, frame, ink)
        yield _title(name, own["title"]["text"], frame, ink)


def _tick(name: str, at: float, axis: Axis, frame: Frame, ink: str) -> str:
    text = tick_text(at, axis.step)
    if name == "x":
        return _text(frame.place_x(at), frame.bottom + 17, text, ink, "middle")
    return _text(frame.left - 7, frame.place_y(at) + 4.5, text, ink, "end")


def _title(name: str, text: str, frame: Frame, ink: str) -> str:
    if not text:
        return ""
    if name == "x":
        return _text((frame.left + frame.right) / 2, frame.bottom + 36, text, ink, "middle")
    middle = (frame.top + frame.bottom) / 2
    turned = f' transform="rotate(-90 12 {_n(middle)})"'
    return _text(12, middle + 4, text, ink, "middle", turned)


def _shape(shape: Mapping[str, Any], frame: Frame) -> str:
    x0, x1 = (frame.x_of(shape[end], shape["xref"]) for end in ("x0", "x1"))
    y0, y1 = (frame.y_of(shape[end], shape["yref"]) for end in ("y0", "y1"))
    if shape["type"] == "line":
        line = shape["line"]
        return _line((x0, y0), (x1, y1), line["color"], line["width"], line.get("dash", "solid"))
    left, right = sorted((x0, x1))
    top, bottom = sorted((y0, y1))
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" '
        f'height="{_n(bottom - top)}" fill="{escape(shape["fillcolor"])}"'
        f"{_opacity(shape)}/>"
    )


def _trace(trace: Mapping[str, Any], frame: Frame) -> Iterator[str]:
    """Lines with gaps where a value is not known, bands, and markers with their error bars."""
    places = [
        None if x is None or y is None else (frame.place_x(x), frame.place_y(y))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    line = trace.get("line", {})
    if trace.get("fill") == "toself":
        fill = escape(trace["fillcolor"])
        yield f'<path d="{_path(places)} Z" fill="{fill}"{_opacity(trace)}/>'
    elif "lines" in trace.get("mode", ""):
        dash = _DASHES[line.get("dash", "solid")]
        yield (
            f'<path d="{_path(places)}" fill="none" stroke="{escape(line["color"])}" '
            f'stroke-width="{_n(line.get("width", 2))}" stroke-linejoin="round"'
            + (f' stroke-dasharray="{dash}"' if dash else "")
            + f"{_opacity(trace)}/>"
        )
    if "markers" in trace.get("mode", ""):
        yield from _markers(trace, places, frame)


def _markers(
    trace: Mapping[str, Any], places: Sequence[tuple[float, float] | None], frame: Frame
) -> Iterator[str]:
    marker, errors, texts = trace["marker"], trace.get("error_x"), trace.get("text")
    symbols = marker["symbol"]
    for i, place in enumerate(places):
        if place is None:
            continue
        if errors is not None and errors["array"][i] is not None:
            low, high = (
                frame.place_x(trace["x"][i] + sign * errors[end][i])
                for sign, end in ((-1, "arrayminus"), (1, "array"))
            )
            ends = ((max(low, frame.left), place[1]), (min(high, frame.right), place[1]))
            yield _line(*ends, errors["color"], errors["thickness"])
        symbol = symbols if isinstance(symbols, str) else symbols[i]
        title = f"<title>{_safe(texts[i])}</title>" if texts else ""
        yield _symbol(symbol, place, marker, title)


def _symbol(symbol: str, place: tuple[float, float], marker: Mapping[str, Any], title: str) -> str:
    x, y, r = *place, marker["size"] / 2
    colour = escape(marker["color"])
    fill = "#ffffff" if symbol.endswith("-open") else colour
    look = f'fill="{fill}" stroke="{colour}" stroke-width="{_n(marker["line"]["width"])}"'
    kind = symbol.removesuffix("-open")
    if kind == "circle":
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" {look}>{title}</circle>'
    if kind == "square":
        size = f'width="{_n(2 * r)}" height="{_n(2 * r)}"'
        return f'<rect x="{_n(x - r)}" y="{_n(y - r)}" {size} {look}>{title}</rect>'
    tip = r if kind == "triangle-right" else -r
    corners = f"M{_n(x - tip)} {_n(y - r)} L{_n(x + tip)} {_n(y)} L{_n(x - tip)} {_n(y + r)} Z"
    return f'<path d="{corners}" {look}>{title}</path>'


def _annotation(one: Mapping[str, Any], frame: Frame) -> str:
    x = frame.left + one["x"] * frame.width
    y = frame.place_y(one["y"]) - one.get("yshift", 0) + 4
    halo = ' stroke="#ffffff" stroke-width="4" paint-order="stroke"'
    return _text(x, y, one["text"], one["font"]["color"], "start", halo)


def _legend_rows(
    layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]], width: float
) -> list[list[Mapping[str, Any]]]:
    """Choose what is named above the picture, in as many rows as the width asks for."""
    named = [t for t in traces if t.get("name") and t.get("showlegend", True)]
    if len(named) < 2 and not any(t.get("showlegend") for t in named):
        return []
    if layout["legend"].get("traceorder") == "reversed":
        named.reverse()
    rows: list[list[Mapping[str, Any]]] = [[]]
    for trace in named:
        if rows[-1] and sum(map(_legend_width, [*rows[-1], trace])) - _LEGEND_GAP > width:
            rows.append([])
        rows[-1].append(trace)
    return rows


def _legend_width(trace: Mapping[str, Any]) -> float:
    return _LEGEND_SWATCH + _LEGEND_CHAR * len(html.unescape(trace["name"])) + _LEGEND_GAP


def _legend(
    rows: Sequence[Sequence[Mapping[str, Any]]], layout: Mapping[str, Any], frame: Frame
) -> Iterator[str]:
    """Name what is drawn, above the picture."""
    for above, row in enumerate(reversed(rows)):
        x, y = frame.left, frame.top - 14 - _LEGEND_LINE * above
        for trace in row:
            if "markers" in trace.get("mode", ""):
                symbol = trace["marker"]["symbol"]
                first = symbol if isinstance(symbol, str) else symbol[0]
                yield _symbol(first, (x + _LEGEND_SWATCH / 2 - 3, y), trace["marker"], "")
            else:
                line = trace["line"]
                ends = ((x, y), (x + _LEGEND_SWATCH - 6, y))
                yield _line(*ends, line["color"], line.get("width", 2), line.get("dash", "solid"))
            place = (x + _LEGEND_SWATCH, y + 4.5)
            yield _text(*place, trace["name"], layout["font"]["color"], "start")
            x += _legend_width(trace)


def _path(places: Sequence[tuple[float, float] | None]) -> str:
    """Join places by lines, anew after each gap."""
    words, pen = [], "M"
    for place in places:
        if place is None:
            pen = "M"
            continue
        words.append(f"{pen}{_n(place[0])} {_n(place[1])}")
        pen = "L"
    return " ".join(words)


def _line(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    width: float,
    dash: str = "solid",
) -> str:
    dashes = f' stroke-dasharray="{_DASHES[dash]}"' if _DASHES[dash] else ""
    return (
        f'<line x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}" '
        f'stroke="{escape(colour)}" stroke-width="{_n(width)}"{dashes}/>'
    )


def _text(x: float, y: float, text: str, colour: str, anchor: str, more: str = "") -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" {_TEXT} fill="{escape(colour)}" '
        f'text-anchor="{anchor}"{more}>{_safe(text)}</text>'
    )


def _safe(text: str) -> str:
    """Escape text once: what is made for plotly is escaped already."""
    return str(escape(html.unescape(text)))


def _opacity(look: Mapping[str, Any]) -> str:
    return f' opacity="{_n(look["opacity"])}"' if "opacity" in look else ""


def _n(value: float) -> str:
    """Write a number to a tenth of a pixel, a hundredth below one."""
    text = f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
