"""The sample clips and their generator: physics, exact truth, files."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from samples.generator import (
    AFTER,
    BEFORE,
    LANDMARK_JOINTS,
    BodyDimensions,
    SideCamera,
    SprintMotion,
    SprintParameters,
    landmarks_m,
    landmarks_px,
    measure_truth,
    simulate_sprint,
)
from samples.generator.clip import (
    ALL_CLIPS,
    CLIPS,
    FPS,
    HOLD_CLIPS,
    LADDER_CLIPS,
    AnyClip,
    SampleClip,
    render_frames,
)
from samples.generator.files import (
    JOINTS,
    truth_columns,
    truth_summary,
    write_ladder_truth,
    write_roster,
)
from samples.generator.hold import simulate_hold
from samples.generator.hold_truth import measure_hold
from samples.generator.parameters import HOLD, RIGID, Knock
from samples.generator.readme import write_readme
from samples.generator.sway import BAND_HZ, PERIOD_S, hip_sway, knocked

SAMPLES = Path(__file__).parents[1] / "samples"
BODY = BodyDimensions()
RATE_HZ = 2000.0
SIDES = ("left", "right")
FOOT = ("heel", "ball", "toe")
SEGMENTS = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("ankle", "ball"),
    ("ball", "toe"),
)
# Smallest detectable changes of one metric of each pillar and of speed, at 60 frames a second.
DETECTABLE = {
    "speed_mps": 0.2,
    "step_frequency_hz": 0.06,
    "contact_time_s": 0.009,
    "thigh_angle_toeoff_deg": 6.0,
    "knee_extension_range_stance_deg": 8.0,
    "thigh_flexion_peak_deg": 6.0,
    "thigh_range_deg": 6.0,
    "thigh_separation_touchdown_deg": 6.0,
    "shoulder_range_deg": 12.0,
    "elbow_mean_deg": 10.0,
    "trunk_lean_deg": 5.0,
    "thorax_rotation_range_deg": 10.0,
}
Array = NDArray[np.float64]

both = pytest.mark.parametrize("parameters", [BEFORE, AFTER], ids=["before", "after"])
both_clips = pytest.mark.parametrize("clip", CLIPS, ids=[clip.name for clip in CLIPS])
RUN_CLIPS = (*CLIPS, *LADDER_CLIPS)
each_run = pytest.mark.parametrize("clip", RUN_CLIPS, ids=[clip.name for clip in RUN_CLIPS])
each_clip = pytest.mark.parametrize("clip", ALL_CLIPS, ids=[clip.name for clip in ALL_CLIPS])


def fine_motion(parameters: SprintParameters) -> SprintMotion:
    """Two strides at 2 kHz."""
    n_times = int(2.0 * parameters.stride_time_s * RATE_HZ)
    return simulate_sprint(parameters, BODY, np.arange(n_times) / RATE_HZ)


def derivative(series: Array, order: int, rate_hz: float = RATE_HZ) -> Array:
    """Finite difference along time, per second."""
    return np.diff(series, order, axis=0) * rate_hz**order


def largest_step_of_acceleration(parameters: SprintParameters, name: str, rate_hz: float) -> float:
    """Largest change of an angle's acceleration between neighbours, in deg/s2."""
    times_s = np.arange(0.0, 2.0 * parameters.stride_time_s, 1.0 / rate_hz)
    series = simulate_sprint(parameters, BODY, times_s).angles_deg[name]
    return float(np.abs(np.diff(derivative(series, 2, rate_hz))).max())


@both
def test_angular_velocities_are_those_of_a_sprinter(parameters: SprintParameters) -> None:
    angles = fine_motion(parameters).angles_deg
    for side in SIDES:
        thigh = np.abs(derivative(angles[f"{side}_thigh_deg"], 1)).max()
        knee = np.abs(derivative(angles[f"{side}_knee_flexion_deg"], 1)).max()
        assert 400.0 < thigh < 900.0
        assert 600.0 < knee < 1300.0


