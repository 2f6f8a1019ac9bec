"""The metrics of the arms."""

from aqvision.kinematics.metrics.metric import Metric, needs

_NEEDS = needs("far arm", "fast joint")

ARMS = (
    Metric(
        "shoulder_range_deg", "Arm swing at the shoulder", "deg", "arms",
        "Full travel of the upper arm against the trunk over a stride, by harmonic fit.",
        "macadam-2018", "F", "neither", 12.0, 10.0, _NEEDS, best="B", primary=True,
    ),
    Metric(
        "shoulder_flexion_max_deg", "Arm furthest forward", "deg", "arms",
        "Largest angle of the upper arm in front of the trunk line, by harmonic fit.",
        "macadam-2018", "M", "neither", 10.0, 8.0, _NEEDS, best="B",
    ),
    Metric(
        "shoulder_flexion_min_deg", "Arm furthest back", "deg", "arms",
        "Least angle of the upper arm against the trunk line, by harmonic fit; "
        "negative = behind it.",
        "macadam-2018", "M", "neither", 10.0, 8.0, _NEEDS, best="B",
    ),
    Metric(
        "shoulder_flexion_mean_deg", "Arm carried forward or back", "deg", "arms",
        "Mean angle of the upper arm against the trunk line over a stride; "
        "negative = carried more behind.",
        "biomechanics-notes", "M", "neither", 8.0, 7.0, _NEEDS, best="B",
    ),
    Metric(
        "elbow_range_deg", "Elbow range", "deg", "arms",
        "How far the elbow opens and closes over a stride, by harmonic fit.",
        "macadam-2018", "F", "neither", 12.0, 10.0, _NEEDS, best="B",
    ),
    Metric(
        "elbow_mean_deg", "Elbow angle", "deg", "arms",
        "Mean angle at the elbow over a stride; 180 = straight.",
        "macadam-2018", "F", "neither", 10.0, 8.0, _NEEDS, best="B", primary=True,
    ),
    Metric(
        "upper_arm_angular_velocity_peak_dps", "Upper-arm peak speed", "deg/s", "arms",
        "Fastest turn of the upper arm, from the harmonic fit.",
        "macadam-2018", "F", "neither", 0.12, 0.10, _NEEDS, best="B", relative=True,
    ),
    Metric(
        "arm_leg_phase_deg", "Arm against opposite thigh", "deg", "arms",
        "Phase of the upper arm ahead of the opposite thigh; 0 = in time, 360 = one stride.",
        "lamoth-2002", "F", "neither", 12.0, 8.0, _NEEDS, best="B", primary=True,
    ),
    Metric(
        "arm_same_leg_phase_deg", "Arm against thigh of its side", "deg", "arms",
        "Phase of the upper arm ahead of the thigh of the same side; 180 = exactly against it.",
        "lamoth-2002", "F", "neither", 12.0, 8.0, _NEEDS, best="B",
    ),
    Metric(
        "arm_reversal_lag_s", "Arm turns after the thigh", "s", "arms",
        "Time by which the upper arm turns round after the opposite thigh, "
        "mean of the front and the back turn; negative = before it.",
        "biomechanics-notes", "C", "neither", 0.015, 0.010, _NEEDS, best="B",
    ),
)  # fmt: skip
