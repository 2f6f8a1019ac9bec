"""points.c3d: what another program reads is what was measured, and says what was not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.c3d import write_c3d
from aqvision.analysis.export import export_analysis
from aqvision.core.errors import LibraryError
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, LANDMARKS, SIDES
from aqvision.core.types import View
from aqvision.kinematics.events.contacts import Contact
from tests.support.synthetic import Run, analysis_of, metres_per_px

RIGHT = Run(noise_px=1.0)
LEFT = Run(rate_hz=240, noise_px=1.0, from_left_of_track=True)


def written(analysis: Analysis, folder: Path, *, raw: bool = False) -> Any:
    path = folder / "points.c3d"
    export_analysis(analysis, "c3d", path, raw=raw)
    return ezc3d.c3d(str(path))


def value(file: Any, group: str, name: str) -> Any:
    return file["parameters"][group][name]["value"]


def lowest_foot_px(analysis: Analysis) -> float:
    feet = [INDEX[f"{side}_{point}"] for side in SIDES for point in ("heel", "foot_index")]
    return float(np.nanmax(analysis.pose.xy_px[:, feet, 1]))


@pytest.mark.parametrize("run", [RIGHT, LEFT], ids=["right", "left"])
def test_points_are_read_back_in_millimetres_along_the_run_and_up(tmp_path: Path, run: Run) -> None:
    analysis = analysis_of(run)
    file = written(analysis, tmp_path)
    pose, mm = analysis.pose, 1000 * metres_per_px(analysis)
    x_px = pose.xy_px[..., 0] if run is RIGHT else pose.width_px - pose.xy_px[..., 0]
    x, y, z, _ = file["data"]["points"]
    np.testing.assert_allclose(x, x_px.T * mm, rtol=1e-6)
    np.testing.assert_allclose(
        z, (lowest_foot_px(analysis) - pose.xy_px[..., 1].T) * mm, rtol=1e-6, atol=1e-3
    )
    assert np.all(y == 0)
    assert value(file, "POINT", "LABELS") == list(LANDMARKS)
    assert value(file, "POINT", "UNITS") == ["mm"]
    assert value(file, "POINT", "RATE") == pytest.approx([run.rate_hz])
    assert "Y is 0" in value(file, "AQVISION", "DEPTH")[0]
    ahead = np.nanmean(x[INDEX["left_hip"]][-10:]) - np.nanmean(x[INDEX["left_hip"]][:10])
    assert 7000 < ahead < 13000


def test_touchdowns_and_toe_offs_are_read_back_with_their_sides(tmp_path: Path) -> None:
    analysis = replace(analysis_of(RIGHT), athlete="Zoë =1+1")
    file = written(analysis, tmp_path)
    minutes, seconds = value(file, "EVENT", "TIMES")
    found = sorted(
        zip(
            60 * minutes + seconds,
            value(file, "EVENT", "LABELS"),
            value(file, "EVENT", "CONTEXTS"),
            strict=True,
        )
    )
    expected = sorted(
        event
        for c in analysis.contacts
        for event in (
            (c.touchdown_s, "Foot Strike", c.side.capitalize()),
            (c.toeoff_s, "Foot Off", c.side.capitalize()),
        )
    )
    assert [e[1:] for e in found] == [e[1:] for e in expected]
    times: list[float] = [e[0] for e in found]
    assert times == pytest.approx([e[0] for e in expected], rel=1e-6)
    assert value(file, "EVENT", "USED") == [len(expected)]
    assert set(value(file, "EVENT", "SUBJECTS")) == {"Zoë =1+1"}
    assert value(file, "SUBJECTS", "NAMES") == ["Zoë =1+1"]


def test_a_point_that_is_not_known_has_a_residual_of_minus_one(tmp_path: Path) -> None:
    analysis = analysis_of(RIGHT)
    xy = analysis.pose.xy_px.copy()
    xy[5, INDEX["left_ear"]] = np.nan
    xy[:, INDEX["right_ear"]] = np.nan
    file = written(replace(analysis, pose=replace(analysis.pose, xy_px=xy)), tmp_path)
    names = value(file, "POINT", "LABELS")
    assert names == [name for name in LANDMARKS if name != "right_ear"]
    residuals = file["data"]["meta_points"]["residuals"][0]
    missing = np.argwhere(residuals == -1)
    assert missing.tolist() == [[names.index("left_ear"), 5]]
    assert np.all(residuals[residuals != -1] == 0)


def test_without_a_scale_the_unit_is_the_leg(tmp_path: Path) -> None:
    analysis = analysis_of(RIGHT)
    scene = analysis.scene
    bare = replace(
        analysis, scene=replace(scene, scale=replace(scene.scale, metres_per_leg=np.nan))
    )
    file = written(bare, tmp_path)
    assert value(file, "POINT", "UNITS") == ["leg"]
    assert "without a scale" in value(file, "AQVISION", "UNITS")[0]
    hip = file["data"]["points"][2, INDEX["left_hip"]]
    assert 0.8 < np.nanmedian(hip) < 1.2


@pytest.mark.parametrize(("view", "sign"), [(View.FRONT, 1), (View.REAR, -1)])
def test_from_an_end_of_the_lane_pixels_lie_across_it(
    tmp_path: Path, view: View, sign: int
) -> None:
    analysis = analysis_of(RIGHT)
    camera = replace(analysis.scene.camera, view=view, direction=0)
    seen = replace(analysis, scene=replace(analysis.scene, camera=camera))
    file = written(seen, tmp_path)
    x, y, _, _ = file["data"]["points"]
    assert value(file, "POINT", "UNITS") == ["px"]
    assert value(file, "POINT", "X_SCREEN") == ["+Y"]
    assert np.all(x == 0)
    expected = sign * np.diff(analysis.pose.point("nose")[:, 0])
    np.testing.assert_allclose(np.diff(y[INDEX["nose"]]), expected, atol=1e-3)


def test_raw_points_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    analysis = analysis_of(RIGHT)
    file = written(analysis, tmp_path, raw=True)
    raw = analysis.still_view.sequence.xy_px[..., 0].T * 1000 * metres_per_px(analysis)
    np.testing.assert_allclose(file["data"]["points"][0], raw, rtol=1e-6)


def test_uneven_frames_are_brought_to_one_rate(tmp_path: Path) -> None:
    time_s = np.cumsum(np.resize([1 / 130, 1 / 120, 1 / 120], 200))
    pose = at_times(time_s - time_s[0])
    write_c3d(analysis_of(RIGHT), pose, tmp_path / "points.c3d")
    file = ezc3d.c3d(str(tmp_path / "points.c3d"))
    assert value(file, "POINT", "RATE") == pytest.approx([120])
    assert "uneven" in value(file, "AQVISION", "FRAMES")[0]
    x = file["data"]["points"][0, 0] / 1000 / metres_per_px(analysis_of(RIGHT))
    known_s = np.arange(len(x)) / 120
    np.testing.assert_allclose(x, 600 + 500 * np.sin(9 * known_s), atol=0.02)


def at_times(time_s: Any) -> PoseSequence:
    xy = np.full((len(time_s), len(LANDMARKS), 2), 300.0)
    xy[..., 0] = (600 + 500 * np.sin(9 * time_s))[:, None]
    seen = np.ones(xy.shape[:2])
    return PoseSequence(time_s=time_s, xy_px=xy, visibility=seen, width_px=1920, height_px=1080)


def test_a_file_without_contacts_has_no_events_and_a_long_one_says_what_is_missing(
    tmp_path: Path,
) -> None:
    analysis = analysis_of(RIGHT)
    assert "EVENT" not in written(replace(analysis, contacts=()), tmp_path)["parameters"]
    many = tuple(contact(0.3 * i, 0.3 * i + 0.1) for i in range(400))
    file = written(replace(analysis, contacts=many), tmp_path)
    assert value(file, "AQVISION", "EVENTS") == ["255 of 800 are in this file."]
    minutes, seconds = value(file, "EVENT", "TIMES")
    assert minutes.max() == 0
    assert seconds.max() == pytest.approx(127 * 0.3)


def contact(touchdown_s: float, toeoff_s: float) -> Contact:
    return Contact(
        side="right",
        touchdown_s=touchdown_s,
        touchdown_se_s=0.002,
        toeoff_s=toeoff_s,
        toeoff_se_s=0.002,
        foot_x_leg=0.0,
    )


def test_minutes_stand_apart_from_seconds(tmp_path: Path) -> None:
    late = (contact(61.5, 61.7),)
    file = written(replace(analysis_of(RIGHT), contacts=late), tmp_path)
    assert value(file, "EVENT", "TIMES") == pytest.approx(np.array([[1, 1], [1.5, 1.7]]), rel=1e-6)


def test_more_frames_than_the_format_counts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="65536 frames") as refused:
        write_c3d(analysis_of(RIGHT), at_times(np.arange(65536) / 240), tmp_path / "points.c3d")
    assert "cut the clip" in refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_the_same_analysis_gives_the_same_bytes_under_any_name(tmp_path: Path) -> None:
    export_analysis(analysis_of(RIGHT), "c3d", tmp_path / "a.c3d")
    export_analysis(analysis_of(RIGHT), "c3d", tmp_path / "other.name")
    assert (tmp_path / "a.c3d").read_bytes() == (tmp_path / "other.name").read_bytes()
