"""Changes of athletes who never ran, for pages and tables of a team."""

from __future__ import annotations

from aqvision.comparison.compare import Change, SideMean
from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import METRICS, Grade

NAN = float("nan")


def change_of(
    metric: str, change: float, verdict: Verdict, p: float = 0.001, grade: Grade = Grade.A
) -> Change:
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
            primary=metric in PRIMARIES,
        )
    return Change(
        metric=metric,
        before=SideMean(20.0, 9),
        after=SideMean(20.0 + change, 11),
        difference=Difference(change, change * 0.5, change * 1.5),
        minimal_detectable_change=1.0,
        verdict=verdict,
        confidence=grade,
        reason="",
        primary=metric in PRIMARIES,
        p=p,
    )


def changes_like(kind: str, change: float = 7.0, p: float = 0.001) -> list[Change]:
    """Make changes of every metric: every third changed, and all primary ones, or all alike."""
    third, primary, other = {
        "some": (Verdict.CHANGED, Verdict.CHANGED, Verdict.NOT_SHOWN),
        "runs": (Verdict.RUNS_DIFFER, Verdict.RUNS_DIFFER, Verdict.NOT_SHOWN),
        "none": (Verdict.NO_CHANGE, Verdict.NO_CHANGE, Verdict.NO_CHANGE),
        "open": (Verdict.NOT_SHOWN, Verdict.CANNOT_TELL, Verdict.NOT_SHOWN),
        "blind": (Verdict.NOT_COMPARABLE, Verdict.NOT_COMPARABLE, Verdict.NOT_COMPARABLE),
    }[kind]
    return [
        change_of(
            name,
            change + number / 10,
            Verdict.NOT_COMPARABLE
            if m.pillar == "frontal"
            else primary
            if name in PRIMARIES
            else third
            if number % 3 == 0
            else other,
            p if kind in ("some", "runs") else 0.6,
        )
        for number, (name, m) in enumerate(METRICS.items())
    ]
