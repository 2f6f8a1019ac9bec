"""Ladder -> ladder.json, by the contract that other programs rely on."""

from __future__ import annotations

from typing import Any

from aqvision.coupling.compare import LadderChange
from aqvision.coupling.ladder import Ladder, Row
from aqvision.coupling.letting_go import LimbOutcome
from aqvision.coupling.sentence import sentences_of
from aqvision.coupling.slopes import Retention, Slope

SCHEMA_VERSION = 1


def ladder_to_dict(
    ladder: Ladder, before: Ladder | None = None, changes: tuple[LadderChange, ...] = ()
) -> dict[str, Any]:
    """Bring a ladder into the form of ladder.json.

    Parameters
    ----------
    ladder
        What holds and what lets go.
    before, changes
        An earlier one, and what changed since.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "athlete": ladder.athlete,
        "clips": [clip.provenance.to_dict() for clip in ladder.analyses],
        "confidence_level": ladder.confidence_level,
        "variance_ratio": ladder.ratio,
        "remarks": list(ladder.remarks),
        "runs": _runs(ladder),
        "coupling": [_coupling(ladder, row) for row in ladder.rows],
        "limbs": [_limb(outcome) for outcome in ladder.limbs],
        "lets_go_first": None if ladder.first is None else ladder.first.value,
        "lets_go_mps": _first_break(ladder),
        "more_runs": None
        if ladder.more is None
        else {
            "n": ladder.more.n,
            "low_mps": ladder.more.low_mps,
            "high_mps": ladder.more.high_mps,
        },
        "sentence": " ".join(sentences_of(ladder, before)),
        "before": None if before is None else {"runs": _runs(before), "day": before.day},
        "changes": [_change(change) for change in changes],
    }


def _runs(ladder: Ladder) -> list[dict[str, Any]]:
    return [
        {
            "clip": rung.clip,
            "section": None if rung.section is None else rung.section + 1,
            "speed_mps": rung.speed_mps,
            "speed_se_mps": rung.speed_se_mps,
            "stance_force_bw": rung.stance_force_bw,
            "n_steps": len(rung.analysis.steps),
        }
        for rung in ladder.rungs
    ]


def _coupling(ladder: Ladder, row: Row) -> dict[str, Any]:
    return {
        "metric": row.metric,
        "side": row.side,
        "unit": row.track.metric.unit,
        "limb": None if row.limb is None else row.limb.value,
        "speeds_mps": row.track.speed_mps.tolist(),
        "values": row.track.value.tolist(),
        **_slope(row.slope, "slope_per_mps", ""),
        "p": row.slope.p,
        "residual_sd": row.slope.residual_sd,
        **_slope(row.force_slope, "slope_per_bw", "bw_"),
        **_retention(row.retention),
        "verdict": row.verdict.value,
        "counts": row.counts,
        "lets_go_probability": row.shows,
        "shift": row.shift,
        "worthwhile": row.track.worthwhile,
        "above_slope_per_mps": row.above.value,
        "above_low": row.above.low,
        "above_high": row.above.high,
        "confidence": row.track.grade.value,
        "reason": row.track.reason,
    }


def _slope(slope: Slope, name: str, before_ends: str) -> dict[str, float]:
    interval = slope.interval
    return {
        name: interval.value,
        f"{before_ends}low": interval.low,
        f"{before_ends}high": interval.high,
    }


def _retention(kept: Retention) -> dict[str, float]:
    return {
        "retention_frac": kept.part,
        "retention_low": kept.low,
        "retention_high": kept.high,
        "retention_from_mps": kept.from_mps,
        "retention_to_mps": kept.to_mps,
    }


def _limb(outcome: LimbOutcome) -> dict[str, Any]:
    return {
        "limb": outcome.limb.value,
        "lets_go_probability": outcome.lets_go,
        "first_probability": outcome.first,
        "steadily_probability": outcome.steadily,
        "break_mps": outcome.break_mps,
        "break_low_mps": outcome.break_low_mps,
        "break_high_mps": outcome.break_high_mps,
    }


def _first_break(ladder: Ladder) -> float | None:
    return None if ladder.first is None else ladder.outcome_of(ladder.first).expected_break_mps


def _change(change: LadderChange) -> dict[str, Any]:
    return {
        "metric": change.metric,
        "side": change.side,
        "slope_change_per_mps": change.slope.value,
        "slope_low": change.slope.low,
        "slope_high": change.slope.high,
        "p": change.p,
        "q": change.q,
        "retention_change": change.retention.value,
        "retention_low": change.retention.low,
        "retention_high": change.retention.high,
        "verdict": change.verdict.value,
    }
