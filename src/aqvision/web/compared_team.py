"""Library -> the athletes who were compared, as the group's model and its page take them."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aqvision.web.verdicts import changes_in

if TYPE_CHECKING:
    from aqvision.library.library import Library
    from aqvision.library.repositories.compared import ComparedRun, LatestComparison
    from aqvision.report.team_people import Detail, TeamAthlete, TeamClip


@dataclass(frozen=True, slots=True)
class ComparedTeam:
    """Athletes with their latest changes and the runs that these are of.

    ``by_id`` have ids for names, because two may have one name; ``by_name`` are the same as they
    are shown. ``n_old`` were left out: clips of theirs were measured anew since.
    """

    by_id: tuple[TeamAthlete, ...]
    by_name: tuple[TeamAthlete, ...]
    n_old: int


def compared_team(library: Library, athlete_ids: Collection[str] | None) -> ComparedTeam:
    """Gather the athletes who were compared.

    Parameters
    ----------
    library, athlete_ids
        Where to look, and for whom; for everybody if None.
    """
    latest = [one for one in library.latest_comparisons(athlete_ids) if one.summary]
    current = [one for one in latest if one.runs]
    by_id = tuple(_athlete(library, one, one.runs or ()) for one in current)
    names = [one.athlete.name for one in current]
    by_name = tuple(replace(one, name=name) for one, name in zip(by_id, names, strict=True))
    return ComparedTeam(by_id, by_name, len(latest) - len(current))


def _athlete(library: Library, one: LatestComparison, runs: Sequence[ComparedRun]) -> TeamAthlete:
    from aqvision.report.team_people import TeamAthlete

    summary: dict[str, Any] = json.loads(one.summary)
    used = _used(library, one, runs, summary)
    return TeamAthlete(
        name=one.athlete.id,
        link=f"/comparisons/{one.comparison_id}",
        changes=changes_in(summary) if "changes" in summary else (),
        clips=tuple(
            _clip(one.athlete.id, run, compared=of) for run, of in zip(runs, used, strict=True)
        ),
    )


def _used(
    library: Library, one: LatestComparison, runs: Sequence[ComparedRun], summary: dict[str, Any]
) -> list[bool]:
    """Tell which of the runs it was given a comparison rests on: it may leave out what misfits."""
    n_after = sum(run.is_after for run in runs)
    if summary.get("n_runs", [])[:2] == [len(runs) - n_after, n_after]:
        return [True] * len(runs)
    from aqvision.comparison.store import load_compared

    used = load_compared(library.result_folder(library.comparison(one.comparison_id)))
    return [(run.clip_sha256, run.athlete_choice) in used for run in runs]


def _clip(athlete: str, run: ComparedRun, *, compared: bool) -> TeamClip:
    from aqvision.kinematics.metrics.registry import METRICS
    from aqvision.report.team_people import TeamClip

    rows = {name: row for name, row in run.summary.get("metrics", {}).items() if name in METRICS}
    return TeamClip(
        athlete=athlete,
        label="after" if run.is_after else "before",
        name="",
        values={name: row[0] for name, row in rows.items()},
        details={name: _detail(row) for name, row in rows.items()},
        view=run.summary.get("view", ""),
        day=run.day,
        compared=compared,
    )


def _detail(row: Sequence[float | None]) -> Detail:
    """Give what a summary tells beside a value: its error, and the means of the sides."""
    from aqvision.report.team_people import Detail

    _value, se, _shared_se, left, right = (math.nan if one is None else one for one in row)
    return Detail(se, left, right)
