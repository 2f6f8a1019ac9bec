"""Metric name -> what it is: unit, definition, source, direction, smallest change to believe.

The registry is the only list of metrics. Steps are measured under these names, reports and files
use them, docs/method.md explains each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Pillar = Literal["steps", "push", "swing", "arms", "torso", "together"]
Direction = Literal["higher", "lower", "neither"]
Grade = Literal["A", "B", "C", "withheld"]
Need = Literal[
    "timing", "instants", "speed of turn", "fast joint", "scale", "still ground", "far arm"
]

PILLARS: dict[Pillar, str] = {
    "push": "Push leg",
    "swing": "Swing leg",
    "arms": "Arms",
    "torso": "Torso",
    "together": "Together",
    "steps": "Steps and speed",
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured quantity.

    Parameters
    ----------
    name, label, unit
        Name in files, label for people, unit ("" for a part of one).
    definition
        One sentence that a coach can follow.
    source
        Key in docs/sources.md.
    direction
        What goes with faster sprinting by the evidence; "neither" where none does.
    believable_60, believable_240
        Smallest change to believe at 60 and 240 frames/s; a part of the value if ``relative``.
    needs
        What the clip must give for it.
    best
        Best grade that a clip can earn.
    """

    name: str
    label: str
    unit: str
    pillar: Pillar
    definition: str
    source: str
    direction: Direction
    believable_60: float
    believable_240: float
    needs: frozenset[Need] = frozenset()
    best: Grade = "A"
    relative: bool = False

    def smallest_believable_change(self, rate_hz: float, value: float, n_steps: int) -> float:
        """Smallest change to believe at a frame rate, about a value.

        Between 60 and 240 frames/s it follows the time between frames; fewer than ten steps
        widen what rests on the timing of single steps. Source: biomechanics-notes.
        """
        part = (1 / max(rate_hz, 1e-9) - 1 / 240) / (1 / 60 - 1 / 240)
        part = min(max(part, 0.0), 2.0)
        change = self.believable_240 + part * (self.believable_60 - self.believable_240)
        if "timing" in self.needs and n_steps < 10:
            change *= (10 / max(n_steps, 1)) ** 0.5
        return change * abs(value) if self.relative else change


def _needs(*needs: Need) -> frozenset[Need]:
    return frozenset(needs)


_STEPS = (
    Metric(
        "contact_time_s", "Contact time", "s", "steps",
        "Time from touchdown to toe-off of one foot.",
        "handsaker-2016", "lower", 0.009, 0.005, _needs("timing"), best="B",
    ),
    Metric(
        "flight_time_s", "Flight time", "s", "steps",
        "Time from toe-off of one foot to touchdown of the other.",
        "handsaker-2016", "neither", 0.009, 0.005, _needs("timing"), best="B",
    ),
    Metric(
        "step_time_s", "Step time", "s", "steps",
        "Time from touchdown of one foot to touchdown of the other.",
        "dennison-vuemotion", "neither", 0.006, 0.004, _needs("timing"),
    ),
    Metric(
        "step_frequency_hz", "Step frequency", "Hz", "steps",
        "Steps per second: one over the step time.",
        "dennison-vuemotion", "neither", 0.06, 0.04,
    ),
    Metric(
        "step_length_m", "Step length", "m", "steps",
        "Distance along the track from one foot's stand to the other's.",
        "dennison-vuemotion", "neither", 0.03, 0.02, _needs("scale", "still ground"), best="B",
    ),
    Metric(
        "speed_mps", "Speed", "m/s", "steps",
        "Step length over step time.",
        "dennison-vuemotion", "higher", 0.2, 0.15, _needs("scale", "still ground"), best="B",
    ),
)  # fmt: skip

_PUSH = (
    Metric(
        "touchdown_distance_frac", "Touchdown distance", "leg", "push",
        "How far the ball of the foot lands ahead of the hips, in leg lengths.",
        "nagahara-2014", "lower", 0.05, 0.04, _needs("instants"), best="B",
    ),
    Metric(
        "thigh_angle_toeoff_deg", "Thigh at toe-off", "deg", "push",
        "Angle of the pushing thigh from vertical as the foot leaves; negative = behind the hip.",
        "biomechanics-notes", "neither", 6.0, 5.0, _needs("instants"),
    ),
    Metric(
        "knee_flexion_toeoff_deg", "Knee bend at toe-off", "deg", "push",
        "Bend of the pushing knee as the foot leaves; 0 = straight.",
        "biomechanics-notes", "neither", 8.0, 7.0, _needs("instants"),
    ),
    Metric(
        "knee_extension_range_stance_deg", "Knee extension in stance", "deg", "push",
        "How far the knee opens from its deepest bend on the ground to its straightest after it.",
        "miyashiro-2019", "lower", 8.0, 7.0, _needs("instants"), best="B",
    ),
    Metric(
        "hip_extension_toeoff_deg", "Hip extension at toe-off", "deg", "push",
        "Angle of the pushing thigh behind the line of the trunk as the foot leaves.",
        "biomechanics-notes", "neither", 10.0, 8.0, _needs("instants"), best="B",
    ),
    Metric(
        "thigh_extension_velocity_peak_dps", "Thigh drive-back speed", "deg/s", "push",
        "Fastest backward turn of the thigh from late swing to toe-off.",
        "clark-2020", "higher", 0.10, 0.08, _needs("instants", "speed of turn"),
        best="B", relative=True,
    ),
    Metric(
        "trunk_leg_line_toeoff_deg", "Trunk-leg line at toe-off", "deg", "push",
        "Angle ankle - hips - shoulders as the foot leaves; 180 = one straight line.",
        "biomechanics-notes", "neither", 8.0, 7.0, _needs("instants"),
    ),
)  # fmt: skip

