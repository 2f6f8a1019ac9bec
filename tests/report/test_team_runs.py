"""Runs of a team: rows for other programs, and which runs the group's model is fitted to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.team_people import Detail, TeamAthlete, TeamClip
from aqvision.report.team_runs import run_rows
from tests.support.squad import group_effects, squad
from tests.support.team_changes import changes_like

NAN = float("nan")


def clip(label: str, n: int, values: dict[str, float], **more: Detail) -> TeamClip:
    return TeamClip(
        athlete="Anna", label=label, name=f"{n}.mp4", link=f"anna/{label}-{n}/report.html",
        values=values, details=more, day=dt.date(2026, 3, n), view="side", compared=True,
    )  # fmt: skip


def test_a_metric_of_two_sides_has_a_row_a_side_and_one_of_both() -> None:
    contact = Detail(se=0.002, left=0.11, right=NAN, grade=Grade.B)
    speed = Detail(se=0.1, left=8.0, right=8.0, grade=Grade.A)
    one = clip("before", 1, {"contact_time_s": 0.11, "speed_mps": 8.0},
               contact_time_s=contact, speed_mps=speed)  # fmt: skip
    rows = list(run_rows([TeamAthlete(name="Anna", clips=(one,))]))
    told = {(row["metric"], row["side"]): (row["value"], row["unit"]) for row in rows}
    assert told == {
        ("contact_time_s", "both"): (0.11, "s"), ("contact_time_s", "left"): (0.11, "s"),
        ("speed_mps", "both"): (8.0, "m/s"),
    }  # fmt: skip
    both = next(r for r in rows if r["side"] == "both" and r["metric"] == "contact_time_s")
    assert (both["se"], both["confidence"], both["speed_mps"]) == (0.002, Grade.B, 8.0)
    assert (both["run"], both["day"], both["compared"]) == ("before-1", dt.date(2026, 3, 1), "yes")
    left = next(r for r in rows if r["side"] == "left")
    assert left["se"] != left["se"]


def test_the_group_is_of_what_was_named_beforehand_and_could_be_compared() -> None:
    people = squad()
    effects = {one.metric: one for one in group_effects(people)}
    named = {
        c.metric for a in people for c in a.changes if c.primary and c.is_comparable
    }  # fmt: skip
    assert set(effects) == named
    arms = effects["shoulder_range_deg"].as_run
    assert arms.n_athletes == 19  # of 21 two hide their arms
    assert effects["speed_mps"].as_run.n_athletes == 19  # two have no scale
    assert effects["trunk_lean_deg"].as_run.n_athletes == 21


def test_runs_that_were_not_compared_and_rough_values_are_left_out() -> None:
    people = squad()
    first, rest = people[0], people[1:]
    aside = replace(first, clips=tuple(replace(c, compared=False) for c in first.clips))
    rough = replace(
        first, changes=tuple(replace(c, confidence=Grade.C) for c in first.changes)
    )  # fmt: skip
    for one in (aside, rough):
        effects = {e.metric: e for e in group_effects([one, *rest])}
        assert effects["trunk_lean_deg"].as_run.n_athletes == 20


def test_only_sides_that_all_clips_of_an_athlete_measured_count() -> None:
    people = []
    for n in range(6):
        clips = [
            clip(label, k, {"contact_time_s": 0.115},
                 contact_time_s=Detail(
                     se=0.002, right=0.13 if k == 1 else NAN, grade=Grade.A,
                     left=0.10 + 0.01 * (label == "after") + (n + 10 * (-1) ** k) / 10000))
            for label in ("before", "after") for k in (1, 2)
        ]  # fmt: skip
        changes = tuple(c for c in changes_like("some") if c.metric == "contact_time_s")
        people.append(TeamAthlete(name=f"A{n}", clips=tuple(clips), changes=changes))
    (effect,) = group_effects(people)
    assert effect.metric == "contact_time_s"
    assert METRICS[effect.metric].sided
    assert effect.as_run.difference.value == pytest.approx(0.01, abs=1e-6)


def test_mirrored_teams_have_the_same_effects() -> None:
    people = squad()
    lefts = [_with_sides(a, mirrored=False) for a in people]
    rights = [_with_sides(a, mirrored=True) for a in people]
    assert repr(group_effects(lefts)) == repr(group_effects(rights))


def _with_sides(person: TeamAthlete, *, mirrored: bool) -> TeamAthlete:
    clips = []
    for one in person.clips:
        details = {}
        for name, value in one.values.items():
            pair = (value * 1.02, value * 0.98)
            left, right = reversed(pair) if mirrored else pair
            details[name] = replace_sides(one.details[name], left, right)
        clips.append(replace(one, details=details))
    return replace(person, clips=tuple(clips))


def replace_sides(detail: Detail, left: float, right: float) -> Detail:
    return detail._replace(left=left, right=right)
