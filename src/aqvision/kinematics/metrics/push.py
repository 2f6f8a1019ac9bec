"""The metrics of the push leg."""

from aqvision.kinematics.metrics.metric import Metric, needs

PUSH = (
    Metric(
        "touchdown_distance_frac", "Touchdown distance", "leg", "push",
        "How far the ball of the foot lands ahead of the hips, in leg lengths.",
        "nagahara-2014", "F", "neither", 0.05, 0.04, needs("instants"), best="B", primary=True,
    ),
    Metric(
        "thigh_angle_toeoff_deg", "Thigh at toe-off", "deg", "push",
        "Angle of the pushing thigh from vertical as the foot leaves; negative = behind the hip.",
        "biomechanics-notes", "M", "neither", 6.0, 5.0, needs("instants"), primary=True,
    ),
    Metric(
        "knee_flexion_toeoff_deg", "Knee bend at toe-off", "deg", "push",
        "Bend of the pushing knee as the foot leaves; 0 = straight.",
        "biomechanics-notes", "M", "neither", 8.0, 7.0, needs("instants"),
    ),
    Metric(
        "knee_extension_range_stance_deg", "Knee extension in stance", "deg", "push",
        "How far the knee opens from its deepest bend on the ground to its straightest after it.",
        "miyashiro-2019", "F", "lower", 8.0, 7.0, needs("instants"), best="B", primary=True,
    ),
    Metric(
        "hip_extension_toeoff_deg", "Hip extension at toe-off", "deg", "push",
        "Angle of the pushing thigh behind the line of the trunk as the foot leaves.",
        "biomechanics-notes", "M", "neither", 10.0, 8.0, needs("instants"),
        best="B", primary=True,
    ),
    Metric(
        "thigh_extension_velocity_peak_dps", "Thigh drive-back speed", "deg/s", "push",
        "Fastest backward turn of the thigh from late swing to toe-off.",
        "clark-2020", "F", "higher", 0.10, 0.08, needs("instants", "speed of turn"),
        best="B", relative=True, primary=True,
    ),
    Metric(
        "trunk_leg_line_toeoff_deg", "Trunk-leg line at toe-off", "deg", "push",
        "Angle ankle - hips - shoulders as the foot leaves; 180 = one straight line.",
        "biomechanics-notes", "M", "neither", 8.0, 7.0, needs("instants"),
    ),
    Metric(
        "hip_knee_lag_s", "Knee after hip", "s", "push",
        "Time on the ground from the thigh's fastest backward turn to the knee's fastest opening; "
        "positive = hip first.",
        "biomechanics-notes", "M", "neither", 0.020, 0.012, needs("instants", "speed of turn"),
        best="C",
    ),
)  # fmt: skip
