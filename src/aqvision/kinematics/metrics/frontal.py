"""The metrics that only a view from the front or from behind shows."""

from aqvision.core.view import View
from aqvision.kinematics.metrics.metric import Metric, needs

_FRONT: frozenset[View] = frozenset({View.FRONT})
_BOTH: frozenset[View] = frozenset({View.FRONT, View.REAR})

FRONTAL = (
    Metric(
        "step_width_frac", "Step width", "leg", "frontal",
        "How far the left foot stands to the left of the right one, from a step to the next, "
        "in leg lengths; negative = the feet cross.",
        "biomechanics-notes", "C", "neither", 0.03, 0.025,
        best="C", primary=True, sided=False, views=_BOTH,
    ),
    Metric(
        "step_width_m", "Step width in metres", "m", "frontal",
        "The same in metres, by the athlete's height.",
        "biomechanics-notes", "C", "neither", 0.03, 0.025, needs("scale"),
        best="C", sided=False, views=_BOTH,
    ),
    Metric(
        "hand_crossing_frac", "Hand past the midline", "", "frontal",
        "How far the wrist comes past the line of the trunk, in shoulder breadths; "
        "negative = it stays on its own side.",
        "biomechanics-notes", "C", "neither", 0.15, 0.12, needs("hand"),
        best="C", primary=True, views=_FRONT,
    ),
    Metric(
        "trunk_sway_range_deg", "Trunk sway", "deg", "frontal",
        "How far the trunk sways from side to side over a stride, by harmonic fit.",
        "biomechanics-notes", "C", "neither", 3.0, 2.5,
        best="C", primary=True, sided=False, views=_BOTH,
    ),
)  # fmt: skip
