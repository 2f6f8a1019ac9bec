"""Analysis -> the sentences that are said of it."""

from __future__ import annotations

from dataclasses import replace

from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.analysis_verdict import analysis_verdict
from aqvision.report.tables import withheld_rows
from tests.support.synthetic import FROM_THE_SIDE, Run, analysis_of


def test_one_analysis_says_what_is_measured_withheld_and_advised() -> None:
    analysis = analysis_of(Run())
    measured, withheld, advice = analysis_verdict(analysis)
    assert f"{len(analysis.contacts)} ground contacts" in measured
    assert "contact time" in measured
    hidden = [m for m in analysis.metrics.values() if m.confidence == Grade.WITHHELD]
    assert (withheld == "Nothing is withheld.") == (not hidden)
    assert advice


def test_a_single_contact_is_one() -> None:
    analysis = analysis_of(Run())
    measured = analysis_verdict(replace(analysis, steps=analysis.steps.head(1)))[0]
    assert measured.startswith("1 ground contact lies wholly in view, and ")


def test_withheld_metrics_are_counted_with_their_reasons() -> None:
    analysis = analysis_of(Run())
    why = "the camera moves"
    hidden = {
        name: replace(m, confidence=Grade.WITHHELD, reason=why)
        for name, m in analysis.metrics.items()
    }
    measured, withheld, _ = analysis_verdict(replace(analysis, metrics=hidden))
    assert measured == "Nothing could be measured in this clip."
    n_shown = sum("side" in metric.views for metric in METRICS.values())
    assert withheld == f"All {n_shown} quantities are withheld. The camera moves."


def test_the_text_counts_what_the_list_below_it_names() -> None:
    analysis = analysis_of(Run())
    names = [name for name in FROM_THE_SIDE if analysis.metrics[name].confidence == Grade.A][:3]
    hidden = {
        name: replace(m, confidence=Grade.WITHHELD, reason="the camera moves")
        if name in names
        else m
        for name, m in analysis.metrics.items()
    }
    changed = replace(analysis, metrics=hidden)
    listed = sum(len(labels) for _, labels in withheld_rows(changed))
    assert analysis_verdict(changed)[1].startswith(f"{listed} are withheld. ")
