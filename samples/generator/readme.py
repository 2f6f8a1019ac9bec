"""Truth -> samples/README.md: what the clips are and what differs between them."""

from pathlib import Path

from samples.generator.clip import CLIPS, FPS, HOLD_CLIPS, LADDER_CLIPS
from samples.generator.files import ATHLETE
from samples.generator.hold_truth import RETURN_BAND_FRAC, measure_hold
from samples.generator.ladder import ARM_LAG_DEG_PER_MPS, BREAK_MPS, USUAL_ARM_LEG_PHASE_DEG
from samples.generator.ladder_truth import MEASURED, measure_ladder
from samples.generator.sway import ONSET_S
from samples.generator.truth import measure_truth

SHOWN = {
    "Speed and steps": (
        "speed_mps",
        "step_frequency_hz",
        "step_length_m",
        "contact_time_s",
        "flight_time_s",
        "touchdown_distance_frac",
        "duty_factor_frac",
        "stance_force_bw",
    ),
    "Push leg": (
        "thigh_angle_toeoff_deg",
        "knee_flexion_toeoff_deg",
        "knee_extension_range_stance_deg",
        "hip_extension_toeoff_deg",
        "thigh_extension_velocity_peak_dps",
        "trunk_leg_line_toeoff_deg",
        "hip_knee_lag_s",
    ),
    "Swing leg": (
        "thigh_flexion_peak_deg",
        "knee_flexion_peak_deg",
        "thigh_range_deg",
        "thigh_angular_velocity_mean_dps",
        "thigh_angular_acceleration_peak_dps2",
        "thigh_separation_touchdown_deg",
        "knee_gap_touchdown_frac",
        "recovery_time_s",
        "retraction_velocity_dps",
        "heel_hip_distance_min_frac",
        "thigh_reversal_back_frac",
        "thigh_reversal_front_frac",
        "foot_speed_touchdown_mps",
        "swing_thigh_touchdown_deg",
        "scissor_velocity_touchdown_dps",
        "thigh_separation_toeoff_deg",
        "scissor_velocity_toeoff_dps",
        "thigh_separation_peak_deg",
        "thigh_separation_peak_lag_s",
    ),
    "Arms": (
        "shoulder_range_deg",
        "shoulder_flexion_max_deg",
        "shoulder_flexion_min_deg",
        "shoulder_flexion_mean_deg",
        "elbow_range_deg",
        "elbow_mean_deg",
        "upper_arm_angular_velocity_peak_dps",
        "arm_leg_phase_deg",
        "arm_same_leg_phase_deg",
        "arm_reversal_lag_s",
    ),
    "Torso": (
        "trunk_lean_deg",
        "trunk_lean_sd_deg",
        "trunk_lean_range_deg",
        "thorax_rotation_range_deg",
    ),
    "Balance": (
        "step_time_variation_frac",
        "step_time_difference_s",
        "step_time_symmetry_angle_frac",
        "contact_time_symmetry_angle_frac",
        "switch_time_frac",
        "toeoff_to_thigh_peak_s",
    ),
}

HEAD = """# Sample clips with exact truth

All clips show the same rendered athlete ({athlete}, {height} m). Nobody was filmed:
`samples/generator` computes every joint, so the truth is known exactly. The clips, their truth and
this page may be used under the licence of the project.

| file | what it is |
|---|---|
| `before.mp4`, `after.mp4` | a run before and after a block of training |
| `ladder-1.mp4` to `ladder-4.mp4` | four runs, each faster; arms late above {break_mps} m/s |
| `hold.mp4`, `hold-rigid.mp4` | a hold of {hold_s:.0f} s on one leg; its posture, rigid |
| NAME`.json` | parameters of the motion, camera, and what there is to find |
| NAME`.csv` | a row a frame: angles, contacts, joints in metres and in pixels |
| `ladder-truth.json` | the four runs of the ladder together |
| `roster.csv` | `before` and `after`, as `aqvision batch` wants them |

The runs: {fps} frames a second, {width} x {height_px}, a still camera square to the lane, 24 m away
on the athlete's right. The run goes from left to right, and the whole body is in view in every
frame.

Render again with `python -m samples.generator` (needs numpy, scipy, opencv and PyAV; some minutes).
`--no-video` writes only the truth, `--only before after` these clips, `--out DIR` elsewhere.

## Before and after: what differs
"""

LADDER_TEXT = """
The right knee bends {extra:.0f} degrees more in swing than the left, in all runs.

## The ladder: what lets go

The athlete of `before` at four speeds; `ladder-truth.json` holds this table. Up to {break_mps} m/s
both arms keep their phase against the thigh of the other side ({usual} degrees); above, both come
later by {slope:.0f} degrees a m/s. The thighs hold: they stay half a stride apart, and so nearly do
their angles. Trunk and thorax move alike in all runs.

"""

HOLD_TEXT = """
## The hold

`hold.mp4`: {hold_fps} frames a second, {hold_width} x {hold_height}, a still camera
{distance:.0f} m away on the athlete's right. The athlete stands on the {standing} leg, the other
thigh raised to {thigh:.0f} degrees, and the standing foot does not move. No band is in the picture.
The hips go forward and up by what four columns of `hold.csv` hold one by one:

- sway: noise of {low} to {high:.0f} Hz, RMS {forward} mm forward and {up} mm up ({rms:.2f} mm
  together), without a trend of its own;
- a drift of {drift} mm/s forward;
- knocks, {knocks}:
  half a cosine takes the hips out within {onset} s, then they come back exponentially. `return_s`
  is the time from the start of a knock, taken by itself, until the hips are within {band} mm
  ({band_frac} leg lengths) of where they were.

The shoulders go {share:.0%} of the hips' way, and the raised thigh wavers by an RMS of {waver}
degrees. `set_angles_deg` are the angles of the posture that was set. `hold-rigid.mp4` shows that
posture for {rigid_s:.0f} s: whatever moves in it is the error of measuring.
"""

