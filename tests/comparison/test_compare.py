from __future__ import annotations

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
from aqvision.comparison.interval import Verdict
from aqvision.core.errors import LibraryError
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
    analyze,
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
    clips = [Run(BEFORE, 120, 1.0, i, start_s=float(s)).analyze() for i, s in enumerate(starts_s)]
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


def test_before_and_after_of_the_samples() -> None:
    found = changes([analysis_of(Run(BEFORE, 240))], [analysis_of(Run(AFTER, 240))])
    for name, change in found.items():
        if name not in truth_of(BEFORE):
            continue
        true = truth_of(AFTER)[name][0] - truth_of(BEFORE)[name][0]
        if abs(true) > 2 * change.minimal_detectable_change:
            assert change.verdict == "changed", name
            assert np.sign(change.difference.value) == np.sign(true), name
        if abs(true) < 0.2 * change.minimal_detectable_change:
            assert change.verdict == "within noise", name


@pytest.mark.parametrize("sign", [-1, 1])
def test_knee_that_bends_twice_the_minimal_detectable_change_more_has_changed(sign: int) -> None:
    peak = BEFORE.knee_flexion_peak_deg
    smallest = METRICS[KNEE].minimal_detectable_change(240, peak, 10)
    deeper = replace(BEFORE, knee_flexion_peak_deg=peak + sign * 2 * smallest)
    found = changes([analysis_of(Run(BEFORE, 240, 0.5))], [Run(deeper, 240, 0.5, 1).analyze()])
    assert found[KNEE].verdict == "changed"
    assert found[KNEE].difference.value == pytest.approx(sign * 2 * smallest, abs=1)
    assert found["trunk_lean_deg"].verdict == "within noise"
    assert found["step_length_m"].verdict == "within noise"


def test_lean_is_told_from_everything_else() -> None:
    leaning = replace(BEFORE, trunk_lean_deg=22.0)
    comparison = compare([analysis_of(Run(BEFORE))], [Run(leaning).analyze()], SETTINGS)
    changed = {c.metric for c in comparison.changed()}
    assert "trunk_lean_deg" in changed
    # hip and shoulder are measured against the trunk
    assert changed <= {"trunk_lean_deg", "hip_extension_toeoff_deg", "trunk_leg_line_toeoff_deg"}


def test_swapped_sides_negate_the_change() -> None:
    old, new = analysis_of(Run(BEFORE, 120, 1.0)), analysis_of(Run(AFTER, 120, 1.0))
    there, back = comparable(changes([old], [new])), changes([new], [old])
    for name, change in there.items():
        other = back[name]
        assert (change.before, change.after) == (other.after, other.before), name
        assert change.difference.value == -other.difference.value
        assert change.minimal_detectable_change == other.minimal_detectable_change
        # the interval is drawn at random, so its width is the same only nearly
        width, other_width = (
            change.difference.high - change.difference.low,
            other.difference.high - other.difference.low,
        )
        assert width == pytest.approx(other_width, rel=0.15)
        size = abs(change.difference.value)
        if abs(size - width / 2) > 0.1 * width:
            assert change.verdict == other.verdict, name


def test_interval_lies_about_the_change_and_change_is_after_less_before() -> None:
    found = changes([analysis_of(Run(BEFORE, 120, 1.0))], [analysis_of(Run(AFTER, 120, 1.0))])
    for change in comparable(found).values():
        assert change.difference.value == pytest.approx(change.after.value - change.before.value)
        assert change.difference.low <= change.difference.value <= change.difference.high
        assert (change.difference.low + change.difference.high) / 2 == pytest.approx(
            change.difference.value
        )


# -- statistics --------------------------------------------------------------------------------


def test_errors_that_all_steps_of_a_clip_share_stay_however_many_they_are() -> None:
    """They are known by the scatter of clips where there are several."""
    random = np.random.default_rng(12)

    def clips(n: int) -> list[Analysis]:
        return [invented(110, random, n_steps=400, step_sd=4, measurement_sd=4) for _ in range(n)]

    one, several = (changes(clips(n), clips(n))[KNEE] for n in (1, 9))
    shared = 1.645 * 4 * (2 * 0.15) ** 0.5
    assert (one.difference.high - one.difference.low) / 2 == pytest.approx(shared, rel=0.05)
    assert (several.difference.high - several.difference.low) / 2 == pytest.approx(
        shared / 3, rel=0.2
    )


@given(
    st.lists(st.floats(60, 160), min_size=4, max_size=12),
    st.lists(st.floats(60, 160), min_size=4, max_size=12),
    st.floats(0, 20),
)
@settings(max_examples=15)
def test_a_change_is_called_one_only_beyond_both_its_bounds(
    old: list[float], new: list[float], measurement_sd: float
) -> None:
    before, after = (bent(np.array(values), measurement_sd) for values in (old, new))
    change = changes([before], [after])[KNEE]
    beyond = change.difference.low > 0 or change.difference.high < 0
    assert change.difference.low <= change.difference.value <= change.difference.high
    assert (change.verdict == "changed") == (
        beyond and abs(change.difference.value) > change.minimal_detectable_change
    )


