from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from aqvision.analysis.store import load_analysis, save_analysis, write_json
from aqvision.comparison.compare import compare
from aqvision.comparison.judging import Verdict
from aqvision.comparison.store import comparison_to_dict, load_changes, load_compared
from aqvision.core.errors import LibraryError
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from samples.generator import AFTER, BEFORE
from tests.support.synthetic import Run, analysis_of, analyze

# The contract that other programs rely on.
TOP = {"comparable", "changes"}
CHANGE = {
    "metric", "unit", "before", "after", "change", "low", "high", "smallest_believable_change",
    "verdict",
}  # fmt: skip
NUMBERS = ("before", "after", "change", "low", "high", "smallest_believable_change")


def written(path: Path, height_m: float | None = 1.78) -> bytes:
    """Compare the samples, the second perhaps without a scale, and write the result."""
    after = analyze(Run(AFTER).pose(), height_m=height_m)
    comparison = compare([analysis_of(Run(BEFORE))], [after], Settings())
    write_json(path, comparison_to_dict(comparison))
    return path.read_bytes()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The content of comparison.json where the second clip has no scale."""
    path = tmp_path_factory.mktemp("comparison") / "comparison.json"
    text = written(path, height_m=None).decode("utf-8")
    assert "NaN" not in text
    assert "Infinity" not in text
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_json_has_the_keys_of_the_contract(content: dict[str, Any]) -> None:
    assert set(content) >= TOP
    assert content["schema_version"] == 2
    assert [c["metric"] for c in content["changes"]] == list(METRICS)
    for change in content["changes"]:
        assert set(change) >= CHANGE
        assert change["verdict"] in set(Verdict)
        assert change["unit"] == METRICS[change["metric"]].unit


def test_comparable_says_yes_or_why_not(content: dict[str, Any]) -> None:
    assert set(content["comparable"]) == set(METRICS)
    for change in content["changes"]:
        answer = content["comparable"][change["metric"]]
        assert answer["comparable"] is (change["verdict"] != "not comparable")
        if not answer["comparable"]:
            assert answer["reason"]
            assert change["change"] is None
        else:
            assert all(isinstance(change[name], float) for name in NUMBERS)
    assert content["comparable"]["speed_mps"]["comparable"] is False
    assert "how tall the athlete is" in content["comparable"]["speed_mps"]["reason"]


def test_it_says_what_each_interval_is_made_of(content: dict[str, Any]) -> None:
    for change in content["changes"]:
        parts = change["interval_from"]
        if change["verdict"] == "not comparable":
            assert parts is None
            continue
        assert parts["session_source"] == "default"
        new = change["interval_parts"]
        assert (parts["clip_sd"], parts["session_sd"]) == (new["run_sd"], new["between_day_sd"])
        by_cause = [new[n] for n in ("step_sd", "run_sd", "between_day_sd", "shared_sd")]
        quantile = float(stats.t.ppf(0.95, new["degrees_of_freedom"]))
        half_width = quantile * float(np.linalg.norm(by_cause))
        assert change["high"] - change["change"] == pytest.approx(half_width)
        assert new["measurement_sd"] <= new["step_sd"] * 1.001


def test_it_says_how_each_metric_was_judged(content: dict[str, Any]) -> None:
    assert content["primaries"]
    for change in content["changes"]:
        assert change["primary"] == (change["metric"] in content["primaries"])
        if change["verdict"] == "not comparable":
            assert change["p"] is change["q"] is None
        elif change["represented_by"]:
            assert change["q"] is None
        else:
            assert change["p"] <= change["q"] <= 1


def test_without_a_scale_the_speed_is_said_to_be_unknown(content: dict[str, Any]) -> None:
    assert "Speed is not known (no scale" in content["same_speed"]["reason"]
    assert content["same_speed"]["low_mps"] is None
    assert all(change["same_speed"] is None for change in content["changes"])


def test_both_sides_are_named(content: dict[str, Any]) -> None:
    for side in ("before", "after"):
        assert [made["clip_name"] for made in content[side]] == ["run.mp4"]
        assert content[side][0]["settings"] == Settings().to_dict()


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path / "a.json") == written(tmp_path / "b.json")


def test_stored_clips_compare_like_fresh_ones(tmp_path: Path) -> None:
    fresh = [analysis_of(Run(p, noise_px=0.5)) for p in (BEFORE, AFTER)]
    for name, analysis in zip(("old", "new"), fresh, strict=True):
        save_analysis(analysis, tmp_path / name)
    stored = [load_analysis(tmp_path / name) for name in ("old", "new")]
    first, second = (compare([old], [new], Settings()) for old, new in (fresh, stored))
    for one, two in zip(first.changes, second.changes, strict=True):
        assert one.verdict == two.verdict, one.metric
        # steps.csv keeps six digits of each value
        slack = 1e-4 * (abs(one.before.value) + abs(one.after.value))
        for name in ("value", "low", "high"):
            fresh_value, stored_value = (getattr(c.difference, name) for c in (one, two))
            assert fresh_value == pytest.approx(stored_value, abs=slack, nan_ok=True), one.metric


def test_changes_come_back_from_the_file(content: dict[str, Any], tmp_path: Path) -> None:
    write_json(tmp_path / "comparison.json", content)
    changes = load_changes(tmp_path)
    assert [change.metric for change in changes] == [row["metric"] for row in content["changes"]]
    for change, row in zip(changes, content["changes"], strict=True):
        assert change.verdict == row["verdict"]
        assert np.array_equal(
            change.difference.low, row["low"] if row["low"] is not None else np.nan, True
        )
    assert any(np.isnan(change.difference.low) for change in changes)
    write_json(tmp_path / "comparison.json", {**content, "schema_version": 99})
    with pytest.raises(LibraryError, match="another version"):
        load_changes(tmp_path)
    with pytest.raises(LibraryError, match="no complete comparison"):
        load_changes(tmp_path / "gone")


def test_it_is_known_which_clips_a_comparison_is_of(tmp_path: Path) -> None:
    made = [{"clip_sha256": "a1"}, {"clip_sha256": "a2", "athlete_choice": "2"}]
    later = [{"clip_sha256": "b1", "athlete_choice": ""}]
    write_json(tmp_path / "comparison.json", {"before": made, "after": later})
    assert load_compared(tmp_path) == {("a1", ""), ("a2", "2"), ("b1", "")}
