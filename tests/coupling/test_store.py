"""Ladder -> ladder.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from aqvision.analysis.store import write_json
from aqvision.core.settings import Settings
from aqvision.coupling.compare import compare_ladders
from aqvision.coupling.ladder import make_ladder
from aqvision.coupling.store import ladder_to_dict
from tests.support.climbs import ARM, Climber

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


@cache
def content() -> dict[str, Any]:
    settings = Settings()
    old, new = (make_ladder(Climber(lag_deg_per_mps=lag).ladder(), settings) for lag in (0.0, 25.0))
    return ladder_to_dict(new, old, compare_ladders(old, new, settings.comparison))


def test_it_is_json_and_holds_what_others_rely_on(tmp_path: Path) -> None:
    write_json(tmp_path / "ladder.json", content())
    read = json.loads((tmp_path / "ladder.json").read_text())
    assert read["schema_version"] == 1
    assert set(read["runs"][0]) >= {"clip", "speed_mps", "stance_force_bw"}
    row = next(row for row in read["coupling"] if row["metric"] == ARM)
    wanted = {"metric", "unit", "slope_per_mps", "low", "high", "retention_frac", "verdict"}
    assert set(row) >= wanted
    assert row["low"] < row["slope_per_mps"] < row["high"]
    assert row["verdict"] == "lets go"
    assert read["lets_go_first"] == "arms"
    assert read["lets_go_mps"] == pytest.approx(8.4, abs=0.3)
    assert read["sentence"].startswith("Up to 8.")


def test_every_key_is_explained() -> None:
    section = PAGE.partition("## `ladder.json`")[2].partition("\n## ")[0]
    found = content()
    keys = [*found, *found["runs"][0], *found["coupling"][0], *found["limbs"][0],
            *found["changes"][0], *found["before"]]  # fmt: skip
    assert [key for key in keys if f"`{key}`" not in section] == []
