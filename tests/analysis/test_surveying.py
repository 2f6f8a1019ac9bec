"""A clip is surveyed, and checked from what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.analysis.check import check_surveyed
from aqvision.analysis.shots import in_one_shot
from aqvision.analysis.surveying import surveyed
from aqvision.core.clip import Clip
from aqvision.core.errors import AqvisionError
from aqvision.core.settings import Settings
from tests.support.checks import SIDE_GROUPS

SAMPLE = Path(__file__).parents[2] / "samples" / "before.mp4"


@pytest.mark.model
def test_the_sample_clip_is_checked() -> None:
    clip = Clip(SAMPLE, height_m=1.78)
    with surveyed(clip) as (film, shots):
        assert len(shots) == 1
        found = check_surveyed(*in_one_shot(film, clip, shots), clip, Settings())
    assert (found.facts.camera, found.facts.view, found.facts.n_people) == ("still", "side", 1)
    assert found.facts.in_view_frac > 0.9
    # samples/before.json has 4.2
    assert found.facts.step_rate_hz == pytest.approx(4.2, abs=0.1)
    assert 6 <= found.facts.expected_steps <= 8
    assert {v.group for v in found.verdicts if v.verdict != "not"} == SIDE_GROUPS
    assert found.advice == ()


def test_points_of_another_program_are_no_clip_to_survey(tmp_path: Path) -> None:
    points = tmp_path / "run.trc"
    points.write_text("PathFileType\t4\n")
    with pytest.raises(AqvisionError), surveyed(Clip(points)):
        pass
