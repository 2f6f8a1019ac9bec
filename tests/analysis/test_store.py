from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import (
    analysis_to_dict,
    load_analysis,
    nan_to_null,
    save_analysis,
    session_folders,
    write_json,
)
from aqvision.comparison.compare import compare
from aqvision.core.clip import Notes
from aqvision.core.errors import LibraryError
from aqvision.core.recorded import Recorded, recorded_on
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from samples.generator import AFTER
from tests.support.synthetic import FROM_THE_SIDE, Run, analysis_of, analyze

FILES = ("analysis.json", "series.csv", "steps.csv", "pose.npz")


TOP = {"schema_version", "provenance", "video", "contacts", "metrics", "warnings"}


CONTACT = {"side", "touchdown_s", "touchdown_se_s", "toeoff_s", "toeoff_se_s"}


METRIC = {
    "value",
    "left",
    "right",
    "sd",
    "measurement_sd",
    "se",
    "n",
    "unit",
    "confidence",
    "reason",
    "shared_se",
}


WARNING = {"code", "text", "hint"}


SERIES = [
    "time_s",
    "left_thigh_deg",
    "right_thigh_deg",
    "left_knee_flexion_deg",
    "right_knee_flexion_deg",
    "left_elbow_deg",
    "right_elbow_deg",
    "left_upper_arm_deg",
    "right_upper_arm_deg",
    "trunk_lean_deg",
    "thorax_yaw_deg",
    "left_contact",
    "right_contact",
]


