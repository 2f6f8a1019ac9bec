from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import nan_to_null
from aqvision.comparison.compare import Change, Comparison, compare
from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.judging import Verdict
from aqvision.core.errors import LibraryError
from aqvision.core.recorded import Recorded
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.quality.scene import Scene
from aqvision.kinematics.quality.summary import summarise
from samples.generator import AFTER, BEFORE
from tests.support.scenes import scene_with
from tests.support.synthetic import (
    FROM_THE_SIDE,
    GOOD,
    Array,
    Run,
    analysis_of,
    provenance,
    truth_of,
)

SETTINGS = Settings()
KNEE = "knee_flexion_peak_deg"


def changes(before: Sequence[Analysis], after: Sequence[Analysis]) -> dict[str, Change]:
    return {c.metric: c for c in compare(before, after, SETTINGS).changes}


def exact(steps: pd.DataFrame, sd: float = 0.0) -> pd.DataFrame:
    """Errors of measuring, all alike."""
    return pd.DataFrame(sd, index=steps.index, columns=list(METRICS))


def invented(  # noqa: PLR0913 - what such a clip can differ in
    mean: float,
    random: np.random.Generator,
    *,
    n_steps: int = 8,
    step_sd: float = 1.0,
    clip_sd: float = 0.0,
    rate_hz: float = 240.0,
    measurement_sd: float = 0.0,
) -> Analysis:
    """A clip in which only the bend of the knee is measured, with a known mean and spread."""
    values = mean + random.normal(0, clip_sd) + random.normal(0, step_sd, n_steps)
    return bent(values, measurement_sd, rate_hz)


def bent(values: Array, measurement_sd: float = 0.0, rate_hz: float = 240.0) -> Analysis:
    """A clip of which only the bend of the knee at each step is known."""
    sides = (["left", "right"] * len(values))[: len(values)]
    steps = pd.DataFrame({"side": sides, KNEE: values})
    base = analysis_of(Run())
    return replace(
        base,
        steps=steps.reindex(columns=["side", *METRICS]),
        metrics=summarise(steps, exact(steps, measurement_sd), GOOD),
        video=replace(base.video, capture_fps=rate_hz),
    )


def in_scene(analysis: Analysis, **scene: object) -> Analysis:
    seen: Scene = scene_with(analysis.scene, **scene)
    return replace(analysis, scene=seen)


def width(change: Change) -> float:
    return change.difference.high - change.difference.low


def comparable(found: dict[str, Change]) -> dict[str, Change]:
    return {name: change for name, change in found.items() if change.verdict != "not comparable"}


# -- noise is no change ------------------------------------------------------------------------


def test_the_same_clip_on_both_sides_has_not_changed() -> None:
    analysis = analysis_of(Run(AFTER, noise_px=1.0))
    found = comparable(changes([analysis], [analysis]))
    assert len(found) > 50
    for change in found.values():
        assert change.verdict != "changed"
        assert change.difference.value == 0
        assert change.difference.low <= 0 <= change.difference.high


@pytest.fixture(scope="module")
def noise_pairs() -> list[dict[str, Change]]:
    """One sprint filmed ten times: other noise of 1 px, and begun elsewhere in the stride."""
    starts_s = np.random.default_rng(11).uniform(0, 0.47, 10)
    runs = [Run(BEFORE, 120, 1.0, i, start_s=float(s)) for i, s in enumerate(starts_s)]
    clips = [analysis_of(run) for run in runs]
    pairs = list(combinations(range(len(clips)), 2))[::2]
    assert len(pairs) > 20
    return [changes([clips[i]], [clips[j]]) for i, j in pairs]


@pytest.mark.slow
def test_of_pairs_that_differ_in_noise_hardly_any_metric_changed(
    noise_pairs: list[dict[str, Change]],
) -> None:
    verdicts = [pair[name].verdict for pair in noise_pairs for name in FROM_THE_SIDE]
    compared = [v for v in verdicts if v != "not comparable"]
    assert len(compared) > 0.83 * len(verdicts)
    share = compared.count(Verdict.CHANGED) / len(compared)
    print(f"changed by noise alone: {share:.1%} of {len(compared)}")  # noqa: T201
    assert share <= 0.05


