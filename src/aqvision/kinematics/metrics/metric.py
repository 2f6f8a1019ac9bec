"""Metric: what a measured quantity is, what its definition rests on, what change to believe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aqvision.core.view import View

Pillar = Literal["steps", "push", "swing", "arms", "torso", "together", "balance", "frontal"]
Direction = Literal["higher", "lower", "neither"]
Evidence = Literal["F", "M", "C"]
Grade = Literal["A", "B", "C", "withheld"]
Need = Literal[
    "timing",
    "fine timing",
    "instants",
    "speed of turn",
    "fast joint",
    "scale",
    "still ground",
    "far arm",
    "three strides",
    "hand",
]

PILLARS: dict[Pillar, str] = {
    "push": "Push leg",
    "swing": "Swing leg",
    "arms": "Arms",
    "torso": "Torso",
    "together": "Together",
    "balance": "Balance",
    "steps": "Steps and speed",
    "frontal": "Front and rear view",
}

EVIDENCE: dict[Evidence, str] = {
    "F": "found in the source's abstract or code",
    "M": "from the literature as remembered, not checked against the paper: indicative",
    "C": "computed or simulated by us",
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured quantity.

    Parameters
    ----------
    name, label, unit
        Name in files, label for people, unit ("" for a part of one).
    definition
        One sentence that a coach can follow.
    source
        Key in docs/sources.md.
    evidence
        What definition and direction rest on, a key of ``EVIDENCE``. A direction needs "F".
    direction
        What goes with faster sprinting by the evidence; "neither" where none does.
    believable_60, believable_240
        Smallest change to believe at 60 and 240 frames/s; a part of the value if ``relative``.
    needs
        What the clip must give for it.
    best
        Best grade that a clip can earn.
    primary
        Named before any number was seen as one of the few of its pillar to look at first.
    sided
        Belongs to a left or a right limb; the others are measured over whole strides.
    compares_sides
        Left against right; called an asymmetry only beyond the spread from stride to stride.
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
    direction: Direction
    believable_60: float
    believable_240: float
    needs: frozenset[Need] = frozenset()
    best: Grade = "A"
    relative: bool = False
    primary: bool = False
    sided: bool = True
    compares_sides: bool = False
    views: frozenset[View] = frozenset({"side"})

    def minimal_detectable_change(self, rate_hz: float, value: float, n_steps: int) -> float:
        """Smallest change that can be told from the noise of measuring, in the metric's unit.

        Between 60 and 240 frames/s it follows the time between frames; fewer than ten steps
        widen what rests on the timing of single steps.

        Parameters
        ----------
        rate_hz
            Frame rate of the slowest clip.
        value
            The metric's own size, for those that are ``relative``.
        n_steps
            Number of values of the mean that has fewest.
        """
        part = (1 / max(rate_hz, 1e-9) - 1 / 240) / (1 / 60 - 1 / 240)
        part = min(max(part, 0.0), 2.0)
        change = self.believable_240 + part * (self.believable_60 - self.believable_240)
        if "timing" in self.needs and n_steps < 10:
            change *= (10 / max(n_steps, 1)) ** 0.5
        return change * abs(value) if self.relative else change


def needs(*of_the_clip: Need) -> frozenset[Need]:
    """Name what a clip must give for a metric."""
    return frozenset(of_the_clip)
