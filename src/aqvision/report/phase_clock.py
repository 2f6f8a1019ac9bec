"""Analyses -> phase clock: where in the stride thighs, arms and thorax are, on one dial.

The dial is one stride, the right thigh stands at its top. What is clockwise of it comes later.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import SIDES, Side, opposite
from aqvision.core.wording import _
from aqvision.kinematics.geometry import wrap_deg
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.numbers import show

_MIN_ARC_DEG = 0.5
_THIGHS, _ARMS, _THORAX = "thigh_thigh_phase_deg", "arm_leg_phase_deg", "thorax_arm_phase_deg"
_NAN = float("nan")


class Limb(StrEnum):
    """What has a ring of the dial of its own."""

    THIGH = "thigh"
    ARM = "arm"
    THORAX = "thorax"


_RADIUS = {Limb.THIGH: 132.0, Limb.ARM: 90.0, Limb.THORAX: 48.0}
_ARM_MISSING = {"left": _("left arm ({reason})"), "right": _("right arm ({reason})")}
_NAMES = {
    (Limb.THIGH, "left"): _("Left thigh against right"),
    (Limb.THIGH, "right"): _("Right thigh"),
    (Limb.ARM, "left"): _("Left arm with right thigh"),
    (Limb.ARM, "right"): _("Right arm with left thigh"),
    (Limb.THORAX, "left"): _("Left shoulder with left arm"),
    (Limb.THORAX, "right"): _("Right shoulder with right arm"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A limb on the dial of one side of a comparison.

    Parameters
    ----------
    limb, side
        What it is.
    late_deg
        Clockwise from the right thigh, in [-180, 180); 360 is one stride.
    ahead_deg, se_deg
        Phase ahead of what it swings with, and its standard error; NaN where one is not known.
    """

    limb: Limb
    side: Side
    late_deg: float
    ahead_deg: float
    se_deg: float

    @property
    def name(self) -> str:
        """The limb, and what it swings with."""
        return _NAMES[self.limb, self.side]

    @property
    def letter(self) -> str:
        """L or R, as it stands in the mark."""
        return _("L") if self.side == "left" else _("R")

    @property
    def words(self) -> str:
        """How far it is ahead of what it swings with, or behind."""
        degrees = show(abs(self.ahead_deg), "deg")
        if degrees == "0°":
            words = _("in time")
        else:
            text = _("{degrees} ahead") if self.ahead_deg > 0 else _("{degrees} behind")
            words = text.format(degrees=degrees)
        if not math.isfinite(self.se_deg):
            return words
        return _("{words}, give or take {se_deg:.0f}°").format(words=words, se_deg=self.se_deg)

    def place(self, out_px: float = 0.0) -> tuple[float, float]:
        """Give x and y on a dial about 0, y down.

        Parameters
        ----------
        out_px
            How far outside its ring.
        """
        return _at(_RADIUS[self.limb] + out_px, self.late_deg)

    def arc(self, out_px: float = 0.0) -> str:
        """Give the path of one standard error to each side; empty where it is not known.

        Parameters
        ----------
        out_px
            How far outside its ring.
        """
        if not self.se_deg > _MIN_ARC_DEG:
            return ""
        radius, half = _RADIUS[self.limb] + out_px, min(self.se_deg, 170.0)
        (x0, y0), (x1, y1) = (_at(radius, self.late_deg + end) for end in (-half, half))
        wide = int(half > 90)
        return f"M{x0:.1f} {y0:.1f}A{radius:.1f} {radius:.1f} 0 {wide} 1 {x1:.1f} {y1:.1f}"


@dataclass(frozen=True, slots=True)
class PhaseClock:
    """Marks of one side of a comparison, or of one clip, and what is missing with its reason."""

    marks: tuple[Mark, ...]
    missing: tuple[str, ...]


def _at(radius: float, late_deg: float) -> tuple[float, float]:
    turn = math.radians(late_deg)
    return round(radius * math.sin(turn), 1), round(-radius * math.cos(turn), 1)


