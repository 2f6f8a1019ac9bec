"""The table of a batch: for machines exact, for spreadsheets harmless."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from aqvision.batch.summary import SUMMARY_COLUMNS, summary_table
from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.team_people import TeamAthlete, TeamClip
from tests.support.team_changes import change_of, changes_like


def rows_of(*athletes: TeamAthlete) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(summary_table(athletes), newline="")))


def test_every_metric_of_every_athlete_has_a_row() -> None:
    anna = TeamAthlete(
        name="Anna", link="anna/report.html", changes=tuple(changes_like("some")),
        compared="March → June", n_runs=(3, 2), of_the_athlete=True,
    )  # fmt: skip
    otto = TeamAthlete(
        name="Otto", link="otto/before-1/report.html", error="there is no clip after"
    )
    rows = rows_of(anna, otto)
    expected = [(name, metric) for name in ("Anna", "Otto") for metric in METRICS]
    assert [(row["athlete"], row["metric"]) for row in rows] == expected
    assert list(rows[0]) == list(SUMMARY_COLUMNS)
    for change, row in zip(anna.changes, rows[: len(METRICS)], strict=True):
        assert row["verdict"] == change.verdict
        low = float("nan") if row["low"] == "" else float(row["low"])
        assert low == pytest.approx(change.difference.low, rel=1e-5, nan_ok=True)
    first = rows[: len(METRICS)]
    named = {row["metric"] for row in first if row["primary"] == "yes"}
    assert named == set(PRIMARIES)
    holding = {row["metric"] for row in first if row["holds_in_team"] == "yes"}
    assert holding == set(PRIMARIES)
    assert {(row["clips_before"], row["clips_after"]) for row in first} == {("3", "2")}
    alone = rows[-1]
    assert (alone["verdict"], alone["change"], alone["report"]) == ("not comparable", "", "")
    assert alone["reason"] == "there is no clip after"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r\n@"])
def test_no_text_is_a_formula_but_numbers_stay_numbers(start: str) -> None:
    name = f"{start}cmd|' /C calc'!A0"
    loss = TeamAthlete(
        name=name, link="x", changes=tuple(changes_like("some", -7.0)), compared=name
    )
    for row in rows_of(loss):
        assert row["athlete"] == row["compared"] == f"'{name.strip()}"
        assert row["change"] == "" or float(row["change"]) < 0


def test_names_of_machines_stand_beside_words_for_people() -> None:
    few = replace(change_of("speed_mps", 0.2, Verdict.CANNOT_TELL), more_after=2)
    steady = change_of("trunk_lean_deg", 0.2, Verdict.NO_CHANGE)
    changed = change_of("duty_factor_frac", 5.0, Verdict.CHANGED)
    clips = tuple(
        TeamClip(athlete="Anna", label="before", name=f"{kind}.mp4", kind=kind)
        for kind in ("hold", "run", "ladder", "run")
    )
    anna = TeamAthlete(
        name="Anna", changes=(few, steady, changed), clips=clips, of_the_athlete=True
    )
    rows = {row["metric"]: row for row in rows_of(anna)}
    speed = rows["speed_mps"]
    assert (speed["label"], speed["pillar"], speed["pillar_label"]) == (
        "Speed", "steps", "Steps and speed",
    )  # fmt: skip
    assert (speed["verdict"], speed["words"]) == (
        "cannot be told yet", "too few to tell; film 2 more after",
    )  # fmt: skip
    assert rows["trunk_lean_deg"]["words"] == "no change larger than 1°"
    duty = rows["duty_factor_frac"]
    assert (duty["unit"], duty["unit_label"], duty["words"]) == ("", "share (1 = all)", "changed")
    assert rows["elbow_mean_deg"]["words"] == "not comparable"
    assert {row["kind"] for row in rows.values()} == {"run ladder"}