TAIL = """
## Conventions
- World: x forward, y to the athlete's left, z up, ground at 0; metres. Pixels count from the upper
  left corner of the image. Times are seconds from the middle of the first frame's exposure.
- Segment angles from the downward vertical, positive with the distal end forward; knee flexion 0
  is straight; the elbow is the included angle; trunk lean is positive forward; thorax yaw is
  positive with the right shoulder forward.
- Contacts are exact, not rounded to frames. A contact is listed if all of it is in the clip.
- The ball of the foot stands still for the whole contact. Thigh and knee angles are smooth up to
  their acceleration all through the stride. At touchdown the foot stops falling at once: there,
  and only there, the foot's pitch has a corner.
- In flight the middle of the hips falls at g. The centre of mass of the whole body falls faster, by
  1.2 to 1.7 times, the more the faster the limbs swing: that is wrong in these bodies.
- A step belongs to the foot that starts it. What is told of the thighs while the other foot is on
  the ground belongs to the leg that swings: `thigh_separation_touchdown_deg` is the landing
  thigh's angle minus its own, and `knee_gap_touchdown_frac` is how far its knee is in front of
  the landing one (negative: behind), over 0.53 of the height. `touchdown_distance_frac` is ball
  of the foot minus middle of the hips.
- `trunk_leg_line_toeoff_deg` is the angle ankle, middle of hips, middle of shoulders.
  `thigh_extension_velocity_peak_dps` is positive for extension; `retraction_velocity_dps` is the
  mean thigh velocity over the last 40 ms before touchdown, negative backward;
  `foot_speed_touchdown_mps` is that of the ball of the foot over the ground in the last 20 ms.
  `shoulder_range_deg` is the range of the upper arm against the trunk.
- Left and right steps last equally long, so all that compares them is zero.
- `arm_leg_phase_deg` compares first harmonics of an upper arm and of the opposite thigh, positive
  when the arm is ahead; `left` is the left arm.
"""


def difference_table() -> str:
    """Metrics of both clips side by side, mean of both sides."""
    before, after = (measure_truth(clip.parameters, clip.body) for clip in CLIPS)
    rows = ["| | before | after | change |", "|---|---|---|---|"]
    for pillar, names in SHOWN.items():
        rows.append(f"| **{pillar}** | | | |")
        for name in names:
            one, other = before[name].value, after[name].value
            digits = 0 if abs(one) >= 1000 else 3 if name.endswith(("_s", "_m", "_frac")) else 1
            rows.append(
                f"| `{name}` | {one:.{digits}f} | {other:.{digits}f} | {other - one:+.{digits}f} |"
            )
    return "\n".join(rows) + "\n"


def ladder_table() -> str:
    """Metrics of the four runs, a row a run."""
    runs = {clip.name: (clip.parameters, clip.body) for clip in LADDER_CLIPS}
    columns = [*MEASURED, "arm_lag_deg"]
    rows = ["| | " + " | ".join(f"`{name}`" for name in columns) + " |"]
    rows.append("|---" * (len(columns) + 1) + "|")
    for run in measure_ladder(runs)["runs"]:
        cells = [f"{run[name]:.{3 if name.endswith('_s') else 2}f}" for name in columns]
        rows.append(f"| `{run['clip']}` | " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def hold_text() -> str:
    """Tell of the hold what its truth says."""
    clip, rigid = HOLD_CLIPS
    truth = measure_hold(clip.parameters, clip.body, clip.time_s)
    knocks = (
        f"at {knock['time_s']} s {knock['peak_mm']:.0f} mm {knock['direction']}"
        f" (time constant {knock['time_constant_s']} s)"
        for knock in truth["knocks"]
    )
    low_hz, high_hz = truth["sway"]["band_hz"]
    return HOLD_TEXT.format(
        hold_fps=clip.fps,
        hold_width=clip.camera.width_px,
        hold_height=clip.camera.height_px,
        distance=abs(clip.camera.position_m[1]),
        standing=truth["standing_side"],
        thigh=clip.parameters.raised_thigh_deg,
        low=low_hz,
        high=high_hz,
        forward=truth["sway"]["forward_rms_mm"],
        up=truth["sway"]["up_rms_mm"],
        rms=truth["sway"]["rms_mm"],
        drift=truth["drift_mm_per_s"],
        knocks=",\n  ".join(knocks),
        onset=ONSET_S,
        band=truth["return_band_mm"],
        band_frac=RETURN_BAND_FRAC,
        share=clip.parameters.shoulder_share_frac,
        waver=truth["raised_thigh_rms_deg"],
        rigid_s=rigid.n_frames / rigid.fps,
    )


def write_readme(folder: Path) -> None:
    """Write README.md."""
    clip, hold = CLIPS[0], HOLD_CLIPS[0]
    head = HEAD.format(
        athlete=ATHLETE,
        height=clip.body.height_m,
        fps=FPS,
        width=clip.camera.width_px,
        height_px=clip.camera.height_px,
        break_mps=BREAK_MPS,
        hold_s=hold.n_frames / hold.fps,
    )
    ladder = LADDER_TEXT.format(
        extra=clip.parameters.knee_flexion_right_extra_deg,
        break_mps=BREAK_MPS,
        usual=USUAL_ARM_LEG_PHASE_DEG,
        slope=ARM_LAG_DEG_PER_MPS,
    )
    parts = [head, "\n", difference_table(), ladder, ladder_table(), hold_text(), TAIL]
    (folder / "README.md").write_text("".join(parts), encoding="utf-8")
