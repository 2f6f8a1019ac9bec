"""The workbook of a team: athletes, changes and clips in words, and nothing that is a formula."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from aqvision.batch.summary_workbook import summary_tables
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.team_people import TeamAthlete, TeamClip
from aqvision.report.workbook import write_workbook
from tests.support.squad import group_effects, squad
from tests.support.team_people import alone, athlete


def book_of(folder: Path, *athletes: TeamAthlete) -> Any:
    write_workbook(summary_tables(athletes), folder / "summary.xlsx")
    return load_workbook(folder / "summary.xlsx")


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_squad_has_a_row_an_athlete_a_metric_and_a_clip(tmp_path: Path) -> None:
    people = squad()
    book = book_of(tmp_path, *people)
    assert book.sheetnames == ["Athletes", "Changes", "Group", "Clips"]
    who, changes, _group, clips = (rows_of(sheet) for sheet in book)
    assert [row["Athlete"] for row in who] == [person.name for person in people]
    assert len(changes) == len(people) * len(METRICS)
    assert len(clips) == sum(len(person.clips) for person in people)
    amelie = who[0]
    assert amelie["Outcome"] == "changed"
    assert amelie["Verdict"].startswith("Faster: ")
    assert (amelie["Clips before"], amelie["Clips after"]) == (3, 3)
    vera = next(row for row in who if row["Athlete"] == "Vera Sokolova")
    assert vera["What to film next"].startswith("Nobody runs through vera_6_1.mp4. Film the ")
    assert all(row["Verdict"] and row["What to film next"] for row in who)


def test_numbers_are_those_of_the_comparison_in_the_digits_of_their_unit(tmp_path: Path) -> None:
    anna = athlete("Anna", "some")
    sheet = book_of(tmp_path, anna)["Changes"]
    heads = [cell.value for cell in sheet[1]]
    forms = {}
    for change, row in zip(anna.changes, sheet.iter_rows(min_row=2), strict=True):
        cell = row[heads.index("Change")]
        if change.is_comparable:
            assert cell.value == pytest.approx(change.difference.value)
            assert cell.data_type == "n"
        else:
            assert cell.value is None
        forms[change.metric] = cell.number_format
    assert forms["contact_time_s"] == "0.0000"
    assert forms["trunk_lean_deg"] == "0.00"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["C"].width == 34


@pytest.mark.parametrize("start", "=+-@")
def test_a_hostile_name_is_text_in_every_sheet(tmp_path: Path, start: str) -> None:
    name = f"{start}cmd|' /C calc'!A0"
    refused = TeamClip(athlete=name, label="before", name=name, error=name, hint=name)
    hidden = TeamAthlete(name=name, error=name, hint=name, compared=name, clips=(refused,))
    book = book_of(tmp_path, hidden, athlete(name, "some", change=-7.0))
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            assert row[0].value == name
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert cell.data_type == "n" or cell.quotePrefix


def test_a_clip_tells_its_grades_or_its_problem_and_the_cure(tmp_path: Path) -> None:
    good = TeamClip(
        athlete="Anna", label="after", name="a.mp4", kind="ladder", day=dt.date(2026, 6, 4),
        grades={Grade.A: 12, Grade.WITHHELD: 3}, advice=("Dark. Film with light.",),
    )  # fmt: skip
    first, second = rows_of(
        book_of(tmp_path, TeamAthlete(name="Anna", clips=(good,)), alone("Otto"))["Clips"]
    )
    assert first["Day"] == dt.datetime(2026, 6, 4)
    assert (first["Kind"], first["Metrics of grade A"], first["Metrics of grade B"]) == (
        "ladder", 12, 0,
    )  # fmt: skip
    assert (first["Problem"], first["How to film better"]) == (None, "Dark. Film with light.")
    assert second["Metrics of grade A"] is None
    assert second["Problem"] == "Nobody runs in r.mp4."
    assert second["How to film better"] == "Film somebody who runs."


def test_the_group_has_two_rows_a_metric_in_words(tmp_path: Path) -> None:
    people = squad()
    effects = group_effects(people)
    write_workbook(summary_tables(people, effects), tmp_path / "summary.xlsx")
    rows = rows_of(load_workbook(tmp_path / "summary.xlsx")["Group"])
    assert [(row["Name in files"], row["Speeds"]) for row in rows] == [
        (one.metric, speeds) for one in effects for speeds in ("as run", "at the same speed")
    ]
    first = rows[0]
    assert first["Change"] == pytest.approx(effects[0].as_run.difference.value)
    assert first["Athletes"] == effects[0].as_run.n_athletes
    assert first["Athletes differ by (SD)"] > 0
    speed = next(
        row for row in rows if row["Name in files"] == "speed_mps" and row["Why it is not told"]
    )
    assert speed["Why it is not told"] == "it is the speed itself"
    assert speed["Change"] is None


def test_the_same_team_gives_the_same_bytes(tmp_path: Path) -> None:
    people = [athlete("Anna", "some"), alone("Otto")]
    paths = [tmp_path / name for name in ("one.xlsx", "two.xlsx")]
    for path in paths:
        write_workbook(summary_tables(people), path)
    one, two = (path.read_bytes() for path in paths)
    assert one == two
