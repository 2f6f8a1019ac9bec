"""Comparison <-> comparison.json, by the contract that other programs rely on.

The file keeps the names it began with, whatever the values are called by now.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aqvision.comparison.compare import Change, Comparison, SideMean
from aqvision.comparison.force_changes import ForceChange
from aqvision.comparison.interval import Difference, IntervalParts
from aqvision.comparison.judging import Verdict
from aqvision.comparison.speed_matched import SpeedMatchedChange
from aqvision.core.errors import LibraryError
from aqvision.core.provenance import Provenance
from aqvision.core.wording import _
from aqvision.kinematics.force.quantities import QUANTITIES
from aqvision.kinematics.metrics.registry import Grade

SCHEMA_VERSION = 2
"""Of comparison.json: 2 since verdicts are of six kinds and metrics are judged in families."""


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    """Bring a comparison into the form of comparison.json.

    Parameters
    ----------
    comparison
        What changed, with the clips and the history.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "athlete": comparison.athlete,
        "before": [a.provenance.to_dict() for a in comparison.before],
        "after": [a.provenance.to_dict() for a in comparison.after],
        "confidence_level": comparison.confidence_level,
        "comparable": {
            c.metric: {"comparable": c.is_comparable, "reason": c.reason}
            for c in comparison.changes
        },
        "cautions": list(comparison.cautions),
        "left_out": [one.to_dict() for one in comparison.left_out],
        "same_speed": asdict(comparison.shared_speeds),
        "history": {
            "sessions": [
                [clip.provenance.to_dict() for clip in session]
                for session in comparison.history.sessions
            ],
            "remarks": list(comparison.history.remarks),
        },
        "primaries": list(comparison.primaries),
        "variance_ratios": asdict(comparison.steadiness),
        "changes": [change_to_dict(change) for change in comparison.changes],
        "force_changes": [_force_change(change) for change in comparison.force],
    }


def _force_change(change: ForceChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "unit": QUANTITIES[change.name].unit,
        "before": change.before,
        "after": change.after,
        **_difference(change.difference),
        "smallest_believable_change": change.worthwhile,
        "verdict": change.verdict.value,
        "confidence": change.confidence,
        "reason": change.reason,
        "n_before": change.n_before,
        "n_after": change.n_after,
        "p": change.p,
        "q": change.q,
    }


def change_to_dict(change: Change) -> dict[str, Any]:
    """Bring a change into the form of one of ``changes`` in comparison.json.

    Parameters
    ----------
    change
        One metric before and after.
    """
    parts, matched = change.interval_parts, change.speed_matched
    return {
        "metric": change.metric,
        "unit": change.unit,
        "before": change.before.value,
        "after": change.after.value,
        **_difference(change.difference),
        "smallest_believable_change": change.minimal_detectable_change,
        "verdict": change.verdict.value,
        "confidence": change.confidence,
        "reason": change.reason,
        "n_before": change.before.n,
        "n_after": change.after.n,
        "caution": change.caution,
        "primary": change.primary,
        "p": change.p,
        "q": change.q,
        "represented_by": change.represented_by,
        "more_after": change.more_after,
        "clips_a_side": change.clips_a_side,
        "interval_from": None if parts is None else _interval_from(parts),
        "interval_parts": None if parts is None else asdict(parts),
        "same_speed": None if matched is None else _speed_matched(matched),
    }


def _difference(difference: Difference) -> dict[str, float]:
    return {"change": difference.value, "low": difference.low, "high": difference.high}


def _interval_from(parts: IntervalParts) -> dict[str, Any]:
    """Give the parts under the names of version 1."""
    return {
        "step_sd": parts.step_sd,
        "clip_sd": parts.run_sd,
        "measuring_sd": parts.measurement_sd,
        "shared_sd": parts.shared_sd,
        "session_sd": parts.between_day_sd,
        "session_source": parts.between_day_source.value,
        "n_sessions": parts.n_sessions,
        "freedom": parts.degrees_of_freedom,
    }


def _speed_matched(matched: SpeedMatchedChange) -> dict[str, Any]:
    return {
        **_difference(matched.difference),
        "slope_per_mps": matched.slope_per_mps,
        "verdict": matched.verdict.value,
    }


