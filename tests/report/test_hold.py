from __future__ import annotations

from pathlib import Path

from aqvision.analysis.hold import analyze_hold
from aqvision.core.settings import Settings
from aqvision.report.hold import hold_verdict, write_hold_report
from tests.support.holds import STEADY, from_the_front, measured


def test_the_page_holds_numbers_knocks_and_posture_and_nothing_of_steps(tmp_path: Path) -> None:
    page = write_hold_report(measured(), tmp_path).read_text()
    for words in ("Sway", "Drift", "Median frequency", "trunk lean", "A hold", "forward"):
        assert words in page
    assert "Step by step" not in page
    assert "src=" not in page.split("<main>")[1].split("</main>")[0].replace('src="data:', "")


def test_the_front_names_sides_instead_of_forward(tmp_path: Path) -> None:
    assert "to the athlete&#39;s" in write_hold_report(from_the_front(), tmp_path).read_text()


def test_the_verdict_says_sway_time_and_knocks() -> None:
    sway, share, knocks = hold_verdict(measured())
    assert sway.startswith("The hips sway by")
    assert "mm" in sway
    assert share.endswith("of 20 seconds.")
    assert knocks.startswith("2 knocks were answered")


def test_without_a_height_the_verdict_speaks_of_legs() -> None:
    analysis = analyze_hold(STEADY.posed(scaled=False), Settings())
    assert "% of a leg" in hold_verdict(analysis)[0]
