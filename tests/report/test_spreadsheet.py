"""The spreadsheet of a clip and of a comparison: the numbers of the files, with their units."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.store import write_json
from aqvision.comparison.compare import Comparison
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.comparison.speed_matched import SpeedMatchedChange
from aqvision.comparison.store import comparison_to_dict
from aqvision.core.wording import word_of
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.spreadsheet import tables_of_clip, tables_of_comparison
from aqvision.report.workbook import Table, Value, shown_unit
from tests.support.comparisons import before_and_after, three_days_a_side
from tests.support.synthetic import Run, analysis_of

RUN = Run(noise_px=1.0)
NUMBERS = (
    *("Before", "After", "Change", "Change at least", "Change at most"),
    *("p (by itself)", "q (among all)"),
)


def table(tables: list[Table], title: str) -> list[dict[str, Value]]:
    """Give the rows of a sheet by their headings."""
    sheet = next(t for t in tables if t.title == title)
    heads = [c.heading for c in sheet.columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


def stored(comparison: Comparison, folder: Path) -> list[Table]:
    write_json(folder / "comparison.json", comparison_to_dict(comparison))
    return tables_of_comparison(folder)


def test_each_metric_has_a_row_with_its_unit_and_its_reason() -> None:
    analysis = analysis_of(RUN)
    rows = {row["Name in files"]: row for row in table(tables_of_clip(analysis), "Metrics")}
    assert set(rows) == set(METRICS)
    for name, found in analysis.metrics.items():
        row = rows[name]
        assert row["Metric"] == METRICS[name].label
        assert row["Unit"] == shown_unit(found.unit)
        for heading, number in (("Value", found.value), ("Standard error", found.se),
                                ("Left", found.left), ("Right", found.right)):  # fmt: skip
            assert row[heading] == pytest.approx(number, nan_ok=True)
        assert row["Grade"] == found.confidence
    empty = [row for row in rows.values() if np.isnan(row["Value"])]  # type: ignore[arg-type]
    assert empty
    assert all(row["Why it is not better, or withheld"] for row in empty)


def test_steps_are_those_of_the_file_without_what_is_withheld() -> None:
    analysis = analysis_of(RUN)
    metrics = dict(analysis.metrics)
    metrics["trunk_lean_deg"] = replace(
        metrics["trunk_lean_deg"], confidence=Grade.WITHHELD, value=np.nan
    )
    tables = tables_of_clip(replace(analysis, metrics=metrics))
    rows = table(tables, "Steps")
    assert len(rows) == len(analysis.steps)
    assert [row["Foot"] for row in rows] == list(analysis.steps["side"])
    times = [row["Contact time"] for row in rows]
    np.testing.assert_allclose(np.array(times, float), analysis.steps["contact_time_s"])
    assert "Trunk lean" not in rows[0]
    sheet = next(t for t in tables if t.title == "Steps")
    units = {c.heading: c.unit for c in sheet.columns}
    assert (units["Touchdown"], units["Contact time"], units["Foot"]) == ("s", "s", "")


def test_the_series_has_a_row_a_frame_under_the_names_of_the_file() -> None:
    analysis = analysis_of(RUN)
    rows = table(tables_of_clip(analysis), "Series")
    assert list(rows[0]) == list(analysis.series)
    knee = [row["left_knee_flexion_deg"] for row in rows]
    np.testing.assert_allclose(np.array(knee, float), analysis.series["left_knee_flexion_deg"])


def test_changes_are_those_of_the_comparison(tmp_path: Path) -> None:
    comparison = three_days_a_side()
    rows = {r["Name in files"]: r for r in table(stored(comparison, tmp_path), "Changes")}
    assert set(rows) == {change.metric for change in comparison.changes}
    for change in comparison.changes:
        row = rows[change.metric]
        numbers = [row[heading] for heading in NUMBERS]
        gap = change.difference
        expected = [change.before.value, change.after.value, gap.value, gap.low, gap.high,
                    change.p, change.q]  # fmt: skip
        assert numbers == pytest.approx(expected, nan_ok=True)
        assert row["Verdict"] == word_of(change.verdict)
        assert row["Unit"] == shown_unit(change.unit)
        reason = row["Why it is not compared, or its grade not better"]
        assert change.is_comparable or reason
        matched = change.speed_matched
        assert row["At the same speed: change"] == (matched and matched.difference.value)
    assert rows["step_time_s"]["Goes with"] == "Step frequency"


def test_a_change_at_the_same_speed_is_told(tmp_path: Path) -> None:
    comparison = before_and_after()
    first = comparison.changes[0]
    matched = SpeedMatchedChange(Difference(0.1, -0.2, 0.4), np.nan, Verdict.NO_CHANGE)
    changes = (replace(first, speed_matched=matched), *comparison.changes[1:])
    row = table(stored(replace(comparison, changes=changes), tmp_path), "Changes")[0]
    there = [row[f"At the same speed: {h}"] for h in ("change", "at least", "at most", "verdict")]
    assert there == [0.1, -0.2, 0.4, "no change found"]
