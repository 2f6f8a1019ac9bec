"""Clips of cameras that turn, zoom and shake -> how far they measure what still ones measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial.transform import Rotation

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.camera.panorama import mapped
from aqvision.camera.path import CameraPath
from aqvision.core.clip import Clip
from aqvision.core.marks import Mark, Marks
from aqvision.core.provenance import describe_run
from aqvision.core.settings import Settings
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.contacts import Contact
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from samples.generator import Contact as TrueContact
from validation.events import pair_contacts
from validation.moved_cameras import HANDLINGS, REDRAWN, Handling, into_moved, moved_clip
from validation.pose_accuracy import MODEL, find_raw_pose
from validation.rendered_clips import FOLDER, Truth, load_truth

STILL_CLIPS = ("mh_side_before", "tiny_side")
FOLLOWING_CLIPS = {"mh_pan": "mh_side_before", "tiny_pan": "tiny_side"}
"""Clips of a camera that follows, and those of a still one that show the same body."""

CONTACT_TARGET_MS, SPEED_TARGET, ANGLE_TARGET_DEG, FOOT_TARGET_PX = 4.0, 0.03, 2.0, 4.0
_ANGLES = ("thigh", "knee")
# Around the hips, or ahead of them where the picture ends behind.
_LANE_M = 2.0
_LANES_M = ((-1.0, 1.0), (0.0, 2.0))
_FROM_EDGE_PX = 5.0
_MIDDLE_FRAC = 0.6
_FPS = 120.0
_GRID = 5
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
        seen = find_raw_pose(_original(name), cache)
        still[name] = _measure(name, "still", seen)
        redrawn = _measure_moved(name, REDRAWN, seen, cache)
        pairs += [(still[name], still[name]), (redrawn, still[name])]
        pairs += [(_measure_moved(name, h, seen, cache), redrawn) for h in HANDLINGS]
    for name, like in FOLLOWING_CLIPS.items():
        raw = find_raw_pose(_original(name), cache)
        pairs.append((_measure(name, "follows", raw), still[like]))
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


def _original(name: str) -> Path:
    return FOLDER / f"{name}.mp4"


def _measure(
    name: str, camera: str, raw: RawPose, handling: Handling | None = None
) -> CameraResult:
    truth = load_truth(name)
    lane = _lane_in_first_frame(truth, raw, handling)
    analysis = _analysed(raw, Clip(Path(f"{name}.mp4"), marks=lane))
    by_height = _analysed(raw, Clip(Path(f"{name}.mp4"), height_m=1.78))
    true = list(_true_contacts(truth.table))
    pairs = pair_contacts(analysis.contacts, true)
    error_s = [f.duration_s - t.toeoff_s + t.touchdown_s for f, t in pairs]
    speed, length = _true_steps(analysis, truth.table)
    stated = 0.0 if raw.path is None else raw.path.drift_px
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
        np.nan if handling is None else _path_error_px(raw.path, handling, analysis.video.size),
        stated,
    )


def _analysed(raw: RawPose, clip: Clip) -> Analysis:
    settings = Settings()
    provenance = describe_run(clip.path.name, "0" * 64, MODEL, settings)
    return analyze_pose(raw, clip, Timing(_FPS, _FPS, ("the clip",)), provenance, settings)


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


def _true_contacts(table: pd.DataFrame) -> Iterator[TrueContact]:
    """Contacts that begin and end in the clip with some room, half a frame off at most."""
    time_s = table["t"].to_numpy(dtype=np.float64)
    room = round(_ROOM_S * _FPS)
    for side in SIDES:
        change = np.diff(table[f"contact_{side[0].upper()}"].to_numpy())
        ends = np.flatnonzero(change == -1)
        for start in np.flatnonzero(change == 1):
            later = ends[(ends > start) & (ends < len(change) - room)]
            if len(later) and start >= room:
                touchdown, toeoff = ((time_s[i] + time_s[i + 1]) / 2 for i in (start, later[0]))
                yield TrueContact(side, float(touchdown), float(toeoff))


def _true_steps(analysis: Analysis, table: pd.DataFrame) -> tuple[float, float]:
    """Speed and step length of the steps that were measured, as they truly were."""
    places, times = [], []
    for contact in analysis.contacts:
        places.append(_true_place_m(contact, table))
        times.append(contact.touchdown_s)
    hips = (table["Lhip_x"] + table["Rhip_x"]) / 2
    speed = float(np.polyfit(table["t"], hips, 1)[0])
    return speed, float(np.mean(np.diff(places)))


def _true_place_m(contact: Contact, table: pd.DataFrame) -> float:
    time_s = table["t"].to_numpy()
    down = (time_s > contact.touchdown_s) & (time_s < contact.toeoff_s)
    return float(table.loc[down, f"{contact.side[0].upper()}toe_x"].median())


def _angle_error_deg(analysis: Analysis, truth: Truth) -> float:
    """Mean absolute error about the bias, over thighs and knees, where all joints are in view."""
    errors = []
    seen = truth.wholly_in_view()[: len(analysis.series)]
    for side in SIDES:
        series = {
            "thigh": analysis.series[f"{side}_thigh_deg"],
            "knee": 180 - analysis.series[f"{side}_knee_flexion_deg"],
        }
        for name in _ANGLES:
            off = series[name].to_numpy() - truth.angle(side, name)[: len(seen)]
            off = off[seen & np.isfinite(off)]
            errors.append(float(np.abs(off - off.mean()).mean()))
    return float(np.mean(errors))


def _foot_travel_px(analysis: Analysis) -> float:
    """Median distance that the toe travels along the still picture in the middle of a contact."""
    time_s, travels = analysis.pose.time_s, []
    for contact in analysis.contacts:
        trim_s = contact.duration_s * (1 - _MIDDLE_FRAC) / 2
        start, stop = contact.touchdown_s + trim_s, contact.toeoff_s - trim_s
        middle = (time_s >= start) & (time_s <= stop)
        x = _toe_x(analysis, contact.side)[middle]
        slope = float(np.polyfit(time_s[middle], x, 1)[0])
        travels.append(abs(slope * (stop - start)))
    return float(np.median(travels))


def _toe_x(analysis: Analysis, side: Side) -> FloatArray:
    return np.asarray(analysis.pose.point(f"{side}_foot_index")[:, 0])


def _path_error_px(path: CameraPath | None, handling: Handling, size: tuple[int, int]) -> float:
    """Largest misplacement of a frame's background against that of the first, median over it."""
    if path is None:
        return float("nan")
    width, height = size
    x, y = np.meshgrid(np.linspace(0, width - 1, _GRID), np.linspace(0, height - 1, _GRID))
    grid = np.column_stack([x.ravel(), y.ravel()])
    first = np.linalg.inv(into_moved(handling, 0.0, width, height))
    errors = []
    for i in np.flatnonzero(path.known):
        frame = np.linalg.inv(into_moved(handling, i / _FPS, width, height))
        true = _place(np.linalg.inv(first) @ frame, grid)
        found = _place(_into_first(path, int(i), size), grid)
        errors.append(float(np.median(np.linalg.norm(found - true, axis=1))))
    return max(errors)


def _into_first(path: CameraPath, frame: int, size: tuple[int, int]) -> FloatArray:
    turns = Rotation.from_rotvec(path.turn[[0, frame]])
    lenses = [
        np.array([[f, 0, (size[0] - 1) / 2], [0, f, (size[1] - 1) / 2], [0, 0, 1]])
        for f in path.focal_px * path.zoom[[0, frame]]
    ]
    turn = (turns[0].inv() * turns[1]).as_matrix()
    return np.asarray(lenses[0] @ turn @ np.linalg.inv(lenses[1]))


def _place(homography: FloatArray, points: FloatArray) -> FloatArray:
    return np.asarray(mapped(homography[None], points[None])[0])
