"""A clip's folder -> what the page of a team shows of it: values, grades, day, view, advice.

Of a large team only this is kept, not the whole analyses.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from aqvision.analysis.warnings import ClipWarning
from aqvision.core.recorded import Recorded, recorded_from_dict
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.team_people import TeamClip, advice_of


def read_measured(about: TeamClip, folder: Path, day: dt.date | None) -> TeamClip:
    """Add to a clip of a team what was measured in it.

    Parameters
    ----------
    about
        Whose clip it is.
    folder
        Holds analysis.json, or hold.json.
    day
        On which it was filmed, as the roster has it; what the film tells if None.
    """
    file = next(name for name in ("analysis.json", "hold.json") if (folder / name).is_file())
    content = json.loads((folder / file).read_text(encoding="utf-8"))
    recorded = recorded_from_dict(content.get("recorded", Recorded().to_dict()))
    return replace(
        about,
        advice=tuple(advice_of(ClipWarning(**row)) for row in content.get("warnings", [])),
        values=_values(content.get("metrics", {})),
        view=content.get("scene", {}).get("view", ""),
        day=day or recorded.on,
        grades=Counter(Grade(row["confidence"]) for row in content.get("metrics", {}).values()),
    )


def _values(metrics: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Take what was measured and is not withheld; files of other versions may know other names."""
    return {
        name: float(row["value"])
        for name, row in metrics.items()
        if name in METRICS and row["value"] is not None and row["confidence"] != Grade.WITHHELD
    }
