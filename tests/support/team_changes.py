"""Changes of athletes who never ran, for pages and tables of a team."""

from __future__ import annotations

from aqvision.comparison.compare import Change, SideMean
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import METRICS, Grade

NAN = float("nan")


def change_of(metric: str, change: float, verdict: Verdict) -> Change:
    """Make a change with an interval half as wide as it is."""
    if verdict == Verdict.NOT_COMPARABLE:
        return Change(
            metric=metric,
            before=SideMean(20.0, 9),
            after=SideMean(NAN, 0),
            difference=Difference(),
            minimal_detectable_change=NAN,
            verdict=verdict,
            confidence=Grade.WITHHELD,
            reason="the legs are hidden",
        )
    return Change(
        metric=metric,
        before=SideMean(20.0, 9),
        after=SideMean(20.0 + change, 11),
        difference=Difference(change, change * 0.5, change * 1.5),
        minimal_detectable_change=1.0,
        verdict=verdict,
        confidence=Grade.A,
        reason="",
    )


def changes_like(kind: str, change: float = 7.0) -> list[Change]:
    """Make changes of every metric: some with "some", else all alike."""
    third, other = {
        "some": (Verdict.CHANGED, Verdict.NOT_SHOWN),
        "none": (Verdict.NOT_SHOWN, Verdict.WITHIN_NOISE),
        "blind": (Verdict.NOT_COMPARABLE, Verdict.NOT_COMPARABLE),
    }[kind]
    return [
        change_of(
            name,
            change + number / 10,
            Verdict.NOT_COMPARABLE
            if m.pillar == "frontal"
            else third
            if number % 3 == 0
            else other,
        )
        for number, (name, m) in enumerate(METRICS.items())
    ]
