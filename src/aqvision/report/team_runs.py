"""Athletes of a team -> every value of every run, as other programs and the group's model take it.

A row holds one value: of a metric, in a run, of a side of the body or of both.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from aqvision.comparison.compare import Change
from aqvision.comparison.team.store import NamedRuns
from aqvision.comparison.team.team_effect import TeamEffect, team_effects
from aqvision.comparison.team.team_runs import TeamRun
from aqvision.comparison.values import OF_ALL_TOUCHDOWNS
from aqvision.core.provenance import COMPARISON_METHOD, package_version
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.core.skeleton import SIDES
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric
from aqvision.report.team_people import Detail, TeamAthlete, TeamClip

RUN_COLUMNS = (
    "athlete",
    "label",
    "day",
    "run",
    "clip",
    "kind",
    "view",
    "compared",
    "metric",
    "pillar",
    "side",
    "unit",
    "value",
    "se",
    "confidence",
    "speed_mps",
)
BOTH = "both"
"""In the column ``side``: the mean of the sides, or what belongs to none."""
_SPEED = "speed_mps"
_NONE = Detail()


def run_rows(athletes: Sequence[TeamAthlete]) -> Iterator[dict[str, Any]]:
    """Give every value that was measured and is not withheld, by the name of the column.

    Parameters
    ----------
    athletes
        In the order of the rows.
    """
    for clip in (clip for athlete in athletes for clip in athlete.clips):
        about = {
            "athlete": clip.athlete,
            "label": clip.label,
            "day": clip.day,
            "run": PurePosixPath(clip.link).parent.name,
            "clip": clip.name,
            "kind": clip.kind,
            "view": clip.view,
            "compared": "yes" if clip.compared else "no",
            "speed_mps": clip.values.get(_SPEED, math.nan),
        }
        for metric in METRICS.values():
            if metric.name in clip.values:
                yield from (about | values for values in _values(clip, metric))


def _values(clip: TeamClip, metric: Metric) -> Iterator[dict[str, Any]]:
    detail = clip.details.get(metric.name, _NONE)
    shown = {BOTH: clip.values[metric.name]}
    if _is_of_sides(metric):
        shown |= {"left": detail.left, "right": detail.right}
    for side, value in shown.items():
        if math.isfinite(value):
            yield {
                "metric": metric.name,
                "pillar": metric.pillar,
                "side": side,
                "unit": metric.unit,
                "value": value,
                "se": detail.se if side == BOTH else math.nan,
                "confidence": detail.grade,
            }


def named_runs(athletes: Sequence[TeamAthlete]) -> NamedRuns:
    """Gather the runs of a group for speed and what was named beforehand for anybody.

    Parameters
    ----------
    athletes
        Everybody, each with a name of their own.
    """
    changes = {
        metric: [
            (athlete, change)
            for athlete in athletes
            for change in athlete.changes
            if change.metric == metric and change.is_comparable and change.confidence != Grade.C
        ]
        for metric in METRICS
    }
    named = {
        metric: pairs
        for metric, pairs in changes.items()
        if pairs and (metric == _SPEED or any(change.primary for _athlete, change in pairs))
    }
    speeds = {athlete.name for athlete, _change in changes[_SPEED]}
    return NamedRuns(
        {metric: _runs(METRICS[metric], pairs, speeds) for metric, pairs in named.items()},
        {metric: _worthwhile(pairs) for metric, pairs in named.items()},
    )


def effects_of(named: NamedRuns) -> list[TeamEffect]:
    """Measure how a group changed; some seconds for a few athletes, a minute for hundreds.

    Parameters
    ----------
    named
        The runs of everybody.
    """
    return team_effects(named.runs, named.worthwhile, _settings())


def effects_key(runs: str) -> str:
    """Stand for all that the effects of a group are made of.

    Parameters
    ----------
    runs
        Of everybody, as ``runs_to_json`` writes them.

    Returns
    -------
    str
        A hash, in hexadecimal digits.
    """
    made_of = [package_version(), COMPARISON_METHOD, asdict(_settings()), runs]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def _settings() -> ComparisonSettings:
    return Settings().comparison


def _worthwhile(pairs: Sequence[tuple[TeamAthlete, Change]]) -> float:
    return float(np.mean([change.minimal_detectable_change for _athlete, change in pairs]))


def _runs(
    metric: Metric, pairs: Sequence[tuple[TeamAthlete, Change]], speeds: set[str]
) -> list[TeamRun]:
    """Take the runs that each athlete's comparison is of; speeds only where they compare too."""
    return [
        TeamRun(
            athlete=athlete.name,
            is_after=clip.label == "after",
            value=value,
            se=clip.details.get(metric.name, _NONE).se,
            speed_mps=clip.values.get(_SPEED, math.nan) if athlete.name in speeds else math.nan,
        )
        for athlete, _change in pairs
        for clip, value in _common_values(metric, [c for c in athlete.clips if c.compared])
    ]


def _common_values(metric: Metric, clips: Sequence[TeamClip]) -> Iterator[tuple[TeamClip, float]]:
    """Average each clip over the sides of the body that all of them measured."""
    known = [
        (clip, clip.details.get(metric.name, _NONE)) for clip in clips if metric.name in clip.values
    ]
    common = [
        side
        for side in SIDES
        if _is_of_sides(metric)
        and all(math.isfinite(getattr(detail, side)) for _clip, detail in known)
    ]
    for clip, detail in known:
        of_sides = [getattr(detail, side) for side in common]
        yield clip, sum(of_sides) / len(of_sides) if of_sides else clip.values[metric.name]


def _is_of_sides(metric: Metric) -> bool:
    """Tell whether a clip's value is the mean of its sides, not read from all steps together."""
    return metric.sided and not metric.of_clip and metric.name not in OF_ALL_TOUCHDOWNS