def load_changes(folder: Path) -> tuple[Change, ...]:
    """Read the changes of a comparison, without what their intervals are made of.

    Parameters
    ----------
    folder
        Holds comparison.json.

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
        return tuple(change_from_dict(row) for row in content["changes"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            _("{folder} holds no complete comparison ({error})").format(folder=folder, error=error),
            _("compare the clips again"),
        ) from error


def load_force_changes(folder: Path) -> tuple[ForceChange, ...]:
    """Read how force changed; files of older versions tell nothing of it.

    Parameters
    ----------
    folder
        Holds comparison.json, whose changes were read.
    """
    content = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    return tuple(map(_force_change_from_dict, content.get("force_changes", ())))


def _force_change_from_dict(row: dict[str, Any]) -> ForceChange:
    number = {key: math.nan if value is None else value for key, value in row.items()}
    return ForceChange(
        name=row["name"],
        before=number["before"],
        after=number["after"],
        n_before=row["n_before"],
        n_after=row["n_after"],
        difference=Difference(number["change"], number["low"], number["high"]),
        worthwhile=number["smallest_believable_change"],
        p=number["p"],
        q=number["q"],
        verdict=Verdict(row["verdict"]),
        confidence=Grade(row["confidence"]),
        reason=row["reason"],
    )


@dataclass(frozen=True, slots=True)
class ComparedClips:
    """Whose clips were compared, what each was made of, and how sure the intervals are."""

    athlete: str | None
    before: tuple[Provenance, ...]
    after: tuple[Provenance, ...]
    confidence_level: float


def load_clips(folder: Path) -> ComparedClips:
    """Read which clips a comparison is of.

    Parameters
    ----------
    folder
        Holds comparison.json, whose changes were read.
    """
    content = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    before, after = (
        tuple(Provenance(**made) for made in content[side]) for side in ("before", "after")
    )
    return ComparedClips(content["athlete"], before, after, float(content["confidence_level"]))


def load_n_runs(folder: Path) -> tuple[int, int, int]:
    """Count the clips before and after, and the earlier sessions, of a comparison that was read.

    Parameters
    ----------
    folder
        Holds comparison.json.
    """
    content = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    return len(content["before"]), len(content["after"]), len(content["history"]["sessions"])


def load_compared(folder: Path) -> set[tuple[str, str]]:
    """Tell which clips a comparison that was read is of: checksum, and who was chosen in the film.

    Parameters
    ----------
    folder
        Holds comparison.json.
    """
    content = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    return {
        (made["clip_sha256"], made.get("athlete_choice", ""))
        for made in (*content["before"], *content["after"])
    }


def load_cautions(folder: Path) -> tuple[str, ...]:
    """Read what differs between the clips of a comparison whose changes were read.

    Parameters
    ----------
    folder
        Holds comparison.json.
    """
    content = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    return tuple(map(str, content["cautions"]))


def change_from_dict(row: dict[str, Any]) -> Change:
    """Read what :func:`change_to_dict` gave, without what its interval is made of.

    Parameters
    ----------
    row
        One of ``changes`` in comparison.json.

    Raises
    ------
    KeyError, TypeError, ValueError
        A field is missing, or holds what it cannot.
    """
    number = {key: math.nan if value is None else value for key, value in row.items()}
    return Change(
        metric=row["metric"],
        before=SideMean(number["before"], row["n_before"]),
        after=SideMean(number["after"], row["n_after"]),
        difference=Difference(number["change"], number["low"], number["high"]),
        minimal_detectable_change=number["smallest_believable_change"],
        verdict=Verdict(row["verdict"]),
        confidence=row["confidence"],
        reason=row["reason"],
        caution=row["caution"],
        primary=row["primary"],
        p=number["p"],
        q=number["q"],
        represented_by=row["represented_by"],
        more_after=row["more_after"],
        clips_a_side=row["clips_a_side"],
        speed_matched=_speed_matched_from(row.get("same_speed")),
    )


def _speed_matched_from(row: dict[str, Any] | None) -> SpeedMatchedChange | None:
    if row is None:
        return None
    known = {key: math.nan if value is None else value for key, value in row.items()}
    difference = Difference(known["change"], known["low"], known["high"])
    return SpeedMatchedChange(difference, known["slope_per_mps"], Verdict(row["verdict"]))
