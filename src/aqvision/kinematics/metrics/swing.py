"""The metrics of the swing leg."""

from aqvision.kinematics.metrics.metric import Metric, needs

_SWING = (
    Metric(
        "thigh_flexion_peak_deg", "Thigh lift", "deg", "swing",
        "Highest angle of the swinging thigh in front of vertical.",
        "biomechanics-notes", "M", "neither", 6.0, 5.0, primary=True,
    ),
    Metric(
        "knee_flexion_peak_deg", "Heel recovery (knee bend)", "deg", "swing",
        "Deepest bend of the knee in swing; 0 = straight.",
        "biomechanics-notes", "M", "neither", 8.0, 7.0, needs("fast joint"),
    ),
    Metric(
        "heel_hip_distance_min_frac", "Heel to hip in recovery", "leg", "swing",
        "Shortest distance of the heel from the hip in swing, in leg lengths.",
        "biomechanics-notes", "F", "neither", 0.06, 0.05, needs("fast joint"), best="B",
    ),
    Metric(
        "thigh_range_deg", "Thigh range", "deg", "swing",
        "Full travel of the thigh over a stride, by harmonic fit.",
        "clark-ryan-2022", "F", "higher", 6.0, 5.0, primary=True,
    ),
    Metric(
        "thigh_angular_velocity_mean_dps", "Thigh mean speed", "deg/s", "swing",
        "Twice the thigh range times the stride frequency.",
        "clark-ryan-2022", "F", "higher", 0.08, 0.06, relative=True,
    ),
    Metric(
        "thigh_angular_acceleration_peak_dps2", "Thigh peak acceleration", "deg/s²", "swing",
        "Peak acceleration of the thigh, derived from range and stride frequency.",
        "clark-ryan-2022", "F", "higher", 0.15, 0.10, needs("fast joint"),
        best="B", relative=True,
    ),
    Metric(
        "thigh_reversal_back_frac", "Thigh turns forward", "", "swing",
        "When the trailing thigh stops going back and turns forward, as a part of the stride "
        "from this foot's touchdown.",
        "lenthall-2024", "F", "lower", 0.030, 0.025, needs("instants", "fast joint"), best="C",
    ),
    Metric(
        "thigh_reversal_front_frac", "Thigh turns back", "", "swing",
        "When the lifted thigh stops rising and turns back, as a part of the stride from this "
        "foot's touchdown.",
        "lenthall-2024", "F", "lower", 0.025, 0.020, needs("instants", "fast joint"), best="B",
    ),
    Metric(
        "recovery_time_s", "Recovery time", "s", "swing",
        "Time from toe-off to the same foot's next touchdown.",
        "biomechanics-notes", "M", "neither", 0.009, 0.005, needs("timing"), best="B",
        primary=True,
    ),
    Metric(
        "retraction_velocity_dps", "Thigh retraction", "deg/s", "swing",
        "Mean turn of the thigh in the last 40 ms before touchdown; negative = backward.",
        "clark-2023", "F", "neither", 0.20, 0.15, needs("instants", "speed of turn"),
        best="B", relative=True,
    ),
    Metric(
        "foot_speed_touchdown_mps", "Foot over the ground before landing", "m/s", "swing",
        "Mean speed of the ball of the foot over the ground in the last 20 ms before touchdown; "
        "positive = still moving forward.",
        "clark-2023", "F", "neither", 0.8, 0.5,
        needs("scale", "still ground", "instants", "speed of turn"), best="C",
    ),
)  # fmt: skip

_AGAINST_THE_OTHER = (
    Metric(
        "thigh_separation_touchdown_deg", "Thighs apart at touchdown", "deg", "swing",
        "Angle from the swinging thigh to the standing one as the other foot lands; "
        "small or negative = the swing leg has caught up.",
        "miyashiro-2019", "F", "lower", 8.0, 7.0, needs("instants"), best="B", primary=True,
    ),
    Metric(
        "swing_thigh_touchdown_deg", "Swing thigh at touchdown", "deg", "swing",
        "Angle of the swinging thigh from vertical as the other foot lands; "
        "negative = still behind the hip.",
        "miyashiro-2019", "F", "higher", 7.0, 6.0, needs("instants"), best="B",
    ),
    Metric(
        "knee_gap_touchdown_frac", "Knee gap at touchdown", "leg", "swing",
        "Swinging knee ahead of the standing knee as the other foot lands, in leg lengths.",
        "miyashiro-2019", "F", "higher", 0.06, 0.05, needs("instants"), best="B",
    ),
    Metric(
        "scissor_velocity_touchdown_dps", "Scissor speed at touchdown", "deg/s", "swing",
        "How fast the swinging thigh moves forward against the standing one as the other foot "
        "lands, by harmonic fit.",
        "biomechanics-notes", "M", "neither", 0.12, 0.10, needs("instants"),
        best="B", relative=True,
    ),
    Metric(
        "thigh_separation_toeoff_deg", "Thighs apart at toe-off", "deg", "swing",
        "Angle from the pushing thigh to the swinging one as the pushing foot leaves, "
        "by harmonic fit.",
        "biomechanics-notes", "M", "neither", 8.0, 7.0, needs("instants"), best="B",
    ),
    Metric(
        "scissor_velocity_toeoff_dps", "Scissor speed at toe-off", "deg/s", "swing",
        "How fast the thighs still open as the pushing foot leaves, by harmonic fit; "
        "negative = they close again.",
        "biomechanics-notes", "M", "neither", 200.0, 150.0, needs("instants"), best="C",
    ),
    Metric(
        "thigh_separation_peak_deg", "Thighs furthest apart", "deg", "swing",
        "Largest angle from the pushing thigh to the swinging one, by harmonic fit.",
        "biomechanics-notes", "M", "neither", 8.0, 7.0, best="B",
    ),
    Metric(
        "thigh_separation_peak_lag_s", "Thighs furthest apart after toe-off", "s", "swing",
        "Time from toe-off to the thighs' largest angle; negative = before toe-off.",
        "biomechanics-notes", "M", "neither", 0.015, 0.010, needs("timing"), best="B",
    ),
)  # fmt: skip

SWING = (*_SWING, *_AGAINST_THE_OTHER)
