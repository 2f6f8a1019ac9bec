"""Names of profile and spring -> label, unit, meaning, and how far each varies in an athlete."""

from __future__ import annotations

import math
from dataclasses import dataclass

from aqvision.core.wording import _, as_recorded
from aqvision.kinematics.force.estimate import Estimate
from aqvision.kinematics.force.measure import Force
from aqvision.kinematics.metrics.metric import Grade
from aqvision.kinematics.metrics.variation import Variation

# Between trials F0, V0 and Pmax vary by less than 6 %, top speed by 1 to 2 %; how that splits into
# runs and days is assumed.
_PUSH = Variation(run_sd=0.04, day_sd=0.04, source="samozino-2016", relative=True)
_TOP = Variation(run_sd=0.015, day_sd=0.015, source="samozino-2016", relative=True)
_STIFFNESS = Variation(run_sd=0.05, day_sd=0.05, relative=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceQuantity:
    """One number of a profile or a spring.

    Parameters
    ----------
    name, label, unit
        Name in files, label for people, unit ("" for a part of one).
    definition
        One sentence that a coach can follow.
    whole
        Name of the same for the whole athlete, not per kilogram; "" where there is none.
    source
        Key in docs/sources.md.
    variation
        How far it varies from run to run and from day to day in an athlete who has not changed.
    worthwhile_frac
        The smallest change worth telling, as a part of the value: chosen.
    of_spring
        Whether it belongs to the spring, else to the profile.
    """

    name: str
    label: str
    unit: str
    definition: str
    whole: str = ""
    source: str = "samozino-2016"
    variation: Variation
    worthwhile_frac: float
    of_spring: bool = False


QUANTITIES: dict[str, ForceQuantity] = {
    quantity.name: quantity
    for quantity in (
        ForceQuantity(
            name="f0_n_per_kg", label=_("Push at the start (F0)"), unit="N/kg", whole="f0_n",
            definition=_(
                "The push forward, per kilogram, that the line of push against speed gives for "
                "standing still: what the first steps are made of."
            ),
            variation=_PUSH, worthwhile_frac=0.04,
        ),
        ForceQuantity(
            name="v0_mps", label=_("Speed without push (V0)"), unit="m/s",
            definition=_(
                "The speed at which that line leaves no push: how far up the athlete can still "
                "push, a little above the top speed."
            ),
            variation=_TOP, worthwhile_frac=0.02,
        ),
        ForceQuantity(
            name="pmax_w_per_kg", label=_("Greatest power (Pmax)"), unit="W/kg", whole="pmax_w",
            definition=_("The greatest product of push and speed, a quarter of F0 times V0."),
            variation=_PUSH, worthwhile_frac=0.04,
        ),
        ForceQuantity(
            name="rfmax_frac", label=_("Share that goes forward (RFmax)"), unit="",
            definition=_(
                "Which part of the whole push on the ground goes forward 0.3 s after the start."
            ),
            variation=_TOP, worthwhile_frac=0.03,
        ),
        ForceQuantity(
            name="drf_frac_per_mps", label=_("How that share falls (DRF)"), unit="1/(m/s)",
            definition=_("By how much that part falls as speed rises, from 0.3 s on."),
            variation=_PUSH, worthwhile_frac=0.05,
        ),
        ForceQuantity(
            name="top_speed_mps", label=_("Top speed of the curve"), unit="m/s",
            definition=_("The speed that the curve through the times nears."),
            variation=_TOP, worthwhile_frac=0.02,
        ),
        ForceQuantity(
            name="fmax_bw", label=_("Peak force on the ground"), unit="BW", source="morin-2005",
            definition=_(
                "The greatest push up during contact, in body weights, if it rises and falls like "
                "a sine; from contact and flight time."
            ),
            variation=_PUSH, worthwhile_frac=0.05, of_spring=True,
        ),
        ForceQuantity(
            name="drop_m", label=_("Sinking during contact"), unit="m", source="morin-2005",
            definition=_("How far the body sinks from touchdown to its lowest point."),
            variation=_STIFFNESS, worthwhile_frac=0.08, of_spring=True,
        ),
        ForceQuantity(
            name="kvert_n_per_m_kg", label=_("Stiffness of the body (Kvert)"), unit="N/m/kg",
            whole="kvert_kn_per_m", source="morin-2005",
            definition=_("Peak force over sinking, per kilogram: how hard the bounce is."),
            variation=_STIFFNESS, worthwhile_frac=0.08, of_spring=True,
        ),
        ForceQuantity(
            name="kleg_n_per_m_kg", label=_("Stiffness of the leg (Kleg)"), unit="N/m/kg",
            whole="kleg_kn_per_m", source="morin-2005",
            definition=_(
                "Peak force over how much shorter the leg becomes while the body passes over it, "
                "per kilogram."
            ),
            variation=_STIFFNESS, worthwhile_frac=0.12, of_spring=True,
        ),
    )
}  # fmt: skip
"""What reports and comparisons show of force."""
WHOLE_UNITS = {"f0_n": "N", "pmax_w": "W", "kvert_kn_per_m": "kN/m", "kleg_kn_per_m": "kN/m"}
"""Units of what is told of the whole athlete."""


def estimate_of(force: Force, quantity: ForceQuantity, *, whole: bool = False) -> Estimate:
    """Give one number of what a clip tells of force.

    Parameters
    ----------
    force, quantity
        Of a clip, and which.
    whole
        Of the whole athlete instead of per kilogram.

    Returns
    -------
    Estimate
        NaN where there is none.
    """
    part = force.spring if quantity.of_spring else force.velocity
    name = quantity.whole if whole else quantity.name
    return getattr(part, name, Estimate()) if part is not None else Estimate()


def grade_of(force: Force, quantity: ForceQuantity) -> tuple[Grade, str]:
    """Give the grade of one number and the reason that goes with it.

    Parameters
    ----------
    force, quantity
        Of a clip, and which.
    """
    part, reason = force.velocity, force.velocity_reason
    spring, spring_reason = force.spring, force.spring_reason
    if quantity.of_spring:
        if spring is None:
            return Grade.WITHHELD, spring_reason
        if not math.isfinite(estimate_of(force, quantity).value):
            return Grade.WITHHELD, as_recorded("speed or leg length is not known")
        return spring.confidence, spring.reason
    return (Grade.WITHHELD, reason) if part is None else (part.confidence, part.reason)