def measured() -> Analysis:
    return analysis_of(Run(AFTER, noise_px=0.5))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds one analysis; nobody may change it."""
    path = tmp_path_factory.mktemp("library") / "deep" / "after"
    save_analysis(measured(), path)
    return path


@pytest.fixture(scope="module")
def content(folder: Path) -> dict[str, Any]:
    """The content of analysis.json, refusing NaN and Infinity."""

    def refuse(token: str) -> float:
        raise AssertionError(f"JSON holds {token}")

    text = (folder / "analysis.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return loaded


def same(first: Any, second: Any) -> bool:
    """Compare dataclasses whose missing numbers are NaN, which equals nothing."""
    return bool(nan_to_null(asdict(first)) == nan_to_null(asdict(second)))


def test_folder_holds_the_files_of_the_contract(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == set(FILES)


def test_json_has_the_keys_of_the_contract(content: dict[str, Any]) -> None:
    assert set(content) >= TOP
    assert content["schema_version"] == 1
    assert all(set(c) >= CONTACT for c in content["contacts"])
    assert {c["side"] for c in content["contacts"]} == {"left", "right"}
    assert set(content["metrics"]) == set(METRICS)
    for name, metric in content["metrics"].items():
        assert set(metric) == METRIC
        assert metric["confidence"] in {"A", "B", "C", "withheld"}
        assert metric["unit"] == METRICS[name].unit
    assert all(set(w) == WARNING for w in content["warnings"])
    assert set(content["video"]) >= {"fps", "capture_fps", "n_frames", "duration_s"}
    assert content["video"]["size"] == [1920, 1080]


def test_provenance_says_what_made_it(content: dict[str, Any]) -> None:
    made_by = content["provenance"]
    assert made_by["clip_name"] == "run.mp4"
    assert re.fullmatch(r"[0-9a-f]{64}", made_by["model_sha256"])
    assert re.fullmatch(r"[0-9a-f]{64}", made_by["clip_sha256"])
    assert made_by["settings"] == Settings().to_dict()
    assert made_by["aqvision_version"]


def test_series_has_the_columns_of_the_contract_and_a_row_a_frame(folder: Path) -> None:
    series = pd.read_csv(folder / "series.csv")
    assert set(series.columns) >= set(SERIES)
    assert series.columns[0] == "time_s"
    assert len(series) == measured().video.n_frames
    assert set(series["left_contact"]) == {0, 1}
    assert np.allclose(series["time_s"], measured().series["time_s"], atol=1e-4)


def test_steps_have_a_row_a_contact_and_a_column_a_metric(folder: Path) -> None:
    steps = pd.read_csv(folder / "steps.csv")
    assert len(steps) == len(measured().contacts)
    assert set(FROM_THE_SIDE) | {"side", "touchdown_s", "toeoff_s"} <= set(steps.columns)


def test_what_is_loaded_is_what_was_saved(folder: Path) -> None:
    saved, loaded = measured(), load_analysis(folder)
    for entry in ("provenance", "video", "scene"):
        assert same(getattr(saved, entry), getattr(loaded, entry)), entry
    assert loaded.athlete == saved.athlete
    assert loaded.warnings == saved.warnings
    assert loaded.contacts == saved.contacts
    assert set(loaded.metrics) == set(saved.metrics)
    assert all(same(loaded.metrics[name], saved.metrics[name]) for name in METRICS)
    pd.testing.assert_frame_equal(loaded.series, saved.series, rtol=1e-4, atol=1e-4)
    pd.testing.assert_frame_equal(loaded.steps, saved.steps, rtol=1e-5)
    assert np.allclose(loaded.pose.xy_px, saved.pose.xy_px, atol=1e-3, equal_nan=True)
    raw, stored = saved.raw_pose, loaded.raw_pose
    assert np.allclose(raw.sequence.xy_px, stored.sequence.xy_px, atol=1e-3, equal_nan=True)
    assert np.array_equal(raw.sequence.time_s, stored.sequence.time_s)
    assert (raw.camera, raw.n_people) == (stored.camera, stored.n_people)


def test_saving_what_was_loaded_writes_the_same_json(folder: Path, tmp_path: Path) -> None:
    save_analysis(load_analysis(folder), tmp_path)
    first, second = ((p / "analysis.json").read_bytes() for p in (folder, tmp_path))
    assert first == second


def test_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    run = Run(AFTER, noise_px=0.5)
    save_analysis(analyze(run.pose()), tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_missing_numbers_are_null_and_come_back_as_missing(tmp_path: Path) -> None:
    analysis = analysis_of(Run(rate_hz=60), None)
    save_analysis(analysis, tmp_path)
    text = (tmp_path / "analysis.json").read_text(encoding="utf-8")
    assert "NaN" not in text
    assert "Infinity" not in text
    content = json.loads(text)
    assert content["metrics"]["speed_mps"]["value"] is None
    assert content["scene"]["metres_per_leg"] is None
    loaded = load_analysis(tmp_path)
    assert np.isnan(loaded.metrics["speed_mps"].value)
    assert np.isnan(loaded.scene.scale.metres_per_leg)
    assert loaded.athlete is None


def test_notes_come_back_and_older_files_have_none(tmp_path: Path) -> None:
    noted = replace(measured(), notes=Notes("grass", "flats"))
    save_analysis(noted, tmp_path)
    assert load_analysis(tmp_path).notes == noted.notes
    content = json.loads((tmp_path / "analysis.json").read_text(encoding="utf-8"))
    assert content.pop("notes") == {"surface": "grass", "shoes": "flats"}
    write_json(tmp_path / "analysis.json", content)
    assert load_analysis(tmp_path).notes == Notes()


def test_what_an_older_version_did_not_measure_is_withheld(folder: Path, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    content = json.loads((tmp_path / "analysis.json").read_text())
    del content["metrics"]["arm_leg_momentum_ratio"]
    write_json(tmp_path / "analysis.json", content)
    steps = pd.read_csv(tmp_path / "steps.csv").drop(columns="arm_leg_momentum_ratio")
    steps.to_csv(tmp_path / "steps.csv", index=False)
    older = load_analysis(tmp_path)
    assert set(older.metrics) == set(METRICS)
    assert older.metrics["arm_leg_momentum_ratio"].confidence == "withheld"
    assert "did not look for it" in older.metrics["arm_leg_momentum_ratio"].reason
    found = compare([older], [load_analysis(folder)], Settings()).changes
    assert not next(c for c in found if c.metric == "arm_leg_momentum_ratio").is_comparable


def test_the_day_of_filming_comes_back_and_older_files_have_none(tmp_path: Path) -> None:
    dated = replace(measured(), recorded=recorded_on(dt.date(2026, 3, 1)))
    save_analysis(dated, tmp_path)
    assert load_analysis(tmp_path).recorded == dated.recorded
    content = json.loads((tmp_path / "analysis.json").read_text(encoding="utf-8"))
    assert content["recorded"] == {"on": "2026-03-01", "source": "given"}
    for wrong in ({"on": "2026-13-01", "source": "given"}, {"on": None, "source": "elsewhere"}):
        write_json(tmp_path / "analysis.json", content | {"recorded": wrong})
        with pytest.raises(LibraryError, match="no complete analysis"):
            load_analysis(tmp_path)
    del content["recorded"]
    write_json(tmp_path / "analysis.json", content)
    assert load_analysis(tmp_path).recorded == Recorded()


def test_a_session_is_one_clip_or_a_folder_of_several(folder: Path, tmp_path: Path) -> None:
    for name in ("b", "a"):
        save_analysis(measured(), tmp_path / name)
    assert session_folders(folder) == [folder]
    assert session_folders(tmp_path) == [tmp_path / "a", tmp_path / "b"]
    # nothing there: loading it says so
    assert session_folders(tmp_path / "none") == [tmp_path / "none"]


def test_nothing_measured_can_be_saved_and_loaded(tmp_path: Path) -> None:
    analysis = analyze(Run(travel_m=1.0).pose())
    assert analysis.steps.empty
    save_analysis(analysis, tmp_path)
    loaded = load_analysis(tmp_path)
    assert loaded.steps.empty
    assert loaded.contacts == ()


def test_dictionary_has_a_place_for_every_field() -> None:
    written = analysis_to_dict(measured())
    kept_elsewhere = {"series", "steps", "pose", "raw_pose", "still_view", "force"}
    assert {"force_velocity", "spring_mass", "force_reasons"} <= set(written)
    assert {f.name for f in fields(Analysis)} - kept_elsewhere <= set(written)


def test_json_writer_refuses_what_json_does_not_know(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"a": [float("nan"), (1.5, float("inf"))], "ä": "ü"})
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"a": [None, [1.5, None]], "ä": "ü"}
    assert "ä" in text
    assert text.endswith("\n")


def copied(folder: Path, to: Path) -> Path:
    for name in FILES:
        (to / name).write_bytes((folder / name).read_bytes())
    return to


def check_refused(folder: Path) -> None:
    with pytest.raises(LibraryError) as refused:
        load_analysis(folder)
    assert "measure the clip again" in refused.value.hint
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut"])
def test_damaged_folder_is_refused_with_a_hint(
    folder: Path, tmp_path: Path, name: str, damage: str
) -> None:
    path = copied(folder, tmp_path) / name
    if damage == "missing":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] + b"\0\xff" * 3)
    check_refused(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": 99},
        {"schema_version": None},
        {"metrics": []},
        {"contacts": [{"side": "left"}]},
        {"scene": {"direction": 1}},
        {"warnings": [{"code": "x"}]},
        {"provenance": None},
    ],
    ids=str,
)
def test_json_that_does_not_fit_is_refused(
    folder: Path, tmp_path: Path, content: dict[str, Any], change: dict[str, Any]
) -> None:
    copied(folder, tmp_path)
    write_json(tmp_path / "analysis.json", {**content, **change})
    check_refused(tmp_path)


def test_json_that_is_a_list_is_refused(folder: Path, tmp_path: Path) -> None:
    write_json(copied(folder, tmp_path) / "analysis.json", [1, 2])
    check_refused(tmp_path)


def test_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    check_refused(tmp_path / "nowhere")


def test_a_folder_of_results_names_those_in_it(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "analysis.json").write_text("{}")
    with pytest.raises(LibraryError, match=r"it has no analysis\.json") as refused:
        load_analysis(tmp_path)
    assert f"{tmp_path / 'a'} or {tmp_path / 'b'}" in refused.value.hint
