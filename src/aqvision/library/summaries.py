"""Folder of a result -> its summary: the little that lists show of it, kept with its row.

Numbers and names alone: sentences are made of them when they are shown, in the reader's language.
What loads the registry is loaded when the first result is kept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aqvision.core.errors import LibraryError
from aqvision.library.records import ComparisonKind

if TYPE_CHECKING:
    from aqvision.comparison.compare import Change

_OF_SEASON = ("metric", "of", "first", "last", "change", "low", "high", "verdict")
Summary = dict[str, Any]
_FILES = ("analysis.json", "hold.json")
_DAMAGE = (
    *(OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration, LibraryError),
)
_DIGITS = 6
_SIDES = ("before", "after")
_OF_CLIP = ("value", "se", "shared_se", "left", "right")
_OF_CHANGE = (
    *("metric", "before", "after", "change", "low", "high", "smallest_believable_change"),
    *("verdict", "confidence", "reason", "n_before", "n_after", "caution", "primary", "p", "q"),
    *("represented_by", "more_after", "clips_a_side"),
)


def summary_of_clip(folder: Path) -> Summary:
    """Take out of a clip's result what lists show of it.

    Parameters
    ----------
    folder
        Of the result.

    Returns
    -------
    dict
        View and ground, and of each metric that may be named the value with its errors; of a hold
        the view alone. Empty where there is no file that tells, or it cannot be read.
    """
    try:
        file = next(name for name in _FILES if (folder / name).is_file())
        content = json.loads((folder / file).read_text(encoding="utf-8"))
        scene = content.get("scene", {})
        return {
            "view": scene.get("view", content.get("view", "")),
            "ground": scene.get("ground", ""),
            "metrics": dict(_metrics(content.get("metrics", {}))),
        }
    except _DAMAGE:
        return {}


def _metrics(rows: dict[str, dict[str, Any]]) -> Iterator[tuple[str, list[float | None]]]:
    """Give the numbers of what may be named, in the order of _OF_CLIP."""
    from aqvision.kinematics.metrics.registry import Grade

    for name in _followed():
        row = rows.get(name)
        if row is not None and row["value"] is not None and row["confidence"] != Grade.WITHHELD:
            yield name, [_rounded(row.get(key)) for key in _OF_CLIP]


def _followed() -> list[str]:
    """Name the metrics that may be followed over sessions: the main ones, each fact once."""
    from aqvision.comparison.families import PRIMARIES, PRIMARIES_FROM_AN_END
    from aqvision.kinematics.metrics.registry import METRICS

    usual = {*PRIMARIES, *PRIMARIES_FROM_AN_END}
    return [m.name for m in METRICS.values() if (m.main and not m.repeats) or m.name in usual]


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}")


def summary_of_comparison(folder: Path, kind: ComparisonKind, views: Collection[str]) -> Summary:
    """Take out of what was set side by side what lists say of it.

    Parameters
    ----------
    folder, kind
        Of the result, and what it is of.
    views
        From where its clips were filmed, as far as that is known.

    Returns
    -------
    dict
        Of runs the changes that a headline is made of, of holds what differs, else the sentence
        that the file holds, of a season with its changes; empty where it cannot be read.
    """
    try:
        if kind is ComparisonKind.CHANGE:
            return _of_changes(folder, views)
        content = json.loads((folder / kind.file).read_text(encoding="utf-8"))
        if kind is ComparisonKind.HOLDS:
            from aqvision.comparison.holds import HoldVerdict

            changes: dict[str, dict[str, Any]] = content["changes"]
            told = {name: row["verdict"] for name, row in changes.items()}
            differ = [name for name in told if told[name] != HoldVerdict.CANNOT_TELL]
            return {"differ": differ, "n_holds": [len(content[side]) for side in _SIDES]}
        summary: Summary = {"sentence": str(content["sentence"])}
        if kind is ComparisonKind.SEASON:
            rows = content.get("changes", ())
            summary |= {"season": [{key: row[key] for key in _OF_SEASON} for row in rows]}
        return summary
    except _DAMAGE:
        return {}


def _of_changes(folder: Path, views: Collection[str]) -> Summary:
    from aqvision.analysis.store import nan_to_null
    from aqvision.comparison.store import change_to_dict, load_changes, load_n_runs
    from aqvision.kinematics.metrics.registry import METRICS

    known = [c for c in load_changes(folder) if c.metric in METRICS]
    in_view = [c for c in known if not views or METRICS[c.metric].views & set(views)]
    rows = (change_to_dict(change) for change in _telling(in_view))
    return {
        "changes": [{key: nan_to_null(row[key]) for key in _OF_CHANGE} for row in rows],
        "n_runs": list(load_n_runs(folder)),
    }


def _telling(changes: Iterable[Change]) -> list[Change]:
    """Choose the changes that a headline is made of: one that changed stands for all that did."""
    changes = list(changes)
    primary = [c for c in changes if c.primary or c.metric == "speed_mps"]
    stand_in = (
        next((c for c in changes if c.verdict.is_change and c.is_counted), None),
        next((c for c in changes if c.is_comparable), None),
    )
    chosen = {c.metric for c in (*primary, *filter(None, stand_in))}
    return [c for c in changes if c.metric in chosen]
