"""Analysis -> charts over time, of any view: lines with the contacts shaded."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import Side, opposite
from aqvision.core.types import View
from aqvision.core.wording import _
from aqvision.report.curves import CURVES, Curve
from aqvision.report.figures import INK, MUTED, Figure, band, chart, numbers, scatter

_MAX_SECONDS = 3.0
_MAX_POINTS = 1200
_DEGREES = _("degrees")


@dataclass(frozen=True, slots=True)
class _Line:
    """A column of the series: solid and thick if ``main``, else dashed and thin."""

    column: str
    name: str
    main: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """One chart, shown unless its metric is withheld; values are shown times ``factor``."""

    key: str
    title: str
    read: str
    metric: str
    lines: tuple[_Line, ...]
    unit: str = _DEGREES
    factor: float = 1.0


_FRONTAL = (
    _Panel(
        key="series-hand-past",
        title=_("Hands and the midline"),
        read=_(
            "Above zero the wrist is past the line of the trunk, on the other side of the body."
        ),
        metric="hand_crossing_frac",
        lines=(
            _Line("left_hand_past_frac", _("Left hand"), main=True),
            _Line("right_hand_past_frac", _("Right hand"), main=False),
        ),
        unit=_("% of shoulder breadth"),
        factor=100.0,
    ),
    _Panel(
        key="series-trunk-side-lean",
        title=_("Trunk from side to side"),
        read=_(
            "Above zero the trunk leans to the athlete's left. A camera that is not level shifts "
            "the whole line."
        ),
        metric="trunk_sway_range_deg",
        lines=(_Line("trunk_side_lean_deg", _("Trunk"), main=True),),
    ),
    _Panel(
        key="series-feet-apart",
        title=_("Height of the feet"),
        read=_("Above zero the left foot is the higher one. Each passing of zero begins a step."),
        metric="step_frequency_hz",
        lines=(_Line("feet_apart_trunk", _("Left above right"), main=True),),
        unit=_("trunk lengths"),
    ),
)
_SHADED = _("Shaded: foot on the ground, yellow for the near foot and blue for the far one. {read}")


def charts_over_time(analysis: Analysis) -> list[Figure]:
    """Draw what the view shows over time, three seconds at most, with the contacts shaded.

    From the side thighs and knees; else hands, trunk and feet. What is withheld is left out.

    Parameters
    ----------
    analysis
        One clip.
    """
    near = analysis.scene.camera.near_side
    from_side = [_of_curve(curve, near) for curve in CURVES if curve.far]
    panels = from_side if analysis.scene.camera.view == View.SIDE else _FRONTAL
    shown = [p for p in panels if analysis.metrics[p.metric].confidence != "withheld"]
    return [_figure(analysis, panel) for panel in shown]


def _of_curve(curve: Curve, near: Side) -> _Panel:
    near_name, far_name = (
        (_("Left (near)"), _("Right (far)"))
        if near == "left"
        else (_("Right (near)"), _("Left (far)"))
    )
    lines = (
        _Line(f"{near}_{curve.joint}", near_name, main=True),
        _Line(f"{opposite(near)}_{curve.joint}", far_name, main=False),
    )
    return _Panel(
        key=f"series-{curve.joint}",
        title=_("{title} over time").format(title=curve.title),
        read=_SHADED.format(read=curve.read),
        metric=curve.metric,
        lines=lines,
    )


def _figure(analysis: Analysis, panel: _Panel) -> Figure:
    time, near = analysis.pose.time_s, analysis.scene.camera.near_side
    middle = float(time[0] + time[-1]) / 2
    inside = np.flatnonzero(np.abs(time - middle) <= _MAX_SECONDS / 2)
    places = inside[:: max(1, math.ceil(len(inside) / _MAX_POINTS))]
    traces = [_trace(analysis, panel, line, places) for line in panel.lines]
    start, stop = float(time[places[0]]), float(time[places[-1]])
    shades = [
        band(
            max(contact.touchdown_s, start), min(contact.toeoff_s, stop),
            "#f2dfa8" if contact.side == near else "#d9e6ee", opacity=0.7,
        )
        for contact in analysis.contacts
        if contact.toeoff_s > start and contact.touchdown_s < stop
    ]  # fmt: skip
    plot = chart(
        traces,
        x_title=_("seconds"),
        x_axis={"range": [start, stop]},
        y_title=panel.unit,
        shapes=shades,
    )
    return Figure(panel.key, panel.title, panel.read, plot)


def _trace(analysis: Analysis, panel: _Panel, line: _Line, places: np.ndarray) -> Any:
    values = panel.factor * analysis.series[line.column].to_numpy(dtype=np.float64)
    sign = "%{y:.0f}°" if panel.unit == _DEGREES else "%{y:.2~f}"
    return scatter(
        hovertemplate=_("{sign} at %{{x:.2f}} s").format(sign=sign),
        line={"color": INK if line.main else MUTED, "dash": "solid" if line.main else "dash",
              "width": 3 if line.main else 1.5},
        mode="lines", name=line.name,
        x=numbers(analysis.pose.time_s[places], 4), y=numbers(values[places]),
    )  # fmt: skip
