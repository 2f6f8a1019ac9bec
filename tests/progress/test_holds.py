"""Folder of a hold -> its numbers, with what is not known left open."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.progress.holds import hold_in
from tests.support.seasons import day, write_hold


def test_numbers_and_errors_are_read(tmp_path: Path) -> None:
    hold = hold_in(write_hold(tmp_path / "a", 3))
    assert (hold.day, hold.name, hold.load, hold.view) == (day(3), "a.mp4", "20 kg", "side")
    assert hold.numbers["sway_rms_leg_lengths"] == (0.008, 0.0005)
    assert math.isnan(hold.numbers["sway_rms_mm"][0])
    assert math.isnan(hold.numbers["time_in_band_frac"][1])


def test_returns_are_averaged_over_the_knocks_that_were_answered(tmp_path: Path) -> None:
    value, se = hold_in(write_hold(tmp_path / "a", 3)).numbers["return_s"]
    assert value == pytest.approx(0.6)
    assert se == pytest.approx(0.1)
    one = [{"return_s": 0.4, "return_se_s": 0.07}]
    assert hold_in(write_hold(tmp_path / "b", 3, perturbations=one)).numbers["return_s"] == (
        0.4, 0.07,
    )  # fmt: skip
    none = hold_in(write_hold(tmp_path / "c", 3, perturbations=[])).numbers["return_s"]
    assert all(map(math.isnan, none))


@pytest.mark.parametrize("change", [{"schema_version": 9}, {"errors": None}, {"recorded": {}}])
def test_a_damaged_hold_is_refused(change: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"no complete hold|another version"):
        hold_in(write_hold(tmp_path / "a", 3, **change))
    with pytest.raises(LibraryError, match="no result of a hold"):
        hold_in(tmp_path / "nowhere")
