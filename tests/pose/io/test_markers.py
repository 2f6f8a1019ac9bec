"""Marker names of other programs: each landmark is known by its usual spellings, and only one."""

import pytest

from aqvision.core.errors import PoseError
from aqvision.core.skeleton import LANDMARKS
from aqvision.pose.io.markers import NEEDED, match_markers, name_marker_set
from tests.support.synthetic import HALPE

# as Pose2Sim and Sports2D write Halpe-26
_SIDED = "Hip Knee Ankle BigToe SmallToe Heel Shoulder Elbow Wrist Eye Ear"
HALPE_26 = ["Nose", "Head", "Neck", "Hip", *(s + name for s in "LR" for name in _SIDED.split())]


def test_our_own_names_stand_for_themselves() -> None:
    assert match_markers(LANDMARKS) == {name: i for i, name in enumerate(LANDMARKS)}


def test_every_halpe_marker_that_is_a_landmark_is_found() -> None:
    found = match_markers(HALPE_26)
    assert {landmark: HALPE_26[place] for landmark, place in found.items()} == HALPE


@pytest.mark.parametrize(
    "spelling",
    ["left_foot_index", "LeftFootIndex", "L.BigToe", "left big-toe", "bigtoe_l", "FOOT_INDEX_LEFT"],
)
def test_case_separators_and_the_place_of_the_side_do_not_count(spelling: str) -> None:
    names = [spelling, *(name for name in NEEDED if name != "left_foot_index")]
    assert match_markers(names)["left_foot_index"] == 0


def test_other_markers_are_left_out() -> None:
    assert set(match_markers([*NEEDED, "r.ASIS_study", "r_knee_study", "C7"])) == set(NEEDED)


def test_missing_markers_are_named() -> None:
    names = [name for name in HALPE_26 if "Toe" not in name]
    with pytest.raises(PoseError, match="for left_foot_index, right_foot_index"):
        match_markers(names)


def test_two_markers_for_one_landmark_are_refused() -> None:
    with pytest.raises(PoseError, match="LHip and left_hip both stand for left_hip"):
        match_markers([*HALPE_26, "left_hip"])


def test_the_family_of_the_markers_is_named() -> None:
    assert name_marker_set(HALPE_26) == "Halpe-26"
    assert name_marker_set(LANDMARKS) == "BlazePose"
