"""Rendered and real recordings beside the project: contacts found, none invented."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aqvision import pipeline
from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.analysis.store import load_analysis
from aqvision.camera.motion import CameraMotion
from aqvision.comparison.compare import compare
from aqvision.core.clip import Clip
from aqvision.core.provenance import describe_run
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS, Grade, Need
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = [
    pytest.mark.model,
    pytest.mark.real_data,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs the recordings in ../shared/data"),
]
# one a body; `make validate` measures all
STILL_SIDE_VIEWS = ("tiny_left", "mh_side_before", "cyc_left")
AROUND_S = 0.05


def analyze(path: Path, folder: Path) -> Analysis:
    return pipeline.analyze(Clip(path, height_m=1.78), folder)


def measured_points(name: str) -> Analysis:
    """Measure points of a real run that lie there without their film."""
    about = json.loads((DATA / "landmarks" / "clips.json").read_text())[name]
    with np.load(DATA / "landmarks" / f"{name}.npz") as file:
        width_px, height_px = (int(v) for v in file["size_px"])
        pose = PoseSequence(
            time_s=file["playback_time_s"],
            xy_px=file["raw_xy_px"].astype(np.float64),
            visibility=file["visibility"].astype(np.float64),
            width_px=width_px,
            height_px=height_px,
        )
    rate_hz = about["capture_fps"]
    return analyze_pose(
        RawPose(sequence=pose, camera=CameraMotion(0.0), n_people=1),
        Clip(Path(f"{name}.mp4"), height_m=1.78),
        Timing(playback_fps=rate_hz, capture_fps=rate_hz, evidence=("known",)),
        describe_run(f"{name}.mp4", "0" * 64, "heavy", Settings()),
        Settings(),
    )


def test_two_halves_of_one_shot_are_no_change() -> None:
    halves = [measured_points(f"treadmill_30fps_{half}") for half in "ab"]
    comparison = compare([halves[0]], [halves[1]], Settings())
    assert comparison.changed() == []
    (apart,) = (c for c in comparison.changes if c.metric == "thigh_separation_touchdown_deg")
    assert not apart.is_comparable


def test_two_paces_differ_in_pace_and_in_nothing_at_touchdown() -> None:
    fast, slow = (measured_points(f"road_pace{pace}_30fps") for pace in (300, 345))
    changed = [c.metric for c in compare([fast], [slow], Settings()).changed()]
    assert changed[0] == "step_frequency_hz"
    assert not any(Need.INSTANTS in METRICS[name].needs for name in changed)


def test_uneven_steps_of_a_treadmill_run_are_no_a_and_the_file_holds_one_rate() -> None:
    """Left 2.6 against right 3.1 steps a second: touchdowns that are late by turns, no limp."""
    analysis = measured_points("treadmill_30fps_a")
    frequency = analysis.metrics["step_frequency_hz"]
    assert frequency.confidence == Grade.B
    assert "left and right steps differ" in frequency.reason
    assert analysis.scene.step_rate_hz == frequency.value == pytest.approx(2.81, abs=0.05)
    assert analysis.metrics["thigh_separation_touchdown_deg"].confidence == Grade.C


def test_slow_motion_of_a_jog_offers_its_rates_with_their_steps() -> None:
    analysis = measured_points("jog_slow_motion_60b")
    (clock,) = [w for w in analysis.warnings if w.code == "implausible_step_rate"]
    assert "give 120 as the rate it was filmed at, which makes 2.9 steps a second" in clock.hint


def true_contacts(name: str) -> list[tuple[str, float]]:
    """Sides and touchdowns of the contacts during which the whole body is in the picture."""
    about: dict[str, Any] = json.loads((DATA / "synthetic" / f"{name}.json").read_text())
    truth = pd.read_csv(DATA / "synthetic" / f"{name}.csv")
    gait, end_s = about["gait"], float(truth["t"].iloc[-1])
    stride_s = 2 / gait["step_freq"]
    u = truth[[c for c in truth.columns if c.endswith("_u")]].to_numpy()
    inside = ((u > 15) & (u < about["w"] - 15)).all(axis=1)
    contacts = []
    for side, offset in (("right", 0.0), ("left", 0.5)):
        for stride in range(-2, 6):
            touchdown = (stride - offset - gait["phase0"]) * stride_s
            start, stop = touchdown - AROUND_S, touchdown + gait["contact"] + AROUND_S
            window = truth["t"].between(start, stop).to_numpy()
            if start >= 0 and stop <= end_s and inside[window].all():
                contacts.append((side, touchdown))
    return sorted(contacts, key=lambda c: c[1])


@pytest.mark.parametrize("name", STILL_SIDE_VIEWS)
def test_contacts_in_view_are_found_and_none_invented(name: str, tmp_path: Path) -> None:
    analysis = analyze(DATA / "synthetic" / f"{name}.mp4", tmp_path)
    found = [(c.side, c.touchdown_s) for c in analysis.contacts]
    expected = true_contacts(name)
    assert len(expected) >= 1
    for side, touchdown in expected:
        assert any(s == side and abs(t - touchdown) < 0.012 for s, t in found), (side, touchdown)
    gait = json.loads((DATA / "synthetic" / f"{name}.json").read_text())["gait"]
    for side, touchdown in found:
        phase = touchdown * gait["step_freq"] / 2 + gait["phase0"] + (0.5 if side == "left" else 0)
        off_s = (phase - round(phase)) * 2 / gait["step_freq"]
        assert abs(off_s) < 0.012, (side, touchdown)


def test_front_view_gives_what_it_shows_and_withholds_the_rest(tmp_path: Path) -> None:
    analysis = analyze(DATA / "synthetic" / "mh_front.mp4", tmp_path)
    assert analysis.scene.camera.view == "front"
    assert analysis.metrics["step_frequency_hz"].value == pytest.approx(4.4, abs=0.06)
    for name, metric in METRICS.items():
        shown = analysis.metrics[name].confidence != Grade.WITHHELD
        assert shown == ("front" in metric.views), name
        assert shown or "front view" in analysis.metrics[name].reason
    # its ankles and heels truly stand 0.122 m apart, its hands stay 8 % short of the midline
    assert analysis.metrics["step_width_m"].value == pytest.approx(0.122, abs=0.02)
    # hands seen from the front move 1.28 times as far as they do: docs/accuracy.md
    assert analysis.metrics["hand_crossing_frac"].value == pytest.approx(-0.083, abs=0.15)


def test_panning_camera_is_undone(tmp_path: Path) -> None:
    analysis = analyze(DATA / "synthetic" / "mh_pan.mp4", tmp_path)
    assert analysis.scene.ground == "track"
    assert analysis.scene.camera.turn_deg == pytest.approx(44.1, abs=1.0)
    assert len(analysis.contacts) == 3
    assert analysis.metrics["contact_time_s"].value == pytest.approx(0.095, abs=0.008)
    found = load_analysis(tmp_path)
    assert found.raw_pose.path is not None
    assert np.array_equal(
        found.still_view.to_picture, analysis.still_view.to_picture, equal_nan=True
    )


def test_treadmill_jog(tmp_path: Path) -> None:
    analysis = analyze(DATA / "real" / "treadmill_jog_side.mp4", tmp_path)
    sides = [c.side for c in analysis.contacts]
    assert analysis.scene.ground == "treadmill"
    assert min(sides.count("left"), sides.count("right")) >= 14
    steps_per_minute = 60 * analysis.metrics["step_frequency_hz"].value
    assert abs(steps_per_minute - 168.9) < 0.5
    for name in ("speed_mps", "step_length_m"):
        assert "treadmill" in analysis.metrics[name].reason
        assert np.isnan(analysis.metrics[name].value)
    assert "30 frames/s" in analysis.metrics["contact_time_s"].reason
