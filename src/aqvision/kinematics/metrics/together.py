"""The metrics of the limbs together."""

from aqvision.kinematics.metrics.metric import Metric, needs

TOGETHER = (
    Metric(
        "thigh_thigh_phase_deg", "Left thigh against right", "deg", "together",
        "Phase between the thighs; 180 = exactly against each other.",
        "lamoth-2002", "F", "neither", 12.0, 8.0, primary=True, sided=False,
    ),
    Metric(
        "thigh_antiphase_share_frac", "Thighs moving against each other", "", "together",
        "Part of the stride in which the thighs turn in opposite directions at like speed.",
        "bayne-2020", "F", "higher", 0.10, 0.08, best="B", primary=True, sided=False,
    ),
    Metric(
        "thigh_coupling_variability_deg", "Thigh coupling from stride to stride", "deg",
        "together",
        "How much the interplay of the thighs differs from one stride to the next.",
        "lenthall-2024", "F", "lower", 8.0, 6.0, needs("three strides"),
        best="C", sided=False,
    ),
)  # fmt: skip
