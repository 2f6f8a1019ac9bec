"""One clip -> rows of its tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.tables import ClipRole, count_rows, metric_groups, step_headings, step_rows
from tests.support.synthetic import Run, analysis_of

NAN = float("nan")


def test_every_step_has_a_row_with_a_value_a_heading() -> None:
    analysis = analysis_of(Run())
    rows = step_rows([analysis, analysis], [ClipRole.BEFORE, ClipRole.AFTER])
    assert len(rows) == 2 * len(analysis.steps)
    assert {len(row.values) for row in rows} == {len(step_headings([analysis]))}
    assert [row.number for row in rows[: len(analysis.steps)]] == list(
        range(1, len(analysis.steps) + 1)
    )
    assert np.unique([row.role for row in rows]).tolist() == ["after", "before"]


def test_what_is_withheld_has_no_row() -> None:
    analysis = analysis_of(Run())
    n = sum(m.confidence != Grade.WITHHELD for m in analysis.metrics.values())
    groups = [metric_groups(analysis, main=main) for main in (True, False)]
    assert sum(map(count_rows, groups)) == n


@pytest.mark.parametrize(("se", "remark"), [(0.004, "standard error 4 ms"), (NAN, "one stride")])
def test_left_against_right_stands_with_its_error_and_is_not_judged(se: float, remark: str) -> None:
    analysis = analysis_of(Run())
    name = "step_time_difference_s"
    changed = replace(analysis.metrics[name], value=0.05, se=se)
    groups = [
        group
        for main in (True, False)
        for _, group in metric_groups(
            replace(analysis, metrics={**analysis.metrics, name: changed}), main=main
        )
    ]
    row = next(r for group in groups for r in group if r.name.label == METRICS[name].label)
    assert remark in row.remark
    assert "not judged" in row.remark
    assert "asymmetry" not in row.remark
    others = [r for group in groups for r in group if r.name.label == METRICS["speed_mps"].label]
    assert others[0].remark == ""
