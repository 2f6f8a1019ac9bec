import numpy as np
import pytest

from aqvision.core.settings import BodySettings
from aqvision.kinematics.angles import mark_contacts, measure_angles
from samples.generator import AFTER, BEFORE, SprintParameters, simulate_sprint
from tests.support.synthetic import BODY, Run, contact, motion_of, with_points

LIMBS = ("thigh", "knee_flexion", "upper_arm")
EDGE = 12  # frames at the ends of a clip, where a filter knows one side only


@pytest.mark.parametrize("parameters", [BEFORE, AFTER], ids=["before", "after"])
@pytest.mark.parametrize("from_left", [False, True])
def test_sagittal_angles_are_those_of_the_joints(
    parameters: SprintParameters, from_left: bool
) -> None:
    run = Run(parameters, from_left_of_track=from_left)
    found = measure_angles(motion_of(run.pose()), BodySettings())
    truth = simulate_sprint(parameters, BODY, run.time_s).angles_deg
    for side in ("left", "right"):
        for limb in LIMBS:
            name = f"{side}_{limb}_deg"
            error = (found[name].to_numpy() - truth[name])[EDGE:-EDGE]
            # perspective shears a limb that swings out of its plane, a filter rounds its peaks
            assert np.abs(error).mean() < 1.2, name
            assert np.abs(error).max() < 3.5, name
    lean = (found["trunk_lean_deg"].to_numpy() - truth["trunk_lean_deg"])[EDGE:-EDGE]
    assert np.abs(lean).max() < 0.3


def test_angles_relate_as_defined() -> None:
    table = measure_angles(motion_of(Run().pose()), BodySettings())
    for side in ("left", "right"):
        thigh, lean = table[f"{side}_thigh_deg"], table["trunk_lean_deg"]
        for name, expected in {
            "hip_flexion": thigh + lean,
            "shank": thigh - table[f"{side}_knee_flexion_deg"],
            "shoulder_flexion": table[f"{side}_upper_arm_deg"] + lean,
        }.items():
            assert np.allclose(table[f"{side}_{name}_deg"], expected)


def test_thorax_yaw_is_positive_with_the_right_shoulder_forward() -> None:
    run = Run(AFTER)
    found = measure_angles(motion_of(run.pose()), BodySettings())["thorax_yaw_deg"].to_numpy()
    truth = simulate_sprint(AFTER, BODY, run.time_s).angles_deg["thorax_yaw_deg"]
    time = run.time_s[EDGE:-EDGE]
    error = (found - truth)[EDGE:-EDGE]
    # the camera sees the shoulders ever more from behind: a slow drift, and nothing else
    drift = np.polyval(np.polyfit(time, error, 1), time)
    assert np.abs(error - drift).max() < 1.5


def test_a_hidden_knee_hides_its_angles_only() -> None:
    pose = Run().pose()

    def hide(points: np.ndarray) -> np.ndarray:
        points[50:110, 25] = np.nan  # the left knee
        return points

    table = measure_angles(motion_of(with_points(pose, hide)), BodySettings())
    hidden = table.loc[60:100]
    assert hidden[["left_thigh_deg", "left_knee_flexion_deg"]].isna().all(axis=None)
    assert hidden[["right_thigh_deg", "trunk_lean_deg", "left_elbow_deg"]].notna().all(axis=None)


def test_contacts_are_marked_frame_by_frame() -> None:
    table = measure_angles(motion_of(Run().pose()), BodySettings())
    marked = mark_contacts(table, (contact("left", 0.1, 0.2), contact("right", 0.351, 0.449)))
    time = marked["time_s"]
    assert marked["left_contact"].tolist() == ((time >= 0.1) & (time <= 0.2)).astype(int).tolist()
    assert marked["right_contact"].sum() == 11
    assert "left_contact" not in table
