"""HoldAnalysis -> its numbers as text: value, interval, remark, and what each means."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from aqvision.analysis.hold import HoldAnalysis
from aqvision.analysis.hold_store import DRIFT, ELLIPSE, SWAY, withheld
from aqvision.comparison.hold_means import RETURN
from aqvision.core.said import said
from aqvision.core.wording import _, word_of
from aqvision.kinematics.hold.estimate import Estimate
from aqvision.report.numbers import DASH, show


@dataclass(frozen=True, slots=True)
class HoldName:
    """A quantity of a hold: what it is called and what it means."""

    label: str
    about: str
    uncertainty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """One number of a hold as the page shows it."""

    name: HoldName
    value: str
    interval: str
    remark: str


NAMES = {
    SWAY.in_legs: HoldName(
        _("Sway"),
        _(
            "How far the middle of the hips lies from where it is held, as a root mean square over "
            "both directions of the picture, between 0.15 and 5 Hz. Drift, answers to knocks and "
            "the noise of measuring are taken out."
        ),
    ),
    RETURN: HoldName(
        _("Return after a knock"),
        _(
            "How long the body takes to come back after a knock: the time in which what is left of "
            "the way falls to 37%. Over all knocks after which it came back."
        ),
    ),
    ELLIPSE.in_legs: HoldName(
        _("Area of sway"),
        _("The area of the ellipse that holds 95% of the places of the hips."),
    ),
    DRIFT.in_legs: HoldName(
        _("Drift"),
        _("How fast the posture itself moves away: the slope of the place of the hips over time."),
    ),
    "time_in_band_frac": HoldName(
        _("Time in the set posture"),
        _(
            "Share of the time in which the angles that count lie within 5 degrees of the set ones "
            "and the hips within 0.02 leg lengths of their place. Noise of measuring lowers it."
        ),
    ),
    "median_frequency_hz": HoldName(
        _("Median frequency"),
        _(
            "Half of the sway's power is slower. By Welch's method with windows of 5 seconds; "
            "numbers by other windows are not comparable."
        ),
    ),
}
"""By the key in hold.json."""

_ANGLES = {
    "trunk_lean_deg": _("trunk lean"),
    "knee_flexion_deg": _("{side} knee flexion"),
    "hip_flexion_deg": _("{side} hip flexion"),
    "elbow_deg": _("{side} elbow"),
    "leg_line_deg": _("{side} leg, hip over knee to ankle"),
}


def angle_label(name: str) -> str:
    """Name an angle.

    Parameters
    ----------
    name
        As in hold.json.

    >>> angle_label("left_knee_flexion_deg"), angle_label("trunk_lean_deg")
    ('left knee flexion', 'trunk lean')
    """
    side, _rest, bare = name.partition("_")
    return _ANGLES[name] if name in _ANGLES else _ANGLES[bare].format(side=word_of(side))


def show_length(value_leg: float, metres_per_leg: float) -> str:
    """Write a length of a hold: in millimetres, or without a scale in hundredths of a leg length.

    Parameters
    ----------
    value_leg
        In leg lengths.
    metres_per_leg
        Scale; NaN where not known.

    >>> show_length(0.0123, 0.9), show_length(0.0123, float("nan"))
    ('11.1 mm', '1.23% of a leg')
    """
    if math.isnan(value_leg):
        return DASH
    if math.isnan(metres_per_leg):
        return _("{value:.2f}% of a leg").format(value=100 * value_leg)
    return show(1000 * value_leg * metres_per_leg, "mm")


def shown_interval(estimate: Estimate, metres_per_leg: float, scale_se_frac: float) -> str:
    """Write the interval of a length.

    Parameters
    ----------
    estimate
        In leg lengths.
    metres_per_leg, scale_se_frac
        Scale and its error; NaN where not known.
    """
    se = estimate.se
    if math.isfinite(scale_se_frac):
        se = math.hypot(se, scale_se_frac * estimate.value)
    half = Estimate(estimate.value, se, estimate.freedom).half_width
    if not math.isfinite(half):
        return DASH
    return _("{low} to {high}").format(
        low=show_length(max(0.0, estimate.value - half), metres_per_leg),
        high=show_length(estimate.value + half, metres_per_leg),
    )


def number_rows(analysis: HoldAnalysis) -> list[HoldRow]:
    """Write the numbers of a hold.

    Parameters
    ----------
    analysis
        What was measured.
    """
    reasons, sway = withheld(analysis), analysis.measures.sway
    share = analysis.measures.posture.time_in_band_frac
    lengths = {SWAY: (sway.rms_leg, ""), DRIFT: (sway.drift_leg_per_s, _(" a second"))}
    rows = {key.in_legs: _length(analysis, *told) for key, told in lengths.items()}
    rows[ELLIPSE.in_legs] = _area(analysis)
    rows["time_in_band_frac"] = _plain(share, 1, lambda value: show(min(value, 1.0), ""))
    rows["median_frequency_hz"] = _plain(
        sway.median_frequency_hz, 1, lambda value: show(value, "1/s")
    )
    return [
        HoldRow(
            name=name, value=rows[key][0], interval=rows[key][1], remark=said(reasons.get(key, ""))
        )
        for key, name in NAMES.items()
        if key in rows
    ]


def _length(analysis: HoldAnalysis, estimate: Estimate, suffix: str) -> tuple[str, str]:
    body = analysis.body
    value = show_length(estimate.value, body.metres_per_leg)
    told = shown_interval(estimate, body.metres_per_leg, body.scale_se_frac)
    return (value if value == DASH else value + suffix), told


def _area(analysis: HoldAnalysis) -> tuple[str, str]:
    body, area = analysis.body, analysis.measures.sway.ellipse95_leg2
    if math.isnan(body.metres_per_leg):
        return _plain(area, 1e4, show_area_in_legs)
    with_scale = area.times(1e4 * body.metres_per_leg**2)
    se = math.hypot(with_scale.se, 2 * body.scale_se_frac * with_scale.value)
    found = Estimate(with_scale.value, se, with_scale.freedom)
    return _plain(found, 1, lambda value: show(value, "cm²"))


def show_area_in_legs(value: float) -> str:
    """Write an area where no scale is known.

    Parameters
    ----------
    value
        In squares of a hundredth of a leg length.
    """
    return _("{v:.2f} (hundredths of a leg)²").format(v=value)


def _plain(estimate: Estimate, factor: float, written: Callable[[float], str]) -> tuple[str, str]:
    told = estimate.times(factor)
    if math.isnan(told.value):
        return DASH, DASH
    if not math.isfinite(told.half_width):
        return written(told.value), DASH
    low, high = max(0.0, told.value - told.half_width), told.value + told.half_width
    return written(told.value), _("{low} to {high}").format(low=written(low), high=written(high))
