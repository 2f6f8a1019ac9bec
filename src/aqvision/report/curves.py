"""Analyses -> charts of angles over the stride, from touchdown to the same foot's next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import Side, opposite
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.figures import (
    AFTER,
    BEFORE,
    INK,
    Figure,
    chart,
    numbers,
    plain,
    scatter,
    upright_line,
)

N_POINTS = 101
_MAX_STRIDE_S = 1.5
_MIN_KNOWN_FRAC = 0.9
_PERCENT = [float(p) for p in np.linspace(0, 100, N_POINTS)]
_MIN_FOR_BAND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What one panel shows.

    ``joint`` is the column of the series without its side, ``metric`` the one that must not be
    withheld, ``far`` whether the far side may be shown as well.
    """

    joint: str
    title: str
    read: str
    metric: str
    sided: bool
    far: bool = False


CURVES = (
    Curve(
        joint="thigh_deg",
        title=_("Thigh"),
        read=_("Above zero the knee is in front of the hip, below zero behind it."),
        metric="thigh_range_deg",
        sided=True,
        far=True,
    ),
    Curve(
        joint="knee_flexion_deg",
        title=_("Knee bend"),
        read=_("Zero is a straight leg; the high peak is the heel folding up in swing."),
        metric="knee_flexion_peak_deg",
        sided=True,
        far=True,
    ),
    Curve(
        joint="trunk_lean_deg",
        title=_("Trunk lean"),
        read=_("Above zero the shoulders are ahead of the hips; a flat line is a steady trunk."),
        metric="trunk_lean_deg",
        sided=False,
    ),
    Curve(
        joint="thorax_yaw_deg",
        title=_("Thorax rotation"),
        read=_("Above zero the right shoulder is ahead of the left."),
        metric="thorax_rotation_range_deg",
        sided=False,
    ),
    Curve(
        joint="upper_arm_deg",
        title=_("Upper arm"),
        read=_("Above zero the elbow is in front of the shoulder, below zero behind it."),
        metric="shoulder_range_deg",
        sided=True,
    ),
    Curve(
        joint="elbow_deg",
        title=_("Elbow"),
        read=_("180 is a straight arm, smaller is more bent."),
        metric="elbow_mean_deg",
        sided=True,
    ),
)


def near_strides(analysis: Analysis) -> list[tuple[float, float, float]]:
    """List touchdown, toe-off and next touchdown of the near foot in seconds, stride by stride.

    Parameters
    ----------
    analysis
        One clip.
    """
    contacts = analysis.contacts
    return [
        (first.touchdown_s, first.toeoff_s, last.touchdown_s)
        for first, between, last in zip(contacts, contacts[1:], contacts[2:], strict=False)
        if _is_stride(first, between, last, analysis.scene.camera.near_side)
    ]


def _is_stride(first: Contact, between: Contact, last: Contact, near: Side) -> bool:
    in_turn = first.side == last.side == near and between.side == opposite(near)
    return in_turn and last.touchdown_s - first.touchdown_s < _MAX_STRIDE_S


def stride_curves(analyses: Sequence[Analysis], curve: Curve, *, far: bool = False) -> FloatArray:
    """Bring one angle of every stride to 0 to 100 % of the near foot's stride.

    Parameters
    ----------
    analyses, curve
        Clips, and what is shown of them.
    far
        The far limb in place of the near one.

    Returns
    -------
    (n_strides, 101)
        Degrees; no row where the angle is withheld or not seen.
    """
    rows = [row for analysis in analyses for row in _of_one(analysis, curve, far=far)]
    return np.array(rows) if rows else np.empty((0, N_POINTS))


def _of_one(analysis: Analysis, curve: Curve, *, far: bool) -> list[FloatArray]:
    if analysis.metrics[curve.metric].confidence == Grade.WITHHELD:
        return []
    angle = analysis.series[column_of(analysis, curve, far=far)].to_numpy(dtype=np.float64)
    time = analysis.pose.time_s
    rows = []
    for start, _toe_off, stop in near_strides(analysis):
        inside = (time >= start) & (time <= stop)
        known = np.isfinite(angle)
        if inside.any() and known[inside].mean() >= _MIN_KNOWN_FRAC:
            wanted = np.linspace(start, stop, N_POINTS)
            rows.append(np.interp(wanted, time[known], angle[known]))
    return rows


