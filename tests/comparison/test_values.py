"""Analyses -> means of clips, and what their steps make them err."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.camera.stabilise import ScaleSource
from aqvision.comparison.values import ClipMean, clip_mean, clip_means, common_sides, values_by_side
from aqvision.core.skeleton import SIDES
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.ladders import KNEE, Athlete
from tests.support.scenes import scene_with


def means(clips: list[Analysis], name: str = KNEE, freedom: float = 6.0) -> list[ClipMean]:
    found = clip_means(METRICS[name], clips, SIDES, freedom)
    return [clip for clip in found if clip is not None]


def test_each_side_counts_alike() -> None:
    assert clip_mean([np.array([1.0, 3.0]), np.array([6.0])]) == 4.0


def test_step_variance_is_that_of_the_mean_of_many_draws() -> None:
    random = np.random.default_rng(4)
    athlete = Athlete(clip_sd=0.0, step_sd=2.0, measurement_sd=0.0)
    clips = athlete.ladder([8.0] * 400, random)
    found = means(clips)
    # 400 draws scatter by 7 %
    spread = np.var([clip.value for clip in found])
    assert found[0].step_variance == pytest.approx(spread, rel=0.2)
    assert found[0].n == 8


def test_few_steps_lean_on_what_runs_vary_by() -> None:
    random = np.random.default_rng(4)
    one = means([Athlete(n_steps=4, measurement_sd=0.0).run(8.0, random)], freedom=1000.0)[0]
    prior = METRICS[KNEE].variation.run_sd ** 2
    # two degrees of freedom of the clip against a thousand of the prior
    assert one.step_variance == pytest.approx(prior / 4, rel=0.02)


def test_steps_cannot_agree_better_than_they_are_measured() -> None:
    random = np.random.default_rng(5)
    clips = Athlete(step_sd=0.01, measurement_sd=3.0).ladder([8.0] * 30, random)
    found = means(clips, freedom=1.0)[0]
    assert found.step_variance == pytest.approx(9 / 8)
    assert found.measurement_variance == pytest.approx(9 / 8)
    assert found.shared_variance == pytest.approx(0.15 * 9)


def test_a_height_that_is_wrong_is_wrong_on_both_sides() -> None:
    """Speed comes from all touchdowns, with the scale apart from its error."""
    clip = Athlete().run(8.0, np.random.default_rng(1))
    by_height = means([clip], "speed_mps")[0]
    scene = scene_with(clip.scene, scale_from=ScaleSource.GROUND, scale_se_frac=0.05)
    by_marks = means([replace(clip, scene=scene)], "speed_mps")[0]
    assert by_height.value == clip.metrics["speed_mps"].value
    assert by_height.shared_variance**0.5 == pytest.approx(0.01 * by_height.value)
    assert by_marks.shared_variance**0.5 == pytest.approx(0.05 * by_marks.value)


def test_a_rate_without_an_error_is_not_taken_for_sure() -> None:
    clip = Athlete().run(8.0, np.random.default_rng(1))
    speed = replace(clip.metrics["speed_mps"], se=float("nan"))
    unsure = replace(clip, metrics={**clip.metrics, "speed_mps": speed})
    expected = METRICS["speed_mps"].variation.run_sd_of(speed.value) ** 2
    assert means([unsure], "speed_mps")[0].step_variance == pytest.approx(expected)


def test_only_known_values_of_common_sides_count() -> None:
    clip = Athlete().run(8.0, np.random.default_rng(6))
    assert common_sides(METRICS[KNEE], [clip]) == SIDES
    assert [len(group) for group in values_by_side(clip, KNEE, SIDES)] == [4, 4]
    assert values_by_side(clip, "contact_time_s", SIDES) == []
    assert clip_means(METRICS["contact_time_s"], [clip], SIDES, 6.0) == [None]


def test_a_third_of_what_timing_shares_is_the_clips_own() -> None:
    clip = Athlete(measurement_sd=0.0).run(8.0, np.random.default_rng(1))
    summary = replace(clip.metrics[KNEE], shared_se=2.0)
    (found,) = means([replace(clip, metrics={**clip.metrics, KNEE: summary})])
    assert found.shared_variance == pytest.approx(0.35 * 4)
