"""Analysis -> the section on force: rows, two pictures, and what they were fitted to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.force_changes import ForceChange
from aqvision.comparison.judging import Verdict
from aqvision.core.numerals import localised
from aqvision.core.said import said
from aqvision.core.splits import TimingStart
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.force.estimate import Estimate
from aqvision.kinematics.force.measure import NOT_LOOKED_FOR, Force
from aqvision.kinematics.force.profile import ForceVelocity, push_at
from aqvision.kinematics.force.quantities import (
    QUANTITIES,
    WHOLE_UNITS,
    ForceQuantity,
    estimate_of,
    grade_of,
)
from aqvision.report.figures import INK, MUTED, Figure, chart, numbers, scatter
from aqvision.report.numbers import DASH, show, show_signed, shown_values, unit_word
from aqvision.report.tables import GradeCell, Groups, NameCell
from aqvision.report.wording import Sentence

VELOCITY_TITLE, SPRING_TITLE = _("From the start to top speed"), _("Bouncing at a steady speed")
_PROFILE, _SPRING = _("Force-velocity profile"), _("Leg as a spring")
_STARTS = {
    TimingStart.MOVEMENT: _("by the first movement"),
    TimingStart.GUN: _("by the gun"),
    TimingStart.UNKNOWN: _("nobody said by what"),
}
_CURVE_COLOUR, _N_POINTS = "#1f5f99", 61
_MORE_DIGITS = {"m": 1}
_MORE_DIGITS_OF_CHANGE = {"m": 1, "": 1, "1/(m/s)": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceChangeRow:
    """One number before and after."""

    name: NameCell
    before: str
    n_before: int
    after: str
    n_after: int
    change: str
    interval: str
    worthwhile: str
    verdict: Verdict
    grade: GradeCell


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceRow:
    """One number: per kilogram where it has a kilogram in it, and of the whole athlete."""

    name: NameCell
    value: str
    whole: str
    interval: str
    grade: GradeCell


def force_groups(force: Force) -> Groups[ForceRow]:
    """List what a clip tells of force; nothing where it tells nothing.

    Parameters
    ----------
    force
        Of one clip.
    """
    groups = []
    for title, of_spring in ((VELOCITY_TITLE, False), (SPRING_TITLE, True)):
        shown = [q for q in QUANTITIES.values() if q.of_spring == of_spring]
        rows = [_row(force, q) for q in shown if math.isfinite(estimate_of(force, q).value)]
        if rows:
            groups.append((title, rows))
    return groups


def force_change_groups(changes: Sequence[ForceChange]) -> Groups[ForceChangeRow]:
    """List how force changed; nothing where it could not be compared.

    Parameters
    ----------
    changes
        Of a comparison.
    """
    groups = []
    for title, of_spring in ((VELOCITY_TITLE, False), (SPRING_TITLE, True)):
        rows = [_change_row(c) for c in changes if QUANTITIES[c.name].of_spring == of_spring]
        if rows:
            groups.append((title, rows))
    return groups


def _change_row(change: ForceChange) -> ForceChangeRow:
    quantity = QUANTITIES[change.name]
    unit, digits = quantity.unit, _MORE_DIGITS_OF_CHANGE.get(quantity.unit, 0)
    found = change.difference
    low, high = (show_signed(e, unit, digits, suffix=False) for e in (found.low, found.high))
    return ForceChangeRow(
        name=NameCell(quantity.label, quantity.definition),
        before=show(change.before, unit, digits),
        n_before=change.n_before,
        after=show(change.after, unit, digits),
        n_after=change.n_after,
        change=show_signed(found.value, unit, digits),
        interval=Sentence.RANGE.format(low=low, high=high),
        worthwhile=show_signed(change.worthwhile, unit, digits).lstrip("+"),
        verdict=change.verdict,
        grade=GradeCell(change.confidence, change.reason),
    )


def force_withheld(force: Force) -> list[tuple[str, list[str]]]:
    """List why parts are missing, each reason with what it withholds.

    Parameters
    ----------
    force
        Of one clip; of an older file nothing is told.
    """
    reasons = ((force.velocity_reason, _PROFILE), (force.spring_reason, _SPRING))
    return [
        (reason, [label]) for reason, label in reasons if reason and reason != said(NOT_LOOKED_FOR)
    ]


def force_note(force: Force) -> str:
    """Say what a profile was fitted to; empty where there is none.

    Parameters
    ----------
    force
        Of one clip.
    """
    profile = force.velocity
    if profile is None:
        return ""
    splits = profile.splits
    said = Sentence.SPLITS_READ if profile.from_clip else Sentence.SPLITS_GIVEN
    return said.format(
        n=len(splits.distance_m),
        near=splits.distance_m[0],
        far=splits.distance_m[-1],
        started=_STARTS[splits.start],
        start_s=localised(f"{profile.start_s:+.2f}").replace("-", "\N{MINUS SIGN}"),
        misfit_ms=1000 * profile.misfit_s,
    )


def force_figures(analysis: Analysis) -> list[Figure]:
    """Draw push against speed, and speed against time with the split times.

    Parameters
    ----------
    analysis
        One clip.
    """
    profile = analysis.force.velocity
    return [] if profile is None else [_push_figure(profile), _speed_figure(profile)]


def _row(force: Force, quantity: ForceQuantity) -> ForceRow:
    found = estimate_of(force, quantity)
    grade, reason = grade_of(force, quantity)
    whole = estimate_of(force, quantity, whole=True)
    digits = _MORE_DIGITS.get(quantity.unit, 0)
    return ForceRow(
        name=NameCell(quantity.label, quantity.definition),
        value=show(found.value, quantity.unit, digits),
        whole=show(whole.value, WHOLE_UNITS[quantity.whole]) if math.isfinite(whole.value) else "",
        interval=show_estimate_interval(found, quantity.unit, digits),
        grade=GradeCell(grade, reason),
    )


def show_estimate_interval(found: Estimate, unit: str, digits: int = 0) -> str:
    """Write the ends of an interval with their unit; a dash where there is none.

    Parameters
    ----------
    found, unit
        A number and the unit that it is in.
    digits
        Beyond those that are usual for the unit.

    >>> show_estimate_interval(Estimate(8.2, 0.3, 7.7, 8.7), "N/kg")
    '7.7 to 8.7 N/kg'
    """
    if not math.isfinite(found.low):
        return DASH
    low, high = show(found.low, unit, digits), show(found.high, unit, digits)
    suffix = high.lstrip("\N{MINUS SIGN}0123456789.,")
    return Sentence.RANGE.format(low=low.removesuffix(suffix), high=high)


def _push_figure(profile: ForceVelocity) -> Figure:
    f0, v0 = profile.f0_n_per_kg, profile.v0_mps
    time_s = np.linspace(0, 6.0, _N_POINTS)
    speed, push = push_at(
        time_s,
        profile.top_speed_mps.value,
        profile.tau_s.value,
        profile.drag_kg_per_m / profile.mass_kg,
    )
    at = np.linspace(0, v0.value, _N_POINTS)
    power = f0.value * (1 - at / v0.value) * at
    traces = [
        scatter(
            hoverinfo="skip", line={"color": _CURVE_COLOUR, "width": 3}, mode="lines",
            name=_("push (N/kg)"), x=_speeds(np.array([0, v0.value])),
            y=numbers(np.array([f0.value, 0])),
        ),
        scatter(
            hovertemplate=_hover("%{y:.1f} N/kg, %{x:.1f}"), marker=_dot(6),
            mode="markers", name=_("as run"), x=_speeds(speed[::5]), y=numbers(push[::5]),
        ),
        scatter(
            hovertemplate=_hover("%{y:.0f} W/kg, %{x:.1f}"),
            line={"color": MUTED, "dash": "dash", "width": 2}, mode="lines",
            name=_("power (W/kg)"), x=_speeds(at), y=numbers(power),
        ),
    ]  # fmt: skip
    plot = chart(
        traces, x_title=_("speed ({unit})").format(unit=unit_word("m/s")),
        x_axis={"rangemode": "tozero"}, y_axis={"rangemode": "tozero"},
    )  # fmt: skip
    return Figure("force-velocity", Sentence.PUSH_TITLE, Sentence.PUSH_READ, plot)


def _speed_figure(profile: ForceVelocity) -> Figure:
    splits = profile.splits
    until = splits.time_s[-1] - profile.start_s
    time_s = np.linspace(0, until, _N_POINTS)
    speed, _push = push_at(time_s, profile.top_speed_mps.value, profile.tau_s.value, 0.0)
    places = np.array([0.0, *splits.distance_m])
    passed = np.array([profile.start_s, *splits.time_s]) - profile.start_s
    means, lengths = np.diff(places) / np.diff(passed), np.diff(passed)
    halves = numbers(lengths / 2)
    traces: list[dict[str, Any]] = [
        scatter(
            hovertemplate="%{y:.1f} " + unit_word("m/s") + ", %{x:.2f} s<extra></extra>",
            line={"color": _CURVE_COLOUR, "width": 3}, mode="lines", name=_("fitted"),
            x=numbers(time_s), y=_speeds(speed),
        ),
        scatter(
            error_x={"array": halves, "arrayminus": halves, "color": INK, "thickness": 2,
                     "type": "data", "width": 0},
            hovertemplate="%{text}<extra></extra>", marker=_dot(8),
            mode="markers", name=_("between two places"), x=numbers(passed[:-1] + lengths / 2),
            text=[_stretch(*ends) for ends in zip(places, places[1:], means, strict=False)],
            y=_speeds(means),
        ),
    ]  # fmt: skip
    plot = chart(
        traces, x_title=_("seconds since the start"), x_axis={"rangemode": "tozero"},
        y_title=unit_word("m/s"), y_axis={"rangemode": "tozero"},
    )  # fmt: skip
    return Figure("force-speed", Sentence.SPEED_TITLE, Sentence.SPEED_READ, plot)


def _dot(size: float) -> dict[str, Any]:
    return {"color": INK, "line": {"color": INK, "width": 0}, "size": size, "symbol": "circle"}


def _hover(form: str) -> str:
    return f"{form} {unit_word('m/s')}<extra></extra>"


def _speeds(values_mps: FloatArray) -> list[float | None]:
    return numbers(shown_values(values_mps, "m/s")[0])


def _stretch(near: float, far: float, mean_mps: float) -> str:
    return Sentence.STRETCH.format(near=near, far=far, mean_mps=mean_mps)
