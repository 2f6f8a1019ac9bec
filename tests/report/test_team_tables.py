"""Athletes of a team -> cells and rows of their table, and why somebody is not in it."""

from __future__ import annotations

from dataclasses import replace

from aqvision.batch.table import COLUMNS as OF_ROSTER
from aqvision.comparison.judging import Verdict
from aqvision.core.prompts import Prompt
from aqvision.kinematics.metrics.registry import METRICS, Pillar
from aqvision.kinematics.quality.grades import Unanswered
from aqvision.report.team_tables import (
    COLUMNS,
    Standing,
    TeamAthlete,
    TeamClip,
    pillar_cell,
    team_row,
    unjudged,
)
from tests.support.team_changes import change_of, changes_like


def test_a_pillar_names_its_main_changes_with_intervals_and_counts_the_others() -> None:
    swing = [name for name, metric in METRICS.items() if metric.pillar == "swing"]
    main = [name for name in swing if METRICS[name].primary]
    further = [name for name in swing if not METRICS[name].primary]
    cell = pillar_cell([change_of(name, 2.0 + i, Verdict.CHANGED) for i, name in enumerate(swing)])
    largest = sorted(main, key=swing.index)[-1]
    assert cell.named[0].label == METRICS[largest].label
    assert all(" to " in main.interval for main in cell.named)
    assert cell.more == f"{len(swing) - len(cell.named)} more"
    only_further = pillar_cell([change_of(further[0], 4.0, Verdict.CHANGED)])
    assert (only_further.standing, only_further.named, only_further.order) == ("changed", (), 0.0)
    assert only_further.more == "1 further quantity"
    quiet = pillar_cell([change_of(main[0], 4.0, Verdict.WITHIN_NOISE)])
    blind = pillar_cell([change_of(main[0], 4.0, Verdict.NOT_COMPARABLE)])
    assert (quiet.standing, blind.standing) == ("within noise", "not judged")
    assert cell.order > only_further.order > quiet.order > blind.order


def test_a_row_counts_what_changed_of_what_was_compared() -> None:
    changes = tuple(changes_like("some"))
    row = team_row(TeamAthlete(name="Anna", changes=changes), {Pillar.PUSH: "Push leg"})
    n_changed = sum(c.verdict == Verdict.CHANGED for c in changes)
    n_compared = sum(c.is_comparable for c in changes)
    assert 0 < n_changed < n_compared < len(changes)
    assert row.words == f"{n_changed} of {n_compared} quantities"
    assert (row.standing, row.order) == (Standing.CHANGED, n_changed)
    assert [title for title, _ in row.cells] == ["Push leg"]


def test_columns_of_the_roster_are_named_where_something_is_asked() -> None:
    assert set(COLUMNS) == set(Prompt)
    named = {place.split()[1] for place in COLUMNS.values() if place.startswith("column")}
    assert named == {"capture_fps", "track", "height_m", "belt_mps"}
    assert named <= set(OF_ROSTER)
    clip = TeamClip(
        athlete="Anna", label="before", name="r.mp4", error="a crowd",
        hint="film again, or choose whom to measure", prompts=(Prompt.PERSON,),
    )  # fmt: skip
    assert clip.fault == (
        "r.mp4: a crowd. Film again, or choose whom to measure (column track of the roster)."
    )
    blind = replace(change_of("speed_mps", 0.0, Verdict.NOT_COMPARABLE), reason=Unanswered.SCALE)
    assert unjudged(TeamAthlete(name="Anna", changes=(blind,))).reason == (
        "No scale: say how tall the athlete is or give marks of known distance (column height_m of "
        "the roster; marks only with the command aqvision analyze)."
    )


def test_what_a_clip_was_refused_for_comes_first() -> None:
    clip = TeamClip(
        athlete="Otto", label="before", name="r.mp4", error="nobody runs in r.mp4",
        hint="film somebody who runs",
    )  # fmt: skip
    told = unjudged(
        TeamAthlete(name="Otto", error="there is no clip after", hint="film again", clips=(clip,))
    )
    assert told.reason == "There is no clip after."
    assert told.advice == ("Nobody runs in r.mp4. Film somebody who runs.",)
