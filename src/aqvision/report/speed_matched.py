"""Comparison -> rows and sentences on what changed at the speeds that both sides ran at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.speed_matched import SameSpeedChange, SharedSpeeds
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.report.numbers import show_change, show_interval

_MAX_NAMED = 4


@dataclass(frozen=True, slots=True)
class SameSpeedRow:
    """One metric as run and at the same speed, as text."""

    label: str
    as_run: str
    verdict_as_run: str
    change: str
    interval: str
    verdict: str


def same_speed_groups(
    comparison: Comparison, *, primary: bool
) -> list[tuple[str, list[SameSpeedRow]]]:
    """List changes at the same speed, of the first metrics of each pillar or of all others.

    What speed turns over, a change into noise or noise into a change, is among the first.
    """
    groups = [
        (
            title,
            [
                _row(change, at)
                for change in comparison.changes
                if METRICS[change.metric].pillar == pillar
                and (at := change.same_speed) is not None
                and (METRICS[change.metric].primary or at.verdict != change.verdict) == primary
            ],
        )
        for pillar, title in PILLARS.items()
    ]
    return [group for group in groups if group[1]]


def _row(change: Change, at: SameSpeedChange) -> SameSpeedRow:
    there = replace(change, change=at.change, low=at.low, high=at.high)
    return SameSpeedRow(
        METRICS[change.metric].label,
        show_change(change),
        change.verdict,
        show_change(there),
        show_interval(there),
        at.verdict,
    )


def same_speed_outcome(comparison: Comparison) -> str:
    """Say in a sentence what changed at the same speed; empty where that is not known."""
    shared = comparison.shared_speeds
    pairs = [(c, c.same_speed) for c in comparison.changes if c.same_speed is not None]
    if not pairs:
        return ""
    there = [c for c, at in pairs if at.verdict == "changed"]
    gone = [c for c, at in pairs if c.verdict == "changed" and at.verdict != "changed"]
    start = f"At the same speed ({speed_range(shared)}) {len(there)} of {len(pairs)} quantities"
    told = f"{start} changed beyond noise{_named(there)}"
    lost = f"; what changed as run and not there{_named(gone)}" if gone else ""
    return f"{told}{lost}."


def speed_range(shared: SharedSpeeds) -> str:
    """Write the speeds that both sides ran at."""
    return f"{shared.low_mps:.1f} to {shared.high_mps:.1f} m/s"


def same_speed_reason(comparison: Comparison) -> str:
    """Say why changes at the same speed are not known; empty where they are or do not matter."""
    shared = comparison.shared_speeds
    compared = any(change.verdict != "not comparable" for change in comparison.changes)
    if not compared or shared.are_compared or not shared.matters:
        return ""
    return f"{shared.reason} {shared.hint}".strip()


def _named(changes: Sequence[Change]) -> str:
    labels = [METRICS[change.metric].label for change in changes]
    lower = [label[0].lower() + label[1:] for label in labels[:_MAX_NAMED]]
    rest = len(labels) - len(lower)
    if not lower:
        return ""
    return ": " + ", ".join([*lower, *([f"{rest} more"] if rest else [])])
