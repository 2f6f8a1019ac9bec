"""What lists show of a result is what its report says, and small."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.analysis.hold_store import load_hold, save_hold
from aqvision.analysis.store import nan_to_null, save_analysis
from aqvision.comparison.compare import Change
from aqvision.comparison.holds import HoldVerdict, compare_holds, hold_comparison_to_dict
from aqvision.comparison.store import SCHEMA_VERSION, change_to_dict
from aqvision.library.records import ComparisonKind
from aqvision.library.summaries import summary_of_clip, summary_of_comparison
from aqvision.report.headline import headline_of, next_of
from aqvision.web.verdicts import verdict_of
from tests.support.holds import measured
from tests.support.squad import squad
from tests.support.synthetic import Run, analysis_of

SMALL_BYTES = 6_000


def kept(folder: Path, changes: list[Change], n_runs: tuple[int, int]) -> Path:
    """Write what a comparison leaves behind, as far as it is read."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "before": [{}] * n_runs[0],
        "after": [{}] * n_runs[1],
        "history": {"sessions": []},
        "changes": [change_to_dict(change) for change in changes],
    }
    (folder / "comparison.json").write_text(json.dumps(nan_to_null(content)))
    return folder


def test_a_verdict_made_of_a_summary_is_that_of_the_report(tmp_path: Path) -> None:
    judged = [one for one in squad() if one.changes]
    assert len({headline_of(one.in_view) for one in judged}) > 10
    for one in judged:
        views = {clip.view for clip in one.clips if clip.view}
        folder = kept(tmp_path, list(one.changes), one.n_runs)
        summary = summary_of_comparison(folder, ComparisonKind.CHANGE, views)
        verdict = verdict_of(json.dumps(summary), ComparisonKind.CHANGE)
        assert verdict is not None
        assert verdict.sentence == headline_of(one.in_view)
        assert verdict.standing == one.standing
        assert verdict.next == next_of(one.changes, of_the_athlete=one.of_the_athlete)
        assert len(json.dumps(summary)) < SMALL_BYTES


def test_of_a_clip_stays_what_may_be_followed(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    save_analysis(analysis, tmp_path)
    summary = summary_of_clip(tmp_path)
    assert (summary["view"], summary["ground"]) == ("side", analysis.scene.ground)
    speed, known = summary["metrics"]["speed_mps"], analysis.metrics["speed_mps"]
    assert speed[:2] == pytest.approx([known.value, known.se], rel=1e-5)
    assert all(analysis.metrics[name].confidence != "withheld" for name in summary["metrics"])
    assert len(json.dumps(summary)) < SMALL_BYTES


def test_of_holds_stays_in_what_they_differ(tmp_path: Path) -> None:
    save_hold(measured(), tmp_path)
    assert summary_of_clip(tmp_path)["metrics"] == {}
    before = load_hold(tmp_path)
    other = replace(before.provenance, clip_sha256="1" * 64)
    grown = {name: found.times(10.0) for name, found in before.estimates.items()}
    after = replace(before, provenance=other, estimates=grown)
    found = compare_holds([before], [after])
    told = nan_to_null(hold_comparison_to_dict(found))
    (tmp_path / "hold_comparison.json").write_text(json.dumps(told))
    summary = summary_of_comparison(tmp_path, ComparisonKind.HOLDS, ())
    differ = [c.name for c in found.changes if c.verdict is HoldVerdict.HOLDS_DIFFER]
    assert differ
    assert summary == {"differ": differ, "n_holds": [1, 1]}
    verdict = verdict_of(json.dumps(summary), ComparisonKind.HOLDS)
    assert verdict is not None
    assert "these holds differ in" in verdict.sentence


def test_ladders_and_seasons_keep_their_sentence(tmp_path: Path) -> None:
    for kind in (ComparisonKind.LADDER, ComparisonKind.SEASON):
        (tmp_path / kind.file).write_text('{"sentence": "All of it holds."}')
        summary = summary_of_comparison(tmp_path, kind, ())
        verdict = verdict_of(json.dumps(summary), kind)
        assert verdict is not None
        assert verdict.sentence == "All of it holds."


def test_a_season_says_what_changed_from_its_first_day_to_its_last(tmp_path: Path) -> None:
    def row(metric: str, verdict: str, of: str = "sprint") -> dict[str, object]:
        numbers = {"first": 0.12, "last": 0.11, "change": -0.01, "low": -0.015, "high": -0.005}
        return {"metric": metric, "of": of, "verdict": verdict, "unit": "s", **numbers}

    def told(*rows: dict[str, object]) -> str:
        content = {"sentence": "Too few dates.", "changes": list(rows)}
        (tmp_path / "progress.json").write_text(json.dumps(content))
        summary = summary_of_comparison(tmp_path, ComparisonKind.SEASON, ())
        verdict = verdict_of(json.dumps(summary), ComparisonKind.SEASON)
        assert verdict is not None
        return verdict.sentence

    contact = row("contact_time_s", "changed")
    assert "contact time went from 120 ms to 110 ms (by −10 ms" in told(contact)
    assert told(row("contact_time_s", "cannot be told yet")) == (
        "Of the sprints it cannot be told yet: contact time."
    )
    sway = row("sway_rms_mm", "these holds differ", "hold")
    small = row("contact_time_s", "no change found")
    assert told(sway, small).startswith("Holds, from the first date to the last: sway went from")
    assert told(small, row("sway_rms_mm", "cannot be told yet", "hold")).startswith(
        "From the first"
    )
    assert told() == "Too few dates."


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"metrics": {"speed_mps": 3}}'])
def test_what_cannot_be_read_is_summed_up_as_nothing(tmp_path: Path, content: str) -> None:
    for name in ("analysis.json", *(kind.file for kind in ComparisonKind)):
        (tmp_path / name).write_text(content)
    assert summary_of_clip(tmp_path) == {}
    for kind in ComparisonKind:
        assert summary_of_comparison(tmp_path, kind, ()) == {}
        assert verdict_of("", kind) is None
    assert summary_of_clip(tmp_path / "nowhere") == {}
