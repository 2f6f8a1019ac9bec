"""Clips of cameras that turn, zoom and shake -> how far they measure what still ones measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from aqvision.analysis.analyze import Analysis
from aqvision.camera.panorama import mapped
from aqvision.core.clip import Clip
from aqvision.core.marks import Mark, Marks
from aqvision.core.skeleton import SIDES
from aqvision.core.types import FloatArray
from aqvision.pose.estimate import RawPose
from samples.generator import Contact
from validation.angles import mean_errors_deg
from validation.measuring import FPS, analysed
from validation.moved_cameras import (
    HANDLINGS,
    REDRAWN,
    Handling,
    into_moved,
    moved_clip,
    path_error_px,
)  # fmt: skip
from validation.pairing import pair_contacts
from validation.rendered_clips import Truth, clip_of, load_truth
from validation.store import find_raw_pose
from validation.tables import judged, known, section, table

STILL_CLIPS = ("mh_side_before", "tiny_side")
FOLLOWING_CLIPS = {"mh_pan": "mh_side_before", "tiny_pan": "tiny_side"}
"""Clips of a camera that follows, and those of a still one that show the same body."""

CONTACT_TARGET_MS, SPEED_TARGET, ANGLE_TARGET_DEG, FOOT_TARGET_PX = 4.0, 0.03, 2.0, 4.0
# Around the hips, or ahead of them where the picture ends behind.
_LANE_M = 2.0
_LANES_M = ((-1.0, 1.0), (0.0, 2.0))
_FROM_EDGE_PX = 5.0
_MIDDLE_FRAC = 0.6
_ROOM_S = 0.05


@dataclass(frozen=True, slots=True)
class CameraResult:
    """What one clip gave, against its truth.

    ``contact_ms`` is the mean error of the contact times, ``speed`` and ``step_length`` relative
    errors with a distance given, ``height_speed`` with the height, ``angle_deg`` the mean absolute
    error of thighs and knees about their bias, ``foot_px`` how far a standing toe moves along the
    picture, ``path_px`` how far the background is misplaced, NaN where no truth tells.
    ``same_points_ms`` is ``contact_ms`` on the still clip's points, bent as the picture was.
    """

    clip: str
    camera: str
    turn_deg: float
    n_found: int
    n_true: int
    contact_ms: float
    speed: float
    step_length: float
    height_speed: float
    angle_deg: float
    foot_px: float
    path_px: float
    stated_px: float
    same_points_ms: float = float("nan")


def measure_cameras(cache: Path) -> list[tuple[CameraResult, CameraResult]]:
    """Measure every clip, each with that of a still camera beside it."""
    pairs, still = [], {}
    for name in STILL_CLIPS:
        seen = find_raw_pose(clip_of(name), cache)
        still[name] = _measure(name, "still", seen)
        redrawn = _measure_moved(name, REDRAWN, seen, cache)
        pairs += [(still[name], still[name]), (redrawn, still[name])]
        pairs += [(_measure_moved(name, h, seen, cache), redrawn) for h in HANDLINGS]
    for name, like in FOLLOWING_CLIPS.items():
        follows = _measure(name, "follows", find_raw_pose(clip_of(name), cache))
        pairs.append((follows, still[like]))
    return pairs


def _measure_moved(name: str, handling: Handling, seen: RawPose, cache: Path) -> CameraResult:
    """Measure a bent clip, and the still clip's points bent in the same way."""
    raw = find_raw_pose(moved_clip(name, handling, cache), cache)
    pose = seen.sequence
    size = (pose.width_px, pose.height_px)
    bends = np.stack([into_moved(handling, float(t), *size) for t in pose.time_s])
    same = replace(raw, sequence=replace(pose, xy_px=mapped(bends, pose.xy_px)))
    on_same = _measure(name, handling.name, same, handling).contact_ms
    return replace(_measure(name, handling.name, raw, handling), same_points_ms=on_same)


