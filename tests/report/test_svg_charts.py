"""Still charts: what plotly would draw lies where its values say, escaped, the same every time."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from aqvision.report.curves import comparison_curves
from aqvision.report.figures import AFTER, BEFORE, band, chart, forest, scatter, upright_line
from aqvision.report.svg_charts import draw_chart
from tests.support.comparisons import before_and_after

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'so'"


def drawn(*traces: dict[str, object], **more: object) -> ET.Element:
    plot = chart(list(traces), x_title="x", x_axis={"range": [0, 100]}, y_title="degrees",
                 **{"y_axis": {"range": [0, 10]}, **more})  # type: ignore[arg-type]  # fmt: skip
    return ET.fromstring(draw_chart(plot))  # noqa: S314 - our own markup


def line(x: list[float | None], y: list[float | None], **more: object) -> dict[str, object]:
    return scatter(x=x, y=y, mode="lines", line={"color": BEFORE, "width": 2}, **more)


def dots(x: list[float], y: list[float], **more: object) -> dict[str, object]:
    look = {"color": AFTER, "size": 9, "symbol": "circle", "line": {"color": AFTER, "width": 2}}
    return scatter(x=x, y=y, mode="markers", marker=look, **more)


def area(svg: ET.Element) -> tuple[float, float, float, float]:
    rect = next(e for e in svg if "data-plot-area" in e.attrib)
    x, y, width, height = (float(rect.attrib[k]) for k in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def numbers(path: str) -> list[float]:
    return [float(v) for v in re.findall(r"-?[\d.]+", path)]


def test_values_lie_where_they_belong() -> None:
    svg = drawn(line([0, 50, 100], [0, 10, 5]))
    left, top, right, bottom = area(svg)
    path = numbers(next(e for e in svg if e.get("stroke") == BEFORE).attrib["d"])
    middle, half = (left + right) / 2, (top + bottom) / 2
    expected = [left, bottom, middle, top, right, half]
    assert path == pytest.approx(expected, abs=0.11)


def test_a_gap_is_not_bridged() -> None:
    svg = drawn(line([0, 10, None, 30, 40], [1, 2, None, 3, 4]))
    assert next(e for e in svg if e.get("stroke") == BEFORE).attrib["d"].count("M") == 2


def test_a_dot_says_its_text_and_its_error_stays_inside_the_picture() -> None:
    error = {"array": [500.0], "arrayminus": [10.0], "color": AFTER, "thickness": 2}
    svg = drawn(dots([50], [5], text=["here"], error_x=error))
    left, _, right, _ = area(svg)
    bar = next(e for e in svg if e.tag == "line" and e.get("stroke") == AFTER)
    assert float(bar.attrib["x2"]) == pytest.approx(right, abs=0.1)
    assert float(bar.attrib["x1"]) == pytest.approx(left + 0.4 * (right - left), abs=0.1)
    (title,) = [e.text for e in svg.iter("title")]
    assert title == "here"


def test_bands_and_uprights_reach_from_bottom_to_top() -> None:
    svg = drawn(
        line([0, 100], [0, 1]),
        shapes=[band(20, 40, "#eceff2"), upright_line(60, {"color": AFTER, "width": 1.5})],
    )
    left, top, right, bottom = area(svg)
    stripe = next(e for e in svg if e.get("fill") == "#eceff2")
    assert float(stripe.attrib["width"]) == pytest.approx(0.2 * (right - left), abs=0.1)
    upright = next(e for e in svg if e.tag == "line" and e.get("stroke") == AFTER)
    ends = sorted(float(upright.attrib[k]) for k in ("y1", "y2"))
    assert ends == pytest.approx([top, bottom])


def test_names_are_escaped_once_whether_made_for_plotly_or_not() -> None:
    from_plotly = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for name in (HOSTILE, from_plotly):
        two = (line([0, 1], [0, 1], name=name), line([0, 1], [1, 0], name="other"))
        svg = drawn(*two)
        assert HOSTILE in [e.text for e in svg.iter("text")]
        assert not list(svg.iter("script"))


def test_one_trace_needs_no_legend_and_hidden_ones_are_not_named() -> None:
    assert "alone" not in [e.text for e in drawn(line([0, 1], [0, 1], name="alone")).iter("text")]
    two = (line([0, 1], [0, 1], name="a"), line([0, 1], [1, 0], name="b", showlegend=False))
    assert "b" not in [e.text for e in drawn(*two).iter("text")]


def test_long_names_take_a_second_row_and_the_picture_stays_as_high() -> None:
    names = ("Left thigh in the picture", "Right thigh in the picture", "Trunk lean")
    svg = drawn(*(line([0, 1], [0, i], name=name) for i, name in enumerate(names)))
    named = {e.text: e for e in svg.iter("text") if e.text in names}
    rows = [float(named[name].attrib["y"]) for name in names]
    assert rows[0] < rows[1] == rows[2]
    height, usual = (float(one.attrib["viewBox"].split()[3]) for one in (svg, drawn()))
    (_, top, _, bottom), (_, usual_top, _, usual_bottom) = area(svg), area(drawn())
    assert height - usual == top - usual_top == bottom - usual_bottom > 0


def test_every_chart_of_a_comparison_is_drawn_inside_its_picture_and_alike() -> None:
    comparison = before_and_after()
    figures = [forest(comparison), *comparison_curves(comparison.before, comparison.after)]
    assert len(figures) > 5
    for figure in figures:
        assert figure is not None
        text = draw_chart(figure.plot)
        assert text == draw_chart(figure.plot)
        assert "nan" not in text
        svg = ET.fromstring(text)  # noqa: S314 - our own markup
        width, height = (float(v) for v in svg.attrib["viewBox"].split()[2:])
        for path in (e for e in svg if e.tag == "path" and e.get("stroke") in {BEFORE, AFTER}):
            xy = np.array(numbers(path.attrib["d"])).reshape(-1, 2)
            assert (xy >= -1).all()
            assert (xy <= [width + 1, height + 1]).all()
        n_lines = sum("lines" in t.get("mode", "") for t in figure.plot["data"])
        assert sum(e.tag == "path" for e in svg) >= n_lines


def test_numbers_along_an_axis_are_round_and_within_its_range() -> None:
    svg = drawn(line([0, 100], [0, 10]))
    texts = [e.text or "" for e in svg.iter("text")]
    assert {"0", "20", "100", "x", "degrees"} <= set(texts)
    assert math.isclose(float(svg.attrib["viewBox"].split()[3]), 270)
