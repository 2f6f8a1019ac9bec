"""Summary of a result -> what lists say of it: the headline of its report, and how it stands.

What makes sentences brings the registry along, so it is loaded when the first page asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aqvision.core.said import said
from aqvision.core.wording import _
from aqvision.library.records import ComparisonKind

if TYPE_CHECKING:
    from aqvision.comparison.compare import Change

_MOST = 4096
_MOST_TOLD = 3


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

        return Verdict(what_differs(summary["differ"], summary.get("n_holds", (1, 1))))
    if kind is ComparisonKind.SEASON and summary.get("season"):
        return Verdict(_of_season(summary["season"]))
    return Verdict(said(summary["sentence"])) if summary.get("sentence") else None


def _of_changes(summary: dict[str, Any]) -> Verdict:
    from aqvision.core.said import all_said
    from aqvision.report.headline import headline_of, next_of
    from aqvision.report.outcomes import enough_runs
    from aqvision.report.team_people import TeamAthlete

    changes = all_said(changes_in(summary))
    standing = TeamAthlete(name="", changes=changes).standing
    enough = enough_runs(*summary["n_runs"])
    next_ = next_of(changes, of_the_athlete=enough)
    return Verdict(headline_of(changes), next_, standing.value, standing.order)


def _of_season(rows: Sequence[dict[str, Any]]) -> str:
    """Say what changed from the first day of a season to the last, or that it cannot be told."""
    from aqvision.comparison.hold_metrics import HOLD_METRICS
    from aqvision.comparison.holds import HoldVerdict
    from aqvision.comparison.judging import Verdict as Judged
    from aqvision.kinematics.metrics.registry import METRICS
    from aqvision.report.phrases import inline_label, listed
    from aqvision.report.wording import Sentence

    open_ = (Judged.CANNOT_TELL, HoldVerdict.CANNOT_TELL)
    sprints = [row for row in rows if row["metric"] in METRICS]
    holds = [row for row in rows if row["metric"] in HOLD_METRICS]
    told_of_holds = [_went(row) for row in holds if row["verdict"] not in open_]
    told = [_went(row) for row in sprints if Judged(row["verdict"]).is_change]
    unsure = [inline_label(row["metric"]) for row in sprints if row["verdict"] in open_]
    said_of = [
        Sentence.SEASON_HOLDS_CHANGED.format(changes=listed(told_of_holds[:_MOST_TOLD])),
        Sentence.SEASON_SPRINTS_CHANGED.format(changes=listed(told[:_MOST_TOLD])),
        Sentence.SEASON_SPRINTS_CANNOT_TELL.format(labels=listed(unsure)),
    ]
    parts = zip(said_of, (told_of_holds, told, unsure if not told else ()), strict=True)
    return " ".join(sentence for sentence, what in parts if what) or _(
        "From the first day to the last no change was found."
    )


def _went(row: dict[str, Any]) -> str:
    """Say from where to where a quantity went, with the digits that the page of a season has."""
    from aqvision.comparison.hold_metrics import HOLD_METRICS
    from aqvision.core.wording import lower_first
    from aqvision.kinematics.metrics.registry import METRICS
    from aqvision.report.numbers import fine_digits, show, show_signed
    from aqvision.report.wording import Sentence

    name = row["metric"]
    metric = METRICS[name] if name in METRICS else HOLD_METRICS[name]
    extra = fine_digits(METRICS[name]) if name in METRICS else HOLD_METRICS[name].digits
    low, high = (show_signed(row[end], metric.unit, extra, suffix=False) for end in ("low", "high"))
    return Sentence.SEASON_CHANGE.format(
        label=lower_first(metric.label),
        before=show(row["first"], metric.unit, extra),
        after=show(row["last"], metric.unit, extra),
        change=show_signed(row["change"], metric.unit, extra),
        interval=Sentence.RANGE.format(low=low, high=high),
    )


def changes_in(summary: dict[str, Any]) -> tuple[Change, ...]:
    """Read the changes of metrics that this version knows.

    Parameters
    ----------
    summary
        Of a comparison of runs.
    """
    from aqvision.comparison.store import change_from_dict
    from aqvision.kinematics.metrics.registry import METRICS

    return tuple(change_from_dict(row) for row in summary["changes"] if row["metric"] in METRICS)