def _measure(
    name: str, camera: str, raw: RawPose, handling: Handling | None = None
) -> CameraResult:
    truth = load_truth(name)
    lane = _lane_in_first_frame(truth, raw, handling)
    analysis, by_height = analysed(raw, Clip(Path("run.mp4"), marks=lane)), analysed(raw)
    true = list(_true_contacts(truth.table))
    pairs = pair_contacts(analysis.contacts, true)
    error_s = [f.duration_s - t.toeoff_s + t.touchdown_s for f, t in pairs]
    speed, length = _true_steps(analysis, truth.table)
    return CameraResult(
        name,
        camera,
        analysis.scene.camera.turn_deg,
        len(pairs),
        len(true),
        1000 * float(np.mean(error_s)) if error_s else np.nan,
        analysis.metrics["speed_mps"].value / speed - 1,
        analysis.metrics["step_length_m"].value / length - 1,
        by_height.metrics["speed_mps"].value / speed - 1,
        _angle_error_deg(analysis, truth),
        _foot_travel_px(analysis),
        np.nan if handling is None else path_error_px(raw.path, handling, analysis.video.size),
        0.0 if raw.path is None else raw.path.drift_px,
    )


def _lane_in_first_frame(truth: Truth, raw: RawPose, handling: Handling | None) -> Marks:
    """Give a stretch of the lane as a person would mark it, from the joints' known places."""
    first = truth.table.iloc[0]
    joints = [str(c)[:-2] for c in truth.table if str(c).endswith("_u")]
    places = np.array([[first[f"{j}_{axis}"] for axis in "xyz"] for j in joints])
    pixels = np.array([[first[f"{j}_{axis}"] for axis in "uv"] for j in joints])
    camera = _camera_matrix(places, pixels)
    hip_m = float(places[:, 0].mean())
    stretches = [
        np.array([[hip_m + d, 0.0, 1.0, 1.0] for d in ends_m]) @ camera.T for ends_m in _LANES_M
    ]
    shown = [ends[:, :2] / ends[:, 2:] for ends in stretches]
    xy = next(ends for ends in shown if ends[:, 0].min() > _FROM_EDGE_PX)
    if handling is not None:
        size = (raw.sequence.width_px, raw.sequence.height_px)
        xy = mapped(into_moved(handling, 0.0, *size)[None], xy[None])[0]
    (x1, y1), (x2, y2) = xy.tolist()
    return Marks((Mark(x1, y1, 0.0, time_s=0.0), Mark(x2, y2, _LANE_M, time_s=0.0)))


def _camera_matrix(places_m: FloatArray, pixels: FloatArray) -> FloatArray:
    """Find the camera (3, 4) that shows places at pixels: a direct linear transform."""
    rows = []
    for place, (u, v) in zip(places_m, pixels, strict=True):
        at = np.append(place, 1.0)
        rows.append(np.concatenate([at, np.zeros(4), -u * at]))
        rows.append(np.concatenate([np.zeros(4), at, -v * at]))
    equations = np.array(rows)
    scale = np.linalg.norm(equations, axis=0)
    _, _, right = np.linalg.svd(equations / scale)
    return np.asarray((right[-1] / scale).reshape(3, 4))


def _true_contacts(frames: pd.DataFrame) -> Iterator[Contact]:
    """Contacts that begin and end in the clip with some room, half a frame off at most."""
    time_s = frames["t"].to_numpy(dtype=np.float64)
    room = round(_ROOM_S * FPS)
    for side in SIDES:
        change = np.diff(frames[f"contact_{side[0].upper()}"].to_numpy())
        ends = np.flatnonzero(change == -1)
        for start in np.flatnonzero(change == 1):
            later = ends[(ends > start) & (ends < len(change) - room)]
            if len(later) and start >= room:
                touchdown, toeoff = ((time_s[i] + time_s[i + 1]) / 2 for i in (start, later[0]))
                yield Contact(side, float(touchdown), float(toeoff))


def _true_steps(analysis: Analysis, frames: pd.DataFrame) -> tuple[float, float]:
    """Speed and step length of the steps that were measured, as they truly were."""
    hips = (frames["Lhip_x"] + frames["Rhip_x"]) / 2
    places_m = []
    for contact in analysis.contacts:
        down = (frames["t"] > contact.touchdown_s) & (frames["t"] < contact.toeoff_s)
        places_m.append(float(frames.loc[down, f"{contact.side[0].upper()}toe_x"].median()))
    return float(np.polyfit(frames["t"], hips, 1)[0]), float(np.mean(np.diff(places_m)))


def _angle_error_deg(analysis: Analysis, truth: Truth) -> float:
    """Mean absolute error about the bias, over thighs and knees, where all joints are in view."""
    seen, errors = truth.wholly_in_view()[: len(analysis.series)], []
    for side in SIDES:
        thigh = analysis.series[f"{side}_thigh_deg"]
        knee = 180 - analysis.series[f"{side}_knee_flexion_deg"]
        for name, found in (("thigh", thigh), ("knee", knee)):
            off = found.to_numpy() - truth.angle(side, name)[: len(seen)]
            errors.append(mean_errors_deg(off[seen])[1])
    return float(np.mean(errors))


