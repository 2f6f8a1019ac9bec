"""The sheet on force: each number with its interval, or why there is none."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.analysis.store import load_analysis, save_analysis, write_json
from aqvision.comparison.compare import compare
from aqvision.comparison.store import comparison_to_dict
from aqvision.core.settings import Settings
from aqvision.core.wording import word_of
from aqvision.kinematics.force.measure import Force
from aqvision.kinematics.force.quantities import QUANTITIES
from aqvision.report.spreadsheet import tables_of_clip, tables_of_comparison
from aqvision.report.spreadsheet_force import force_change_tables, force_tables
from aqvision.report.workbook import Table, Value
from tests.support.comparisons import filmed
from tests.support.force import FORCE, force_with
from tests.support.synthetic import Run, analysis_of


def rows_of(table: Table) -> dict[Value, dict[str, Value]]:
    heads = [column.heading for column in table.columns]
    rows = [dict(zip(heads, row, strict=True)) for row in table.rows]
    return {row["Name in files"]: row for row in rows}


def force_sheets(tables: list[Table]) -> list[Table]:
    return [table for table in tables if table.title == "Force"]


def test_each_number_of_a_clip_has_its_interval_and_unit(tmp_path: Path) -> None:
    save_analysis(replace(analysis_of(Run()), force=FORCE), tmp_path)
    (sheet,) = force_sheets(tables_of_clip(load_analysis(tmp_path)))
    rows = rows_of(sheet)
    assert list(rows) == list(QUANTITIES)
    profile = FORCE.velocity
    assert profile is not None
    f0 = rows["f0_n_per_kg"]
    told = [f0[heading] for heading in ("Value", "Standard error", "At least", "At most")]
    found = profile.f0_n_per_kg
    assert told == pytest.approx([found.value, found.se, found.low, found.high])
    assert (f0["Unit"], f0["Unit of that"]) == ("N/kg", "N")
    assert f0["Whole athlete"] == pytest.approx(70 * found.value)
    assert rows["v0_mps"]["Unit of that"] is None


def test_what_is_missing_has_its_reason() -> None:
    force = Force(velocity_reason="no start is seen", spring_reason="too few steps")
    (sheet,) = force_tables(force)
    for row in rows_of(sheet).values():
        assert math.isnan(row["Value"])  # type: ignore[arg-type]
        assert (row["Grade"], bool(row["Why it is not better, or withheld"])) == ("withheld", True)


def test_what_nobody_looked_for_has_no_sheet() -> None:
    assert force_tables(Force()) == []
    assert force_change_tables(()) == []


def test_changes_of_force_are_those_of_the_comparison(tmp_path: Path) -> None:
    slow = replace(analysis_of(Run()), force=FORCE)
    fast = replace(analysis_of(Run()), force=force_with("5:1.15,10:1.88,20:3.2,30:4.45,35:5.06"))
    (before,), (after,) = filmed([slow], [1]), filmed([fast], [11])
    comparison = compare([before], [after], Settings())
    assert comparison.force
    write_json(tmp_path / "comparison.json", comparison_to_dict(comparison))
    (sheet,) = force_sheets(tables_of_comparison(tmp_path))
    rows = rows_of(sheet)
    assert list(rows) == [change.name for change in comparison.force]
    for change in comparison.force:
        row, gap = rows[change.name], change.difference
        told = [row[h] for h in ("Before", "After", "Change", "Change at least", "Change at most")]
        assert told == pytest.approx([change.before, change.after, gap.value, gap.low, gap.high])
        assert (row["Verdict"], row["Grade"]) == (word_of(change.verdict), change.confidence)
