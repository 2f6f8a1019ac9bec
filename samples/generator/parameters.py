"""Numbers -> BodyDimensions, SprintParameters, HoldParameters: the athlete, running and holding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BodyDimensions:
    """Lengths of the athlete's segments, in metres.

    Foot points are given as (forward, up) from the ankle with the foot flat; the toe is given
    from the ball, about which it bends.
    """

    height_m: float = 1.78
    hip_half_width_m: float = 0.088
    thigh_m: float = 0.438
    shank_m: float = 0.438
    heel_from_ankle_m: tuple[float, float] = (-0.055, -0.085)
    ball_from_ankle_m: tuple[float, float] = (0.165, -0.085)
    toe_from_ball_m: tuple[float, float] = (0.045, 0.010)
    spine_m: float = 0.500
    shoulder_half_width_m: float = 0.185
    upper_arm_m: float = 0.300
    forearm_m: float = 0.255
    hand_m: float = 0.100
    neck_m: float = 0.020
    head_centre_from_neck_m: tuple[float, float, float] = (0.025, 0.0, 0.1825)
    nose_from_head_m: tuple[float, float, float] = (0.112, 0.0, -0.020)
    ear_from_head_m: tuple[float, float, float] = (-0.005, 0.076, 0.0)
    foot_track_half_width_m: float = 0.032

    @property
    def leg_length_m(self) -> float:
        """Standing hip height, 0.53 of stature."""
        return 0.53 * self.height_m


@dataclass(frozen=True, slots=True)
class SprintParameters:
    """One sprint at constant speed: the key values of a strictly periodic stride.

    Segment angles are from the downward vertical, positive with the distal end forward. Knee and
    elbow flexion are zero when straight. Foot pitch is positive toes up. Swing keys are fractions
    of the swing of that leg, 0 at its toe-off and 1 at its touchdown.
    """

    speed_mps: float = 7.7
    step_frequency_hz: float = 4.2
    contact_time_s: float = 0.115
    # time zero: seconds until the first touchdown, and whose it is
    first_touchdown_s: float = 0.0537
    first_side: str = "right"
    start_x_m: float = 0.0
    # pelvis
    toeoff_rise_m: float = -0.018
    pelvis_yaw_amplitude_deg: float = 10.0
    pelvis_roll_amplitude_deg: float = 3.0
    # stance leg
    thigh_toeoff_deg: float = -25.0
    knee_toeoff_deg: float = 25.0
    foot_pitch_touchdown_deg: float = -7.0
    foot_pitch_toeoff_deg: float = -57.0
    foot_drop_touchdown_mps: float = 1.1
    # swing leg
    thigh_opposite_touchdown_deg: float = -12.0
    thigh_flexion_peak_deg: float = 56.5
    thigh_flexion_peak_at_frac: float = 0.71
    knee_flexion_peak_deg: float = 112.0
    knee_flexion_peak_at_frac: float = 0.44
    knee_flexion_right_extra_deg: float = 5.0
    # arms (upper arm against the trunk, positive forward)
    shoulder_flexion_peak_deg: float = 30.0
    shoulder_extension_peak_deg: float = -48.0
    shoulder_abduction_deg: float = 14.0
    arm_lag_frac: float = 0.075
    elbow_flexion_mean_deg: float = 84.0
    elbow_flexion_amplitude_deg: float = 10.0
    # trunk
    trunk_lean_deg: float = 12.0
    trunk_lean_amplitude_deg: float = 1.2
    thorax_yaw_amplitude_deg: float = 7.0

    @property
    def stride_time_s(self) -> float:
        """Two steps."""
        return 2.0 / self.step_frequency_hz

    @property
    def swing_time_s(self) -> float:
        """Toe-off to the next touchdown of the same foot."""
        return self.stride_time_s - self.contact_time_s

    @property
    def flight_time_s(self) -> float:
        """Toe-off to the touchdown of the other foot."""
        return self.stride_time_s / 2.0 - self.contact_time_s


@dataclass(frozen=True, slots=True)
class Knock:
    """A pull that moves the hips and lets them come back."""

    start_s: float
    peak_forward_m: float
    time_constant_s: float


@dataclass(frozen=True, slots=True)
class HoldParameters:
    """One hold on one leg: the posture that is set, and all that moves the athlete from it.

    Segment angles are from the downward vertical, positive with the distal end forward. The
    shoulders are given against the trunk, knee and elbow flexion are zero when straight.
    """

    # posture
    standing_side: str = "left"
    standing_knee_deg: float = 24.0
    raised_thigh_deg: float = 85.0
    raised_knee_deg: float = 95.0
    raised_ankle_deg: float = 12.0
    trunk_lean_deg: float = 5.0
    front_shoulder_deg: float = 42.0
    back_shoulder_deg: float = -48.0
    shoulder_abduction_deg: float = 14.0
    elbow_flexion_deg: float = 90.0
    # what moves it
    sway_forward_rms_m: float = 0.0065
    sway_up_rms_m: float = 0.0025
    thigh_sway_rms_deg: float = 1.0
    seed: int = 12
    drift_mps: float = 0.0005
    knocks: tuple[Knock, ...] = (Knock(3.5, 0.040, 0.35), Knock(8.0, -0.055, 0.60))
    # how far the shoulders go with the hips
    shoulder_share_frac: float = 0.6


BEFORE = SprintParameters()

AFTER = SprintParameters(
    speed_mps=8.2,
    step_frequency_hz=4.4,
    contact_time_s=0.097,
    thigh_toeoff_deg=-18.0,
    knee_toeoff_deg=30.0,
    thigh_opposite_touchdown_deg=0.0,
    thigh_flexion_peak_deg=70.0,
    knee_flexion_peak_deg=121.0,
    shoulder_flexion_peak_deg=41.0,
    shoulder_extension_peak_deg=-57.0,
    arm_lag_frac=0.05,
    elbow_flexion_mean_deg=96.0,
    elbow_flexion_amplitude_deg=17.0,
    trunk_lean_deg=6.0,
    thorax_yaw_amplitude_deg=13.5,
)

HOLD = HoldParameters()

RIGID = HoldParameters(
    sway_forward_rms_m=0.0, sway_up_rms_m=0.0, thigh_sway_rms_deg=0.0, drift_mps=0.0, knocks=()
)
