from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from aqvision.analysis.hold import HoldAnalysis, analyze_hold
from aqvision.core.settings import Settings
from aqvision.report.hold import hold_verdict, write_hold_report
from aqvision.video.reader import Video
from tests.support.holds import STEADY, from_the_front, measured


def test_the_page_holds_numbers_knocks_and_posture_and_nothing_of_steps(tmp_path: Path) -> None:
    page = write_hold_report(measured(), tmp_path).read_text()
    for words in ("Sway", "Drift", "Median frequency", "trunk lean", "A hold", "forward"):
        assert words in page
    assert "Step by step" not in page
    assert "src=" not in page.split("<main>")[1].split("</main>")[0].replace('src="data:', "")


def test_the_picture_stands_beside_the_first_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aqvision.report.hold.draw_trace", lambda *_: b"a picture")
    video = cast(Video, "drawn by a stand-in")
    shown = write_hold_report(measured(), tmp_path, video).read_text()
    first = shown.split("<nav")[0]
    assert first.count('<img src="data:image/webp') == shown.count("<img") == 1
    assert '<p class="headline">The hips sway by' in first
    assert "There is no picture" in write_hold_report(imported(), tmp_path).read_text()


def imported() -> HoldAnalysis:
    analysis = measured()
    return replace(analysis, provenance=replace(analysis.provenance, model_sha256=""))


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
