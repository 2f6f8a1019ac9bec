"""What came of each athlete of a team, and what to do where nothing did."""

from __future__ import annotations

from dataclasses import replace

from aqvision.batch.table import COLUMNS as OF_ROSTER
from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.core.prompts import Prompt
from aqvision.kinematics.metrics.registry import Grade
from aqvision.kinematics.quality.grades import Unanswered
from aqvision.report.team_people import COLUMNS, Standing, TeamAthlete, TeamClip, unjudged
from tests.support.team_changes import change_of

SPEED = "speed_mps"
"""A metric that is named beforehand where nothing else is."""


def test_the_standing_rests_on_what_was_named_beforehand() -> None:
    def standing(*changes: Change) -> Standing:
        return TeamAthlete(name="Anna", changes=changes).standing

    extra = change_of("flight_time_s", 5.0, Verdict.CHANGED)
    assert standing(extra, change_of(SPEED, 1.0, Verdict.CANNOT_TELL)) == Standing.CANNOT_TELL
    assert standing(extra, change_of(SPEED, 1.0, Verdict.NO_CHANGE)) == Standing.NO_CHANGE
    assert standing(change_of(SPEED, 5.0, Verdict.RUNS_DIFFER)) == Standing.RUNS_DIFFER
    rough = change_of(SPEED, 5.0, Verdict.CHANGED, grade=Grade.C)
    assert standing(rough) == Standing.CANNOT_TELL
    assert standing(change_of(SPEED, 5.0, Verdict.NOT_COMPARABLE)) == Standing.NOT_JUDGED


def test_columns_of_the_roster_are_named_where_something_is_asked() -> None:
    assert set(COLUMNS) == set(Prompt)
    named = {place.split()[1] for place in COLUMNS.values() if place.startswith("column")}
    assert named == {
        *("capture_fps", "track", "shot", "height_m", "mass_kg", "belt_mps", "date"),
    }
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
        "the roster; two marks in the browser: aqvision serve)."
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
