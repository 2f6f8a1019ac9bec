"""Analysis -> the sentences that are said of it."""

from __future__ import annotations

from dataclasses import replace

from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.analysis_verdict import analysis_verdict
from tests.support.synthetic import FROM_THE_SIDE, Run, analysis_of


def test_one_analysis_says_what_is_measured_withheld_and_advised() -> None:
    analysis = analysis_of(Run())
    measured, withheld, advice = analysis_verdict(analysis)
    assert f"{len(analysis.contacts)} ground contacts" in measured
    assert "contact time" in measured
    hidden = [m for m in analysis.metrics.values() if m.confidence == Grade.WITHHELD]
    assert (withheld == "Nothing is withheld.") == (not hidden)
    assert advice


def test_withheld_metrics_are_counted_with_their_reasons() -> None:
    analysis = analysis_of(Run())
    why = "the camera moves"
    hidden = {
        name: replace(m, confidence=Grade.WITHHELD, reason=why)
        for name, m in analysis.metrics.items()
    }
    measured, withheld, _ = analysis_verdict(replace(analysis, metrics=hidden))
    assert measured == "Nothing could be measured in this clip."
    assert withheld == f"All {len(FROM_THE_SIDE)} quantities are withheld: {why}."
