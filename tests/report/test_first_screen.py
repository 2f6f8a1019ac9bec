"""The first screen: at most three findings, primaries first, and what must be known with them."""

from __future__ import annotations

from dataclasses import replace

from aqvision.comparison.compare import Comparison
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.first_screen import (
    analysis_first_screen,
    chosen_changes,
    comparison_first_screen,
    filmed_well,
)
from tests.support.comparisons import before_and_after, only, refused, three_days_a_side
from tests.support.synthetic import Run, analysis_of

PRIMARY = ("contact_time_s", "thigh_separation_touchdown_deg", "shoulder_range_deg")


def graded_a(old: Comparison) -> Comparison:
    return replace(old, changes=tuple(replace(c, confidence=Grade.A) for c in old.changes))


def names(comparison: Comparison) -> list[str]:
    return [c.metric for c in chosen_changes(comparison)]


def test_what_changed_comes_before_what_did_not_and_speed_is_in_the_headline() -> None:
    chosen = chosen_changes(graded_a(only("speed_mps", *PRIMARY[:2])))
    assert len(chosen) == 3
    assert {c.metric for c in chosen[:2]} == set(PRIMARY[:2])
    assert chosen[2].verdict == Verdict.CANNOT_TELL
    assert "speed_mps" not in [c.metric for c in chosen]


def test_what_was_not_named_beforehand_never_stands_alone() -> None:
    others = graded_a(
        only(
            "knee_flexion_peak_deg", "thigh_flexion_peak_deg", "elbow_range_deg", "thigh_range_deg"
        )
    )
    chosen = chosen_changes(others)
    assert len(chosen) == 3
    assert [c.primary for c in chosen] == [False, False, True]


def test_rough_numbers_are_no_finding() -> None:
    old = only(*PRIMARY)
    rough = replace(
        old,
        changes=tuple(
            replace(c, confidence=Grade.C if c.metric == PRIMARY[0] else Grade.A)
            for c in old.changes
        ),
    )
    assert PRIMARY[0] not in names(rough)
    assert PRIMARY[1] in names(rough)


def test_where_room_is_left_rough_numbers_are_shown_as_such_and_make_no_headline() -> None:
    old = only("trunk_lean_deg")
    (lean,) = (c for c in old.changes if c.metric == "trunk_lean_deg")
    rough = replace(lean, confidence=Grade.C)
    alone = replace(old, changes=(rough,), primaries=("trunk_lean_deg",))
    first = comparison_first_screen(alone, [None] * 3, [None] * 3)
    assert first.headline == "The movement is not shown to have changed."
    (found,) = first.findings
    assert found.sentence == "Trunk lean: measured too roughly to rely on"
    assert found.bar is None


def test_the_first_screen_of_a_comparison_says_what_was_named() -> None:
    first = comparison_first_screen(before_and_after(), [None], [None])
    assert first.pair is None
    assert 1 <= len(first.findings) <= 3
    assert all(f.sentence and f.before and f.after for f in first.findings)
    for finding, change in zip(first.findings, chosen_changes(before_and_after()), strict=True):
        assert (finding.remark == "not named beforehand") == (not change.primary)


def test_nothing_comparable_is_not_filmed_alike_and_has_no_finding() -> None:
    first = comparison_first_screen(refused("filmed from different angles"), [None], [None])
    assert (first.filmed, first.findings) == ("not alike enough to be compared", ())


def test_limits_of_the_filming_are_named() -> None:
    good = analysis_of(Run())
    assert filmed_well([good], usable=True).startswith("yes")
    slow = replace(good, video=replace(good.video, capture_fps=30.0))
    assert "fewer than 120 frames a second" in filmed_well([slow], usable=True)
    assert filmed_well([good], usable=False) == "no"


def test_one_clip_says_how_fast_it_was_or_why_not() -> None:
    one = analysis_of(Run())
    first = analysis_first_screen(one, None)
    assert first.headline.startswith("The run: ")
    assert len(first.values) == 3
    hidden = {
        name: replace(m, confidence=Grade.WITHHELD, reason="no scale")
        if name in {"speed_mps", "step_frequency_hz"}
        else m
        for name, m in one.metrics.items()
    }
    told = analysis_first_screen(replace(one, metrics=hidden), None).headline
    assert told == "How fast the run was could not be measured. No scale."


def test_three_days_a_side_speak_of_the_athlete() -> None:
    first = comparison_first_screen(three_days_a_side(), [None] * 3, [None] * 3)
    assert "One run before" not in first.note
    assert first.before == "3 runs, 1 March 2026 to 3 March 2026"
    assert first.measured == "Measured: after, against before"


def test_what_a_picture_shows_comes_first_of_what_changed() -> None:
    changed = graded_a(only("shoulder_range_deg", "thigh_separation_touchdown_deg"))
    assert names(changed)[:2] == ["thigh_separation_touchdown_deg", "shoulder_range_deg"]


def test_speed_has_its_own_interval_and_bars_share_one_scale() -> None:
    first = comparison_first_screen(three_days_a_side(), [None] * 3, [None] * 3)
    assert first.outcome is not None
    assert first.outcome.label == "Speed"
    bars = [f.bar for f in (first.outcome, *first.findings) if f.bar]
    assert len({bar.band for bar in bars}) == 1


def test_what_is_close_says_why_it_does_not_count() -> None:
    old = graded_a(only())
    close = [
        replace(c, difference=Difference(-0.016, -0.03, -0.001))
        if c.metric == "contact_time_s"
        else c
        for c in old.changes
    ]
    first = comparison_first_screen(replace(old, changes=tuple(close)), [None] * 3, [None] * 3)
    remark = next(f.remark for f in first.findings if f.label == "Contact time")
    n_named = sum(c.primary and c.is_comparable for c in close)
    assert remark == f"close, but of {n_named} things looked at one may look so by chance"
