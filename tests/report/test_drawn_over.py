"""What a browser draws over a film: points, times and contacts of the result, frame by frame."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.hold_store import save_hold
from aqvision.analysis.store import save_analysis
from aqvision.core.errors import LibraryError
from aqvision.core.skeleton import INDEX
from aqvision.report.drawn_over import drawn_over
from aqvision.report.played_film import FilmFacts
from tests.support.grey_clips import PLAYBACK_FPS, RATE_HZ, small_slow_motion
from tests.support.holds import measured

LEFT_OUT = 3


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Give a clip filmed at 60 and played at 30 frames a second."""
    return small_slow_motion()


def film_of(analysis: Analysis, n_before: int = 0, n_after: int = 0) -> FilmFacts:
    """Give a film of half the clip's size, with frames around those that were measured."""
    n = n_before + len(analysis.pose) + n_after
    played = (np.arange(n)) / PLAYBACK_FPS
    return FilmFacts(
        width_px=analysis.pose.width_px // 2,
        height_px=analysis.pose.height_px // 2,
        played_s=tuple(float(t) for t in played),
    )


def test_points_are_those_of_the_frame_at_the_size_of_the_film(
    analysis: Analysis, tmp_path: Path
) -> None:
    save_analysis(analysis, tmp_path)
    drawn = drawn_over(film_of(analysis), tmp_path, 1.0)
    assert len(drawn["points"]) == len(analysis.pose)
    knee = drawn["joints"].index("left_knee")
    xy = np.array(drawn["points"][40][2 * knee : 2 * knee + 2]) / 10
    expected = (analysis.pose.xy_px[40, INDEX["left_knee"]] + 0.5) / 2
    np.testing.assert_allclose(xy, expected, atol=0.06)
    ends = {tuple(drawn["joints"][joint] for joint in bone) for bone in drawn["bones"]}
    assert ("left_knee", "left_ankle") in ends
    assert drawn["near_side"] == analysis.scene.camera.near_side


def test_times_are_real_seconds_also_outside_what_was_measured(
    analysis: Analysis, tmp_path: Path
) -> None:
    later = replace(
        analysis,
        raw_pose=replace(
            analysis.raw_pose,
            sequence=replace(
                analysis.raw_pose.sequence,
                time_s=analysis.raw_pose.sequence.time_s + LEFT_OUT / PLAYBACK_FPS,
            ),
        ),
    )
    save_analysis(later, tmp_path)
    drawn = drawn_over(film_of(analysis, LEFT_OUT, 2), tmp_path, 1.0)
    np.testing.assert_allclose(np.diff(drawn["time_s"]), 1 / RATE_HZ, atol=2e-5)
    assert drawn["time_s"][LEFT_OUT] == pytest.approx(0.0, abs=1e-5)
    assert drawn["points"][:LEFT_OUT] == [None] * LEFT_OUT
    assert drawn["points"][LEFT_OUT] is not None
    assert drawn["points"][-2:] == [None, None]


def test_contacts_name_the_frames_nearest_to_touchdown_and_toeoff(
    analysis: Analysis, tmp_path: Path
) -> None:
    save_analysis(analysis, tmp_path)
    drawn = drawn_over(film_of(analysis), tmp_path, 1.0)
    assert len(drawn["contacts"]) == len(analysis.contacts) > 2
    for one, contact in zip(drawn["contacts"], analysis.contacts, strict=True):
        assert one["side"] == contact.side
        assert abs(analysis.pose.time_s[one["touchdown_frame"]] - contact.touchdown_s) <= 0.51 / 60
        assert abs(analysis.pose.time_s[one["toeoff_frame"]] - contact.toeoff_s) <= 0.51 / 60


def test_angles_are_those_of_the_near_side_and_a_withheld_one_stays_out(
    analysis: Analysis, tmp_path: Path
) -> None:
    save_analysis(analysis, tmp_path)
    drawn = drawn_over(film_of(analysis), tmp_path, 1.0)
    angles = {one["title"]: one for one in drawn["angles"]}
    near = analysis.scene.camera.near_side
    expected = analysis.series[f"{near}_knee_flexion_deg"].iloc[40]
    assert angles["Knee bend"]["deg"][40] == pytest.approx(expected, abs=0.51)
    assert drawn["joints"][angles["Knee bend"]["joint"]] == f"{near}_knee"
    content = json.loads((tmp_path / "analysis.json").read_text())
    content["metrics"]["knee_flexion_peak_deg"]["confidence"] = "withheld"
    (tmp_path / "analysis.json").write_text(json.dumps(content))
    titles = [one["title"] for one in drawn_over(film_of(analysis), tmp_path, 1.0)["angles"]]
    assert "Knee bend" not in titles
    assert "Trunk lean" in titles


def test_a_clip_that_was_not_measured_has_times_only(analysis: Analysis) -> None:
    film = film_of(analysis)
    drawn = drawn_over(film, None, 2.0)
    assert drawn["time_s"][-1] == pytest.approx(film.played_s[-1] / 2, abs=1e-5)
    assert drawn["points"] == [None] * len(film.played_s)
    assert (drawn["contacts"], drawn["angles"], drawn["near_side"]) == ([], [], None)


def test_json_holds_it_and_it_is_small(analysis: Analysis, tmp_path: Path) -> None:
    save_analysis(analysis, tmp_path)
    text = json.dumps(drawn_over(film_of(analysis), tmp_path, 1.0), allow_nan=False)
    assert len(text) / len(analysis.pose) < 400


def test_of_a_hold_the_joints_are_drawn_and_nothing_of_a_run(tmp_path: Path) -> None:
    analysis = measured()
    save_hold(analysis, tmp_path)
    found = analysis.raw_pose.sequence
    film = FilmFacts(
        width_px=found.width_px,
        height_px=found.height_px,
        played_s=tuple(float(t) for t in found.time_s),
    )
    drawn = drawn_over(film, tmp_path, 1.0)
    knee = drawn["joints"].index("left_knee")
    xy = np.array(drawn["points"][50][2 * knee : 2 * knee + 2]) / 10
    np.testing.assert_allclose(xy, found.xy_px[50, INDEX["left_knee"]] + 0.5, atol=3)
    assert (drawn["contacts"], drawn["angles"]) == ([], [])


@pytest.mark.parametrize("content", ["left_knee_flexion_deg,right_knee_flexion_deg\nx,y\n" * 99])
def test_a_damaged_table_is_told(analysis: Analysis, tmp_path: Path, content: str) -> None:
    save_analysis(analysis, tmp_path)
    (tmp_path / "series.csv").write_text(content)
    with pytest.raises(LibraryError, match="holds no points of a clip"):
        drawn_over(film_of(analysis), tmp_path, 1.0)
