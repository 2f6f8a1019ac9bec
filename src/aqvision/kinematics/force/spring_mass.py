"""Contact, flight, speed and leg -> the leg as a spring: peak force, drop and stiffness.

A runner at constant speed bounces like a mass on a spring. If the force of a contact is half a sine
over time, its peak, how far the body sinks and how stiff leg and body are follow from the times of
contact and flight, the speed and the length of the leg. Sprinters' force is steeper at its
beginning than a sine, so the numbers compare an athlete with himself and no more.
Source: morin-2005, clark-weyand-2014.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.force.estimate import Estimate, propagate
from aqvision.kinematics.metrics.metric import Grade
from aqvision.kinematics.motion import GroundKind, Motion
from aqvision.kinematics.quality.summary import MetricSummary

_G = 9.81
# By how much the mean contact time of a clip is off, whatever the number of steps: against plates
# 2 to 4 ms on two runners (measured: docs/accuracy.md).
_CONTACT_SE_S = 0.004
_LEG_SE_FRAC = 0.03
# Chosen: a change of speed that the model still bears.
_STEADY_FRAC = 0.05
_FEWEST_STEPS = 3
_GOOD_SE_FRAC, _MAX_SE_FRAC = 0.12, 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class SpringMass:
    """An athlete as a mass on a spring.

    Parameters
    ----------
    fmax_bw
        Peak force on the ground in body weights.
    drop_m
        How far the body sinks during contact.
    kvert_n_per_m_kg, kleg_n_per_m_kg
        Stiffness of the whole body up and down, and of the leg, per kilogram; NaN for the leg
        where speed or leg length is not known.
    kvert_kn_per_m, kleg_kn_per_m
        The same of the whole athlete; NaN where body mass is not known.
    n
        Number of steps.
    confidence, reason
        The grade, and why it is not A.
    """

    fmax_bw: Estimate
    drop_m: Estimate
    kvert_n_per_m_kg: Estimate
    kleg_n_per_m_kg: Estimate
    kvert_kn_per_m: Estimate
    kleg_kn_per_m: Estimate
    n: int
    confidence: Grade
    reason: str


def measure_spring_mass(
    motion: Motion,
    contacts: tuple[Contact, ...],
    metrics: Mapping[str, MetricSummary],
    mass_kg: float | None,
) -> SpringMass | str:
    """Measure an athlete who runs at a steady speed as a mass on a spring.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    contacts
        In order of time.
    metrics
        Summaries of contact, flight and step time and of speed.
    mass_kg
        Body mass; None where it is not known.

    Returns
    -------
    SpringMass or str
        Why there is none, where there is none.
    """
    contact, flight = metrics["contact_time_s"], metrics["flight_time_s"]
    for summary in (contact, flight):
        if not math.isfinite(summary.value):
            return summary.reason
    if min(contact.n, flight.n) < _FEWEST_STEPS:
        return _("fewer than three steps lie wholly in view")
    unsteady = _why_unsteady(motion, contacts)
    if unsteady:
        return unsteady
    speed, leg_m = metrics["speed_mps"], motion.metres_per_leg
    at = np.array([0.0, 0.0, speed.value, leg_m])
    of_steps = contact.se if math.isfinite(contact.se) else 0.0
    ses = [
        math.hypot(of_steps, _CONTACT_SE_S),
        metrics["step_time_s"].se,
        speed.se,
        leg_m * _LEG_SE_FRAC,
    ]
    found = propagate(
        # what contact is read too long, flight is too short: steps are timed well
        lambda p: spring_numbers(contact.value + p[0], flight.value - p[0] + p[1], p[2], p[3]),
        np.nan_to_num(at, nan=math.inf),
        np.diag(np.nan_to_num(np.array(ses)) ** 2),
    )
    fmax, drop, kvert, kleg = found
    grade, reason = _grade(kleg if math.isfinite(kleg.value) else kvert)
    if grade is Grade.WITHHELD:
        return reason
    return SpringMass(
        fmax_bw=fmax,
        drop_m=drop,
        kvert_n_per_m_kg=kvert,
        kleg_n_per_m_kg=kleg,
        kvert_kn_per_m=_of_mass(kvert, mass_kg),
        kleg_kn_per_m=_of_mass(kleg, mass_kg),
        n=min(contact.n, flight.n),
        confidence=grade,
        reason=reason,
    )


def spring_numbers(contact_s: float, flight_s: float, speed_mps: float, leg_m: float) -> FloatArray:
    """Compute the numbers of the spring.

    Parameters
    ----------
    contact_s, flight_s, speed_mps, leg_m
        Of a steady run; the last is the length of the standing leg.

    Returns
    -------
    ndarray
        (4,) peak force in body weights, drop in m, and stiffness per kilogram of the body up and
        down and of the leg, in N/(m kg); NaN for the leg where speed or leg is not known.
        Source: morin-2005.

    Examples
    --------
    >>> (spring_numbers(0.105, 0.118, 9.5, 0.95) * [1, 1, 0.075, 0.075]).round(2).tolist()
    [3.34, 0.02, 106.54, 14.92]
    """
    fmax = math.pi / 2 * (flight_s / contact_s + 1)
    drop = _G * contact_s**2 * (fmax / math.pi**2 - 1 / 8)
    kvert = fmax * _G / drop
    half_way = speed_mps * contact_s / 2
    if not half_way < leg_m < math.inf:
        return np.array([fmax, drop, kvert, math.nan])
    shorter = leg_m - math.sqrt(leg_m**2 - half_way**2) + drop
    return np.array([fmax, drop, kvert, fmax * _G / shorter])


def _why_unsteady(motion: Motion, contacts: tuple[Contact, ...]) -> str:
    """Say why the speed is not known to be steady; empty where it is."""
    if motion.ground is GroundKind.TREADMILL:
        return ""
    if motion.ground is GroundKind.MOVING_CAMERA:
        return _("whether the speed is steady cannot be told with this moving camera")
    change = speed_change_frac(motion, contacts[0].touchdown_s, contacts[-1].toeoff_s)
    if not abs(change) <= _STEADY_FRAC:
        return _("the speed changes by {change:.0%} in this clip: the spring is one of a steady run"
                 ).format(change=abs(change))  # fmt: skip
    return ""


def speed_change_frac(motion: Motion, start_s: float, stop_s: float) -> float:
    """Tell by what part of itself the speed of the hips changes over a stretch of time.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    start_s, stop_s
        The stretch.

    Returns
    -------
    float
        Positive where the athlete gathers speed; NaN where the hips are hardly seen.
    """
    place, time_s = motion.middle("hip")[:, 0], motion.time_s
    used = np.isfinite(place) & (time_s >= start_s) & (time_s <= stop_s)
    if used.sum() < 10:
        return math.nan
    since = time_s[used] - time_s[used].mean()
    bend, speed, _at = np.polyfit(since, place[used], 2)
    return float(2 * bend * np.ptp(since) / speed)


def _of_mass(per_kg: Estimate, mass_kg: float | None) -> Estimate:
    """Bring a stiffness per kilogram to kN/m of the whole athlete."""
    if mass_kg is None:
        return Estimate()
    part = mass_kg / 1000
    return Estimate(*(part * v for v in (per_kg.value, per_kg.se, per_kg.low, per_kg.high)))


def _grade(stiffness: Estimate) -> tuple[Grade, str]:
    """Grade by the stiffness, which a few milliseconds of contact move most."""
    se = stiffness.se_frac
    reason = _("stiffness rests on contact time, and is open by {part:.0%}").format(part=se)
    if not se <= _MAX_SE_FRAC:
        return Grade.WITHHELD, reason
    return Grade.B if se <= _GOOD_SE_FRAC else Grade.C, reason
