from __future__ import annotations

from dataclasses import replace
from functools import cache

from aqvision.comparison.compare import Change, Comparison, compare
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.report.wording import (
    PRIMARY,
    analysis_verdict,
    brief_outcome,
    comparison_verdict,
    top_changes,
)
from samples.generator import AFTER
from tests.support.synthetic import FROM_THE_SIDE, Run, analysis_of

BEFORE_RUN, AFTER_RUN = Run(noise_px=0.5), Run(AFTER, noise_px=0.5, seed=1)


@cache
def before_and_after() -> Comparison:
    return compare([analysis_of(BEFORE_RUN)], [analysis_of(AFTER_RUN)], Settings())


def nothing_changed() -> Comparison:
    old = before_and_after()
    still = [replace(c, verdict="within noise") for c in old.changes if c.verdict == "changed"]
    return replace(old, changes=tuple(still))


def refused(reason: str) -> Comparison:
    old = before_and_after()
    changes = [replace(c, verdict="not comparable", reason=reason) for c in old.changes]
    return replace(old, changes=tuple(changes))


def only(*names: str) -> Comparison:
    old = before_and_after()
    changed: list[Change] = [
        replace(c, verdict="changed" if c.metric in names else "within noise") for c in old.changes
    ]
    return replace(old, changes=tuple(changed))


def test_primary_metrics_exist_in_their_pillar() -> None:
    assert set(PRIMARY) == set(PILLARS)
    for pillar, names in PRIMARY.items():
        assert all(METRICS[name].pillar == pillar for name in names)


def test_the_verdict_names_what_changed_and_the_number_of_contacts() -> None:
    what, steady, sure = comparison_verdict(only("thigh_flexion_peak_deg", "contact_time_s"))
    assert what.startswith("2 of ")
    assert "the swing leg and the steps" in what
    assert "thigh lift from" in what
    assert "contact time from" in what
    assert "stayed within noise" in steady
    assert "thigh lift" not in steady
    n_before = len(analysis_of(BEFORE_RUN).contacts)
    assert f"{n_before} ground contacts before" in sure
    assert "one clip before" in sure


def test_no_change_is_said_plainly() -> None:
    what, steady, _ = comparison_verdict(nothing_changed())
    assert what.startswith("Nothing changed beyond noise")
    assert "stayed within noise" in steady
    assert top_changes(nothing_changed()) == []


def test_a_refused_comparison_gives_its_reason() -> None:
    sentences = comparison_verdict(refused("filmed from different angles"))
    assert sentences[0] == "Nothing could be compared between these clips."
    assert "filmed from different angles" in sentences[1]


def test_outcome_tells_no_change_from_no_comparison() -> None:
    assert brief_outcome(nothing_changed())[0][0] == "No change stands out from the noise."
    before = analysis_of(Run())
    belt = replace(before, scene=replace(before.scene, ground="treadmill"))
    ((line, prompts),) = brief_outcome(compare([before], [belt], Settings()))
    assert line.startswith("Nothing could be compared")
    assert "treadmill" in line
    assert prompts == ()  # the reason asks for nothing


def test_cautions_reach_the_verdict() -> None:
    cautious = replace(before_and_after(), cautions=("The speed differs by 9%.",))
    assert "The speed differs by 9%." in comparison_verdict(cautious)[2]


def test_words_of_value_are_not_used() -> None:
    text = " ".join([*comparison_verdict(before_and_after()), *top_changes(before_and_after(), 9)])
    assert not {"better", "worse", "improved", "great"} & set(text.lower().split())


def test_top_changes_prefer_different_pillars() -> None:
    names = (
        "thigh_flexion_peak_deg", "thigh_range_deg", "knee_flexion_peak_deg", "trunk_lean_deg",
    )  # fmt: skip
    lines = top_changes(only(*names), 3)
    assert len(lines) == 3
    assert {line.split(" (")[0] for line in lines[:2]} == {
        METRICS["trunk_lean_deg"].label,
        next(
            METRICS[c.metric].label for c in only(*names).changed() if c.metric in PRIMARY["swing"]
        ),
    }
    assert "knee bend" not in lines[2].lower()


def test_top_changes_carry_numbers_units_and_interval() -> None:
    line = top_changes(only("trunk_lean_deg"), 1)[0]
    assert line.startswith("Trunk lean (torso): ")
    assert "°" in line
    assert "90% interval" in line
    assert "believable from" in line


def test_one_analysis_says_what_is_measured_withheld_and_advised() -> None:
    analysis = analysis_of(Run())
    measured, withheld, advice = analysis_verdict(analysis)
    assert f"{len(analysis.contacts)} ground contacts" in measured
    assert "contact time" in measured
    hidden = [m for m in analysis.metrics.values() if m.confidence == "withheld"]
    assert (withheld == "Nothing is withheld.") == (not hidden)
    assert advice


def test_withheld_metrics_are_counted_with_their_reasons() -> None:
    analysis = analysis_of(Run())
    why = "the camera moves"
    hidden = {
        name: replace(m, confidence="withheld", reason=why) for name, m in analysis.metrics.items()
    }
    measured, withheld, _ = analysis_verdict(replace(analysis, metrics=hidden))
    assert measured == "Nothing could be measured in this clip."
    assert withheld == f"All {len(FROM_THE_SIDE)} quantities are withheld: {why}."
