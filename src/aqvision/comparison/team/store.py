"""Runs of a team <-> JSON, and effects of a group <-> JSON: so that a process can hand them on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.comparison.team.team_effect import GroupEffect, TeamEffect
from aqvision.comparison.team.team_runs import TeamRun

GROUP_FILE = "group.json"
_NOT_NUMBERS = frozenset({"difference", "others", "n_runs", "verdict", "reason", "hint"})


@dataclass(frozen=True, slots=True)
class NamedRuns:
    """By metric, of those named beforehand: the runs of everybody, and the change to exceed."""

    runs: Mapping[str, Sequence[TeamRun]]
    worthwhile: Mapping[str, float]


def runs_to_json(named: NamedRuns) -> str:
    """Write down the runs of a team.

    Parameters
    ----------
    named
        What the group's effects are measured from.
    """
    rows = {name: [_nulled(astuple(run)) for run in runs] for name, runs in named.runs.items()}
    told = {"runs": rows, "worthwhile": _nulled(dict(named.worthwhile))}
    return json.dumps(told, allow_nan=False)


def runs_from_json(text: str) -> NamedRuns:
    """Read what :func:`runs_to_json` wrote.

    Parameters
    ----------
    text
        As it was written.
    """
    content = json.loads(text)
    return NamedRuns(
        {name: tuple(map(_run, rows)) for name, rows in content["runs"].items()},
        {name: _number(value) for name, value in content["worthwhile"].items()},
    )


def _run(row: Sequence[Any]) -> TeamRun:
    athlete, is_after, *numbers = row
    value, se, speed_mps = map(_number, numbers)
    return TeamRun(athlete=athlete, is_after=is_after, value=value, se=se, speed_mps=speed_mps)


def effects_to_json(effects: Sequence[TeamEffect]) -> str:
    """Write down the effects of a group.

    Parameters
    ----------
    effects
        Of each metric that was named beforehand.
    """
    return json.dumps(_nulled([asdict(one) for one in effects]), allow_nan=False)


def effects_from_json(text: str) -> list[TeamEffect]:
    """Read what :func:`effects_to_json` wrote.

    Parameters
    ----------
    text
        As it was written.
    """
    return [
        TeamEffect(
            metric=row["metric"],
            worthwhile=_number(row["worthwhile"]),
            days_sd=_number(row["days_sd"]),
            as_run=_effect(row["as_run"]),
            same_speed=_effect(row["same_speed"]),
        )
        for row in json.loads(text)
    ]


def _effect(row: dict[str, Any]) -> GroupEffect:
    values: dict[str, Any] = {
        name: value if name in _NOT_NUMBERS else _number(value) for name, value in row.items()
    }
    values |= {
        "difference": _difference(row["difference"]),
        "others": _difference(row["others"]),
        "n_runs": tuple(row["n_runs"]),
        "verdict": Verdict(row["verdict"]),
    }
    return GroupEffect(**values)


def _difference(row: dict[str, float | None]) -> Difference:
    return Difference(**{name: _number(value) for name, value in row.items()})


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _nulled(value: Any) -> Any:
    """Replace what is not known: JSON has no NaN."""
    if isinstance(value, dict):
        return {name: _nulled(own) for name, own in value.items()}
    if isinstance(value, list | tuple):
        return [_nulled(own) for own in value]
    return None if isinstance(value, float) and math.isnan(value) else value
