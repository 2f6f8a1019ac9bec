"""Poses from elsewhere: the same analysis as from a video, and a clear line where it cannot be."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from aqvision import pipeline
from aqvision.analysis.analyze import Analysis
from aqvision.cli.main import main
from aqvision.core.clip import AthleteChoice, Clip
from aqvision.core.errors import CalibrationError, PoseError
from aqvision.core.marks import Mark, Marks
from aqvision.core.skeleton import INDEX
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.kinematics.quality.uncertainty import N_DRAWS
from aqvision.pose.io.importing import FilePose, is_pose_file, read_pose_file
from aqvision.pose.io.trc import MarkerTable, write_trc
from samples.generator import BEFORE
from tests.support import synthetic
from tests.support.synthetic import HALPE, Array, Run, analysis_of, markers_of, metres_per_px

MOCAP = Path(__file__).parents[4] / "shared" / "data" / "mocap"
RIGHT = Run(noise_px=1.0)
LEFT = Run(noise_px=1.0, from_left_of_track=True)


@cache
def table_of(run: Run, halpe: bool = True) -> MarkerTable:
    return markers_of(run.pose(), metres_per_px(analysis_of(run)), HALPE if halpe else None)


def analyze(table: MarkerTable, folder: Path, **facts: float) -> Analysis:
    path = folder / "run.trc"
    write_trc(table, path)
    return pipeline.analyze(Clip(path, **facts), folder / "result")  # type: ignore[arg-type]


def read(table: MarkerTable, folder: Path, **facts: object) -> FilePose:
    path = folder / "run.trc"
    write_trc(table, path)
    return read_pose_file(Clip(path, **facts))  # type: ignore[arg-type]


def with_xyz(table: MarkerTable, change: Callable[[Array], Array]) -> MarkerTable:
    return replace(table, xyz_m=change(table.xyz_m.copy()))


def without_frame_fifty(table: MarkerTable) -> MarkerTable:
    kept = np.arange(len(table.time_s)) != 50
    return replace(table, time_s=table.time_s[kept], xyz_m=table.xyz_m[kept])


def values(analysis: Analysis) -> dict[str, float]:
    return {name: metric.value for name, metric in analysis.metrics.items()}


@pytest.mark.parametrize(
    ("run", "halpe"), [(RIGHT, True), (RIGHT, False), (LEFT, True)], ids=["halpe", "ours", "left"]
)
def test_the_same_points_give_the_same_analysis(tmp_path: Path, run: Run, halpe: bool) -> None:
    # what noise adds is taken off by draws, so it takes as many
    expected = synthetic.analyze(run.pose(), n_draws=N_DRAWS)
    found = analyze(table_of(run, halpe), tmp_path)
    assert values(found) == pytest.approx(values(expected), rel=1e-3, abs=1e-3, nan_ok=True)
    assert [c.side for c in found.contacts] == [c.side for c in expected.contacts]
    assert found.scene.ground == expected.scene.ground
    for name in ("direction", "near_side"):
        assert getattr(found.scene.camera, name) == getattr(expected.scene.camera, name)
    assert found.scene.scale.metres_per_leg == pytest.approx(
        expected.scene.scale.metres_per_leg, rel=1e-4
    )
    assert found.provenance.model == f"pose file, {'Halpe-26' if halpe else 'BlazePose'} markers"
    assert [w.code for w in found.warnings if w.code in ("pose_file", "small_athlete")] == [
        "pose_file"
    ]


def test_all_files_are_written_and_old_pictures_are_gone(tmp_path: Path) -> None:
    pictures = tmp_path / "result" / "keyframes"
    pictures.mkdir(parents=True)
    (pictures / "toe-off.webp").write_bytes(b"old")
    (pictures / "index.json").write_text("[]")
    analyze(table_of(RIGHT), tmp_path)
    for name in ("analysis.json", "series.csv", "steps.csv", "pose.npz", "report.html"):
        assert (tmp_path / "result" / name).stat().st_size > 500
    assert list(pictures.iterdir()) == []
    report = (tmp_path / "result" / "report.html").read_text(encoding="utf-8")
    for words in (
        "There are no pictures: the points come from a pose file",
        "none: the points come from a pose file",
        "were found by another program",
    ):
        assert words in report
    series = pd.read_csv(tmp_path / "result" / "series.csv")
    assert series["wholly_in_view"].all()
    content = json.loads((tmp_path / "result" / "analysis.json").read_text())
    assert content["provenance"]["model_sha256"] == ""


def test_two_pose_files_are_compared_a_video_and_one_are_not(tmp_path: Path) -> None:
    path, later = tmp_path / "run.trc", tmp_path / "later.trc"
    write_trc(table_of(RIGHT), path)
    write_trc(table_of(Run(replace(BEFORE, speed_mps=8.1), noise_px=1.0)), later)
    arguments = ["compare", "--before", str(path), "--after", str(later), "--json"]
    result = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path / "report")])
    assert result.exit_code == 0
    changes = json.loads(result.stdout)["changes"]
    verdicts = {c["metric"]: c["verdict"] for c in changes}
    by_noise = [name for name, metric in METRICS.items() if metric.grows_with_noise]
    assert {verdicts.pop(name) for name in by_noise} == {"not comparable"}
    assert verdicts.pop("thorax_arm_phase_deg") == "not comparable"
    front = [name for name, metric in METRICS.items() if "side" not in metric.views]
    assert {verdicts.pop(name) for name in front} == {"not comparable"}
    sides = [name for name, metric in METRICS.items() if metric.compares_sides]
    assert {verdicts.pop(name) for name in sides} == {"not comparable"}
    of_clips = [name for name, metric in METRICS.items() if metric.of_clip]
    assert {verdicts.pop(name) for name in of_clips} == {"not comparable"}
    assert not {"not comparable", "changed"} & set(verdicts.values())


def test_points_that_the_file_lacks_stay_unknown(tmp_path: Path) -> None:
    def hide(xyz: Array) -> Array:
        xyz[40:60, names.index("LWrist")] = np.nan
        return xyz

    names = list(table_of(RIGHT).names)
    sequence = read(with_xyz(table_of(RIGHT), hide), tmp_path).raw.sequence
    wrist = sequence.point("left_wrist")[:, 0]
    assert np.isnan(wrist[40:60]).all()
    assert np.isfinite(wrist[:40]).all()
    assert (sequence.visibility[40:60, INDEX["left_wrist"]] == 0).all()
    assert np.isnan(sequence.point("left_pinky")).all()
    assert not sequence.wholly_in_view[40:60].any()
    assert sequence.wholly_in_view[:40].all()


def test_arms_that_are_not_in_the_file_are_withheld_and_nothing_else(tmp_path: Path) -> None:
    table = table_of(RIGHT)
    kept = [i for i, name in enumerate(table.names) if "Elbow" not in name and "Wrist" not in name]
    legs = replace(table, names=tuple(table.names[i] for i in kept), xyz_m=table.xyz_m[:, kept])
    metrics = analyze(legs, tmp_path).metrics
    assert metrics["elbow_mean_deg"].confidence == Grade.WITHHELD
    assert metrics["thigh_range_deg"].value == pytest.approx(
        analysis_of(RIGHT).metrics["thigh_range_deg"].value, abs=0.01
    )


def test_a_runner_who_stays_in_place_is_on_a_treadmill(tmp_path: Path) -> None:
    def on_the_spot(xyz: Array) -> Array:
        hips = xyz[:, [table.names.index("LHip"), table.names.index("RHip")], 0].mean(axis=1)
        xyz[:, :, 0] -= np.polyval(np.polyfit(table.time_s, hips, 1), table.time_s)[:, None]
        return xyz

    table = table_of(RIGHT)
    found = analyze(with_xyz(table, on_the_spot), tmp_path)
    assert found.scene.ground == "treadmill"
    assert found.metrics["speed_mps"].confidence == Grade.WITHHELD
    assert found.metrics["contact_time_s"].value == pytest.approx(
        analysis_of(RIGHT).metrics["contact_time_s"].value, abs=0.006
    )


def test_no_point_of_a_long_run_comes_near_the_edge(tmp_path: Path) -> None:
    def travel(xyz: Array) -> Array:
        xyz[:, :, 0] += np.linspace(-200, 200, len(xyz))[:, None]
        return xyz

    sequence = read(with_xyz(table_of(RIGHT), travel), tmp_path).raw.sequence
    size = np.array([sequence.width_px, sequence.height_px])
    assert (sequence.xy_px[np.isfinite(sequence.xy_px)] > 0.004 * size.max()).all()
    assert (np.nanmax(sequence.xy_px, axis=(0, 1)) < size - 0.004 * size.max()).all()


def test_a_point_that_is_astray_by_far_costs_the_others_nothing(tmp_path: Path) -> None:
    def stray(xyz: Array) -> Array:
        xyz[50, 3] = (1e6, -1e6, 0)
        return xyz

    table = table_of(RIGHT)
    plain = read(table, tmp_path).raw.sequence
    sequence = read(with_xyz(table, stray), tmp_path).raw.sequence
    lost = np.isfinite(plain.xy_px) & ~np.isfinite(sequence.xy_px)
    assert lost.sum() == 2
    np.testing.assert_array_equal(sequence.xy_px[~lost], plain.xy_px[~lost])


def test_a_third_axis_that_is_empty_changes_nothing(tmp_path: Path) -> None:
    def flat(xyz: Array) -> Array:
        xyz[:, :, 2] = np.nan
        return xyz

    plain = read(table_of(RIGHT), tmp_path).raw.sequence
    sequence = read(with_xyz(table_of(RIGHT), flat), tmp_path).raw.sequence
    np.testing.assert_array_equal(sequence.xy_px, plain.xy_px)


def test_times_rounded_to_a_millisecond_are_put_back_in_order(tmp_path: Path) -> None:
    table = table_of(RIGHT)
    rounded = replace(table, time_s=3.2 + np.round(table.time_s, 3))
    found = read(rounded, tmp_path)
    np.testing.assert_allclose(found.raw.sequence.time_s, table.time_s, atol=1e-9)
    assert found.timing.capture_fps == pytest.approx(120)


def test_slow_motion_is_brought_to_real_time(tmp_path: Path) -> None:
    table = table_of(RIGHT)
    slow = replace(table, time_s=4 * table.time_s, rate_hz=30)
    found = analyze(slow, tmp_path, capture_fps=120)
    step_hz = found.metrics["step_frequency_hz"].value
    assert step_hz == pytest.approx(analysis_of(RIGHT).metrics["step_frequency_hz"].value, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: replace(t, rate_hz=float("nan")), "does not say its DataRate"),
        (lambda t: replace(t, rate_hz=0.0), "does not say its DataRate"),
        (lambda t: replace(t, rate_hz=30.0), "says 30 frames a second, its times say 120"),
        (lambda t: with_xyz(t, lambda xyz: 1000 * xyz), "would measure"),
        (lambda t: with_xyz(t, lambda xyz: xyz / 100), "would measure"),
        (lambda t: with_xyz(t, lambda xyz: xyz * [1, -1, 1]), "is not upright"),
        (lambda t: with_xyz(t, lambda xyz: xyz[:, :, [2, 1, 0]]), "runs along Z"),
        (lambda t: with_xyz(t, lambda xyz: np.full_like(xyz, np.nan)), "holds no point"),
        (without_frame_fifty, "leap by 0.0167 s after frame 50"),
        (lambda t: replace(t, time_s=t.time_s[:1], xyz_m=t.xyz_m[:1]), "holds 1 frame, too few"),
        (lambda t: replace(t, time_s=t.time_s[:9], xyz_m=t.xyz_m[:9]), "holds 9 frames, too few"),
        (lambda t: replace(t, names=("C7", *t.names[1:-1], "T10")), "no marker for right_foot"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_cannot_be_measured_is_one_line_and_a_hint(
    tmp_path: Path, change: Callable[[MarkerTable], MarkerTable], words: str
) -> None:
    order = sorted(HALPE, key=lambda landmark: landmark == "right_foot_index")
    table = markers_of(
        RIGHT.pose(), metres_per_px(analysis_of(RIGHT)), {name: HALPE[name] for name in order}
    )
    path = tmp_path / "run.trc"
    write_trc(change(table), path)
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["analyze", str(path), "--out", str(out)])
    assert result.exit_code == 1
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 2
    assert words in lines[0]
    assert lines[1].startswith("Hint: ")
    assert not out.exists()


def test_what_is_said_of_a_video_does_not_apply(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="is in metres"):
        read(table_of(RIGHT), tmp_path, marks=Marks((Mark(0, 0, 0), Mark(9, 0, 1))))
    with pytest.raises(PoseError, match="nobody to choose"):
        read(table_of(RIGHT), tmp_path, choice=AthleteChoice(track=1))


@pytest.mark.parametrize("option", ["--list-athletes", "--all-athletes"])
def test_nobody_can_be_chosen_in_a_pose_file(tmp_path: Path, option: str) -> None:
    path = tmp_path / "run.trc"
    write_trc(table_of(RIGHT), path)
    result = CliRunner().invoke(main, ["analyze", str(path), option, "--out", str(tmp_path / "o")])
    assert result.exit_code == 1
    assert "nobody to choose" in result.stderr


def test_a_pose_file_is_known_by_its_ending() -> None:
    assert is_pose_file(Path("Run_M.TRC"))
    assert not is_pose_file(Path("trc.mp4"))


# -- motion capture on force plates ------------------------------------------------------------


def mocap_table() -> MarkerTable:
    """Give the markers of a lab under Halpe's names, as a lab would write them."""
    table = pd.read_csv(MOCAP / "run_3.5mps_sagittal.csv")
    columns = {"BigToe": "toe"}
    names = [name for name in HALPE.values() if f"{column(name, columns)}_x" in table]
    xyz_m = np.zeros((len(table), len(names), 3))
    for i, name in enumerate(names):
        xyz_m[:, i, 0] = table[f"{column(name, columns)}_x"]
        xyz_m[:, i, 1] = table[f"{column(name, columns)}_y"]
    return MarkerTable(tuple(names), table["time_s"].to_numpy(), xyz_m, 250.0)


