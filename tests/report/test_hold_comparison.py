from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from aqvision.analysis.hold_store import load_hold, save_hold
from aqvision.comparison.holds import HoldComparison, compare_holds
from aqvision.report.hold_comparison import hold_change_verdict, write_hold_comparison_report
from tests.support.holds import measured


def compared(folder: Path, times: float) -> HoldComparison:
    save_hold(measured(), folder)
    before = load_hold(folder)
    after = replace(
        before,
        provenance=replace(before.provenance, clip_sha256="1" * 64),
        estimates={n: e.times(times) for n, e in before.estimates.items()},
    )
    return compare_holds(before, after)


def test_the_verdict_speaks_of_two_holds_not_of_the_athlete(tmp_path: Path) -> None:
    differ, limits = hold_change_verdict(compared(tmp_path, 10.0))
    assert differ.startswith("One hold a side: these two holds differ in sway")
    assert "Whether the athlete changed, two holds do not tell" in limits
    assert "nothing stands out" in hold_change_verdict(compared(tmp_path, 1.0))[0]


def test_the_page_shows_both_sides_and_cautions(tmp_path: Path) -> None:
    page = write_hold_comparison_report(compared(tmp_path, 2.0), tmp_path / "out").read_text()
    for words in ("Two holds", "Area of sway", "The load is not the same", "+"):
        assert words in page
