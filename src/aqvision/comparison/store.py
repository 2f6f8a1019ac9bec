"""Comparison <-> comparison.json, by the contract that other programs rely on."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aqvision.analysis.store import SCHEMA_VERSION, restore
from aqvision.comparison.compare import Change, Comparison
from aqvision.core.errors import LibraryError


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


def load_changes(folder: Path) -> tuple[Change, ...]:
    """Read the changes of a comparison, without what their intervals are made of.

    Raises
    ------
    LibraryError
        The file is missing, damaged, or of another schema.
    """
    path = folder / "comparison.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema_version"] != SCHEMA_VERSION:
            raise ValueError("written by another version of aqvision")
        parts = {"interval_from": None, "same_speed": None}
        return tuple(restore(Change, {**row, **parts}) for row in content["changes"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"{folder} holds no complete comparison ({error})",
            "compare the clips again",
        ) from error