def column(marker: str, columns: dict[str, str]) -> str:
    joint = marker[1:]
    return f"{marker[0]}_{columns.get(joint, joint.lower())}"


@pytest.mark.real_data
@pytest.mark.skipif(not MOCAP.is_dir(), reason="the folder ../shared/data/mocap is not here")
def test_contacts_of_a_real_run_from_a_file_lie_on_those_of_the_force_plates(
    tmp_path: Path,
) -> None:
    events = json.loads((MOCAP / "run_3.5mps_force_events.json").read_text(encoding="utf-8"))
    plates = np.array(events["force_contacts_50N"]) - events["t0"]
    analysis = analyze(mocap_table(), tmp_path)
    contacts = analysis.contacts
    assert all(a.side != b.side for a, b in pairwise(contacts))
    found = np.array([[c.touchdown_s, c.toeoff_s] for c in contacts])
    on_plates = found[(found[:, 0] > plates[0, 0] - 0.1) & (found[:, 1] < plates[-1, 1] + 0.1)]
    error_ms = 1e3 * (on_plates - plates)
    print("touchdown, toe-off against force in ms:", error_ms.round(1).tolist())  # noqa: T201
    assert abs(error_ms[:, 0].mean()) < 5
    assert abs(error_ms[:, 1].mean()) < 8
    assert error_ms.std(axis=0).max() < 5
    assert analysis.metrics["speed_mps"].value == pytest.approx(events["speed_mps"], rel=0.02)