def _foot_travel_px(analysis: Analysis) -> float:
    """Median distance that the toe travels along the still picture in the middle of a contact."""
    time_s, travels = analysis.pose.time_s, []
    for contact in analysis.contacts:
        trim_s = contact.duration_s * (1 - _MIDDLE_FRAC) / 2
        start, stop = contact.touchdown_s + trim_s, contact.toeoff_s - trim_s
        middle = (time_s >= start) & (time_s <= stop)
        toe_x = analysis.pose.point(f"{contact.side}_foot_index")[middle, 0]
        slope = float(np.polyfit(time_s[middle], toe_x, 1)[0])
        travels.append(abs(slope * (stop - start)))
    return float(np.median(travels))


def moving_section(pairs: Sequence[tuple[CameraResult, CameraResult]]) -> str:
    """Write the section; each result comes with the still one that it is held against."""
    rows = table(_HEAD, (_row(*pair) for pair in pairs))
    return section("## Moving camera", _WHAT, _COLUMNS, _TARGETS, rows)


def _row(r: CameraResult, still: CameraResult) -> str:
    verdict = _verdict(r, still) if r is not still and r.camera != REDRAWN.name else ""
    return (
        f"{r.clip} | {r.camera} | {r.turn_deg:.0f}° | {r.n_found} of {r.n_true} | "
        f"{r.contact_ms:+.1f} | {known(r.same_points_ms, '+.1f')} | {r.speed:+.1%} | "
        f"{r.step_length:+.1%} | {r.height_speed:+.1%} | {r.angle_deg:.1f} | {r.foot_px:.1f} | "
        f"{known(r.path_px, '.1f')} | {known(r.stated_px or np.nan, '.1f')} | {verdict}"
    )


def _verdict(r: CameraResult, still: CameraResult) -> str:
    further_ms = abs(r.contact_ms) - abs(still.contact_ms)
    checks = {
        "contacts": r.n_found < r.n_true,
        "contact time": not further_ms <= CONTACT_TARGET_MS,
        "contact time on the same points": (
            abs(r.same_points_ms) - abs(still.same_points_ms) > CONTACT_TARGET_MS
        ),
        "speed": not abs(r.speed) <= SPEED_TARGET,
        "step length": not abs(r.step_length) <= SPEED_TARGET,
        "angles": not r.angle_deg - still.angle_deg <= ANGLE_TARGET_DEG,
        "toe": not r.foot_px - still.foot_px <= FOOT_TARGET_PX,
    }
    return judged([what for what, missed in checks.items() if missed])


_HEAD = (
    "| clip | camera | turned | contacts | contact time | on the same points | speed | step length "
    "| speed, by height | angles | toe moves | background off | stated | |"
)
_WHAT = """\
Two clips whose camera turns to follow the athlete, and two of a still camera, each also as if
the camera had been held in the hand, zoomed or tilted: every frame is bent by a turn or zoom
that is known then. The network sees the bent pictures, and the camera's motion is measured on
their background. To bend and code pictures again changes by itself what the network sees; a
copy that is off by half a pixel throughout shows by how much."""
_COLUMNS = """\
Contacts found of those in view; mean error of their times in ms; the same where the network's
points of the still clip are bent in place of its pictures, so that nothing but the camera's
motion differs; relative error of speed and step length with a distance in the lane given in the
first frame, and of speed with a height of 1.78 m; mean absolute error of thighs and knees about
their bias in degrees; how far the toe moves along the steadied picture in the middle of a
contact, and how far the frame that is placed worst lies off the first, in pixels, with what the
path states of itself."""
_TARGETS = (
    "The copies are held against the one that was drawn anew, the cameras that follow against the "
    "still clip of the same body. Targets: contact times, either way, no more than "
    f"{CONTACT_TARGET_MS:g} ms further from the truth; speed and step length within "
    f"{SPEED_TARGET:.0%} of it; angles no more than {ANGLE_TARGET_DEG:g} degrees worse; the toe "
    f"moves by no more than {FOOT_TARGET_PX:g} pixels more. A mean of three contacts is uncertain "
    "by some 3 ms, and the truth of these clips is known to a frame."
)
