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
    return compare_holds([before], [after])


def test_the_verdict_speaks_of_two_holds_not_of_the_athlete(tmp_path: Path) -> None:
    differ, limits = hold_change_verdict(compared(tmp_path, 10.0))
    assert differ.startswith("One hold a side: these holds differ in sway")
    assert "Whether the athlete changed, one hold does not tell" in limits
    assert "nothing stands out" in hold_change_verdict(compared(tmp_path, 1.1))[0]


def test_the_page_shows_both_sides_and_cautions(tmp_path: Path) -> None:
    page = write_hold_comparison_report(compared(tmp_path, 2.0), tmp_path / "out").read_text()
    for words in ("Two holds", "Area of sway", "Nobody says what was held against", "+"):
        assert words in page


def test_several_holds_speak_of_the_athlete_and_are_all_named(tmp_path: Path) -> None:
    pair = compared(tmp_path, 9.0)
    more = [
        replace(
            side[0],
            provenance=replace(side[0].provenance, clip_sha256=name * 64, clip_name=f"{name}.mp4"),
            estimates={n: e.times(1.1) for n, e in side[0].estimates.items()},
        )
        for side, name in ((pair.before, "2"), (pair.after, "3"))
    ]
    found = compare_holds([*pair.before, more[0]], [*pair.after, more[1]])
    assert hold_change_verdict(found)[0].startswith(
        "2 holds before and 2 after: what changed is sway ("
    )
    page = write_hold_comparison_report(found, tmp_path / "out").read_text()
    for words in ("Holds before and after", "2.mp4", "3.mp4"):
        assert words in page
