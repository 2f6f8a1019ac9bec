"""The pair of pictures: one moment of both, the ghost of before over after, angle and value."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.errors import LibraryError
from aqvision.core.types import FloatArray
from aqvision.report.numbers import show
from aqvision.report.picture_pair import marked_picture, picture_pair
from tests.support.comparisons import before_and_after

SEPARATION, TOEOFF = "thigh_separation_touchdown_deg", "thigh_separation_toeoff_deg"
BODY = np.random.default_rng(2).uniform(5, 35, (33, 2))


def pictured(
    folder: Path, analysis: Analysis, *phases: str, joints: FloatArray | None = BODY
) -> tuple[Analysis, Path]:
    """Write pictures of the third contact of a clip."""
    target = folder / "keyframes"
    target.mkdir(parents=True)
    contact = analysis.contacts[2]
    for phase in phases:
        cv2.imwrite(str(target / f"{phase}.webp"), np.full((42, 36, 3), 128, dtype=np.uint8))
    entries = [
        {
            "phase": phase,
            "label": phase.capitalize(),
            "time_s": contact.touchdown_s + 0.1 * i,
            "side": contact.side,
            **({} if joints is None else {"joints_px": joints.tolist()}),
        }
        for i, phase in enumerate(phases)
    ]
    (target / "index.json").write_text(json.dumps(entries))
    return analysis, folder


def both(tmp_path: Path, *phases: str, joints: FloatArray | None = BODY):  # type: ignore[no-untyped-def]
    old, new = before_and_after().before[0], before_and_after().after[0]
    return (
        [pictured(tmp_path / "b", old, *phases, joints=joints)],
        [pictured(tmp_path / "a", new, *phases, joints=joints)],
    )


def test_the_first_metric_that_has_an_angle_chooses_the_moment(tmp_path: Path) -> None:
    before, after = both(tmp_path, "touchdown", "toe-off")
    pair = picture_pair(["contact_time_s", TOEOFF, SEPARATION], before, after)
    assert pair is not None
    assert pair.moment == "Toe-off"
    assert pair.before.angle is not None
    assert pair.before.size_px == (36, 42)


def test_the_number_is_that_of_the_lines_and_the_mean_stands_beside_it(tmp_path: Path) -> None:
    before, after = both(tmp_path, "touchdown")
    pair = picture_pair([SEPARATION], before, after)
    assert pair is not None
    for shown, (analysis, _) in ((pair.before, before[0]), (pair.after, after[0])):
        assert shown.angle is not None
        assert shown.value == show(shown.angle.value_deg, "deg")
        mean = show(analysis.metrics[SEPARATION].value, "deg")
        assert shown.caption.endswith(f": {shown.value} in this frame, {mean} on average")


def test_the_ghost_lies_over_the_picture_after_only(tmp_path: Path) -> None:
    pair = picture_pair([SEPARATION], *both(tmp_path, "touchdown"))
    assert pair is not None
    assert pair.before.ghost == ""
    assert pair.after.ghost.startswith("M")


def test_results_without_points_have_pictures_and_no_drawing(tmp_path: Path) -> None:
    pair = picture_pair([SEPARATION], *both(tmp_path, "touchdown", joints=None))
    assert pair is not None
    assert (pair.after.ghost, pair.after.angle) == ("", None)


def test_a_moment_that_one_side_lacks_is_passed_over(tmp_path: Path) -> None:
    old, new = before_and_after().before[0], before_and_after().after[0]
    before = [pictured(tmp_path / "b", old, "touchdown", "toe-off")]
    after = [pictured(tmp_path / "a", new, "touchdown")]
    pair = picture_pair([TOEOFF, SEPARATION], before, after)
    assert pair is not None
    assert pair.moment == "Touchdown"
    assert picture_pair([TOEOFF], before, [(new, None)]) is None


def test_from_the_front_a_foot_on_the_ground_stands_for_touchdown(tmp_path: Path) -> None:
    pair = picture_pair(["step_width_frac"], *both(tmp_path, "right-foot", "left-foot"))
    assert pair is not None
    assert pair.moment == "Left-foot"
    assert pair.after.ghost.startswith("M")


def test_one_clip_shows_its_own_angle(tmp_path: Path) -> None:
    clip = pictured(tmp_path, before_and_after().before[0], "touchdown", "toe-off")
    shown = marked_picture(["speed_mps", TOEOFF], *clip)
    assert shown is not None
    assert (shown.label, shown.ghost) == ("Toe-off", "")
    without = marked_picture(["speed_mps"], *clip)
    assert without is not None
    assert (without.angle, without.caption) == (None, "")
    assert marked_picture([TOEOFF], clip[0], None) is None


@pytest.mark.parametrize("damage", [[[1, 2]], "points", [[1, 2, 3]] * 33])
def test_damaged_points_are_refused_with_a_hint(tmp_path: Path, damage: object) -> None:

    _, folder = pictured(tmp_path, before_and_after().before[0], "touchdown")
    index = folder / "keyframes" / "index.json"
    (entry,) = json.loads(index.read_text())
    index.write_text(json.dumps([entry | {"joints_px": damage}]))
    with pytest.raises(LibraryError, match="no complete set of pictures"):
        marked_picture([], before_and_after().before[0], folder)
