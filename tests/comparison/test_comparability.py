"""Clips that differ in one thing -> in what they do not match, and for which metrics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import Mismatch, find_mismatches
from aqvision.comparison.compare import compare
from aqvision.core.clip import Notes
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.comparisons import filmed
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of

SETTINGS = Settings()
UPRIGHT_DEG = 11.0


def leaning(clip: Analysis, lean_deg: float) -> Analysis:
    lean = replace(clip.metrics["trunk_lean_deg"], value=lean_deg)
    return replace(clip, metrics={**clip.metrics, "trunk_lean_deg": lean})


CLIP = leaning(analysis_of(Run()), UPRIGHT_DEG)


def mismatches(other: Analysis) -> tuple[Mismatch, ...]:
    return find_mismatches([CLIP], [other], SETTINGS.comparison)


def in_scene(**scene: object) -> Analysis:
    return replace(CLIP, scene=scene_with(CLIP.scene, **scene))


def noted(**notes: str) -> Analysis:
    return replace(CLIP, notes=Notes(**notes))


def test_other_shoes_are_cautioned_at_contact_and_flight_alone() -> None:
    (found,) = find_mismatches(
        [noted(shoes="spikes", surface="Track")], [noted(shoes="flats", surface=" track")],
        SETTINGS.comparison,
    )  # fmt: skip
    assert found.text == "Shoes differ: spikes and flats."
    assert not found.forbids
    assert {"contact_time_s", "flight_time_s"} <= found.metrics
    assert "knee_flexion_peak_deg" not in found.metrics
    (surface,) = find_mismatches(
        [noted(surface="grass")], [noted(surface="track")], SETTINGS.comparison
    )
    assert surface.text == "Surface differs: grass and track."


def by_settings(group: str, **values: float) -> Analysis:
    settings = CLIP.provenance.settings
    other = {**settings, group: {**settings[group], **values}}
    return replace(CLIP, provenance=replace(CLIP.provenance, settings=other))


def test_shoes_that_one_side_does_not_state_are_no_mismatch() -> None:
    assert find_mismatches([CLIP], [noted(shoes="flats")], SETTINGS.comparison) == ()


def test_clips_alike_match() -> None:
    assert mismatches(CLIP) == ()


@pytest.mark.parametrize(
    ("other", "words", "forbids"),
    [
        (replace(CLIP, provenance=replace(CLIP.provenance, model="full")), "pose models", True),
        (replace(CLIP, provenance=replace(CLIP.provenance, device="gpu")), "devices", False),
        (replace(CLIP, provenance=replace(CLIP.provenance, method="7.1")), "different ways", True),
        (by_settings("events", min_contact_s=0.06), "different settings", True),
        (
            replace(CLIP, provenance=replace(CLIP.provenance, model_sha256="0" * 64)),
            "pose models",
            True,
        ),
        (
            replace(CLIP, provenance=replace(CLIP.provenance, contacts_given=True)),
            "by eye in some",
            False,
        ),
        (in_scene(ground="treadmill"), "treadmill", True),
        (in_scene(ground="moving camera"), "camera moved", False),
        (in_scene(camera_turn_deg=40.0), "followed the athlete", False),
        (in_scene(view_angle_deg=CLIP.scene.camera.view_angle_deg + 13), "different angles", True),
        (in_scene(view_angle_deg=CLIP.scene.camera.view_angle_deg + 8), "8 degrees apart", False),
        (in_scene(near_side="left"), "near side differs", False),
        (leaning(CLIP, 38.0), "accelerates", True),
        (replace(CLIP, video=replace(CLIP.video, capture_fps=240.0)), "Frame rates", False),
        (in_scene(athlete_px=CLIP.scene.body.athlete_px * 1.7), "px tall", False),
    ],
)
def test_each_difference_is_named_with_what_to_film(
    other: Analysis, words: str, forbids: bool
) -> None:
    (found,) = mismatches(other)
    assert words in found.text
    assert found.hint.startswith(("Film", "Measure"))
    assert found.forbids is forbids
    assert found.metrics
    assert found.metrics <= set(METRICS)


def test_settings_of_comparisons_made_no_number_of_a_clip() -> None:
    assert mismatches(by_settings("comparison", confidence_level=0.95)) == ()


def test_what_forbids_comes_before_what_limits() -> None:
    found = mismatches(in_scene(ground="treadmill", near_side="left", athlete_px=999.0))
    assert [m.forbids for m in found] == [True, False, False]


def test_a_caution_stands_only_at_the_metrics_it_concerns() -> None:
    other = in_scene(near_side="left")
    by_name = {c.metric: c.caution for c in compare([CLIP], [other], SETTINGS).changes}
    assert "near side" in by_name["trunk_lean_deg"]
    assert by_name["contact_time_s"] == ""


def test_a_lean_that_training_may_bring_is_compared() -> None:
    assert mismatches(leaning(CLIP, 20.0)) == ()


def test_what_is_not_known_is_no_mismatch() -> None:
    assert mismatches(leaning(CLIP, float("nan"))) == ()


def test_sides_that_seem_exchanged_are_doubted() -> None:
    early, late = (filmed([clip], [day]) for clip, day in ((CLIP, 1), (CLIP, 9)))
    settings = SETTINGS.comparison
    (doubt,) = find_mismatches(late, early, settings)
    assert "filmed earlier" in doubt.text
    assert not doubt.forbids
    for before, after in ((early, late), (early, early), (late, [CLIP])):
        assert not find_mismatches(before, after, settings)