_SWING = (
    Metric(
        "thigh_flexion_peak_deg", "Thigh lift", "deg", "swing",
        "Highest angle of the swinging thigh in front of vertical.",
        "biomechanics-notes", "neither", 6.0, 5.0,
    ),
    Metric(
        "knee_flexion_peak_deg", "Heel recovery (knee bend)", "deg", "swing",
        "Deepest bend of the knee in swing; 0 = straight.",
        "biomechanics-notes", "neither", 8.0, 7.0, _needs("fast joint"),
    ),
    Metric(
        "thigh_range_deg", "Thigh range", "deg", "swing",
        "Full travel of the thigh over a stride, by harmonic fit.",
        "clark-ryan-2022", "higher", 6.0, 5.0,
    ),
    Metric(
        "thigh_angular_velocity_mean_dps", "Thigh mean speed", "deg/s", "swing",
        "Twice the thigh range times the stride frequency.",
        "clark-ryan-2022", "higher", 0.08, 0.06, relative=True,
    ),
    Metric(
        "thigh_angular_acceleration_peak_dps2", "Thigh peak acceleration", "deg/s²", "swing",
        "Peak acceleration of the thigh, derived from range and stride frequency.",
        "clark-ryan-2022", "higher", 0.15, 0.10, _needs("fast joint"), best="B", relative=True,
    ),
    Metric(
        "thigh_separation_touchdown_deg", "Thighs apart at touchdown", "deg", "swing",
        "Angle from the swinging thigh to the standing one as the other foot lands; "
        "small or negative = the swing leg has caught up.",
        "miyashiro-2019", "lower", 8.0, 7.0, _needs("instants"), best="B",
    ),
    Metric(
        "knee_gap_touchdown_frac", "Knee gap at touchdown", "leg", "swing",
        "Swinging knee ahead of the standing knee as the other foot lands, in leg lengths.",
        "miyashiro-2019", "higher", 0.06, 0.05, _needs("instants"), best="B",
    ),
    Metric(
        "recovery_time_s", "Recovery time", "s", "swing",
        "Time from toe-off to the same foot's next touchdown.",
        "biomechanics-notes", "neither", 0.009, 0.005, _needs("timing"), best="B",
    ),
    Metric(
        "retraction_velocity_dps", "Thigh retraction", "deg/s", "swing",
        "Mean turn of the thigh in the last 40 ms before touchdown; negative = backward.",
        "clark-2023", "neither", 0.20, 0.15, _needs("instants", "speed of turn"),
        best="B", relative=True,
    ),
)  # fmt: skip

_ARMS = (
    Metric(
        "shoulder_range_deg", "Arm swing at the shoulder", "deg", "arms",
        "Full travel of the upper arm against the trunk over a stride, by harmonic fit.",
        "macadam-2018", "neither", 12.0, 10.0, _needs("far arm", "fast joint"), best="B",
    ),
    Metric(
        "elbow_range_deg", "Elbow range", "deg", "arms",
        "How far the elbow opens and closes over a stride, by harmonic fit.",
        "macadam-2018", "neither", 12.0, 10.0, _needs("far arm", "fast joint"), best="B",
    ),
    Metric(
        "elbow_mean_deg", "Elbow angle", "deg", "arms",
        "Mean angle at the elbow over a stride; 180 = straight.",
        "macadam-2018", "neither", 10.0, 8.0, _needs("far arm", "fast joint"), best="B",
    ),
    Metric(
        "upper_arm_angular_velocity_peak_dps", "Upper-arm peak speed", "deg/s", "arms",
        "Fastest turn of the upper arm, from the harmonic fit.",
        "macadam-2018", "neither", 0.12, 0.10, _needs("far arm", "fast joint"),
        best="B", relative=True,
    ),
    Metric(
        "arm_leg_phase_deg", "Arm against opposite thigh", "deg", "arms",
        "Phase of the upper arm ahead of the opposite thigh; 0 = in time, 360 = one stride.",
        "lamoth-2002", "neither", 12.0, 8.0, _needs("far arm", "fast joint"), best="B",
    ),
)  # fmt: skip

_TORSO = (
    Metric(
        "trunk_lean_deg", "Trunk lean", "deg", "torso",
        "Mean angle of the line hips - shoulders from vertical; positive = forward.",
        "nagahara-2018", "neither", 6.0, 5.0,
    ),
    Metric(
        "thorax_rotation_range_deg", "Thorax rotation", "deg", "torso",
        "Full turn of the shoulder line over a stride, from its offset in the side view.",
        "pose-findings", "neither", 10.0, 8.0, best="C",
    ),
    Metric(
        "thorax_arm_phase_deg", "Thorax against near arm", "deg", "torso",
        "Phase of the thorax rotation ahead of the near upper arm; 0 = in time.",
        "lamoth-2002", "neither", 25.0, 20.0, best="C",
    ),
)  # fmt: skip

_TOGETHER = (
    Metric(
        "thigh_thigh_phase_deg", "Left thigh against right", "deg", "together",
        "Phase between the thighs; 180 = exactly against each other.",
        "lamoth-2002", "neither", 12.0, 8.0,
    ),
    Metric(
        "thigh_antiphase_share_frac", "Thighs moving against each other", "", "together",
        "Part of the stride in which the thighs turn in opposite directions at like speed.",
        "bayne-2020", "higher", 0.10, 0.08, best="B",
    ),
)  # fmt: skip

METRICS: dict[str, Metric] = {
    metric.name: metric for metric in (*_STEPS, *_PUSH, *_SWING, *_ARMS, *_TORSO, *_TOGETHER)
}
