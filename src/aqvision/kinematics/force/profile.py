"""Curve of a sprint + body -> its force-velocity profile: F0, V0, Pmax, RFmax and DRF.

The push along the track is what speeds the body up and what overcomes the air. Over a sprint it
falls almost in a straight line with speed: F0 is where the line meets standing, V0 where it meets
no push, and the power is greatest between the two. RF is the part of the whole push on the ground
that goes forward. All are means over steps, of the body as a whole, and no force of a joint.
Source: samozino-2016.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.core.splits import Splits
from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.force.drag import drag_kg_per_m
from aqvision.kinematics.force.estimate import Estimate, propagate
from aqvision.kinematics.force.sprint_curve import fit_sprint
from aqvision.kinematics.metrics.metric import Grade

_G = 9.81
# The stretch over which the line is fitted, evenly in time, and from when on RF is: as published.
_FITTED_S, _RF_FROM_S, _N_TIMES = 6.0, 0.3, 601
_MAX_SE_FRAC, _GOOD_SE_FRAC = 0.20, 0.07

NAMES = (
    "f0_n_per_kg",
    "v0_mps",
    "pmax_w_per_kg",
    "rfmax_frac",
    "drf_frac_per_mps",
    "f0_n",
    "pmax_w",
    "top_speed_mps",
    "tau_s",
)
"""Numbers of a profile, in the order in which they are computed."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ForceVelocity:
    """Force-velocity profile of one sprint.

    Parameters
    ----------
    f0_n_per_kg, v0_mps, pmax_w_per_kg
        Push at standing still and speed without push, where the line meets the axes, and the
        greatest power, a quarter of their product.
    rfmax_frac, drf_frac_per_mps
        Part of the push that goes forward at the first steps (0.3 s), and how it changes with each
        m/s of speed.
    f0_n, pmax_w
        Of the whole body.
    top_speed_mps, tau_s, start_s
        The fitted curve, see :class:`~aqvision.kinematics.force.sprint_curve.SprintCurve`.
    drag_kg_per_m
        What times the square of speed the air holds back with.
    splits
        What it was fitted to.
    from_clip
        Whether these were read from the clip; else a person gave them.
    misfit_s
        Root mean square by which the times lie off the curve.
    confidence, reason
        The grade, and why it is not A.
    """

    f0_n_per_kg: Estimate
    v0_mps: Estimate
    pmax_w_per_kg: Estimate
    rfmax_frac: Estimate
    drf_frac_per_mps: Estimate
    f0_n: Estimate
    pmax_w: Estimate
    top_speed_mps: Estimate
    tau_s: Estimate
    start_s: float
    mass_kg: float
    drag_kg_per_m: float
    splits: Splits
    from_clip: bool
    misfit_s: float
    confidence: Grade
    reason: str


def measure_profile(
    splits: Splits,
    mass_kg: float,
    height_m: float,
    *,
    from_clip: bool = False,
    scale_se_frac: float = 0.0,
) -> ForceVelocity | str:
    """Measure the force-velocity profile of a sprint.

    Parameters
    ----------
    splits
        Times at which the athlete passed places, from standing.
    mass_kg, height_m
        Of the athlete.
    from_clip
        Whether the splits were read from a clip.
    scale_se_frac
        Relative standard error of the metres themselves.

    Returns
    -------
    ForceVelocity or str
        Why there is none, where there is none.
    """
    curve = fit_sprint(splits)
    if curve is None:
        return _("the times are not those of a sprint from standing")
    drag = drag_kg_per_m(mass_kg, height_m)
    covariance = curve.covariance[:2, :2] + np.diag([scale_se_frac**2, 0.0])
    at = np.log([curve.top_mps, curve.tau_s])
    found = propagate(
        lambda p: profile_numbers(float(np.exp(p[0])), float(np.exp(p[1])), mass_kg, drag),
        at, covariance, curve.freedom,
    )  # fmt: skip
    values = dict(zip(NAMES, found, strict=True))
    grade, reason = _grade(values["f0_n_per_kg"].se_frac)
    if grade is Grade.WITHHELD:
        return reason
    return ForceVelocity(
        **values,
        start_s=curve.start_s,
        mass_kg=mass_kg,
        drag_kg_per_m=drag,
        splits=splits,
        from_clip=from_clip,
        misfit_s=curve.misfit_s,
        confidence=grade,
        reason=reason,
    )


def profile_numbers(
    top_mps: float, tau_s: float, mass_kg: float, drag_kg_per_m: float
) -> FloatArray:
    """Compute the numbers of a profile from a sprint's curve.

    Parameters
    ----------
    top_mps, tau_s
        The curve.
    mass_kg, drag_kg_per_m
        Of the athlete.

    Returns
    -------
    ndarray
        In the order of ``NAMES``. Source: samozino-2016.
    """
    time_s = np.linspace(0.0, _FITTED_S, _N_TIMES)
    speed, push = push_at(time_s, top_mps, tau_s, drag_kg_per_m / mass_kg)
    slope, f0 = np.polyfit(speed, push, 1)
    v0 = -f0 / slope
    forward = push / np.hypot(push, _G)
    late = time_s >= _RF_FROM_S - 1e-9
    drf, _at_rest = np.polyfit(speed[late], forward[late], 1)
    pmax = f0 * v0 / 4
    return np.array(
        [f0, v0, pmax, forward[late][0], drf, f0 * mass_kg, pmax * mass_kg, top_mps, tau_s]
    )


def push_at(
    time_s: FloatArray, top_mps: float, tau_s: float, drag_per_m: float
) -> tuple[FloatArray, FloatArray]:
    """Give speed and push along the track, per kilogram, at times since the start.

    Parameters
    ----------
    time_s
        (n,) times since the push began.
    top_mps, tau_s
        The curve.
    drag_per_m
        Drag per kilogram of body mass, 1/m.

    Returns
    -------
    tuple
        (n,) speed in m/s and (n,) push in N/kg.
    """
    left = np.exp(-time_s / tau_s)
    speed = top_mps * (1 - left)
    return speed, top_mps / tau_s * left + drag_per_m * speed**2


def _grade(se_frac: float) -> tuple[Grade, str]:
    if se_frac > _MAX_SE_FRAC:
        return Grade.WITHHELD, _("the times leave the push at the start open by more than 20 %")
    if se_frac > _GOOD_SE_FRAC:
        return Grade.C, _("the times leave the push at the start open by {part:.0%}").format(
            part=se_frac
        )
    return Grade.B, _("from times alone: means over steps, without wind")