@both
@pytest.mark.parametrize("joint", ["thigh", "knee_flexion", "upper_arm", "elbow"])
def test_accelerations_are_bounded_and_have_no_jump(
    parameters: SprintParameters, joint: str
) -> None:
    name = f"right_{joint}_deg"
    acceleration = derivative(fine_motion(parameters).angles_deg[name], 2)
    assert np.abs(acceleration).max() < 50_000.0
    coarse = largest_step_of_acceleration(parameters, name, RATE_HZ)
    fine = largest_step_of_acceleration(parameters, name, 4.0 * RATE_HZ)
    assert coarse < 5_000.0
    # a jump would stay as it is when the steps get four times finer
    assert fine < 0.4 * coarse


@both
def test_ball_of_the_foot_stands_still_in_contact(parameters: SprintParameters) -> None:
    motion = fine_motion(parameters)
    assert len(motion.contacts) >= 3
    for contact in motion.contacts:
        times_s = np.linspace(contact.touchdown_s, contact.toeoff_s - 1e-9, 101)
        ball_m = simulate_sprint(parameters, BODY, times_s).joints_m[f"{contact.side}_ball"]
        assert np.ptp(ball_m, axis=0).max() < 1e-4
        assert np.abs(ball_m[:, 2]).max() < 1e-6


@both
def test_feet_stay_above_the_ground_and_leave_it_at_once(parameters: SprintParameters) -> None:
    motion = fine_motion(parameters)
    for side in SIDES:
        for point in FOOT:
            assert motion.joints_m[f"{side}_{point}"][:, 2].min() > -1e-6
    contact = motion.contacts[0]
    after_s = contact.toeoff_s + np.array([0.004, 0.010, 0.020, 0.030])
    height_m = simulate_sprint(parameters, BODY, after_s).joints_m[f"{contact.side}_ball"][:, 2]
    assert np.all(height_m > [0.0003, 0.004, 0.02, 0.04])


@both
def test_foot_falls_onto_the_ground_and_stops_there(parameters: SprintParameters) -> None:
    contact = fine_motion(parameters).contacts[1]
    around_s = contact.touchdown_s + np.array([-1e-3, -1e-6, 1e-6, 1e-3])
    ball_m = simulate_sprint(parameters, BODY, around_s).joints_m[f"{contact.side}_ball"]
    falling_mps = (ball_m[1, 2] - ball_m[0, 2]) / 1e-3
    assert falling_mps == pytest.approx(-parameters.foot_drop_touchdown_mps, abs=0.1)
    assert np.allclose(ball_m[2], ball_m[3], atol=1e-9)


@both
def test_segments_keep_their_lengths(parameters: SprintParameters) -> None:
    joints_m = fine_motion(parameters).joints_m
    for side in SIDES:
        for one, other in SEGMENTS:
            between_m = joints_m[f"{side}_{one}"] - joints_m[f"{side}_{other}"]
            assert np.ptp(np.linalg.norm(between_m, axis=1)) < 1e-9
    hips_m = (joints_m["left_hip"] + joints_m["right_hip"]) / 2.0
    assert np.allclose(hips_m, joints_m["pelvis"], atol=1e-9)


@both
def test_pelvis_flies_freely_and_its_acceleration_has_no_jump(parameters: SprintParameters) -> None:
    motion = fine_motion(parameters)
    acceleration = derivative(motion.joints_m["pelvis"][:, 2], 2)
    airborne = ~(motion.in_contact["left"] | motion.in_contact["right"])
    inside = airborne[:-2] & airborne[1:-1] & airborne[2:]
    assert np.allclose(acceleration[inside], -9.81, atol=1e-3)
    assert np.abs(np.diff(acceleration)).max() < 3.0
    mean_mps2 = acceleration[: round(parameters.stride_time_s * RATE_HZ)].mean()
    assert mean_mps2 == pytest.approx(0.0, abs=0.3)


@both
def test_stride_repeats_itself_one_stride_later(parameters: SprintParameters) -> None:
    times_s = np.linspace(0.0, 0.4, 50)
    now = simulate_sprint(parameters, BODY, times_s).joints_m
    later = simulate_sprint(parameters, BODY, times_s + parameters.stride_time_s).joints_m
    moved_m = np.array([parameters.speed_mps * parameters.stride_time_s, 0.0, 0.0])
    for name in LANDMARK_JOINTS:
        assert np.allclose(later[name] - now[name], moved_m, atol=1e-9)


