from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aqvision.analysis.hold import analyze_hold
from aqvision.analysis.hold_store import hold_to_dict, is_hold, load_hold, save_hold, withheld
from aqvision.analysis.pose_store import find_stored_pose
from aqvision.analysis.store import load_analysis
from aqvision.core.errors import LibraryError
from aqvision.core.settings import Settings
from tests.support.holds import STEADY, measured

NAMED = (
    *("schema_version", "duration_s", "sway_rms_mm", "sway_ellipse95_cm2", "drift_mm_per_s"),
    *("time_in_band_frac", "median_frequency_hz", "noise_floor_mm", "perturbations", "joints"),
)


def test_the_file_has_the_keys_that_others_read() -> None:
    content = hold_to_dict(measured())
    assert set(NAMED) <= content.keys()
    assert {"time_s", "peak_mm", "return_s"} <= content["perturbations"][0].keys()
    assert content["sway_rms_mm"] == pytest.approx(
        1000 * content["metres_per_leg"] * content["sway_rms_leg_lengths"]
    )
    assert content["errors"]["sway_rms_mm"]["low"] < content["sway_rms_mm"]


def test_millimetres_carry_the_error_of_the_scale() -> None:
    errors = hold_to_dict(measured())["errors"]
    per_leg = 1000 * measured().body.metres_per_leg
    assert errors["sway_rms_mm"]["se"] > per_leg * errors["sway_rms_leg_lengths"]["se"]


def test_without_a_height_millimetres_are_null_and_leg_lengths_are_there(tmp_path: Path) -> None:
    analysis = analyze_hold(STEADY.posed(scaled=False), Settings())
    save_hold(analysis, tmp_path)
    content = json.loads((tmp_path / "hold.json").read_text())
    assert content["sway_rms_mm"] is None
    assert content["perturbations"][0]["peak_mm"] is None
    assert content["sway_rms_leg_lengths"] > 0
    assert "no scale" in withheld(analysis)["sway_rms_mm"]


def test_a_hold_is_read_as_it_was_written(tmp_path: Path) -> None:
    analysis = measured()
    save_hold(analysis, tmp_path)
    record = load_hold(tmp_path)
    assert is_hold(tmp_path)
    assert record.estimates["sway_rms_leg_lengths"] == analysis.measures.sway.rms_leg
    assert record.notes == analysis.notes
    series = pd.read_csv(tmp_path / "hold.csv")
    assert len(series) == len(analysis.measures.path.time_s)
    stored = find_stored_pose(tmp_path / "pose.npz", analysis.provenance)
    assert stored is not None
    assert np.allclose(stored.sequence.xy_px, analysis.raw_pose.sequence.xy_px, atol=1e-3)


def test_a_hold_is_no_run_and_a_folder_without_one_no_hold(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="holds no result of a hold"):
        load_hold(tmp_path)
    save_hold(measured(), tmp_path)
    with pytest.raises(LibraryError, match="is the result of a hold, not of a run"):
        load_analysis(tmp_path)


def test_a_damaged_or_other_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hold.json").write_text("{}")
    with pytest.raises(LibraryError, match="holds no complete hold"):
        load_hold(tmp_path)
    (tmp_path / "hold.json").write_text('{"schema_version": 99}')
    with pytest.raises(LibraryError, match="another version"):
        load_hold(tmp_path)