def column_of(analysis: Analysis, curve: Curve, *, far: bool = False) -> str:
    """Name the column of the series that a curve shows.

    Parameters
    ----------
    analysis, curve
        One clip, and what is shown of it.
    far
        The far limb in place of the near one.
    """
    if not curve.sided:
        return curve.joint
    near = analysis.scene.camera.near_side
    return f"{opposite(near) if far else near}_{curve.joint}"


def toe_off_percent(analyses: Sequence[Analysis]) -> float:
    """Place of the near foot's toe-off in its stride, in percent; NaN without a stride.

    Parameters
    ----------
    analyses
        Clips of one side.
    """
    places = [
        100 * (toe_off - start) / (stop - start)
        for analysis in analyses
        for start, toe_off, stop in near_strides(analysis)
    ]
    return float(np.mean(places)) if places else float("nan")


_Group = tuple[str, Sequence[Analysis], str]
"""Name in the legend, clips, colour."""


def comparison_curves(before: Sequence[Analysis], after: Sequence[Analysis]) -> list[Figure]:
    """Draw each angle over the near foot's stride, before against after.

    Parameters
    ----------
    before, after
        One clip or more each.
    """
    groups = [(_("Before"), before, BEFORE), (_("After"), after, AFTER)]
    return [figure for curve in CURVES if (figure := _curve_figure(curve, groups)) is not None]


def analysis_curves(analysis: Analysis) -> list[Figure]:
    """Draw each angle over the near foot's stride of one clip.

    Parameters
    ----------
    analysis
        One clip.
    """
    groups = [(_("Near side"), [analysis], INK)]
    return [figure for curve in CURVES if (figure := _curve_figure(curve, groups)) is not None]


def _curve_figure(curve: Curve, groups: Sequence[_Group]) -> Figure | None:
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
    toe_offs = [
        upright_line(toe_off_percent(analyses), {"color": colour, "dash": "dot", "width": 1.5})
        for _name, analyses, colour in groups
    ]
    plot = chart(
        traces,
        x_title=_("% of stride"),
        x_axis={"range": [0, 100], "dtick": 25},
        y_title=_("degrees"),
        shapes=toe_offs,
    )
    return Figure(f"curve-{curve.joint}", curve.title, curve.read, plot)


def _stride_traces(strides: FloatArray, name: str, colour: str) -> list[Any]:
    """Mean line with a band of one SD, or the single strides thinly when they are few."""
    mean = strides.mean(axis=0)
    traces = []
    if len(strides) >= _MIN_FOR_BAND:
        spread = strides.std(axis=0, ddof=1)
        outline = [*(mean + spread), *(mean - spread)[::-1]]
        traces.append(
            scatter(
                fill="toself", fillcolor=_faint(colour), hoverinfo="skip", line={"width": 0},
                showlegend=False, x=_PERCENT + _PERCENT[::-1], y=numbers(np.array(outline)),
            )
        )  # fmt: skip
    elif len(strides) > 1:
        traces += [
            scatter(
                hoverinfo="skip", line={"color": colour, "width": 1}, mode="lines", opacity=0.45,
                showlegend=False, x=_PERCENT, y=numbers(stride),
            )
            for stride in strides
        ]  # fmt: skip
    traces.append(
        scatter(
            hovertemplate=_("%{y:.0f}° at %{x:.0f} %"), line={"color": colour, "width": 3},
            mode="lines", name=plain(name), x=_PERCENT, y=numbers(mean),
        )
    )  # fmt: skip
    return traces


def _far_trace(strides: FloatArray, name: str, colour: str) -> list[Any]:
    if not len(strides):
        return []
    return [
        scatter(
            hovertemplate=_("far side %{y:.0f}° at %{x:.0f} %"),
            line={"color": colour, "dash": "dash", "width": 1.5}, mode="lines",
            name=plain(_("{name}, far side").format(name=name)), opacity=0.7, showlegend=False,
            x=_PERCENT, y=numbers(strides.mean(axis=0)),
        )
    ]  # fmt: skip


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"