@both
def test_motion_is_one_function_of_time(parameters: SprintParameters) -> None:
    times_s = np.arange(240) / 240.0
    whole = simulate_sprint(parameters, BODY, times_s)
    part = simulate_sprint(parameters, BODY, times_s[60:120:3])
    for name, points_m in part.joints_m.items():
        assert np.allclose(points_m, whole.joints_m[name][60:120:3], atol=1e-12)


@both
def test_contacts_alternate_and_agree_with_the_flags(parameters: SprintParameters) -> None:
    motion = fine_motion(parameters)
    for one, other in pairwise(motion.contacts):
        assert one.side != other.side
        step_s = other.touchdown_s - one.touchdown_s
        assert step_s == pytest.approx(1.0 / parameters.step_frequency_hz)
    for side in SIDES:
        listed = np.zeros(len(motion.time_s), dtype=bool)
        for contact in motion.contacts:
            if contact.side == side:
                listed |= (motion.time_s >= contact.touchdown_s) & (
                    motion.time_s <= contact.toeoff_s
                )
        flags = motion.in_contact[side]
        # partial contacts at the ends are flagged but not listed
        assert not np.any(listed & ~flags)
        assert np.count_nonzero(flags & ~listed) < parameters.contact_time_s * RATE_HZ


@both
def test_toeoff_posture_and_swing_peaks_are_those_asked_for(parameters: SprintParameters) -> None:
    metrics = measure_truth(parameters, BODY)
    right = {name: metric.right for name, metric in metrics.items()}
    assert right["thigh_angle_toeoff_deg"] == pytest.approx(parameters.thigh_toeoff_deg, abs=0.3)
    assert right["knee_flexion_toeoff_deg"] == pytest.approx(parameters.knee_toeoff_deg, abs=0.3)
    assert right["thigh_flexion_peak_deg"] == pytest.approx(
        parameters.thigh_flexion_peak_deg, abs=0.3
    )
    assert right["knee_flexion_peak_deg"] == pytest.approx(
        parameters.knee_flexion_peak_deg + parameters.knee_flexion_right_extra_deg, abs=0.3
    )
    assert metrics["speed_mps"].value == pytest.approx(parameters.speed_mps)


def test_truth_follows_a_change_of_one_parameter() -> None:
    changed = replace(BEFORE, thigh_flexion_peak_deg=BEFORE.thigh_flexion_peak_deg + 8.0)
    one, other = measure_truth(BEFORE, BODY), measure_truth(changed, BODY)
    gain_deg = other["thigh_flexion_peak_deg"].value - one["thigh_flexion_peak_deg"].value
    assert gain_deg == pytest.approx(8.0, abs=0.1)
    assert other["contact_time_s"] == one["contact_time_s"]
    assert other["knee_flexion_toeoff_deg"].value == pytest.approx(
        one["knee_flexion_toeoff_deg"].value, abs=1e-6
    )


def test_impossible_sprint_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        simulate_sprint(replace(AFTER, contact_time_s=0.13), BODY, np.zeros(1))


def test_before_and_after_differ_believably_in_every_pillar() -> None:
    before, after = (measure_truth(parameters, BODY) for parameters in (BEFORE, AFTER))
    for name, smallest in DETECTABLE.items():
        assert abs(after[name].value - before[name].value) > smallest, name


def test_sides_are_not_copies() -> None:
    knee = measure_truth(BEFORE, BODY)["knee_flexion_peak_deg"]
    assert knee.left is not None
    assert knee.right is not None
    assert knee.right - knee.left > 4.0


def test_camera_sees_a_run_from_either_side() -> None:
    motion = simulate_sprint(BEFORE, BODY, np.array([0.0, 0.1]))
    from_right, from_left = SideCamera((0.0, -24.0, 1.2), 3000.0), SideCamera((0, 24, 1.2), 3000.0)
    assert np.diff(from_right.project(motion.joints_m["nose"])[:, 0]) > 0.0
    assert np.diff(from_left.project(motion.joints_m["nose"])[:, 0]) < 0.0
    high, low = landmarks_px(motion, from_right)[0, [0, 32], 1]
    assert high < low
    directions = from_right.ray_directions()[100, 200]
    seen = from_right.project(np.array(from_right.position_m) + 30.0 * directions)
    assert np.allclose(seen, [200.5, 100.5])


