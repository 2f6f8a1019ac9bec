"""The metrics of timing and balance."""

from aqvision.kinematics.metrics.metric import Metric, needs

BALANCE = (
    Metric(
        "step_time_variation_frac", "Step time variation", "", "balance",
        "How much a foot's step time differs from its next, as a coefficient of variation.",
        "biomechanics-notes", "M", "neither", 0.03, 0.015, needs("timing", "fine timing"),
        best="C", primary=True, sided=False,
    ),
    Metric(
        "step_time_difference_s", "Step time, left against right", "s", "balance",
        "Step time from the left foot's touchdown minus that from the right foot's; "
        "positive = the left foot's step lasts longer.",
        "exell-2017", "F", "neither", 0.012, 0.006, needs("timing"),
        best="B", primary=True, sided=False, compares_sides=True,
    ),
    Metric(
        "step_time_symmetry_angle_frac", "Step time symmetry angle", "", "balance",
        "Left against right step time on a scale where 0 = equal and 5 % of difference is 1.6 %; "
        "positive = left longer.",
        "exell-2017", "F", "neither", 0.016, 0.008, needs("timing"),
        best="B", sided=False, compares_sides=True,
    ),
    Metric(
        "contact_time_symmetry_angle_frac", "Contact time symmetry angle", "", "balance",
        "Left against right contact time on the same scale; positive = left longer.",
        "exell-2017", "F", "neither", 0.03, 0.015, needs("timing"),
        best="B", primary=True, sided=False, compares_sides=True,
    ),
    Metric(
        "switch_time_frac", "Switch of the thighs", "", "balance",
        "When the swinging thigh passes the standing one, as a part of the contact; "
        "0 = at touchdown, 1 = at toe-off.",
        "biomechanics-notes", "M", "neither", 0.12, 0.08, needs("timing"), best="B",
    ),
    Metric(
        "toeoff_to_thigh_peak_s", "Thigh lift after the other's toe-off", "s", "balance",
        "Time from one foot's toe-off to the highest lift of the other thigh; "
        "negative = before toe-off.",
        "biomechanics-notes", "M", "neither", 0.015, 0.010, needs("timing"), best="B",
    ),
)  # fmt: skip
