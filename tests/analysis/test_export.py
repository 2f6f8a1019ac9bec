"""Files for other programs: the numbers are those of the analysis, and a round trip keeps them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.io import netcdf_file

from aqvision import pipeline
from aqvision.analysis.analyze import Analysis
from aqvision.analysis.export import export_analysis, write_netcdf
from aqvision.analysis.store import save_analysis
from aqvision.cli.main import main
from aqvision.core.clip import Clip
from aqvision.core.skeleton import INDEX, LANDMARKS
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.pose.io.trc import read_trc
from aqvision.report.export import FILE_NAMES, PARQUET
from tests.support.synthetic import Run, analysis_of, metres_per_px

RUN = Run(noise_px=1.0)
LEFT = Run(rate_hz=240, noise_px=1.0, from_left_of_track=True)
# Filtered points are filtered once more, which moves contacts by more than can be believed.
TWICE_FILTERED = 1.25


def round_trip(run: Run, folder: Path, raw: bool) -> Analysis:
    path = folder / "points.trc"
    export_analysis(analysis_of(run), "trc", path, raw=raw)
    return pipeline.analyze(Clip(path), folder / "again")


@pytest.mark.parametrize("run", [RUN, LEFT], ids=["right", "left"])
def test_raw_points_analyzed_again_give_the_same_metrics(tmp_path: Path, run: Run) -> None:
    again = round_trip(run, tmp_path, raw=True)
    expected = {name: m.value for name, m in analysis_of(run).metrics.items()}
    found = {name: m.value for name, m in again.metrics.items()}
    # what noise adds is taken off by draws, of which a test makes fewer
    for name in (name for name, metric in METRICS.items() if np.isfinite(metric.most_growth)):
        assert found.pop(name) == pytest.approx(expected.pop(name), abs=0.01)
    assert found == pytest.approx(expected, rel=1e-3, abs=1e-3, nan_ok=True)
    assert again.scene.camera.near_side == analysis_of(run).scene.camera.near_side


@pytest.mark.parametrize("run", [RUN, LEFT], ids=["right", "left"])
def test_filtered_points_analyzed_again_stay_within_noise(tmp_path: Path, run: Run) -> None:
    again = round_trip(run, tmp_path, raw=False)
    off = {}
    for name, metric in METRICS.items():
        value = analysis_of(run).metrics[name].value
        if not np.isfinite(value):
            assert not np.isfinite(again.metrics[name].value)
            continue
        smallest = metric.minimal_detectable_change(run.rate_hz, value)
        if not abs(again.metrics[name].value - value) <= TWICE_FILTERED * smallest:
            off[name] = again.metrics[name].value - value
    assert off == {}


def test_trc_is_in_metres_above_the_ground(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "points.trc"
    export_analysis(analysis_of(RUN), "trc", path)
    table = read_trc(path)
    assert table.names == LANDMARKS
    pose, scale = analysis_of(RUN).pose, metres_per_px(analysis_of(RUN))
    hip = table.xyz_m[:, INDEX["left_hip"]]
    np.testing.assert_allclose(hip[:, 0], scale * pose.point("left_hip")[:, 0], atol=1e-6)
    feet = [INDEX[f"{s}_{p}"] for s in ("left", "right") for p in ("heel", "foot_index")]
    assert np.nanmin(table.xyz_m[:, feet, 1]) == pytest.approx(0, abs=1e-6)
    assert 0.7 < np.nanmedian(hip[:, 1]) < 1.2
    assert np.nanmax(np.abs(table.xyz_m[:, :, 2])) == 0


def test_csv_has_a_row_a_point_a_frame(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    export_analysis(analysis_of(RUN), "csv", path)
    table = pd.read_csv(path)
    pose = analysis_of(RUN).pose
    assert len(table) == len(pose) * len(LANDMARKS)
    knee = table[table["point"] == "left_knee"]
    np.testing.assert_allclose(knee["x_px"], pose.point("left_knee")[:, 0], rtol=1e-6)
    np.testing.assert_allclose(knee["time_s"], pose.time_s, atol=1e-6)
    rise_m = -np.diff(pose.point("left_knee")[:, 1]) * metres_per_px(analysis_of(RUN))
    np.testing.assert_allclose(np.diff(knee["y_m"]), rise_m, atol=1e-5)


def test_mot_is_an_opensim_storage_of_all_angles(tmp_path: Path) -> None:
    path = tmp_path / "angles.mot"
    export_analysis(analysis_of(RUN), "mot", path)
    lines = path.read_text(encoding="utf-8").splitlines()
    end = lines.index("endheader")
    facts = dict(line.split("=") for line in lines[1:end])
    assert facts["inDegrees"] == "yes"
    table = pd.read_csv(path, sep="\t", skiprows=end + 1)
    assert table.shape == (int(facts["nRows"]), int(facts["nColumns"]))
    assert table.columns[0] == "time"
    series = analysis_of(RUN).series
    for name in (n for n in map(str, series) if n.endswith("_deg")):
        np.testing.assert_allclose(table[name], series[name], atol=1e-4)


def test_netcdf_carries_the_scale(tmp_path: Path) -> None:
    path = tmp_path / "points.nc"
    export_analysis(analysis_of(RUN), "netcdf", path)
    with netcdf_file(path, mmap=False) as file:
        facts = vars(file)
    assert facts["metres_per_px"] == pytest.approx(metres_per_px(analysis_of(RUN)))
    assert facts["fps"] == pytest.approx(120)


def test_every_format_is_offered_and_goes_into_the_folder(tmp_path: Path) -> None:
    save_analysis(analysis_of(RUN), tmp_path)
    option = next(p for p in main.commands["export"].params if p.name == "kind")
    assert tuple(option.type.choices) == tuple(FILE_NAMES)  # type: ignore[attr-defined]
    of_clips = {kind: name for kind, name in FILE_NAMES.items() if kind != PARQUET}
    for kind, name in of_clips.items():
        result = CliRunner().invoke(main, ["export", str(tmp_path), "--format", kind])
        assert result.exit_code == 0
        assert (tmp_path / name).stat().st_size > 1000
    named = tmp_path / "other.trc"
    CliRunner().invoke(main, ["export", str(tmp_path), "--format", "trc", "--out", str(named)])
    assert named.read_bytes() == (tmp_path / "points.trc").read_bytes().replace(
        b"points.trc", b"other.trc"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "trc"], "without a scale"),
        (["--format", "mot", "--raw"], "no raw angles"),
        (["--format", "csv", "--out", "taken/points.csv"], "cannot write"),
    ],
)
def test_what_cannot_be_exported_is_one_line_and_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("a file")
    save_analysis(analysis_of(RUN, None), tmp_path / "result")
    result = CliRunner().invoke(main, ["export", "result", *arguments])
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Hint: " in result.stderr


def test_points_without_a_scale_have_no_metres_in_csv(tmp_path: Path) -> None:
    analysis = analysis_of(RUN, None)
    export_analysis(analysis, "csv", tmp_path / "points.csv")
    table = pd.read_csv(tmp_path / "points.csv")
    assert table["x_m"].isna().all()
    assert table["x_px"].notna().any()


def test_a_folder_without_a_result_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["export", str(tmp_path), "--format", "csv"])
    assert result.exit_code == 1
    assert "holds no complete analysis" in result.stderr


def test_dimensions_names_and_facts_are_those_of_movement(tmp_path: Path) -> None:
    pose = Run(travel_m=2.0).pose()
    path = tmp_path / "points.nc"
    write_netcdf(pose, path, {"fps": 120.0, "source_file": "run.mp4"})
    with netcdf_file(path, mmap=False) as file:
        variables = file.variables
        assert variables["position"].dimensions == ("time", "space", "keypoints", "individuals")
        assert variables["confidence"].dimensions == ("time", "keypoints", "individuals")
        np.testing.assert_allclose(
            variables["position"][:, :, :, 0], pose.xy_px.transpose(0, 2, 1), rtol=1e-6
        )
        np.testing.assert_array_equal(variables["time"][:], pose.time_s)
        names = [row.tobytes().rstrip(b"\0").decode() for row in variables["keypoints"][:]]
        assert tuple(names) == LANDMARKS
        assert [row.tobytes() for row in variables["space"][:]] == [b"x", b"y"]
        assert vars(variables["keypoints"])["_Encoding"] == b"utf-8"
        facts = vars(file)
    assert (facts["ds_type"], facts["time_unit"]) == (b"poses", b"seconds")
    assert (facts["source_software"], facts["source_file"]) == (b"aqvision", b"run.mp4")
    assert facts["fps"] == 120
