"""The metrics of steps and speed."""

from aqvision.core.view import View
from aqvision.kinematics.metrics.metric import Metric, needs

STEPS = (
    Metric(
        "contact_time_s", "Contact time", "s", "steps",
        "Time from touchdown to toe-off of one foot.",
        "handsaker-2016", "F", "lower", 0.009, 0.005, needs("timing"), best="B", primary=True,
    ),
    Metric(
        "flight_time_s", "Flight time", "s", "steps",
        "Time from toe-off of one foot to touchdown of the other.",
        "handsaker-2016", "F", "neither", 0.009, 0.005, needs("timing"), best="B",
    ),
    Metric(
        "step_time_s", "Step time", "s", "steps",
        "Time from touchdown of one foot to touchdown of the other.",
        "dennison-vuemotion", "F", "neither", 0.006, 0.004, needs("timing"),
    ),
    Metric(
        "step_frequency_hz", "Step frequency", "Hz", "steps",
        "Steps per second: one over the step time.",
        "dennison-vuemotion", "F", "neither", 0.06, 0.04, primary=True,
        views=frozenset(View),
    ),
    Metric(
        "step_length_m", "Step length", "m", "steps",
        "Distance along the track from one foot's stand to the other's.",
        "dennison-vuemotion", "F", "neither", 0.03, 0.02, needs("scale", "still ground"),
        best="B", primary=True,
    ),
    Metric(
        "speed_mps", "Speed", "m/s", "steps",
        "Step length over step time.",
        "dennison-vuemotion", "F", "higher", 0.2, 0.15, needs("scale", "still ground"),
        best="B", primary=True,
    ),
    Metric(
        "duty_factor_frac", "Duty factor", "", "steps",
        "Contact time as a part of two step times: how much of a stride each foot is down.",
        "biomechanics-notes", "C", "neither", 0.020, 0.011, needs("timing"), best="B",
    ),
    Metric(
        "stance_force_bw", "Mean stance force", "BW", "steps",
        "Mean vertical push on the ground during contact, in body weights, from the times alone: "
        "contact plus flight over contact.",
        "biomechanics-notes", "C", "neither", 0.09, 0.05, needs("timing"),
        best="B", relative=True,
    ),
)  # fmt: skip
