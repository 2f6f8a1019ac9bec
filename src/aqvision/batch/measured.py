"""A clip's folder -> what the page of a team shows of it: values, grades, day, view, advice.

Of a large team only this is kept, not the whole analyses.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from aqvision.analysis.warnings import ClipWarning
from aqvision.core.recorded import Recorded, recorded_from_dict
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.team_people import Detail, TeamClip, advice_of


def read_measured(
    about: TeamClip,
    folder: Path,
    day: dt.date | None,
    compared: Collection[tuple[str, str]] = (),
) -> TeamClip:
    """Add to a clip of a team what was measured in it.

    Parameters
    ----------
    about
        Whose clip it is.
    folder
        Holds analysis.json, or hold.json.
    day
        On which it was filmed, as the roster has it; what the film tells if None.
    compared
        Checksum of the film, and whom somebody chose in it, of each clip of the comparison.
    """
    file = next(name for name in ("analysis.json", "hold.json") if (folder / name).is_file())
    content = json.loads((folder / file).read_text(encoding="utf-8"))
    made = content.get("provenance", {})
    measured = _measured(content.get("metrics", {}))
    recorded = recorded_from_dict(content.get("recorded", Recorded().to_dict()))
    return replace(
        about,
        advice=tuple(advice_of(ClipWarning(**row)) for row in content.get("warnings", [])),
        values={name: float(row["value"]) for name, row in measured.items()},
        details={name: _detail(row) for name, row in measured.items()},
        view=content.get("scene", {}).get("view", ""),
        day=day or recorded.on,
        compared=(made.get("clip_sha256"), made.get("athlete_choice", "")) in compared,
        grades=Counter(Grade(row["confidence"]) for row in content.get("metrics", {}).values()),
    )


def _measured(metrics: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Take what was measured and is not withheld; files of other versions may know other names."""
    return {
        name: row
        for name, row in metrics.items()
        if name in METRICS and row["value"] is not None and row["confidence"] != Grade.WITHHELD
    }


def _detail(row: dict[str, Any]) -> Detail:
    se, left, right = (
        math.nan if row.get(key) is None else float(row[key]) for key in ("se", "left", "right")
    )
    return Detail(se, left, right, Grade(row["confidence"]))