def phase_clock(clips: Sequence[Analysis]) -> PhaseClock:
    """Place thighs, arms and thorax of clips on one dial, as means over the clips.

    Parameters
    ----------
    clips
        One clip or more of one athlete.

    Returns
    -------
    PhaseClock
        No marks where the phase between the thighs is not known: everything hangs on it.
    """
    thighs = _mean_phase(clips, _THIGHS)
    if not math.isfinite(thighs[0]):
        return PhaseClock((), (_why(clips, _THIGHS),))
    apart_deg = wrap_deg(thighs[0] - 180)
    places = {"right": 0.0, "left": wrap_deg(-thighs[0])}
    marks = [
        Mark(limb=Limb.THIGH, side="right", late_deg=0.0, ahead_deg=_NAN, se_deg=_NAN),
        Mark(
            limb=Limb.THIGH, side="left", late_deg=places["left"], ahead_deg=apart_deg,
            se_deg=thighs[1],
        ),
    ]  # fmt: skip
    missing = []
    for side in SIDES:
        ahead, se = _mean_phase(clips, _ARMS, side)
        if math.isfinite(ahead):
            late = wrap_deg(places[opposite(side)] - ahead)
            marks.append(Mark(limb=Limb.ARM, side=side, late_deg=late, ahead_deg=ahead, se_deg=se))
        else:
            missing.append(_ARM_MISSING[side].format(reason=_why(clips, _ARMS)))
    thorax = _thorax(clips, {m.side: m.late_deg for m in marks if m.limb == Limb.ARM})
    if thorax is None:
        missing.append(_("thorax ({reason})").format(reason=_why(clips, _THORAX)))
    return PhaseClock(tuple(marks) + (() if thorax is None else (thorax,)), tuple(missing))


def _thorax(clips: Sequence[Analysis], arms: dict[Side, float]) -> Mark | None:
    """Place the near shoulder by the near arm, where all clips show the same side."""
    near = {clip.scene.camera.near_side for clip in clips}
    ahead, se = _mean_phase(clips, _THORAX)
    if len(near) != 1 or not math.isfinite(ahead) or not near <= set(arms):
        return None
    (side,) = near
    late = wrap_deg(arms[side] - ahead)
    return Mark(limb=Limb.THORAX, side=side, late_deg=late, ahead_deg=ahead, se_deg=se)


def _mean_phase(
    clips: Sequence[Analysis], name: str, side: Side | None = None
) -> tuple[float, float]:
    """Circular mean over clips in [-180, 180) and its standard error, both NaN if unknown.

    The error is that of the clips' own or what they scatter by, whichever is larger.
    """
    known = [clip.metrics[name] for clip in clips]
    known = [s for s in known if s.confidence != Grade.WITHHELD]
    values = [s.value if side is None else float(getattr(s, side)) for s in known]
    # of one side's mean: half as many values as the mean of both rests on
    widen = 1.0 if side is None else math.sqrt(2)
    used = [(v, s.se * widen) for v, s in zip(values, known, strict=True) if math.isfinite(v)]
    if not used:
        return _NAN, _NAN
    phases, errors = np.array(used).T
    mean = float(np.angle(np.mean(np.exp(1j * np.radians(phases))), deg=True))
    own = float(np.sqrt(np.sum(errors**2)) / len(errors))
    apart = np.array([wrap_deg(p - mean) for p in phases])
    scatter = float(apart.std(ddof=1) / np.sqrt(len(apart))) if len(apart) > 1 else _NAN
    return mean, float(np.fmax(own, scatter))


def _why(clips: Sequence[Analysis], name: str) -> str:
    """Say why a phase is not known, in the words of the first clip that lacks it."""
    reasons = [c.metrics[name].reason for c in clips if c.metrics[name].confidence == "withheld"]
    return reasons[0] if reasons else _("only the near side is measured")


def rings() -> list[tuple[str, float]]:
    """List the rings of the dial: what moves on each, and its radius.

    Returns
    -------
    list of tuple
        Name and radius, the outermost first.
    """
    names = {Limb.THIGH: _("thighs"), Limb.ARM: _("arms"), Limb.THORAX: _("thorax")}
    return [(names[limb], radius) for limb, radius in _RADIUS.items()]


def definitions() -> list[str]:
    """Give the definitions of the phases that the dial is made of.

    Returns
    -------
    list of str
        A sentence each.
    """
    return [METRICS[name].definition for name in (_THIGHS, _ARMS, _THORAX)]
