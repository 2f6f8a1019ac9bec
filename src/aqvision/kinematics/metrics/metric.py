"""Metric: what a measured quantity is, what its definition rests on, what change is detectable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aqvision.core.types import View
from aqvision.core.wording import _


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


class Direction(StrEnum):
    """What of a metric goes with faster sprinting by the evidence."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Evidence(StrEnum):
    """What definition and direction of a metric rest on; ``EVIDENCE`` says it in words."""

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
        What definition and direction rest on. A direction needs ``Evidence.FOUND``.
    direction
        What goes with faster sprinting by the evidence.
    mdc_60hz, mdc_240hz
        Minimal detectable change at 60 and 240 frames/s; a part of the value if ``relative``.
    needs
        What the clip must give for it.
    best
        Best grade that a clip can earn.
    primary
        Named before any number was seen as one of the few of its pillar to show first.
    sided
        Belongs to a left or a right limb; the others are measured over whole strides.
    compares_sides
        Left against right; not judged in one clip, as each foot has its own error of timing.
    grows_with_noise
        Unsteady points move it one way, up or down, which no number of steps averages away: the
        summary takes this out where it is small and withholds the metric where it is not.
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
    direction: Direction = Direction.NEITHER
    mdc_60hz: float
    mdc_240hz: float
    needs: frozenset[Need] = frozenset()
    best: Grade = Grade.A
    relative: bool = False
    primary: bool = False
    sided: bool = True
    compares_sides: bool = False
    grows_with_noise: bool = False
    views: frozenset[View] = frozenset({View.SIDE})

    def minimal_detectable_change(self, rate_hz: float, value: float, n_steps: int) -> float:
        """Give the smallest change that can be told from the noise of measuring.

        Between 60 and 240 frames/s it follows the time between frames, and on to twice as far
        below 60; fewer than ten steps widen what rests on the timing of single steps.

        Parameters
        ----------
        rate_hz
            Frames per second of real time.
        value
            The value that may have changed, in ``unit``.
        n_steps
            Number of steps behind the value.

        Returns
        -------
        float
            The change in ``unit``. Source: dennison-2026, hopkins-2004.
        """
        part = (1 / max(rate_hz, 1e-9) - 1 / 240) / (1 / 60 - 1 / 240)
        part = min(max(part, 0.0), 2.0)
        change = self.mdc_240hz + part * (self.mdc_60hz - self.mdc_240hz)
        if Need.TIMING in self.needs and n_steps < 10:
            change *= (10 / max(n_steps, 1)) ** 0.5
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
