"""Comparison -> comparison.json, by the contract that other programs rely on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aqvision.analysis_files import SCHEMA_VERSION
from aqvision.comparison import Change, Comparison


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    """Bring a comparison into the form of comparison.json."""
    return {
        "schema_version": SCHEMA_VERSION,
        "athlete": comparison.athlete,
        "before": [a.provenance.to_dict() for a in comparison.before],
        "after": [a.provenance.to_dict() for a in comparison.after],
        "confidence_level": comparison.confidence_level,
        "comparable": {c.metric: _comparable(c) for c in comparison.changes},
        "cautions": list(comparison.cautions),
        "same_speed": asdict(comparison.shared_speeds),
        "history": {
            "sessions": [
                [clip.provenance.to_dict() for clip in session]
                for session in comparison.history.sessions
            ],
            "remarks": list(comparison.history.remarks),
        },
        "changes": [asdict(change) for change in comparison.changes],
    }


def _comparable(change: Change) -> dict[str, Any]:
    return {"comparable": change.verdict != "not comparable", "reason": change.reason}
