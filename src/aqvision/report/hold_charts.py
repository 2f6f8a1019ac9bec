"""HoldAnalysis -> charts over time: where the hips are, how far joints leave the set angle."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from aqvision.analysis.hold import HoldAnalysis
from aqvision.core.types import FloatArray
from aqvision.core.wording import _, upper_first
from aqvision.kinematics.hold.posture import ANGLE_BAND_DEG, held_angles_deg
from aqvision.report.figures import INK, MUTED, Figure, band, chart, numbers, scatter, upright_line
from aqvision.report.hold_numbers import angle_label
from aqvision.report.numbers import shown_values

_MAX_POINTS = 900
_SHADE, _KNOCK = "#f6d9cc", "#c2500a"
_COLOURS = (INK, "#1f5f99", "#8a6d1d")
_SLOW_HZ = 5.0


def hold_charts(analysis: HoldAnalysis) -> list[Figure]:
    """Draw the path of the hips and the angles that count.

    Parameters
    ----------
    analysis
        What was measured.
    """
    return [_hips(analysis), _angles(analysis)]


def _thin(n: int) -> slice:
    return slice(None, None, max(1, math.ceil(n / _MAX_POINTS)))


def _hips(analysis: HoldAnalysis) -> Figure:
    measures, body = analysis.measures, analysis.body
    scaled = math.isfinite(body.metres_per_leg)
    in_mm, unit = shown_values(np.array(1000 * body.metres_per_leg), "mm")
    factor = float(in_mm) if scaled else 100.0
    path = measures.path.below(_SLOW_HZ)
    thin = _thin(len(path))
    away = factor * (path - np.median(path[measures.quiet], axis=0))[thin]
    time_s = measures.path.time_s[thin]
    across = _("Forward") if body.near_side else _("To the athlete's left")
    traces = [_line(time_s, away[:, 0], across, INK), _line(time_s, away[:, 1], _("Up"), MUTED)]
    knocks = measures.perturbations
    end_s = float(measures.path.time_s[-1])
    shapes = [
        band(p.time_s, min(p.time_s + p.rise_s + p.return_s, end_s), _SHADE, opacity=0.7)
        for p in knocks
        if math.isfinite(p.return_s)
    ] + [upright_line(p.time_s, {"color": _KNOCK, "width": 2, "dash": "dot"}) for p in knocks]
    return Figure(
        "hold-hips",
        _("Where the hips are"),
        _(
            "Away from the middle of the hold. Dotted: a knock begins; shaded: until a third of it "
            "is left."
        ),
        _chart(time_s, traces, unit if scaled else _("% of a leg"), shapes),
    )


def _angles(analysis: HoldAnalysis) -> Figure:
    body, joints = analysis.body, analysis.measures.posture.joints
    counted = [(n, a) for n, a in held_angles_deg(body).items() if n in joints and joints[n].counts]
    thin = _thin(len(body.time_s))
    traces = [
        _line(
            body.time_s[thin],
            (angle - joints[name].set_deg)[thin],
            upper_first(angle_label(name)),
            _COLOURS[i % len(_COLOURS)],
        )
        for i, (name, angle) in enumerate(counted)
    ]
    within = {
        "fillcolor": "#eceff2", "layer": "below", "line": {"width": 0}, "type": "rect",
        "x0": 0, "x1": 1, "xref": "x domain", "y0": -ANGLE_BAND_DEG, "y1": ANGLE_BAND_DEG,
        "yref": "y",
    }  # fmt: skip
    return Figure(
        "hold-angles",
        _("Angles against the set ones"),
        _("Grey: within 5 degrees, which counts as held."),
        _chart(body.time_s[thin], traces, _("degrees"), [within]),
    )


def _chart(
    time_s: FloatArray, traces: list[Any], unit: str, shapes: list[dict[str, Any]]
) -> dict[str, Any]:
    span = {"range": [float(time_s[0]), float(time_s[-1])]}
    return chart(traces, x_title=_("seconds"), x_axis=span, y_title=unit, shapes=shapes)


def _line(time_s: FloatArray, values: FloatArray, name: str, colour: str) -> Any:
    return scatter(
        hovertemplate=_("%{y:.1f} at %{x:.1f} s"),
        line={"color": colour, "width": 2},
        mode="lines",
        name=name,
        x=numbers(time_s, 3),
        y=numbers(values, 2),
    )
