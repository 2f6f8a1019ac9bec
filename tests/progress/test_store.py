"""progress.json holds all of a season, and nothing that JSON has not."""

from __future__ import annotations

import json

from aqvision.analysis.store import nan_to_null
from aqvision.progress.store import SCHEMA_VERSION, progress_to_dict
from tests.support.seasons import BLOCKS, clip, hold, season_of


def test_all_parts_are_there() -> None:
    season = season_of([clip(0), clip(30)], [hold(1), hold(31, 6.0)], BLOCKS)
    told = json.loads(json.dumps(nan_to_null(progress_to_dict(season)), allow_nan=False))
    assert told["schema_version"] == SCHEMA_VERSION
    assert told["dates"] == ["2026-03-02", "2026-03-03", "2026-04-01", "2026-04-02"]
    assert told["holds"][0]["metrics"]["sway_rms_mm"]["value"] == 8.0
    assert told["sprints"][1]["date"] == "2026-04-01"
    assert [block["what"] for block in told["blocks"]] == [block.what for block in BLOCKS]
    assert {change["of"] for change in told["changes"]} == {"hold", "sprint"}
    assert told["association"] is None
    assert "3 more are missing" in told["sentence"]
    assert "No trial shows" in told["sentence"]


def test_pairs_are_told_from_five_dates_on() -> None:
    n = range(5)
    season = season_of([clip(9 * i) for i in n], [hold(9 * i) for i in n], (), ("speed_mps",))
    found = progress_to_dict(season)["association"]
    assert [pair["hold"] for pair in found["pairs"]] == ["sway_rms_mm", "return_s"]
    assert {pair["verdict"] for pair in found["pairs"]} == {"cannot be told"}
