"""Truth -> samples/README.md: what the clips are and what differs between them."""

from pathlib import Path

from samples.generator.clip import CLIPS, FPS
from samples.generator.files import ATHLETE
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

`before.mp4` and `after.mp4` show the same rendered athlete ({athlete}, {height} m) before and after
a block of training: {fps} frames a second, {width} x {height_px}, a still camera square to the
lane, 24 m away on the athlete's right. The run goes from left to right, and the whole body is in
view in every frame. Nobody was filmed: `samples/generator` computes every joint, so the truth is
known exactly. Both clips, their truth and this page may be used under the licence of the project.

| file | what it is |
|---|---|
| `before.mp4`, `after.mp4` | the clips |
| `before.json`, `after.json` | motion parameters, camera, contacts and metrics |
| `before.csv`, `after.csv` | a row a frame: angles, contacts, joints in metres and in pixels |
| `roster.csv` | both clips, as `aqvision batch` wants them |

Render again with `python -m samples.generator` (needs numpy, scipy, opencv and PyAV; about a
minute). `--no-video` writes only the truth, `--only before` one clip, `--out DIR` elsewhere.

## What differs
"""

TAIL = """
The right knee bends {extra:.0f} degrees more in swing than the left, in both clips.

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


def write_readme(folder: Path) -> None:
    """Write README.md."""
    clip = CLIPS[0]
    head = HEAD.format(
        athlete=ATHLETE,
        height=clip.body.height_m,
        fps=FPS,
        width=clip.camera.width_px,
        height_px=clip.camera.height_px,
    )
    tail = TAIL.format(extra=clip.parameters.knee_flexion_right_extra_deg)
    (folder / "README.md").write_text(head + "\n" + difference_table() + tail, encoding="utf-8")