@pytest.mark.slow
def test_intervals_of_pairs_without_a_change_hold_zero_as_often_as_they_say(
    noise_pairs: list[dict[str, Change]],
) -> None:
    known = [c for pair in noise_pairs for c in pair.values() if np.isfinite(c.difference.low)]
    assert np.mean([c.difference.low <= 0 <= c.difference.high for c in known]) >= 0.88


# -- a change is found -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two_days_each() -> Comparison:
    """Two clips a side, each of a day of its own, 240 frames/s."""
    before, after = (
        [on(i + 30 * side, analysis_of(Run(motion, 240, 0.5, i + 10 * side))) for i in range(2)]
        for side, motion in enumerate((BEFORE, AFTER))
    )
    return compare(before, after, SETTINGS)


def on(day: int, clip: Analysis) -> Analysis:
    return replace(clip, recorded=Recorded(on=dt.date(2026, 3, 1) + dt.timedelta(days=day)))


def test_large_changes_of_the_samples_are_found_and_none_is_invented(
    two_days_each: Comparison,
) -> None:
    large = []
    for change in two_days_each.changes:
        if change.metric not in truth_of(BEFORE) or not change.is_comparable:
            continue
        true = truth_of(AFTER)[change.metric][0] - truth_of(BEFORE)[change.metric][0]
        half = (change.difference.high - change.difference.low) / 2
        if abs(true) > max(2.5 * half, 2 * change.minimal_detectable_change):
            large.append(change.metric)
            assert change.verdict == "changed", change.metric
            assert np.sign(change.difference.value) == np.sign(true), change.metric
        if abs(true) < 0.2 * change.minimal_detectable_change:
            assert not change.verdict.is_change, change.metric
    assert {"thigh_separation_touchdown_deg", "shoulder_range_deg"} <= set(large)


@pytest.mark.parametrize("sign", [-1, 1])
def test_knee_that_bends_much_more_has_changed_alone(sign: int) -> None:
    deeper = replace(BEFORE, knee_flexion_peak_deg=BEFORE.knee_flexion_peak_deg + sign * 16)
    clips = [[analysis_of(Run(m, 240, 0.5, i)) for i in range(2)] for m in (BEFORE, deeper)]
    comparison = compare(clips[0], clips[1], SETTINGS, primaries=[KNEE])
    (named,) = (c for c in comparison.changes if c.primary)
    assert named.verdict == "changed"
    assert named.difference.value == pytest.approx(sign * 16, abs=1)
    # what bends with it: the heel comes nearer, the knee turns faster
    assert {c.metric for c in comparison.changed()} <= {
        KNEE, "heel_hip_distance_min_frac", "retraction_velocity_dps", "foot_speed_touchdown_mps"
    }  # fmt: skip


def test_named_metrics_are_primary_and_usual_ones_otherwise() -> None:
    clip, other = analysis_of(Run(BEFORE, 120, 1.0)), analysis_of(Run(AFTER, 120, 1.0))
    assert compare([clip], [other], SETTINGS).primaries == PRIMARIES
    named = compare([clip], [other], SETTINGS, primaries=[KNEE])
    assert named.primaries == (KNEE,)
    assert [c.metric for c in named.changes if c.primary] == [KNEE]
    unscaled = [analysis_of(Run(), None)]
    assert "step_frequency_hz" in compare(unscaled, unscaled, SETTINGS).primaries


def test_asymmetries_are_not_compared() -> None:
    found = changes([analysis_of(Run())], [analysis_of(Run(AFTER))])
    for name in ("step_time_difference_s", "contact_time_symmetry_angle_frac"):
        assert found[name].verdict == "not comparable"
        assert "each foot is timed with an error of its own" in found[name].reason


def test_swapped_sides_negate_the_change() -> None:
    old, new = analysis_of(Run(BEFORE, 120, 1.0)), analysis_of(Run(AFTER, 120, 1.0))
    there, back = comparable(changes([old], [new])), changes([new], [old])
    for name, change in there.items():
        other = back[name]
        assert (change.before, change.after) == (other.after, other.before), name
        assert change.difference.value == pytest.approx(-other.difference.value)
        assert change.difference.high == pytest.approx(-other.difference.low), name
        assert change.verdict == other.verdict, name
        assert change.p == pytest.approx(other.p), name


