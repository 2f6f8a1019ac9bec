"""The strip of steps: a step that is away is shown, what measuring explains is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.report.steps_held import HeldRow, steps_held
from tests.support.synthetic import Run, analysis_of

LABEL = "Contact time"


def with_contact_times(away_s: float) -> Analysis:
    """Make a clip whose third contact is longer than the others, known to 2 ms each."""
    clip = analysis_of(Run())
    times = np.full(len(clip.steps), 0.11)
    times[2] += away_s
    steps = clip.steps.assign(contact_time_s=times)
    summary = replace(clip.metrics["contact_time_s"], measurement_sd=0.002)
    return replace(clip, steps=steps, metrics=clip.metrics | {"contact_time_s": summary})


def contact_row(clip: Analysis) -> HeldRow:
    return next(r for r in steps_held(clip).rows if r.label == LABEL)


def test_a_step_is_away_beyond_two_and_a_half_errors_and_only_then() -> None:
    row = contact_row(with_contact_times(0.008))
    assert [cell.held for cell in row.cells].count(False) == 1
    assert row.cells[2].text == "+8 ms"
    assert all(cell.held for cell in contact_row(with_contact_times(0.0045)).cells)


def test_the_sentence_names_what_stands_out_or_says_that_all_held() -> None:
    away, held = with_contact_times(0.02), with_contact_times(0.0)
    assert "Contact time on step 3" in steps_held(away).sentence
    calm = steps_held(held)
    only = replace(calm, rows=tuple(r for r in calm.rows if r.label == LABEL))
    assert only.sentence == f"All {len(held.steps)} values held from step to step."


def test_a_lasting_difference_of_the_sides_is_no_step_that_is_away() -> None:
    clip = with_contact_times(0.0)
    right = (clip.steps["side"] == "right").to_numpy()
    clip = replace(clip, steps=clip.steps.assign(contact_time_s=np.where(right, 0.12, 0.11)))
    assert all(cell.held for cell in contact_row(clip).cells)


def test_what_has_no_known_error_has_no_row() -> None:
    clip = with_contact_times(0.0)
    unknown = replace(clip.metrics["contact_time_s"], measurement_sd=float("nan"))
    clip = replace(clip, metrics=clip.metrics | {"contact_time_s": unknown})
    assert LABEL not in {row.label for row in steps_held(clip).rows}
