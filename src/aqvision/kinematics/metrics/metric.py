"""Metric: what a measured quantity is, what its definition rests on, what change is detectable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aqvision.core.types import View
from aqvision.core.wording import _
from aqvision.kinematics.metrics.variation import Variation


class Pillar(StrEnum):
    """Part of the running technique that a metric belongs to."""

    PUSH = "push"
    SWING = "swing"
    ARMS = "arms"
    TORSO = "torso"
    TOGETHER = "together"
    BALANCE = "balance"
    STEPS = "steps"
    FRONTAL = "frontal"


class Evidence(StrEnum):
    """What the definition of a metric rests on; ``EVIDENCE`` says it in words."""

    FOUND = "F"
    REMEMBERED = "M"
    COMPUTED = "C"
    DEFINED = "D"


class Grade(StrEnum):
    """How far a number of a clip can be used, from best to worst."""

    A = "A"
    B = "B"
    C = "C"
    WITHHELD = "withheld"

    @property
    def rank(self) -> int:
        """Place from the best, 0, to withheld, 3."""
        return list(Grade).index(self)


class Need(StrEnum):
    """What a clip must give for a metric."""

    TIMING = "timing"
    FINE_TIMING = "fine timing"
    INSTANTS = "instants"
    TURN_SPEED = "speed of turn"
    FAST_JOINT = "fast joint"
    SCALE = "scale"
    STILL_GROUND = "still ground"
    FAR_ARM = "far arm"
    THREE_STRIDES = "three strides"
    HAND = "hand"
    ARMS_TOO = "arms too"


PILLARS = {
    Pillar.PUSH: _("Push leg"),
    Pillar.SWING: _("Swing leg"),
    Pillar.ARMS: _("Arms"),
    Pillar.TORSO: _("Torso"),
    Pillar.TOGETHER: _("Together"),
    Pillar.BALANCE: _("Balance"),
    Pillar.STEPS: _("Steps and speed"),
    Pillar.FRONTAL: _("Front and rear view"),
}

EVIDENCE = {
    Evidence.FOUND: _("found in the source's abstract or code"),
    Evidence.REMEMBERED: _(
        "from the literature as remembered, not checked against the paper: indicative"
    ),
    Evidence.COMPUTED: _("computed or measured by us on motions of known truth"),
    Evidence.DEFINED: _("a definition of terms, which rests on no study"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One measured quantity.

    Parameters
    ----------
    name, label, unit
        Name in files, label for people, unit ("" for a part of one).
    pillar
        Part of the technique under which it is shown.
    definition
        One sentence that a coach can follow.
    source
        Key in docs/sources.md.
    evidence
        What the definition rests on.
    mdc_60hz, mdc_240hz
        Minimal detectable change at 60 and 240 frames/s; a part of the value if ``relative``.
    variation
        How far it varies from run to run and from day to day in an athlete who has not changed.
    repeats
        Another metric that tells the same in other words; "" where there is none.
    needs
        What the clip must give for it.
    best
        Best grade that a clip can earn.
    main
        One of the few of its pillar that a report shows first.
    sided
        Belongs to a left or a right limb; the others are measured over whole strides.
    compares_sides
        Left against right; not judged in one clip, as each foot has its own error of timing.
    grows_with_noise
        Unsteady points move it one way, which no number of steps averages away and which measuring
        again with simulated errors does not tell: withheld in the summary of every clip.
    most_growth
        Unsteady points move it by an amount that measuring again with simulated errors tells: that
        much is taken off, up to this; beyond, it is withheld. NaN where nothing is taken off.
    of_clip
        Measured over a clip as a whole: no step has a value of its own.
    change_only
        Its size rests on what a side view does not show; only its change in one athlete is told.
    views
        From where the athlete has to be seen.
    """

    name: str
    label: str
    unit: str
    pillar: Pillar
    definition: str
    source: str
    evidence: Evidence
    mdc_60hz: float
    mdc_240hz: float
    variation: Variation
    repeats: str = ""
    needs: frozenset[Need] = frozenset()
    best: Grade = Grade.A
    relative: bool = False
    main: bool = False
    sided: bool = True
    compares_sides: bool = False
    grows_with_noise: bool = False
    most_growth: float = float("nan")
    of_clip: bool = False
    change_only: bool = False
    views: frozenset[View] = frozenset({View.SIDE})

    def minimal_detectable_change(self, rate_hz: float, value: float) -> float:
        """Give the smallest change that two devices agree on, and that is worth telling.

        Between 60 and 240 frames/s it follows the time between frames, and on to twice as far
        below 60. How few steps there are, and how an athlete varies, is no part of it: that is in
        the interval of a change.

        Parameters
        ----------
        rate_hz
            Frames per second of real time.
        value
            The value that may have changed, in ``unit``.

        Returns
        -------
        float
            The change in ``unit``. Source: dennison-2026, hopkins-2004.
        """
        part = (1 / max(rate_hz, 1e-9) - 1 / 240) / (1 / 60 - 1 / 240)
        part = min(max(part, 0.0), 2.0)
        change = self.mdc_240hz + part * (self.mdc_60hz - self.mdc_240hz)
        return change * abs(value) if self.relative else change


def needs(*of_the_clip: Need) -> frozenset[Need]:
    """Name what a clip must give for a metric.

    Parameters
    ----------
    of_the_clip
        The needs.

    Returns
    -------
    frozenset of Need
        All of them.

    Examples
    --------
    >>> sorted(needs(Need.SCALE, Need.FAR_ARM))
    [<Need.FAR_ARM: 'far arm'>, <Need.SCALE: 'scale'>]
    """
    return frozenset(of_the_clip)
