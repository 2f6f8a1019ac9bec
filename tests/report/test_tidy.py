"""The runs of a team in three formats: the same rows, with types, and nothing lost."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from aqvision.batch.tidy_tables import runs_table
from aqvision.core.errors import LibraryError
from aqvision.report.export import export
from aqvision.report.team_runs import RUN_COLUMNS
from tests.support.squad import squad
from tests.support.team_people import athlete

NUMBERS = ("value", "se", "speed_mps")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    people = [*squad()[:3], athlete("=cmd|' /C calc'!A0", "some")]
    (tmp_path / "runs.csv").write_text(runs_table(people), encoding="utf-8-sig")
    return tmp_path


def of_csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    for row in rows:
        row |= {name: float(row[name]) if row[name] else None for name in NUMBERS}
        row["day"] = dt.date.fromisoformat(row["day"]) if row["day"] else None
        row["athlete"] = row["athlete"].removeprefix("'")
    return rows


def of_workbook(path: Path) -> list[dict[str, Any]]:
    sheet = load_workbook(path)["Runs"]
    head, *rows = sheet.iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    for row in found:
        row["day"] = row["day"].date() if row["day"] else None
        row |= {name: row[name] or "" for name in RUN_COLUMNS if name not in (*NUMBERS, "day")}
    return found


def test_csv_and_workbook_hold_the_same_rows(folder: Path) -> None:
    rows = of_csv(export(folder, "csv"))
    assert len(rows) > 500
    assert of_workbook(export(folder, "xlsx")) == rows
    assert {path.name for path in folder.iterdir()} == {"runs.csv", "runs.xlsx"}


def test_parquet_holds_the_same_rows_with_their_types(folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra")
    table = parquet.read_table(export(folder, "parquet"))
    assert table.to_pylist() == of_csv(folder / "runs.csv")
    kinds = {field.name: str(field.type) for field in table.schema}
    assert tuple(kinds) == RUN_COLUMNS
    assert {kinds[name] for name in NUMBERS} == {"double"}
    assert (kinds["day"], kinds["unit"]) == ("date32[day]", "string")


def test_without_pyarrow_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(LibraryError, match="which is not installed") as caught:
        export(folder, "parquet")
    assert "pip install pyarrow" in caught.value.hint
    assert not (folder / "runs.parquet").exists()


def test_a_copy_goes_where_it_is_told(folder: Path) -> None:
    target = folder / "more" / "all.csv"
    assert export(folder, "csv", target) == target
    assert target.read_bytes() == (folder / "runs.csv").read_bytes()
    target.write_text("mine")
    with pytest.raises(LibraryError):
        export(folder, "csv", target)


def test_what_is_no_table_of_ours_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="hold no points"):
        export(folder, "xlsx", raw=True)
    (folder / "runs.csv").write_text("a,b\n1,2\n")
    with pytest.raises(LibraryError, match=r"runs\.csv is damaged"):
        export(folder, "xlsx")
    head, first, *_rest = runs_table(squad()[:1]).splitlines()
    (folder / "runs.csv").write_text("\n".join([head, first.replace("2026", "the year")]))
    with pytest.raises(LibraryError, match=r"runs\.csv is damaged"):
        export(folder, "xlsx")
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(LibraryError, match="does not hold the runs of a team"):
        export(other, "parquet")
