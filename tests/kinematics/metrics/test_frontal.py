from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from aqvision.comparison.compare import compare
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.types import EndView, View
from tests.support.end_runs import end_pose, mirror_image, on_the_spot
from tests.support.synthetic import Run, analyze
from validation.frontal import true_hand_frac
from validation.frontal_renders import EndRender


def means(pose: PoseSequence) -> pd.Series[float]:
    """Give the mean of each column of steps."""
    return analyze(pose).steps.drop(columns="side").mean()


@pytest.mark.parametrize("view", [View.FRONT, View.REAR])
@pytest.mark.parametrize("track_m", [-0.02, 0.032, 0.08])
def test_step_width_follows_the_lines_of_the_feet(view: EndView, track_m: float) -> None:
    found = means(end_pose(EndRender(view, foot_track_m=track_m)))
    # ankle and heel are above the ground, where the leg leans outwards
    assert found["step_width_m"] == pytest.approx(2 * track_m, abs=0.022)
    legs = found["step_width_frac"] * Settings().body.leg_frac_height * 1.78
    assert legs == pytest.approx(found["step_width_m"])


def test_step_width_tells_a_change_as_large_as_it_is() -> None:
    narrow, wide = (
        means(end_pose(EndRender(View.FRONT, foot_track_m=track)))["step_width_m"]
        for track in (0.02, 0.07)
    )
    assert wide - narrow == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("crossing_deg", [-20.0, 0.0, 40.0, 70.0])
def test_hands_past_the_midline(crossing_deg: float) -> None:
    run = EndRender(View.FRONT, arm_crossing_deg=crossing_deg)
    hands = means(end_pose(run))["hand_crossing_frac"]
    assert hands == pytest.approx(true_hand_frac(run.motion(run.time_s)), abs=0.04)


def test_a_leaning_trunk_carries_its_midline_along() -> None:
    upright, swaying = (
        means(end_pose(EndRender(View.FRONT, arm_crossing_deg=40.0, trunk_sway_deg=sway)))
        for sway in (0.0, 6.0)
    )
    assert swaying["hand_crossing_frac"] == pytest.approx(upright["hand_crossing_frac"], abs=0.02)
    assert swaying["step_width_m"] == pytest.approx(upright["step_width_m"], abs=0.005)


@pytest.mark.parametrize("view", [View.FRONT, View.REAR])
@pytest.mark.parametrize("sway_deg", [0.0, 2.0, 5.0])
def test_trunk_sway(view: EndView, sway_deg: float) -> None:
    found = means(end_pose(EndRender(view, trunk_sway_deg=sway_deg)))
    assert found["trunk_sway_range_deg"] == pytest.approx(2 * sway_deg, abs=0.4)


def test_a_mirror_exchanges_left_and_right_and_nothing_else() -> None:
    pose = end_pose(EndRender(View.FRONT, arm_crossing_deg=30.0), noise_px=1.0)
    there, back = (analyze(p) for p in (pose, mirror_image(pose)))
    assert there.steps["side"].tolist() != back.steps["side"].tolist()
    for name, summary in there.metrics.items():
        other = back.metrics[name]
        pairs = ((summary.value, other.value), (summary.left, other.right))
        for one, two in pairs:
            np.testing.assert_allclose(one, two, rtol=1e-6, err_msg=name)


def test_a_picture_twice_as_large_gives_the_same() -> None:
    pose = end_pose(EndRender(View.FRONT))
    large = replace(pose, xy_px=pose.xy_px * 2, width_px=1440, height_px=1920)
    np.testing.assert_allclose(means(pose), means(large), rtol=1e-3, atol=1e-4)


def test_an_athlete_who_comes_reads_as_one_on_the_spot() -> None:
    run = EndRender(View.FRONT, trunk_sway_deg=3.0, arm_crossing_deg=30.0)
    coming, staying = means(end_pose(run)), means(on_the_spot(run))
    assert coming["step_width_m"] == pytest.approx(staying["step_width_m"], abs=0.01)
    assert coming["hand_crossing_frac"] == pytest.approx(staying["hand_crossing_frac"], abs=0.02)
    assert coming["step_frequency_hz"] == pytest.approx(staying["step_frequency_hz"], rel=0.01)


def test_a_runner_beside_the_camera_is_not_measured_wider() -> None:
    pose = end_pose(EndRender(View.FRONT))
    drift = np.linspace(0, 120, len(pose))[:, None]
    points = pose.xy_px.copy()
    points[..., 0] += drift
    moved = means(replace(pose, xy_px=points))
    assert moved["step_width_m"] == pytest.approx(means(pose)["step_width_m"], abs=0.006)


def test_two_front_views_are_compared_and_a_change_is_found() -> None:
    before, after = (
        analyze(end_pose(EndRender(View.FRONT, arm_crossing_deg=cross), noise_px=0.5))
        for cross in (0.0, 40.0)
    )
    changes = {c.metric: c for c in compare([before], [after], Settings()).changes}
    assert changes["hand_crossing_frac"].verdict == "these runs differ"
    assert changes["hand_crossing_frac"].difference.value > 0.2
    assert changes["step_width_frac"].verdict == "cannot be told yet"
    assert changes["thigh_range_deg"].verdict == "not comparable"
    assert changes["thigh_range_deg"].reason.startswith("front view")


@pytest.mark.parametrize(
    "other", [Run().pose(), end_pose(EndRender(View.REAR))], ids=["side", "rear"]
)
def test_another_view_is_not_compared_and_the_page_says_what_to_film(other: PoseSequence) -> None:
    comparison = compare([analyze(end_pose(EndRender(View.FRONT)))], [analyze(other)], Settings())
    assert {c.verdict for c in comparison.changes} == {"not comparable"}
    assert all("different views" in c.reason for c in comparison.changes)
    assert "both from the side" in comparison.changes[0].reason


def test_hands_are_withheld_from_behind_and_metres_without_a_height() -> None:
    analysis = analyze(end_pose(EndRender(View.REAR)), height_m=None)
    hand, width = (analysis.metrics[n] for n in ("hand_crossing_frac", "step_width_m"))
    assert (hand.confidence, width.confidence) == ("withheld", "withheld")
    assert "film from the front" in hand.reason
    assert width.reason == "no scale: say how tall the athlete is"


def test_a_clip_of_half_a_step_gives_reasons_and_no_numbers() -> None:
    pose = end_pose(EndRender(View.FRONT))
    brief = replace(
        pose, time_s=pose.time_s[:14], xy_px=pose.xy_px[:14], visibility=pose.visibility[:14]
    )
    analysis = analyze(brief)
    assert analysis.scene.camera.view == View.FRONT
    assert analysis.steps.empty
    assert analysis.metrics["step_width_frac"].reason == "no step lies wholly in view"
    assert {m.confidence for m in analysis.metrics.values()} == {"withheld"}
