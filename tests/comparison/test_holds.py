from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aqvision.analysis.hold_store import HoldRecord, load_hold, save_hold
from aqvision.comparison.hold_means import number_of
from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.comparison.holds import (
    HoldChange,
    HoldVerdict,
    compare_holds,
    hold_comparison_to_dict,
)
from aqvision.core.errors import LibraryError
from aqvision.core.recorded import Recorded, RecordedFrom
from aqvision.core.settings import Settings
from aqvision.progress.changes import hold_changes
from aqvision.progress.holds import Hold
from aqvision.progress.lines import hold_line
from tests.support.holds import measured

SWAY = "sway_rms_leg_lengths"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> HoldRecord:
    folder: Path = tmp_path_factory.mktemp("hold")
    save_hold(measured(), folder)
    return load_hold(folder)


def another(record: HoldRecord, times: float = 1.0, number: int = 1, **changed: Any) -> HoldRecord:
    """Give another clip in which all numbers are so many times as large."""
    return replace(
        record,
        provenance=replace(record.provenance, clip_sha256=f"{number:064}"),
        estimates={name: found.times(times) for name, found in record.estimates.items()},
        **changed,
    )


def sway(before: Sequence[HoldRecord], after: Sequence[HoldRecord]) -> HoldChange:
    return next(c for c in compare_holds(before, after).changes if c.name == SWAY)


def test_alike_holds_do_not_differ_and_ten_times_the_sway_does(record: HoldRecord) -> None:
    alike, more = sway([record], [another(record, 1.02)]), sway([record], [another(record, 10.0)])
    assert alike.verdict is HoldVerdict.CANNOT_TELL
    assert more.verdict is HoldVerdict.HOLDS_DIFFER
    assert more.difference.low > 0


def test_the_interval_holds_blocks_holds_and_days(record: HoldRecord) -> None:
    change = sway([record], [another(record, 1.1)])
    mean, se = (change.before + change.after) / 2, record.estimates[SWAY].se
    assert change.within_sd == pytest.approx((1 + 1.1**2) ** 0.5 * se)
    for part in (change.between_hold_sd, change.between_day_sd):
        assert part == pytest.approx(0.25 * 2**0.5 * mean)
    parts = (change.within_sd, change.between_hold_sd, change.between_day_sd)
    whole = sum(part**2 for part in parts) ** 0.5
    assert 1.6 * whole < (change.difference.high - change.difference.low) / 2 < 2.1 * whole


def test_all_holds_of_a_side_count_and_narrow_the_interval(record: HoldRecord) -> None:
    before = [another(record, times, n) for n, times in enumerate((0.9, 1.0, 1.1), 1)]
    after = [another(record, 4 * times, n) for n, times in enumerate((0.9, 1.0, 1.1), 4)]
    one, three = sway(before[1:2], after[1:2]), sway(before, after)
    assert (three.n_before, three.n_after) == (3, 3)
    assert three.before == pytest.approx(record.estimates[SWAY].value, rel=0.02)
    widths = [c.difference.high - c.difference.low for c in (three, one)]
    assert widths[0] < widths[1]
    assert three.verdict is HoldVerdict.CHANGED
    assert sway(before, after[:1]).verdict is HoldVerdict.HOLDS_DIFFER


def test_holds_of_one_day_know_of_no_other_days(record: HoldRecord) -> None:
    filmed = Recorded(dt.date(2026, 3, 1), RecordedFrom.GIVEN)
    left, right = (another(record, times, n, recorded=filmed) for n, times in ((1, 1.0), (2, 1.2)))
    assert sway([left], [right]).between_day_sd == pytest.approx(0.0, abs=1e-9)


def test_a_season_says_the_same_of_the_same_holds(record: HoldRecord) -> None:
    days = [Recorded(dt.date(2026, month, 1), RecordedFrom.GIVEN) for month in (3, 5)]
    records = [another(record, 1.0, 1, recorded=days[0]), another(record, 3.0, 2, recorded=days[1])]
    holds = [
        Hold(
            name="a", identity=one.provenance.clip_sha256, athlete=None, day=one.recorded.on,
            view=one.view, load=None, numbers={SWAY: number_of(one, SWAY)},
        )
        for one in records
    ]  # fmt: skip
    use = Settings().comparison
    (change,) = hold_changes([hold_line(HOLD_METRICS[SWAY], holds, use)], use.confidence_level)
    found = sway(records[:1], records[1:])
    assert (found.before, found.after) == pytest.approx((change.first, change.last))
    assert found.difference.high == pytest.approx(change.difference.high)


def test_what_holds_do_not_have_in_common_is_said(record: HoldRecord) -> None:
    loaded = replace(record, notes=replace(record.notes, load="20 kg"))
    spaced = replace(record.notes, load="20 KG")
    assert compare_holds([loaded], [another(loaded, 1.1, notes=spaced)]).cautions == ()
    heavier = another(loaded, 1.1, notes=replace(loaded.notes, load="30 kg"), view="front")
    told = " ".join(compare_holds([loaded], [heavier]).cautions)
    assert "The loads are not the same" in told
    assert "different sides" in told
    assert "Nobody says" in " ".join(compare_holds([loaded], [another(record, 1.1)]).cautions)


def test_a_hold_from_another_side_than_most_is_left_out(record: HoldRecord) -> None:
    after = [another(record, 1.1, 2), another(record, 1.2, 3, view="front")]
    found = compare_holds([record], after)
    assert found.after == (after[0],)
    assert "was left out" in found.cautions[0]


def test_one_hold_twice_and_two_athletes_are_refused(record: HoldRecord) -> None:
    with pytest.raises(LibraryError, match="given twice"):
        compare_holds([record], [record])
    with pytest.raises(LibraryError, match="given twice"):  # the same film in another container
        compare_holds([another(record, 1.0005, 2), another(record, 2.0, 3)], [record])
    with pytest.raises(LibraryError, match="different athletes"):
        compare_holds([replace(record, athlete="A")], [another(record, 1.1, athlete="B")])


def test_the_file_says_what_is_assumed_and_names_all_holds(record: HoldRecord) -> None:
    after = [another(record, 1.1, 2), another(record, 1.2, 3)]
    content = hold_comparison_to_dict(compare_holds([record], after))
    assert content["between_day_source"] == content["between_hold_source"] == "assumed"
    assert [len(content[side]) for side in ("before", "after")] == [1, 2]
    assert content["changes"][SWAY]["low"] < 0 < content["changes"][SWAY]["high"]
