"""Names of landmarks and their partners."""

from __future__ import annotations

import pytest

from aqvision.core.skeleton import (
    ARM_JOINTS,
    BONES,
    INDEX,
    LANDMARKS,
    LEG_JOINTS,
    N_LANDMARKS,
    joint_indices,
    opposite,
)


def test_numbers_are_those_of_blazepose() -> None:
    assert N_LANDMARKS == len(set(LANDMARKS)) == 33
    published = {"nose": 0, "left_shoulder": 11, "right_wrist": 16, "left_hip": 23}
    published |= {"right_knee": 26, "left_ankle": 27, "right_heel": 30, "right_foot_index": 32}
    assert {name: INDEX[name] for name in published} == published


@pytest.mark.parametrize("joints", [ARM_JOINTS, LEG_JOINTS])
def test_sides_are_neighbours_with_left_first(joints: tuple[str, ...]) -> None:
    left, right = joint_indices("left", joints), joint_indices("right", joints)
    assert [index - 1 for index in right] == left


def test_the_other_side() -> None:
    assert (opposite("left"), opposite("right")) == ("right", "left")


def _mirrored(name: str) -> str:
    side, _, joint = name.partition("_")
    return f"{opposite('left' if side == 'left' else 'right')}_{joint}"


def test_bones_are_distinct_and_the_same_on_both_sides() -> None:
    bones = {frozenset(bone) for bone in BONES}
    assert len(bones) == len(BONES)
    assert {end for bone in bones for end in bone} <= set(LANDMARKS)
    assert {frozenset(map(_mirrored, bone)) for bone in bones} == bones
