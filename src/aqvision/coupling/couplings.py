"""What of the registry is followed up a ladder of speeds, which limb it speaks for, in which words.

A name that a clip does not show is left out of that ladder.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aqvision.core.wording import as_recorded as _


class Limb(StrEnum):
    """What may let go; the values stand in ladder.json."""

    ARMS = "arms"
    THIGHS = "thighs"
    TORSO = "torso"


class Kept(StrEnum):
    """How it is told what part is kept from the slower speed to the faster."""

    RATIO = "ratio"
    HALF_CYCLE = "half cycle"
    NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling:
    """One metric that is followed.

    Parameters
    ----------
    name
        Of the registry.
    limb
        What it speaks for; None where it is shown but nothing is named after it: it belongs to
        no limb, or to two at once.
    more, less
        What is said where it rises or falls with speed, with places for ``amount`` and, of a
        metric with sides, for ``side``.
    kept
        Parts of a value mean something, or those of half a cycle do, or neither.
    follows_speed
        Whether it changes with speed in every athlete, as one over the speed. Then not a slope is
        a letting go, but a bend.
    repeats
        Another that tells the same; it is then shown, but counts once.
    """

    name: str
    limb: Limb | None
    more: str
    less: str
    kept: Kept = Kept.RATIO
    follows_speed: bool = False
    repeats: str = ""


_ARM_AHEAD = _("the {side} arm runs ahead by {amount} a m/s")
_ARM_LAGS = _("the {side} arm lags by {amount} a m/s")
COUPLINGS = (
    Coupling(
        name="arm_leg_phase_deg", limb=Limb.ARMS, more=_ARM_AHEAD, less=_ARM_LAGS,
        kept=Kept.HALF_CYCLE,
    ),
    Coupling(
        name="arm_reversal_lag_s", limb=Limb.ARMS, kept=Kept.NOT_TOLD,
        more=_("the {side} arm turns round later by {amount} a m/s"),
        less=_("the {side} arm turns round earlier by {amount} a m/s"),
        repeats="arm_leg_phase_deg",
    ),
    Coupling(
        name="arm_thigh_phase_sd_deg", limb=Limb.ARMS,
        more=_("arm and thigh grow less steady by {amount} a m/s"),
        less=_("arm and thigh grow steadier by {amount} a m/s"),
    ),
    Coupling(
        name="arm_leg_momentum_ratio", limb=Limb.ARMS,
        more=_("the arms' swing against the legs' grows by {amount} a m/s"),
        less=_("the arms' swing against the legs' shrinks by {amount} a m/s"),
    ),
    Coupling(
        name="arm_leg_momentum_phase_deg", limb=Limb.ARMS, kept=Kept.HALF_CYCLE,
        more=_("the arms' swing runs ahead of the legs' by {amount} a m/s"),
        less=_("the arms' swing lags behind the legs' by {amount} a m/s"),
    ),
    Coupling(
        name="thigh_thigh_phase_deg", limb=Limb.THIGHS, kept=Kept.HALF_CYCLE,
        more=_("the left thigh runs ahead of the right by {amount} a m/s"),
        less=_("the left thigh lags behind the right by {amount} a m/s"),
    ),
    Coupling(
        name="thigh_separation_touchdown_deg", limb=Limb.THIGHS, follows_speed=True,
        more=_("at the {side} foot's touchdown the thighs open by {amount} a m/s"),
        less=_("at the {side} foot's touchdown the thighs close by {amount} a m/s"),
    ),
    Coupling(
        name="thigh_reversal_front_frac", limb=Limb.THIGHS, kept=Kept.NOT_TOLD,
        follows_speed=True,
        more=_("the {side} thigh turns back later by {amount} a m/s"),
        less=_("the {side} thigh turns back earlier by {amount} a m/s"),
    ),
    Coupling(
        name="leg_momentum_cancellation_frac", limb=Limb.THIGHS, follows_speed=True,
        more=_("the legs cancel each other more by {amount} a m/s"),
        less=_("the legs cancel each other less by {amount} a m/s"),
    ),
    Coupling(
        name="trunk_lean_sd_deg", limb=Limb.TORSO,
        more=_("the trunk grows less steady by {amount} a m/s"),
        less=_("the trunk grows steadier by {amount} a m/s"),
    ),
    Coupling(
        name="thorax_rotation_range_deg", limb=Limb.TORSO,
        more=_("the thorax turns further by {amount} a m/s"),
        less=_("the thorax turns less far by {amount} a m/s"),
    ),
    Coupling(
        name="thorax_arm_phase_deg", limb=None, kept=Kept.HALF_CYCLE,
        more=_("the thorax runs ahead of the near arm by {amount} a m/s"),
        less=_("the thorax lags behind the near arm by {amount} a m/s"),
    ),
    Coupling(
        name="body_momentum_cancellation_frac", limb=None,
        more=_("the body as a whole cancels more by {amount} a m/s"),
        less=_("the body as a whole cancels less by {amount} a m/s"),
    ),
    Coupling(
        name="contact_time_s", limb=None, follows_speed=True,
        more=_("contact of the {side} foot grows longer by {amount} a m/s"),
        less=_("contact of the {side} foot grows shorter by {amount} a m/s"),
    ),
)  # fmt: skip

"""What is followed, in the order in which it is shown."""
LIMB_WORDS = {
    Limb.ARMS: _("the arms"),
    Limb.THIGHS: _("the thighs"),
    Limb.TORSO: _("the trunk and shoulders"),
}
