"""Summary of a result -> what lists say of it: the headline of its report, and how it stands.

What makes sentences brings the registry along, so it is loaded when the first page asks for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aqvision.core.said import said
from aqvision.library.records import ComparisonKind

if TYPE_CHECKING:
    from aqvision.comparison.compare import Change

_MOST = 4096


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison came to, in one sentence, and what to film next.

    ``standing`` is the word of the page of a team, ``order`` its place there.
    """

    sentence: str
    next: str = ""
    standing: str = ""
    order: int = 0


@lru_cache(_MOST)
def verdict_of(told: str, kind: ComparisonKind) -> Verdict | None:
    """Say what a result came to; the same summary says the same.

    Parameters
    ----------
    told, kind
        The summary as it is kept with the row, in JSON, and what the result is of.

    Returns
    -------
    Verdict or None
        None where there is no summary yet, or the result could not be read.
    """
    summary: dict[str, Any] = json.loads(told) if told else {}
    if kind is ComparisonKind.CHANGE and "changes" in summary:
        return _of_changes(summary)
    if kind is ComparisonKind.HOLDS and "differ" in summary:
        from aqvision.report.hold_comparison import what_differs

        return Verdict(what_differs(summary["differ"]))
    return Verdict(said(summary["sentence"])) if summary.get("sentence") else None


def _of_changes(summary: dict[str, Any]) -> Verdict:
    from aqvision.core.said import all_said
    from aqvision.report.headline import headline_of, next_of
    from aqvision.report.outcomes import enough_runs
    from aqvision.report.team_people import TeamAthlete

    changes = all_said(_changes(summary))
    standing = TeamAthlete(name="", changes=changes).standing
    enough = enough_runs(*summary["n_runs"])
    next_ = next_of(changes, of_the_athlete=enough)
    return Verdict(headline_of(changes), next_, standing.value, standing.order)


def _changes(summary: dict[str, Any]) -> tuple[Change, ...]:
    """Read the changes of metrics that this version knows."""
    from aqvision.comparison.store import change_from_dict
    from aqvision.kinematics.metrics.registry import METRICS

    return tuple(change_from_dict(row) for row in summary["changes"] if row["metric"] in METRICS)
