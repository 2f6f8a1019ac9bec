from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aqvision.analysis.hold_store import HoldRecord, load_hold, save_hold
from aqvision.comparison.holds import compare_holds, hold_comparison_to_dict
from aqvision.core.errors import LibraryError
from tests.support.holds import measured

SWAY = "sway_rms_leg_lengths"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> HoldRecord:
    folder: Path = tmp_path_factory.mktemp("hold")
    save_hold(measured(), folder)
    return load_hold(folder)


def another(record: HoldRecord, times: float = 1.0, **changed: Any) -> HoldRecord:
    """Give another clip in which all numbers are so many times as large."""
    return replace(
        record,
        provenance=replace(record.provenance, clip_sha256="1" * 64),
        estimates={name: found.times(times) for name, found in record.estimates.items()},
        **changed,
    )


def test_alike_holds_do_not_differ_and_ten_times_the_sway_does(record: HoldRecord) -> None:
    alike = {c.name: c for c in compare_holds(record, another(record)).changes}
    more = {c.name: c for c in compare_holds(record, another(record, 10.0)).changes}
    assert not alike[SWAY].difference.excludes_zero
    assert alike[SWAY].difference.value == 0.0
    assert more[SWAY].difference.excludes_zero


def test_the_interval_holds_blocks_and_days(record: HoldRecord) -> None:
    (change,) = (c for c in compare_holds(record, another(record)).changes if c.name == SWAY)
    se = record.estimates[SWAY].se
    assert change.within_sd == pytest.approx(se * 2**0.5)
    assert change.between_day_sd == pytest.approx(0.2 * 2**0.5 * change.before)
    both = (change.within_sd**2 + change.between_day_sd**2) ** 0.5
    assert 1.6 * both < change.difference.high < 2.1 * both


def test_what_holds_do_not_have_in_common_is_said(record: HoldRecord) -> None:
    loaded = replace(record, notes=replace(record.notes, load="20 kg"))
    assert compare_holds(loaded, another(loaded)).cautions == ()
    heavier = another(loaded, notes=replace(loaded.notes, load="30 kg"), view="front")
    told = " ".join(compare_holds(loaded, heavier).cautions)
    assert "load" in told
    assert "different sides" in told


def test_holds_that_are_not_compared_are_counted(record: HoldRecord) -> None:
    told = compare_holds(record, another(record), (0, 2)).cautions[0]
    assert told.endswith("others are left aside: 0 before, 2 after.")


def test_one_hold_twice_and_two_athletes_are_refused(record: HoldRecord) -> None:
    with pytest.raises(LibraryError, match="given twice"):
        compare_holds(record, record)
    with pytest.raises(LibraryError, match="different athletes"):
        compare_holds(replace(record, athlete="A"), another(record, athlete="B"))


def test_the_file_says_that_days_are_assumed(record: HoldRecord) -> None:
    content = hold_comparison_to_dict(compare_holds(record, another(record)))
    assert content["between_day_source"] == "assumed"
    assert content["changes"][SWAY]["low"] < 0 < content["changes"][SWAY]["high"]
