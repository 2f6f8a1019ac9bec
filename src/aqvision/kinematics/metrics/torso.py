"""The metrics of the torso."""

from aqvision.kinematics.metrics.metric import Metric

TORSO = (
    Metric(
        "trunk_lean_deg", "Trunk lean", "deg", "torso",
        "Mean angle of the line hips - shoulders from vertical; positive = forward.",
        "nagahara-2018", "F", "neither", 6.0, 5.0, primary=True, sided=False,
    ),
    Metric(
        "trunk_lean_sd_deg", "Trunk lean unsteadiness", "deg", "torso",
        "How far the lean strays from its mean within a stride: standard deviation, "
        "by harmonic fit.",
        "biomechanics-notes", "M", "neither", 2.0, 1.5, best="B", primary=True, sided=False,
    ),
    Metric(
        "trunk_lean_range_deg", "Trunk rocking", "deg", "torso",
        "How far the trunk rocks forward and back within a stride, by harmonic fit.",
        "nagahara-2018", "F", "neither", 5.0, 4.0, best="B", sided=False,
    ),
    Metric(
        "thorax_rotation_range_deg", "Thorax rotation", "deg", "torso",
        "Full turn of the shoulder line over a stride, from its offset in the side view; "
        "wider arms alone make it read more.",
        "pose-findings", "C", "neither", 12.0, 10.0, best="C", primary=True, sided=False,
    ),
    Metric(
        "thorax_arm_phase_deg", "Thorax against near arm", "deg", "torso",
        "Phase of the thorax rotation ahead of the near upper arm; 0 = in time. Withheld where "
        "the arms alone could make it.",
        "lamoth-2002", "F", "neither", 25.0, 20.0, best="C", sided=False,
    ),
)  # fmt: skip