def test_several_clips_a_side_find_what_one_cannot() -> None:
    random = np.random.default_rng(5)
    before = [invented(110, random, step_sd=12) for _ in range(8)]
    after = [invented(121, random, step_sd=12) for _ in range(8)]
    alone = changes(before[:1], after[:1])[KNEE]
    together = changes(before, after)[KNEE]
    assert (alone.before.n, together.before.n) == (8, 64)
    assert together.verdict == "changed"
    assert together.difference.high - together.difference.low < 0.7 * (
        alone.difference.high - alone.difference.low
    )
    assert together.difference.low <= 11 <= together.difference.high


def test_clips_that_scatter_widen_the_interval_though_their_steps_agree() -> None:
    """Steps of one run are no independent proof."""
    random = np.random.default_rng(6)
    before = [invented(110, random, clip_sd=10, step_sd=0.5) for _ in range(3)]
    after = [invented(110, random, clip_sd=10, step_sd=0.5) for _ in range(3)]
    change = changes(before, after)[KNEE]
    assert change.difference.high - change.difference.low > 12
    assert change.verdict == "within noise"


def test_a_sure_change_too_small_to_detect_is_within_noise() -> None:
    random = np.random.default_rng(7)
    found = changes([invented(110, random, step_sd=0.1)], [invented(113, random, step_sd=0.1)])
    change = found[KNEE]
    assert change.difference.low > 2
    assert change.minimal_detectable_change == 7
    assert change.verdict == "within noise"


def test_the_slower_clip_sets_the_minimal_detectable_change() -> None:
    random = np.random.default_rng(8)
    slow, fast = invented(110, random, rate_hz=60), invented(125, random, rate_hz=240)
    comparison = compare([slow], [fast], SETTINGS)
    (change,) = (c for c in comparison.changes if c.metric == KNEE)
    assert change.minimal_detectable_change == 8
    assert any("Frame rates differ, 60 and 240" in text for text in comparison.cautions)


def test_one_step_a_side_is_too_few_to_know_the_noise() -> None:
    random = np.random.default_rng(9)
    change = changes([invented(110, random, n_steps=1)], [invented(150, random, n_steps=8)])[KNEE]
    assert change.verdict == "not comparable"
    assert "too few steps" in change.reason
    assert np.isnan(change.difference.value)


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


def test_one_odd_clip_among_several_is_enough_to_refuse() -> None:
    clip = analysis_of(Run())
    full = replace(clip, provenance=provenance(model="full"))
    assert reasons(compare([clip, clip], [clip, full], SETTINGS))


def test_withheld_on_one_side_is_not_comparable_and_keeps_its_reason() -> None:
    with_scale = analysis_of(Run())
    without = analyze(Run().pose(), height_m=None)
    found = changes([with_scale], [without])
    for name in ("speed_mps", "step_length_m"):
        assert found[name].verdict == "not comparable"
        assert "how tall the athlete is" in found[name].reason
        assert found[name].before.value == with_scale.metrics[name].value
        assert np.isnan(found[name].after.value)
    assert found[KNEE].verdict == "within noise"


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
    assert any("speed differs by 6%" in text or "speed differs by 7%" in text
               for text in faster.cautions)  # fmt: skip


def test_missing_speed_makes_no_caution_and_no_warning() -> None:
    clip = analyze(Run().pose(), height_m=None)
    assert compare([clip], [clip], SETTINGS).cautions == ()


def test_what_stands_out_most_comes_first_and_weak_grades_last() -> None:
    comparison = compare([analysis_of(Run(BEFORE, 240))], [analysis_of(Run(AFTER, 240))], SETTINGS)
    changed = comparison.changed()
    assert len(changed) >= 5
    weak = [c.confidence == "C" for c in changed]
    assert weak == sorted(weak)
    for strong in ([c.size for c in changed if c.confidence != "C"],
                   [c.size for c in changed if c.confidence == "C"]):  # fmt: skip
        assert strong == sorted(strong, reverse=True)


def test_same_clips_give_the_same_comparison() -> None:
    old, new = analysis_of(Run(BEFORE, 120, 1.0)), analysis_of(Run(AFTER, 120, 1.0))
    first, second = (changes([old], [new]) for _ in range(2))
    seen = [[nan_to_null(asdict(c)) for c in comparable(f).values()] for f in (first, second)]
    assert seen[0] == seen[1]
    assert set(FROM_THE_SIDE) - set(comparable(first)) == {
        *(name for name, metric in METRICS.items() if metric.grows_with_noise),
        "thorax_arm_phase_deg",
    }
