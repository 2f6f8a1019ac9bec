"""Results of every kind of page, as they are measured in English, for tests of languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from aqvision.analysis.hold_store import load_hold, save_hold
from aqvision.analysis.warnings import warn
from aqvision.comparison.compare import compare
from aqvision.comparison.holds import compare_holds
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.coupling.compare import compare_ladders
from aqvision.coupling.ladder import make_ladder
from aqvision.report.team_people import TeamAthlete
from tests.support.climbs import Climber
from tests.support.comparisons import before_and_after, came_with_speed, refused, three_days_a_side
from tests.support.end_runs import end_pose
from tests.support.force import FORCE, force_with
from tests.support.holds import from_the_front, measured
from tests.support.seasons import BLOCKS, clip, hold, season_of
from tests.support.synthetic import Run, analysis_of, analyze
from tests.support.team_people import athlete
from validation.frontal_renders import EndRender

_N_DATES = 6


def results_of_all_kinds(folder: Path) -> dict[str, Any]:
    """Give results by the kind of their page and a number; a folder for those that are stored."""
    settings = Settings()
    run = analysis_of(Run())
    warned = replace(run, force=FORCE, warnings=(*run.warnings, warn("few_steps", "steps", n=4)))
    stronger = [replace(run, force=force_with("5:1.21,10:1.97,20:3.33,30:4.6,35:5.2"))]
    now, old = (
        make_ladder(Climber(lag_deg_per_mps=lag, name="Anna").ladder(), settings)
        for lag in (25.0, 0.0)
    )
    save_hold(measured(), folder)
    before = load_hold(folder)
    provenance = replace(before.provenance, clip_sha256="1" * 64)
    after = replace(
        before,
        provenance=provenance,
        estimates={name: found.times(10.0) for name, found in before.estimates.items()},
    )
    clips = [clip(14 * i, thigh_separation_touchdown_deg=-5.0 * i) for i in range(_N_DATES)]
    holds = [hold(14 * i + 1, 12.0 - i, number=n) for i in range(_N_DATES) for n in range(2)]
    return {
        "analysis-1": warned,
        "analysis-2": analyze(end_pose(EndRender(View.FRONT))),
        "comparison-1": before_and_after(),
        "comparison-2": three_days_a_side(),
        "comparison-3": came_with_speed(),
        "comparison-4": refused("The clips were measured on different devices."),
        "comparison-5": compare([warned], stronger, settings),
        "ladder-1": (now, old, compare_ladders(old, now, settings.comparison)),
        "ladder-2": (old, None, ()),
        "hold-1": measured(),
        "hold-2": from_the_front(),
        "holds-1": compare_holds([before], [after]),
        "season-1": season_of(clips, holds, BLOCKS),
        "season-2": season_of(clips[:2], holds[:3]),
        "team-1": _team(),
    }


def _team() -> list[TeamAthlete]:
    kinds = {"Anna": "some", "Bo": "none", "Cem": "blind", "Dora": "open", "Eva": "runs"}
    people = [athlete(name, kind) for name, kind in kinds.items()]
    caution = "The clips were measured on different devices."
    return [replace(one, cautions=(caution,), clips=tuple(replace(c, advice=()) for c in one.clips))
            for one in people]  # fmt: skip