def test_interval_lies_about_the_change_and_change_is_after_less_before() -> None:
    found = changes([analysis_of(Run(BEFORE, 120, 1.0))], [analysis_of(Run(AFTER, 120, 1.0))])
    for change in comparable(found).values():
        assert change.difference.value == pytest.approx(change.after.value - change.before.value)
        assert change.difference.low <= change.difference.value <= change.difference.high
        assert (change.difference.low + change.difference.high) / 2 == pytest.approx(
            change.difference.value
        )


# -- statistics --------------------------------------------------------------------------------


@given(
    st.lists(st.floats(60, 160), min_size=4, max_size=12),
    st.lists(st.floats(60, 160), min_size=4, max_size=12),
    st.floats(0, 20),
)
@settings(max_examples=15)
def test_a_change_needs_its_size_and_to_be_no_chance(
    old: list[float], new: list[float], measurement_sd: float
) -> None:
    before, after = (bent(np.array(values), measurement_sd) for values in (old, new))
    change = changes([before], [after])[KNEE]
    assert change.difference.low <= change.difference.value <= change.difference.high
    assert change.verdict.is_change == (
        change.q <= 0.05 and abs(change.difference.value) > change.minimal_detectable_change
    )


def test_several_clips_a_side_find_what_one_cannot() -> None:
    random = np.random.default_rng(5)
    before = [invented(110, random, step_sd=12) for _ in range(8)]
    after = [invented(121, random, step_sd=12) for _ in range(8)]
    alone = changes(before[:1], after[:1])[KNEE]
    together = changes(before, after)[KNEE]
    assert (alone.before.n, together.before.n) == (8, 64)
    assert together.verdict == "changed"
    assert width(together) < 0.8 * width(alone)
    assert together.difference.low <= 11 <= together.difference.high


def test_clips_that_scatter_widen_the_interval_though_their_steps_agree() -> None:
    """Steps of one run are no independent proof."""
    random = np.random.default_rng(6)
    before = [invented(110, random, clip_sd=10, step_sd=0.5) for _ in range(3)]
    after = [invented(110, random, clip_sd=10, step_sd=0.5) for _ in range(3)]
    change = changes(before, after)[KNEE]
    assert change.difference.high - change.difference.low > 12
    assert change.verdict == "no change shown"


def test_a_change_too_small_to_be_worth_telling_is_none() -> None:
    random = np.random.default_rng(7)
    days = [[on(i + 40 * side, invented(110 + 3 * side, random)) for i in range(9)]
            for side in (0, 1)]  # fmt: skip
    change = changes(*days)[KNEE]
    assert change.p < 0.05
    assert change.difference.at_most < change.minimal_detectable_change == 7
    assert change.verdict == "no change found"


def test_the_slower_clip_sets_the_minimal_detectable_change() -> None:
    random = np.random.default_rng(8)
    slow, fast = invented(110, random, rate_hz=60), invented(125, random, rate_hz=240)
    comparison = compare([slow], [fast], SETTINGS)
    (change,) = (c for c in comparison.changes if c.metric == KNEE)
    assert change.minimal_detectable_change == 8
    assert any("Frame rates differ, 60 and 240" in text for text in comparison.cautions)


def test_few_steps_make_a_wide_interval_not_none() -> None:
    random = np.random.default_rng(9)
    few, many = (
        changes([invented(110, random, n_steps=n)], [invented(150, random, n_steps=n)])[KNEE]
        for n in (1, 12)
    )
    assert few.verdict == "these runs differ"
    assert width(few) > width(many)


def test_instants_are_not_compared_where_frames_are_too_far_apart() -> None:
    slow = replace(analysis_of(Run()), video=replace(analysis_of(Run()).video, capture_fps=30.0))
    found = changes([slow], [slow])
    assert found["thigh_separation_touchdown_deg"].verdict == "not comparable"
    assert "At 30 frames a second" in found["thigh_separation_touchdown_deg"].reason
    assert found["thigh_range_deg"].is_comparable


def test_only_sides_seen_in_every_clip_are_compared() -> None:
    """The right knee bends 5 degrees more: seeing one leg only must not make a change of it."""
    whole = analysis_of(Run(BEFORE, 240))
    left = whole.steps[whole.steps["side"] == "left"]
    one_leg = replace(whole, steps=left, metrics=summarise(left, exact(left), GOOD))
    change = changes([whole], [one_leg])[KNEE]
    assert change.difference.value == pytest.approx(0, abs=1e-9)
    assert change.before.value == pytest.approx(whole.metrics[KNEE].left)


