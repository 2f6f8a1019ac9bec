"""Athletes of a team -> cells and rows of their table."""

from __future__ import annotations

from dataclasses import replace

from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Grade, Pillar
from aqvision.report.team_people import Standing, TeamAthlete
from aqvision.report.team_tables import empty_pillars, pillar_cell, team_row
from tests.support.team_changes import change_of, changes_like

CONTACT, SPEED = "contact_time_s", "speed_mps"
"""Two primary metrics of one pillar."""


def words_of(*changes: Change) -> tuple[str, ...]:
    return pillar_cell(changes, (), of_the_athlete=True).words


def test_a_pillar_names_what_was_named_beforehand_first() -> None:
    steps = [
        change_of("flight_time_s", 9.0, Verdict.CHANGED),
        change_of(CONTACT, 2.0, Verdict.CHANGED),
        change_of("step_length_m", 8.0, Verdict.CHANGED),
    ]
    cell = pillar_cell(steps, {CONTACT}, of_the_athlete=True)
    labels = [METRICS[name].label for name in (CONTACT, "flight_time_s")]
    assert [one.label for one in cell.named] == labels
    assert [one.note for one in cell.named] == ["", "not named beforehand"]
    assert all(" to " in one.interval for one in cell.named)
    assert cell.words == ("1 more",)


def test_a_change_that_does_not_hold_in_the_team_is_marked() -> None:
    changed = change_of(CONTACT, 2.0, Verdict.CHANGED)
    (one,) = pillar_cell([changed], (), of_the_athlete=True).named
    assert one.note == "by itself; not among so many athletes"


def test_no_change_cannot_tell_and_not_comparable_are_told_apart() -> None:
    none = change_of(SPEED, 0.2, Verdict.NO_CHANGE)
    assert words_of(none) == ("Speed: no change larger than 0.30 m/s",)
    few = replace(change_of(SPEED, 0.2, Verdict.CANNOT_TELL), more_after=3)
    assert words_of(few) == ("Speed: too few to tell; film 3 more after",)
    blind = change_of(SPEED, 0.2, Verdict.NOT_COMPARABLE)
    assert words_of(blind) == ("not comparable", "the legs are hidden")


def test_a_pillar_without_anything_named_beforehand_says_what_its_main_metrics_came_to() -> None:
    thigh = change_of("thigh_angle_toeoff_deg", 3.0, Verdict.NO_CHANGE)
    knee = replace(thigh, metric="knee_extension_range_stance_deg")
    hip = replace(change_of("hip_extension_toeoff_deg", 2.0, Verdict.NOT_SHOWN), more_after=4)
    minor = change_of("hip_knee_lag_s", 2.0, Verdict.NOT_SHOWN)
    assert words_of(thigh, knee, hip, minor) == (
        "No change larger than 5° in thigh at toe-off and 1 more",
        "Hip extension at toe-off: too few to tell; film 4 more after",
    )
    blind = change_of(SPEED, 0.2, Verdict.NOT_COMPARABLE)
    length = replace(change_of("step_length_m", 0.2, Verdict.NOT_SHOWN), clips_a_side=5)
    assert words_of(blind, length) == (
        "Speed: not comparable",
        "Step length: too few to tell; film 5 before and 5 after",
    )


def test_repeats_and_rough_changes_are_not_named() -> None:
    repeat = replace(change_of("duty_factor_frac", 5.0, Verdict.CHANGED), represented_by=CONTACT)
    rough = change_of("flight_time_s", 5.0, Verdict.CHANGED, grade=Grade.C)
    assert pillar_cell([repeat, rough], (), of_the_athlete=True).named == ()


def test_cells_sort_by_how_much_changed() -> None:
    verdicts = (Verdict.CHANGED, Verdict.CANNOT_TELL, Verdict.NOT_COMPARABLE)
    orders = [
        pillar_cell([change_of(SPEED, 2.0, v)], (), of_the_athlete=True).order for v in verdicts
    ]
    assert orders == sorted(orders, reverse=True)
    assert len(set(orders)) == 3


def test_a_row_has_a_cell_a_pillar() -> None:
    athlete = TeamAthlete(name="Anna", changes=tuple(changes_like("some")))
    row = team_row(athlete, {Pillar.PUSH: "Push leg"}, {SPEED})
    assert (row.standing, row.holds) == (Standing.CHANGED, True)
    assert [title for title, _ in row.cells] == ["Push leg"]


def test_a_pillar_that_nobody_shows_is_named_with_its_reason() -> None:
    athlete = TeamAthlete(name="Anna", changes=tuple(changes_like("some")))
    assert empty_pillars([athlete]) == [
        f"{PILLARS[Pillar.FRONTAL]}: nobody could be compared (the legs are hidden)."
    ]
