"""What the report's table of the filming says of the scale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.report.quality import quality_rows
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of


def scale_said(**changes: object) -> str:
    found = analysis_of(Run())
    scene = scene_with(found.scene, **changes)
    (row,) = (r for r in quality_rows([replace(found, scene=scene)]) if r.label == "Scale")
    return row.values[0][0]


@pytest.mark.parametrize(
    ("offset_m", "part", "by", "words"),
    [
        (1.22, 0.081, "the camera's height", "1.22 m behind them: corrected by +8.1%, from the c"),
        (
            -2.44,
            -0.14,
            "a usual camera height",
            "2.44 m before them: corrected by -14.0%, from a u",
        ),
    ],
)
def test_scale_says_what_brought_it_to_another_lane(
    offset_m: float, part: float, by: str, words: str
) -> None:
    beside = {"lane_offset_m": offset_m, "lane_offset_from": by, "lane_corrected_frac": part}
    said = scale_said(scale_from="3 marks on a line", scale_se_frac=0.021, **beside)
    assert said.startswith(f"with an error of some 2%, from 3 marks on a line, {words}")


def test_scale_in_the_athletes_own_lane_was_not_corrected() -> None:
    assert scale_said() == "with an error of some 5%, from the height"
    assert "corrected" not in scale_said(lane_offset_m=1.22, lane_offset_from="the ground")
