"""Changes of athletes who never ran, for pages and tables of a team."""

from __future__ import annotations

from aqvision.comparison.compare import Change
from aqvision.comparison.interval import Verdict
from aqvision.kinematics.metrics.registry import METRICS, Grade


def change_of(metric: str, change: float, verdict: Verdict) -> Change:
    """Make a change with an interval half as wide as it is."""
    nan = float("nan")
    unit = METRICS[metric].unit
    if verdict == "not comparable":
        return Change(
            metric, unit, 20.0, nan, nan, nan, nan, nan,
            verdict, Grade.WITHHELD, "the legs are hidden", 9, 0,
        )  # fmt: skip
    return Change(
        metric, unit, 20.0, 20.0 + change, change, change * 0.5, change * 1.5, 1.0,
        verdict, Grade.A, "", 9, 11,
    )  # fmt: skip


def changes_like(kind: str, change: float = 7.0) -> list[Change]:
    """Make changes of every metric: some with "some", else all alike."""
    verdicts: dict[str, tuple[Verdict, Verdict]] = {
        "some": ("changed", "within noise"),
        "none": ("within noise", "within noise"),
        "blind": ("not comparable", "not comparable"),
    }
    third, other = verdicts[kind]
    return [
        change_of(
            name,
            change + number / 10,
            "not comparable" if m.pillar == "frontal" else third if number % 3 == 0 else other,
        )
        for number, (name, m) in enumerate(METRICS.items())
    ]
