from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.pose_store import find_stored_pose
from aqvision.analysis.store import (
    load_analysis,
    nan_to_null,
    save_analysis,
)
from aqvision.core.errors import LibraryError
from aqvision.core.settings import settings_from_dict
from samples.generator import AFTER
from tests.support.synthetic import Run, analysis_of, provenance

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


def test_stored_pose_is_used_only_for_the_same_clip_network_and_settings(folder: Path) -> None:
    path, made_by = folder / "pose.npz", measured().provenance
    found = find_stored_pose(path, made_by)
    assert found is not None
    assert np.allclose(found.sequence.xy_px, measured().raw_pose.sequence.xy_px, atol=1e-3)
    other_pose = settings_from_dict({"pose": {"survey_rate_hz": 20.0}}).to_dict()
    other_filter = settings_from_dict({"filter": {"knee_hz": 14.0}}).to_dict()
    assert find_stored_pose(path, replace(made_by, clip_sha256="1" * 64)) is None
    assert find_stored_pose(path, provenance(model="full")) is None
    assert find_stored_pose(path, replace(made_by, settings=other_pose)) is None
    # a filter works on stored points, and a file may be renamed
    assert find_stored_pose(path, replace(made_by, settings=other_filter)) is not None
    assert find_stored_pose(path, replace(made_by, clip_name="copy.mp4")) is not None


def test_the_light_of_the_frames_is_kept(tmp_path: Path) -> None:
    levels = 100 + np.sin(np.arange(len(measured().raw_pose.sequence)))
    save_analysis(
        replace(measured(), raw_pose=replace(measured().raw_pose, levels=levels)), tmp_path
    )
    found = find_stored_pose(tmp_path / "pose.npz", measured().provenance)
    assert found is not None
    assert found.levels == pytest.approx(levels, abs=1e-4)


def test_where_others_have_their_heads_is_kept_and_needed_to_hide_them(tmp_path: Path) -> None:
    hiding = replace(measured().provenance, faces_blurred=True)
    heads = np.array([[0.1, 2.0, 300.0, 200.0, 25.0]])
    for name, others in (("known", heads), ("nobody", np.empty((0, 5))), ("unknown", None)):
        raw = replace(measured().raw_pose, other_heads=others)
        save_analysis(replace(measured(), raw_pose=raw), tmp_path / name)
    found = find_stored_pose(tmp_path / "known" / "pose.npz", hiding)
    assert found is not None
    assert found.other_heads is not None
    assert found.other_heads.tolist() == heads.tolist()
    nobody = find_stored_pose(tmp_path / "nobody" / "pose.npz", hiding)
    assert nobody is not None
    assert nobody.other_heads is not None
    assert nobody.other_heads.shape == (0, 5)
    assert find_stored_pose(tmp_path / "unknown" / "pose.npz", hiding) is None
    assert find_stored_pose(tmp_path / "unknown" / "pose.npz", measured().provenance) is not None


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "text"])
def test_unreadable_stored_pose_is_measured_anew(folder: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "pose.npz"
    whole = (folder / "pose.npz").read_bytes()
    written = {"empty": b"", "cut": whole[: len(whole) // 2], "text": b"no numbers here"}
    if damage in written:
        path.write_bytes(written[damage])
    assert find_stored_pose(path, measured().provenance) is None


def copied(folder: Path, to: Path) -> Path:
    for name in FILES:
        (to / name).write_bytes((folder / name).read_bytes())
    return to


def check_refused(folder: Path) -> None:
    with pytest.raises(LibraryError) as refused:
        load_analysis(folder)
    assert "measure the clip again" in refused.value.hint
    assert "\n" not in str(refused.value)
