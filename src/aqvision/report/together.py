"""Clips by role -> what the section "Together" shows: dial, words beside it, strips of steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.analysis.analyze import Analysis
from aqvision.core.wording import _
from aqvision.report.phase_clock import Mark, PhaseClock, phase_clock
from aqvision.report.steps_held import StepsHeld, steps_held
from aqvision.report.tables import ClipRole

# Before and after lie on one ring, a little apart, so that neither hides the other.
_OUT_PX = {ClipRole.SINGLE: 0.0, ClipRole.BEFORE: -7.0, ClipRole.AFTER: 7.0}
_LABELS = {
    ClipRole.SINGLE: _("This clip"),
    ClipRole.BEFORE: _("Before"),
    ClipRole.AFTER: _("After"),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """One side of a comparison on the dial: its role, how it is called, how far out it is drawn."""

    role: ClipRole
    label: str
    out_px: float
    clock: PhaseClock


@dataclass(frozen=True, slots=True)
class LimbRow:
    """A limb and its timing in words, one for each hand that has marks."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The section: ``hands`` that have marks, what is ``missing`` and why, strips by clip."""

    hands: tuple[Hand, ...]
    limbs: tuple[LimbRow, ...]
    missing: tuple[str, ...]
    strips: tuple[tuple[ClipRole, StepsHeld], ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not (self.limbs or self.strips)


def together(groups: Sequence[tuple[ClipRole, Sequence[Analysis]]]) -> Together:
    """Gather dial and strips of a page.

    Parameters
    ----------
    groups
        Clips by what they are on the page: one group, or before and after.

    Returns
    -------
    Together
        A comparison's dial holds both sides.
    """
    hands = [Hand(role, _LABELS[role], _OUT_PX[role], phase_clock(clips)) for role, clips in groups]
    shown = tuple(hand for hand in hands if hand.clock.marks)
    strips = [(role, steps_held(clip)) for role, clips in groups for clip in clips]
    return Together(
        hands=shown,
        limbs=tuple(_limbs(shown)),
        missing=tuple(_missing(hands)),
        strips=tuple((role, strip) for role, strip in strips if strip.rows),
    )


def _limbs(hands: Sequence[Hand]) -> list[LimbRow]:
    """Pair the marks of both hands; the right thigh, where the circle begins, has no row."""
    found: dict[str, list[Mark | None]] = {}
    for number, hand in enumerate(hands):
        for mark in hand.clock.marks[1:]:
            found.setdefault(mark.name, [None] * len(hands))[number] = mark
    return [
        LimbRow(name, tuple(_("not measured") if m is None else m.words for m in marks))
        for name, marks in found.items()
    ]


def _missing(hands: Sequence[Hand]) -> list[str]:
    """List what no hand shows once, and what one of them shows with the name of the other."""
    told = list(dict.fromkeys(why for hand in hands for why in hand.clock.missing))
    lacking = {why: [h.label for h in hands if why in h.clock.missing] for why in told}
    return [why if len(lacking[why]) == len(hands) else f"{lacking[why][0]}: {why}" for why in told]
