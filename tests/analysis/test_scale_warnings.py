"""What a report says of metres that perspective or another lane makes wrong."""

from __future__ import annotations

import pytest

from aqvision.analysis.scale_warnings import warn_of_scale
from aqvision.analysis.warnings import ClipWarning
from aqvision.kinematics.quality.scene import Scene
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of


def told(**changes: object) -> dict[str, ClipWarning]:
    scene: Scene = scene_with(analysis_of(Run()).scene, **changes)
    return {warning.code: warning for warning in warn_of_scale(scene)}


def test_square_view_deserves_none() -> None:
    assert told() == {}


@pytest.mark.parametrize("change", [-0.2, 0.2])
def test_perspective_names_what_a_step_may_be_wrong_by(change: float) -> None:
    found = told(perspective_frac=change, perspective_se_frac=0.03)
    assert "20% (± 3%)" in found["perspective"].text
    assert "up to 10%" in found["perspective"].text
    left = told(perspective_frac=change, perspective_se_frac=0.03, perspective_from_marks=True)
    assert list(left) == ["marks_disagree"]
    assert "fourth mark" in left["marks_disagree"].hint


def test_slant_makes_metres_by_the_height_too_short() -> None:
    found = told(view_angle_deg=25.0)
    assert "25 degrees" in found["foreshortened"].text
    assert "too small, by up to about 9%" in found["foreshortened"].text
    assert told(view_angle_deg=12.0) == {}
    assert told(view_angle_deg=25.0, scale_from="2 marks on a line") == {}


def test_what_is_not_sure_or_does_not_matter_is_not_said() -> None:
    assert told(perspective_frac=0.2, perspective_se_frac=0.11) == {}
    assert told(perspective_frac=0.02, perspective_se_frac=0.001) == {}
    assert told(perspective_frac=float("nan"), perspective_se_frac=float("nan")) == {}
    sure = {"perspective_frac": 0.2, "perspective_se_frac": 0.01, "lane_offset_m": 1.22}
    assert told(scale_se_frac=float("nan"), **sure) == {}
    assert told(ground="treadmill", **sure) == {}


@pytest.mark.parametrize(
    ("offset_m", "by", "words"),
    [
        (1.22, "", "behind the marks, which is not corrected"),
        (1.22, "", "too small"),
        (-1.22, "", "1.22 m in front of the marks"),
        (-1.22, "", "too large"),
        (1.22, "the height", "no better than the height, which is used"),
        (1.22, "the lens", "corrected by 9%, by the focal length"),
        (-1.22, "a usual camera height", "corrected by 9%, by the row in which the feet stand"),
    ],
)
def test_other_lane_is_told_with_what_was_done(offset_m: float, by: str, words: str) -> None:
    found = told(lane_offset_m=offset_m, lane_offset_from=by, lane_corrected_frac=0.09)
    assert words in found["other_lane"].text
    assert "marks of known distance" in found["other_lane"].hint


@pytest.mark.parametrize("by", ["the ground", "the camera's height"])
def test_lane_that_is_corrected_well_needs_no_word(by: str) -> None:
    assert told(lane_offset_m=1.22, lane_offset_from=by) == {}
