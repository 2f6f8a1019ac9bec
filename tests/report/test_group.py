"""What stands of a group on the page of a team: the sentence, the cautions, the forest plots."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.comparison.team.team_effect import GroupEffect, TeamEffect
from aqvision.report.group import Group, group_headline, group_of
from aqvision.report.team_families import changes_that_hold
from tests.support.squad import group_effects, squad

SQUAD = squad()
EFFECTS = group_effects(SQUAD)


def told(change: float, half: float, verdict: Verdict, **more: Any) -> GroupEffect:
    return GroupEffect(
        difference=Difference.within(change, half), se=half / 1.8, degrees_of_freedom=11, p=0.01,
        q=0.02, verdict=verdict, n_athletes=12, n_runs=(36, 36), **more,
    )  # fmt: skip


def effect(metric: str, as_run: GroupEffect, same: GroupEffect | None = None) -> TeamEffect:
    return TeamEffect(
        metric=metric, worthwhile=0.005, days_sd=0.004, as_run=as_run,
        same_speed=same or replace(as_run, reason="speeds are not known", hint="Film a ladder."),
    )  # fmt: skip


@pytest.fixture
def group() -> Group:
    found = group_of(EFFECTS, SQUAD)
    assert found is not None
    return found


def test_the_headline_says_how_the_group_changed() -> None:
    changed = effect("contact_time_s", told(-0.006, 0.002, Verdict.CHANGED))
    steady = effect("speed_mps", told(0.001, 0.002, Verdict.NO_CHANGE))
    unsure = effect("speed_mps", told(0.1, 0.2, Verdict.CANNOT_TELL))
    assert group_headline([changed, steady]) == "As a group they changed: contact time −6 ms."
    assert group_headline([steady]) == (
        "As a group they did not change by more than is worth telling."
    )
    assert group_headline([unsure, steady]) == "As a group they are not shown to have changed."
    few = effect("speed_mps", GroupEffect(n_athletes=3, reason="few"))
    assert group_headline([few]).endswith("and here are 3. Film 2 more.")
    stuck = effect("speed_mps", GroupEffect(n_athletes=9, reason="the model did not settle"))
    assert group_headline([stuck]) == (
        "Of the group as a whole it cannot be told: the model did not settle."
    )


def test_each_metric_says_what_came_of_it_at_both_speeds_and_from_athlete_to_athlete() -> None:
    as_run = told(-0.006, 0.002, Verdict.CHANGED, others=Difference.within(-0.006, 0.008))
    same = told(-0.001, 0.002, Verdict.NO_CHANGE)
    found = group_of([effect("contact_time_s", as_run, same)], SQUAD)
    assert found is not None
    assert found.forests[0].sentences == (
        "The group of 12: −6 ms, most likely −8 to −4 ms.",
        "At the same speed, of 12: no change larger than 3 ms.",
        "The change of one more athlete like them is most likely −14 to +2 ms.",
    )
    alone = group_of([effect("contact_time_s", replace(as_run, others=Difference()))], SQUAD)
    assert alone is not None
    assert alone.forests[0].sentences[1:] == (
        "At the same speed it cannot be told: speeds are not known. Film a ladder.",
        "One run a side does not tell how far athletes differ in their change.",
    )


def test_it_is_never_called_the_work_of_training(group: Group) -> None:
    assert group.cautions[0].startswith("Nobody was filmed who did not train.")
    assert len(group.cautions) == 1
    months = {"before": dt.date(2026, 3, 1), "after": dt.date(2026, 6, 1)}
    two_days = [
        replace(a, clips=tuple(replace(c, day=months[c.label]) for c in a.clips)) for a in SQUAD
    ]
    again = group_of(group_effects(two_days), two_days)
    assert again is not None
    assert again.cautions[1].startswith("All were filmed on the same two days.")
    not_known = [replace(a, clips=tuple(replace(c, day=None) for c in a.clips)) for a in SQUAD]
    third = group_of(EFFECTS, not_known)
    assert third is not None
    assert len(third.cautions) == 1


def test_the_plot_has_a_row_an_athlete_from_most_to_least(group: Group) -> None:
    assert group.forests[0].label == "Speed"
    lean = next(one for one in group.forests if one.label == "Trunk lean")
    assert len(lean.rows) == 21
    assert lean.left_out == ""
    places = [row.bar.at for row in lean.rows if row.bar]
    assert places == sorted(places, reverse=True)
    assert [row.label for row in lean.groups] == ["All 21, as run", "All 16, at the same speed"]
    arms = next(one for one in group.forests if one.label.startswith("Arm swing at the shoulder"))
    assert len(arms.rows) == 19
    assert arms.left_out.endswith("in their clips: 2.")


def test_a_filled_dot_is_a_change_that_holds_over_the_team(group: Group) -> None:
    held = changes_that_hold([a.changes for a in SQUAD])
    names = {a.name for a, own in zip(SQUAD, held, strict=True) if "speed_mps" in own}
    speed = next(one for one in group.forests if one.label == "Speed")
    assert {row.name for row in speed.rows if row.bar and row.bar.clear} == names
    assert names


def test_where_hardly_anybody_was_compared_there_is_no_group() -> None:
    assert group_of([], []) is None
    assert group_of(group_effects(SQUAD[:1]), SQUAD[:1]) is None
    few = group_of(group_effects(SQUAD[:3]), SQUAD[:3])
    assert few is not None
    assert few.headline.endswith("Film 2 more.")
    assert few.cautions == ()
    assert [row.label for row in few.forests[0].groups] == []
    assert few.forests[0].sentences[0].endswith("and here are 3.")
