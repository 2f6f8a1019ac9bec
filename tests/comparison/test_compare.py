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
from aqvision.analysis.conditions import Scene
from aqvision.analysis.store import nan_to_null
from aqvision.comparison.between_days import SessionNoise
from aqvision.comparison.compare import Change, Comparison, compare
from aqvision.comparison.interval import measure_interval
from aqvision.comparison.values import MeasuringVariance
from aqvision.core.errors import LibraryError
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.quality.summary import summarise
from samples.generator import AFTER, BEFORE
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
NO_ERROR = MeasuringVariance(0.0, 0.0)


def half_width(
    old: list[list[Array]],
    new: list[list[Array]],
    errors: MeasuringVariance,
    settings: ComparisonSettings,
) -> float:
    return measure_interval(old, new, errors, SessionNoise(), settings).half_width


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
    seen: Scene = replace(analysis.scene, **scene)  # type: ignore[arg-type]
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
        assert change.change == 0
        assert change.low <= 0 <= change.high


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
    share = compared.count("changed") / len(compared)
    print(f"changed by noise alone: {share:.1%} of {len(compared)}")  # noqa: T201
    assert share <= 0.05


@pytest.mark.slow
def test_intervals_of_pairs_without_a_change_hold_zero_as_often_as_they_say(
    noise_pairs: list[dict[str, Change]],
) -> None:
    known = [c for pair in noise_pairs for c in pair.values() if np.isfinite(c.low)]
    assert np.mean([c.low <= 0 <= c.high for c in known]) >= 0.88


# -- a change is found -------------------------------------------------------------------------


def test_before_and_after_of_the_samples() -> None:
    found = changes([analysis_of(Run(BEFORE, 240))], [analysis_of(Run(AFTER, 240))])
    for name, change in found.items():
        if name not in truth_of(BEFORE):
            continue
        true = truth_of(AFTER)[name][0] - truth_of(BEFORE)[name][0]
        if abs(true) > 2 * change.smallest_believable_change:
            assert change.verdict == "changed", name
            assert np.sign(change.change) == np.sign(true), name
        if abs(true) < 0.2 * change.smallest_believable_change:
            assert change.verdict == "within noise", name


@pytest.mark.parametrize("sign", [-1, 1])
def test_knee_that_bends_twice_the_smallest_believable_change_more_has_changed(sign: int) -> None:
    peak = BEFORE.knee_flexion_peak_deg
    smallest = METRICS[KNEE].smallest_believable_change(240, peak, 10)
    deeper = replace(BEFORE, knee_flexion_peak_deg=peak + sign * 2 * smallest)
    found = changes([analysis_of(Run(BEFORE, 240, 0.5))], [Run(deeper, 240, 0.5, 1).analyze()])
    assert found[KNEE].verdict == "changed"
    assert found[KNEE].change == pytest.approx(sign * 2 * smallest, abs=1)
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
        assert change.change == -other.change
        assert change.smallest_believable_change == other.smallest_believable_change
        # the interval is drawn at random, so its width is the same only nearly
        width, other_width = change.high - change.low, other.high - other.low
        assert width == pytest.approx(other_width, rel=0.15)
        size = abs(change.change)
        if abs(size - width / 2) > 0.1 * width:
            assert change.verdict == other.verdict, name


def test_interval_lies_about_the_change_and_change_is_after_less_before() -> None:
    found = changes([analysis_of(Run(BEFORE, 120, 1.0))], [analysis_of(Run(AFTER, 120, 1.0))])
    for change in comparable(found).values():
        assert change.change == pytest.approx(change.after - change.before)
        assert change.low <= change.change <= change.high
        assert (change.low + change.high) / 2 == pytest.approx(change.change)


# -- statistics --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n_clips", "n_steps", "clip_sd"), [(1, 4, 0.0), (1, 8, 0.0), (1, 20, 0.0), (3, 8, 2.0)]
)
def test_interval_holds_the_truth_as_often_as_it_says(
    n_clips: int, n_steps: int, clip_sd: float
) -> None:
    random = np.random.default_rng(n_clips * 100 + n_steps)
    quick = replace(SETTINGS.comparison, n_bootstrap=400)

    def side(mean: float) -> list[list[Array]]:
        clips = []
        for _ in range(n_clips):
            values = mean + random.normal(0, clip_sd) + random.normal(0, 1, n_steps)
            clips.append([values[::2], values[1::2]])
        return clips

    held = []
    for _ in range(600):
        before, after = side(110), side(116)
        change = np.mean(after) - np.mean(before)
        held.append(abs(change - 6) <= half_width(before, after, NO_ERROR, quick))
    # 90 % is promised; 600 trials scatter by 1.2 %
    assert np.mean(held) >= 0.87


clips_of_steps = st.lists(
    st.lists(
        st.lists(st.floats(-50, 50), min_size=2, max_size=6).map(np.array), min_size=1, max_size=2
    ),
    min_size=1,
    max_size=3,
)
QUICK = replace(SETTINGS.comparison, n_bootstrap=200)


def moved(clips: list[list[Array]], factor: float, shift: float) -> list[list[Array]]:
    return [[factor * group + shift for group in clip] for clip in clips]


@given(clips_of_steps, clips_of_steps, st.floats(-100, 100), st.floats(-100, 100))
@settings(max_examples=40)
def test_interval_is_as_wide_wherever_the_two_sides_lie(
    old: list[list[Array]], new: list[list[Array]], here: float, there: float
) -> None:
    width = half_width(old, new, NO_ERROR, QUICK)
    elsewhere = half_width(moved(old, 1, here), moved(new, 1, there), NO_ERROR, QUICK)
    assert elsewhere == pytest.approx(width, rel=1e-6, abs=1e-9)