def test_landmarks_are_the_joints_in_the_order_of_pose_models() -> None:
    motion = simulate_sprint(BEFORE, BODY, np.linspace(0.0, 0.3, 4))
    points_m = landmarks_m(motion)
    assert points_m.shape == (4, 33, 3)
    for number, name in ((11, "left_shoulder"), (26, "right_knee"), (32, "right_toe")):
        assert np.array_equal(points_m[:, number], motion.joints_m[name])


@each_clip
def test_committed_truth_is_what_the_generator_computes(clip: AnyClip) -> None:
    committed = json.loads((SAMPLES / f"{clip.name}.json").read_text(encoding="utf-8"))
    again = json.loads(json.dumps(truth_summary(clip)))
    assert_close(committed, again)
    with (SAMPLES / f"{clip.name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    columns = truth_columns(clip)
    assert rows[0] == list(columns)
    values = np.array(rows[1:], dtype=np.float64)
    expected = np.array(list(columns.values()), dtype=np.float64).T
    assert values.shape == expected.shape
    assert np.abs(values - expected).max() < 0.011


def assert_close(one: object, other: object) -> None:
    """Equal, numbers to the last digits that another machine may round otherwise."""
    if isinstance(one, dict) and isinstance(other, dict):
        assert one.keys() == other.keys()
        for key in one:
            assert_close(one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list):
        assert len(one) == len(other)
        for part, counterpart in zip(one, other, strict=True):
            assert_close(part, counterpart)
    elif isinstance(one, float):
        assert other == pytest.approx(one, rel=1e-4, abs=2e-4)
    else:
        assert one == other


@pytest.mark.parametrize("write", [write_roster, write_readme, write_ladder_truth])
def test_committed_pages_are_what_the_generator_writes(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    write(tmp_path)
    (page,) = tmp_path.iterdir()
    assert page.read_text(encoding="utf-8") == (SAMPLES / page.name).read_text(encoding="utf-8")


@both_clips
def test_clip_file_holds_what_its_truth_says(clip: SampleClip) -> None:
    with av.open(str(SAMPLES / f"{clip.name}.mp4")) as container:
        stream = container.streams.video[0]
        times_s = [frame.time for frame in container.decode(stream)]
        size = (stream.codec_context.width, stream.codec_context.height)
        assert stream.average_rate == FPS == 120
        assert stream.codec_context.pix_fmt == "yuv420p"
    assert size == (clip.camera.width_px, clip.camera.height_px)
    assert np.allclose(np.array(times_s, dtype=np.float64), clip.time_s, atol=1e-5)


@each_clip
def test_clip_file_names_the_frames_of_its_truth(clip: AnyClip) -> None:
    with av.open(str(SAMPLES / f"{clip.name}.mp4")) as container:
        stream = container.streams.video[0]
        stamps = sorted(packet.pts for packet in container.demux(stream) if packet.pts is not None)
        size = (stream.codec_context.width, stream.codec_context.height)
        assert stream.average_rate == clip.fps
        assert stream.codec_context.pix_fmt == "yuv420p"
        times_s = np.array(stamps, dtype=np.float64) * float(stream.time_base or 0)
    assert size == (clip.camera.width_px, clip.camera.height_px)
    assert np.allclose(times_s, clip.time_s, atol=1e-5)


@each_clip
def test_clip_shows_the_whole_body(clip: AnyClip) -> None:
    motion = clip.motion()
    points_px = np.stack([clip.camera.project(motion.joints_m[name]) for name in JOINTS])
    margin_px = 8.0
    assert points_px.min() > margin_px
    assert points_px[..., 0].max() < clip.camera.width_px - margin_px
    assert points_px[..., 1].max() < clip.camera.height_px - margin_px


@each_run
def test_run_shows_at_least_six_whole_contacts(clip: SampleClip) -> None:
    motion = clip.motion()
    assert clip.fps == FPS == 120
    assert len(motion.contacts) >= 6
    # nothing cut: no foot is down in the first or the last frame
    for side in SIDES:
        assert not motion.in_contact[side][[0, -1]].any()


def test_clips_are_small() -> None:
    bytes_of = {clip.name: (SAMPLES / f"{clip.name}.mp4").stat().st_size for clip in ALL_CLIPS}
    assert sum(bytes_of[clip.name] for clip in CLIPS) < 3_000_000
    added = [name for name in bytes_of if name not in {clip.name for clip in CLIPS}]
    assert max(bytes_of[name] for name in added) <= 500_000
    with_truth = [file for name in added for file in SAMPLES.glob(f"{name}.*")]
    assert sum(file.stat().st_size for file in with_truth) < 3_000_000


def test_arms_of_the_ladder_come_late_above_the_break_and_the_thighs_hold() -> None:
    runs = json.loads((SAMPLES / "ladder-truth.json").read_text(encoding="utf-8"))
    break_mps, usual_deg = runs["break_speed_mps"], runs["usual_arm_leg_phase_deg"]
    assert runs["runs"][1]["speed_mps"] < break_mps < runs["runs"][2]["speed_mps"]
    for clip, run in zip(LADDER_CLIPS, runs["runs"], strict=True):
        late_deg = runs["arm_lag_deg_per_mps"] * max(0.0, run["speed_mps"] - break_mps)
        assert run["arm_lag_deg"] == pytest.approx(late_deg, abs=0.01)
        assert run["arm_leg_phase_deg"] == pytest.approx(usual_deg - late_deg, abs=0.02)
        truth = json.loads((SAMPLES / f"{clip.name}.json").read_text(encoding="utf-8"))["metrics"]
        for side in SIDES:
            arm_deg = truth["arm_leg_phase_deg"][side]
            assert arm_deg == pytest.approx(run["arm_leg_phase_deg"], abs=0.01)
    separations_deg = [run["thigh_separation_touchdown_deg"] for run in runs["runs"]]
    assert np.ptp(separations_deg) < 0.2


def test_force_and_steps_of_the_ladder_grow_plausibly_with_speed() -> None:
    runs = json.loads((SAMPLES / "ladder-truth.json").read_text(encoding="utf-8"))["runs"]
    for slower, faster in pairwise(runs):
        for name in ("speed_mps", "step_frequency_hz", "step_length_m", "stance_force_bw"):
            assert faster[name] > slower[name]
        assert faster["contact_time_s"] < slower["contact_time_s"]


@pytest.mark.parametrize("name", [clip.name for clip in LADDER_CLIPS])
def test_feet_of_the_ladder_stay_above_the_ground(name: str) -> None:
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    heights_m = [
        float(row[f"{side}_{point}_z_m"]) for row in rows for side in SIDES for point in FOOT
    ]
    assert min(heights_m) >= 0.0


def test_rows_of_the_hold_have_the_sway_that_its_truth_says() -> None:
    truth = json.loads((SAMPLES / "hold.json").read_text(encoding="utf-8"))["hold"]
    with (SAMPLES / "hold.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    column = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    forward, up = column["sway_forward_mm"], column["sway_up_mm"]
    rms_mm = np.sqrt(np.mean(forward**2 + up**2))
    assert rms_mm == pytest.approx(truth["sway"]["rms_mm"], abs=0.001)
    for sway in (forward, up):
        assert abs(np.polyfit(column["time_s"], sway, 1)[0]) < 0.02
        shares = np.abs(np.fft.rfft(sway)) ** 2
        pace_hz = np.fft.rfftfreq(len(sway), column["time_s"][1])
        outside = (pace_hz < BAND_HZ[0]) | (pace_hz > BAND_HZ[1] + 0.01)
        assert shares[outside].sum() < 1e-4 * shares.sum()
    hips_mm = 500.0 * (column["left_hip_x_m"] + column["right_hip_x_m"])
    parts = forward + column["knock_forward_mm"] + column["drift_forward_mm"]
    assert np.abs(hips_mm - parts).max() < 0.15
    drift = np.diff(column["drift_forward_mm"][[0, -1]]) / column["time_s"][-1]
    assert drift == pytest.approx(truth["drift_mm_per_s"], abs=1e-4)


def test_knocks_of_the_hold_are_those_of_its_truth() -> None:
    truth = measure_hold(HOLD, BODY, HOLD_CLIPS[0].time_s)
    for told in truth["knocks"]:
        way = 1.0 if told["direction"] == "forward" else -1.0
        times_s = told["time_s"] + np.array([0.0, 0.1, 0.1 + told["time_constant_s"]])
        out_mm = way * 1000.0 * hip_sway(HOLD, times_s).knock_forward_m
        # the knock before has died away but for a rest
        expected_mm = told["peak_mm"] * np.array([0.0, 1.0, np.exp(-1.0)])
        assert out_mm == pytest.approx(expected_mm, abs=0.05)
        back_s = told["time_s"] + told["return_s"]
        back_mm = 1000.0 * abs(hip_sway(HOLD, np.array([back_s])).knock_forward_m[0])
        assert back_mm == pytest.approx(truth["return_band_mm"], abs=0.1)


def test_knock_begins_at_once_and_ends_slowly() -> None:
    out_m = knocked(np.array([0.9, 1.0, 1.05, 1.1, 2.1]), Knock(1.0, 0.04, 0.5))
    assert out_m == pytest.approx([0.0, 0.0, 0.02, 0.04, 0.04 * np.exp(-2.0)])


def test_hold_keeps_segments_and_the_standing_foot() -> None:
    times_s = np.arange(0.0, PERIOD_S, 0.02)
    motion = simulate_hold(HOLD, BODY, times_s)
    for side in SIDES:
        for one, other in SEGMENTS:
            between_m = motion.joints_m[f"{side}_{one}"] - motion.joints_m[f"{side}_{other}"]
            assert np.ptp(np.linalg.norm(between_m, axis=1)) < 1e-9
    for point in FOOT:
        # the plane of the leg leans a little more or less as the hips go up and down
        assert np.ptp(motion.joints_m[f"left_{point}"], axis=0).max() < 1e-4
    assert np.ptp(motion.joints_m["left_ball"], axis=0).max() < 1e-9
    assert np.abs(motion.joints_m["left_ball"][:, 2]).max() < 1e-9
    assert motion.in_contact["left"].all()
    assert not motion.in_contact["right"].any()
    hips_m = (motion.joints_m["left_hip"] + motion.joints_m["right_hip"]) / 2.0
    assert np.allclose(hips_m, motion.joints_m["pelvis"], atol=1e-9)


def test_set_angles_are_those_of_the_rigid_hold() -> None:
    motion = simulate_hold(RIGID, BODY, np.linspace(0.0, 5.0, 20))
    truth = measure_hold(HOLD, BODY, HOLD_CLIPS[0].time_s)
    assert all(np.ptp(points_m, axis=0).max() == 0.0 for points_m in motion.joints_m.values())
    for name, series in motion.angles_deg.items():
        assert truth["set_angles_deg"][name] == pytest.approx(series[0], abs=0.01)
    assert measure_hold(RIGID, BODY, motion.time_s)["sway"]["rms_mm"] == 0.0


@pytest.mark.slow
def test_rendering_again_gives_the_frames_of_the_committed_clip() -> None:
    clip, chosen = CLIPS[0], range(100, 102)
    once, again = (list(render_frames(clip, chosen)) for _ in range(2))
    assert np.array_equal(once, again)
    assert not np.array_equal(once[0], once[1])
    with av.open(str(SAMPLES / f"{clip.name}.mp4")) as container:
        decoded = {
            number: np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)
            for number, frame in enumerate(container.decode(video=0))
            if number in chosen
        }
    for number, picture in zip(chosen, once, strict=True):
        assert athlete_psnr_db(clip, number, picture, decoded[number]) > 30.0
    # the measure tells neighbouring frames apart
    assert athlete_psnr_db(clip, 100, once[0], decoded[101]) < 25.0


def athlete_psnr_db(
    clip: SampleClip, frame: int, one: NDArray[np.uint8], other: NDArray[np.uint8]
) -> float:
    """Peak signal to noise ratio on the window around the athlete."""
    middle_px = clip.camera.project(clip.motion().joints_m["pelvis"][frame])
    left, top = (middle_px - 130.0).astype(int)
    window = np.s_[top : top + 260, left : left + 260]
    difference = one[window].astype(np.float64) - other[window].astype(np.float64)
    return float(10.0 * np.log10(255.0**2 / np.mean(difference**2)))