# -- refusal -----------------------------------------------------------------------------------


def reasons(comparison: Comparison) -> set[str]:
    assert {c.verdict for c in comparison.changes} == {"not comparable"}
    for change in comparison.changes:
        assert np.isnan(
            [change.difference.value, change.difference.low, change.difference.high]
        ).all()
        assert change.reason
    assert comparison.changed() == []
    return {c.reason for c in comparison.changes}


def test_clips_that_may_not_be_compared_say_why() -> None:
    clip = analysis_of(Run())
    full = replace(clip, provenance=provenance(model="full"))
    belt, oblique = in_scene(clip, ground="treadmill"), in_scene(clip, view_angle_deg=20.0)
    (models,) = reasons(compare([clip], [full], SETTINGS))
    assert "different pose models" in models
    (treadmill,) = reasons(compare([clip], [belt], SETTINGS))
    assert "treadmill" in treadmill
    (views,) = reasons(compare([clip], [oblique], SETTINGS))
    assert "filmed from different angles" in views
    # two clips of one kind may be compared
    assert compare([full], [full], SETTINGS).changes[0].verdict != "not comparable"
    assert compare([belt], [belt], SETTINGS).changes[0].verdict != "not comparable"


def test_one_odd_clip_among_several_is_left_out_with_the_reason() -> None:
    clip = analysis_of(Run())
    full = replace(clip, provenance=provenance(model="full"))
    compared = compare([clip, clip], [clip, full], SETTINGS)
    assert compared.after == (clip,)
    (out,) = compared.left_out
    assert "different pose models" in out.reason
    assert compared.comparable()


def test_withheld_on_one_side_is_not_comparable_and_keeps_its_reason() -> None:
    with_scale = analysis_of(Run())
    without = analysis_of(Run(), None)
    found = changes([with_scale], [without])
    for name in ("speed_mps", "step_length_m"):
        assert found[name].verdict == "not comparable"
        assert "how tall the athlete is" in found[name].reason
        assert found[name].before.value == with_scale.metrics[name].value
        assert np.isnan(found[name].after.value)
    assert found[KNEE].verdict == "no change shown"


@pytest.mark.parametrize("sides", ["before", "after"])
def test_a_side_without_clips_is_an_error_with_a_hint(sides: str) -> None:
    clip = analysis_of(Run())
    with pytest.raises(LibraryError) as refused:
        compare([] if sides == "before" else [clip], [] if sides == "after" else [clip], SETTINGS)
    assert "from before and from after" in refused.value.hint


# -- cautions, order, repeatability ------------------------------------------------------------


def test_cautions_name_what_differs_between_the_days() -> None:
    clip = analysis_of(Run())
    assert compare([clip], [clip], SETTINGS).cautions == ()
    other_side = compare([clip], [in_scene(clip, near_side="left")], SETTINGS)
    assert any("near side differs" in text for text in other_side.cautions)
    faster = compare([clip], [analysis_of(Run(AFTER))], SETTINGS)
    gaps = ("speed measured differs by 6%", "speed measured differs by 7%")
    assert any(gap in text for text in faster.cautions for gap in gaps)


def test_missing_speed_makes_no_caution_and_no_warning() -> None:
    clip = analysis_of(Run(), None)
    assert compare([clip], [clip], SETTINGS).cautions == ()


def test_primaries_come_first_and_weak_grades_last(two_days_each: Comparison) -> None:
    changed = two_days_each.changed()
    assert len(changed) >= 5
    order = [(c.confidence == "C", not c.primary, -c.size) for c in changed]
    assert order == sorted(order)
    assert not any(c.represented_by for c in changed)


def test_same_clips_give_the_same_comparison() -> None:
    old, new = analysis_of(Run(BEFORE, 120, 1.0)), analysis_of(Run(AFTER, 120, 1.0))
    first, second = (changes([old], [new]) for _ in range(2))
    seen = [[nan_to_null(asdict(c)) for c in comparable(f).values()] for f in (first, second)]
    assert seen[0] == seen[1]
    assert set(FROM_THE_SIDE) - set(comparable(first)) == {
        *(name for name, metric in METRICS.items() if metric.grows_with_noise),
        "thorax_arm_phase_deg",
        "step_time_difference_s",
        "step_time_symmetry_angle_frac",
        "contact_time_symmetry_angle_frac",
    }