@given(clips_of_steps, clips_of_steps, st.floats(0.01, 100), st.sampled_from([1, -1]))
@settings(max_examples=40)
def test_interval_is_in_the_unit_of_the_metric_and_knows_no_direction(
    old: list[list[Array]], new: list[list[Array]], unit: float, sign: int
) -> None:
    width = half_width(old, new, MeasuringVariance(0.7, 0.2), QUICK)
    errors = MeasuringVariance(0.7 * unit**2, 0.2 * unit**2)
    scaled = half_width(moved(old, sign * unit, 0), moved(new, sign * unit, 0), errors, QUICK)
    assert scaled == pytest.approx(unit * width, rel=1e-6)


@given(clips_of_steps, clips_of_steps, st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
@settings(max_examples=40)
def test_errors_of_measuring_never_narrow_an_interval(
    old: list[list[Array]], new: list[list[Array]], seen: float, more: float, hidden: float
) -> None:
    errors = [NO_ERROR, MeasuringVariance(seen, 0), MeasuringVariance(seen + more, 0)]
    widths = [half_width(old, new, e, QUICK) for e in errors]
    assert widths == sorted(widths)
    # Student's t is never narrower than the normal distribution
    assert widths[1] >= 1.64 * seen**0.5
    both = half_width(old, new, MeasuringVariance(seen, hidden), QUICK)
    assert both == pytest.approx(np.hypot(widths[1], 1.645 * hidden**0.5), rel=1e-3)


def test_errors_that_all_steps_of_a_clip_share_stay_however_many_they_are() -> None:
    """They are known by the scatter of clips where there are several."""
    random = np.random.default_rng(12)

    def clips(n: int) -> list[Analysis]:
        return [invented(110, random, n_steps=400, step_sd=4, measurement_sd=4) for _ in range(n)]

    one, several = (changes(clips(n), clips(n))[KNEE] for n in (1, 9))
    shared = 1.645 * 4 * (2 * 0.15) ** 0.5
    assert (one.high - one.low) / 2 == pytest.approx(shared, rel=0.05)
    assert (several.high - several.low) / 2 == pytest.approx(shared / 3, rel=0.2)


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
    beyond = change.low > 0 or change.high < 0
    assert change.low <= change.change <= change.high
    assert (change.verdict == "changed") == (
        beyond and abs(change.change) > change.smallest_believable_change
    )


def test_several_clips_a_side_find_what_one_cannot() -> None:
    random = np.random.default_rng(5)
    before = [invented(110, random, step_sd=12) for _ in range(8)]
    after = [invented(121, random, step_sd=12) for _ in range(8)]
    alone = changes(before[:1], after[:1])[KNEE]
    together = changes(before, after)[KNEE]
    assert (alone.n_before, together.n_before) == (8, 64)
    assert together.verdict == "changed"
    assert together.high - together.low < 0.7 * (alone.high - alone.low)
    assert together.low <= 11 <= together.high


def test_clips_that_scatter_widen_the_interval_though_their_steps_agree() -> None:
    """Steps of one run are no independent proof."""
    random = np.random.default_rng(6)
    before = [invented(110, random, clip_sd=10, step_sd=0.5) for _ in range(3)]
    after = [invented(110, random, clip_sd=10, step_sd=0.5) for _ in range(3)]
    change = changes(before, after)[KNEE]
    assert change.high - change.low > 12
    assert change.verdict == "within noise"


def test_a_sure_change_too_small_to_believe_is_within_noise() -> None:
    random = np.random.default_rng(7)
    found = changes([invented(110, random, step_sd=0.1)], [invented(113, random, step_sd=0.1)])
    change = found[KNEE]
    assert change.low > 2
    assert change.smallest_believable_change == 7
    assert change.verdict == "within noise"


def test_the_slower_clip_sets_the_smallest_believable_change() -> None:
    random = np.random.default_rng(8)
    slow, fast = invented(110, random, rate_hz=60), invented(125, random, rate_hz=240)
    comparison = compare([slow], [fast], SETTINGS)
    (change,) = (c for c in comparison.changes if c.metric == KNEE)
    assert change.smallest_believable_change == 8
    assert any("Frame rates differ, 60 and 240" in text for text in comparison.cautions)


def test_one_step_a_side_is_too_few_to_know_the_noise() -> None:
    random = np.random.default_rng(9)
    change = changes([invented(110, random, n_steps=1)], [invented(150, random, n_steps=8)])[KNEE]
    assert change.verdict == "not comparable"
    assert "too few steps" in change.reason
    assert np.isnan(change.change)


def test_only_sides_seen_in_every_clip_are_compared() -> None:
    """The right knee bends 5 degrees more: seeing one leg only must not make a change of it."""
    whole = analysis_of(Run(BEFORE, 240))
    left = whole.steps[whole.steps["side"] == "left"]
    one_leg = replace(whole, steps=left, metrics=summarise(left, exact(left), GOOD))
    change = changes([whole], [one_leg])[KNEE]
    assert change.change == pytest.approx(0, abs=1e-9)
    assert change.before == pytest.approx(whole.metrics[KNEE].left)


# -- refusal -----------------------------------------------------------------------------------


def reasons(comparison: Comparison) -> set[str]:
    assert {c.verdict for c in comparison.changes} == {"not comparable"}
    for change in comparison.changes:
        assert np.isnan([change.change, change.low, change.high]).all()
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
        assert found[name].before == with_scale.metrics[name].value
        assert np.isnan(found[name].after)
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
        "thigh_coupling_variability_deg",
        "thorax_arm_phase_deg",
    }
