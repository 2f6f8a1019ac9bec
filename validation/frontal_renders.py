"""Sprint parameters -> a run filmed from its end, with what a front or rear view should show.

The athlete of the sample clips comes towards the camera or goes away from it. Arms, trunk and feet
can be given more crossing, more sway and more width than the sample's own parameters know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aqvision.core.assets import POSE_MODELS
from aqvision.core.provenance import POSE_METHOD
from aqvision.core.settings import Settings
from aqvision.core.view import EndView, View
from aqvision.pose.estimate import RawPose, estimate_pose
from aqvision.video.reader import open_video
from aqvision.video.writer import write_video
from samples.generator import BEFORE, SprintMotion, simulate_sprint
from samples.generator.clip import FPS
from samples.generator.figure import build_figure
from samples.generator.painter import paint_figure
from samples.generator.parameters import BodyDimensions
from samples.generator.sprint import SIDES, touchdown_origin_s
from samples.generator.stadium import SKY_LOW, TREES, ground_colours, rough_noise
from validation.pose_store import load_raw_pose, save_raw_pose
from validation.renders import MODEL

Array = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]
_WIDTH_PX, _HEIGHT_PX, _FOCAL_PX = 720, 960, 4200.0
_LENS_M, _NEAREST_M, _DURATION_S = 1.2, 12.0, 1.65
_GRAIN, _NOISE, _SEED = 0.010, 0.003, 20
_TREES_M = 80.0


@dataclass(frozen=True, slots=True)
class EndCamera:
    """A level camera in the middle of the lane that looks along it; ``ahead`` faces the run."""

    position_m: tuple[float, float, float]
    ahead: bool
    focal_px: float = _FOCAL_PX
    width_px: int = _WIDTH_PX
    height_px: int = _HEIGHT_PX

    @property
    def rotation(self) -> Array:
        """Rows: the image's right, down, and the viewing direction, in world axes."""
        way = -1.0 if self.ahead else 1.0
        return np.array([[0.0, -way, 0.0], [0.0, 0.0, -1.0], [way, 0.0, 0.0]])

    def project(self, points_m: Array) -> Array:
        """Pixels (..., 2) of world points (..., 3)."""
        seen_m = (points_m - np.array(self.position_m)) @ self.rotation.T
        centre_px = np.array([self.width_px, self.height_px]) / 2.0
        return np.asarray(self.focal_px * seen_m[..., :2] / seen_m[..., 2:] + centre_px)

    def ray_directions(self) -> Array:
        """World direction through the middle of each pixel, (height, width, 3), unit depth."""
        across = (np.arange(self.width_px) + 0.5 - self.width_px / 2.0) / self.focal_px
        down = (np.arange(self.height_px) + 0.5 - self.height_px / 2.0) / self.focal_px
        right, below = np.meshgrid(across, down)
        return np.stack([right, below, np.ones_like(right)], axis=-1) @ self.rotation


@dataclass(frozen=True, slots=True)
class EndRender:
    """One run towards a still camera or away from it.

    Parameters
    ----------
    view
        "front": the athlete comes. "rear": the athlete goes.
    arm_crossing_deg
        Further turn of both forearms about the upper arms, positive inwards.
    trunk_sway_deg
        Amplitude by which the trunk leans over each standing leg.
    pelvis_roll_deg
        Amplitude of the pelvis' rise and fall of one side.
    foot_track_m
        How far each foot lands from the line of the run.
    """

    view: EndView
    arm_crossing_deg: float = 0.0
    trunk_sway_deg: float = 0.0
    pelvis_roll_deg: float = 3.0
    foot_track_m: float = 0.032
    step_frequency_hz: float = 4.2

    @property
    def key(self) -> str:
        """Name that no other render has."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    @property
    def body(self) -> BodyDimensions:
        """The sample's body, the feet on their own lines."""
        return replace(BodyDimensions(), foot_track_half_width_m=self.foot_track_m)

    @property
    def camera(self) -> EndCamera:
        """Twelve metres from where the athlete comes nearest."""
        reach_m = BEFORE.speed_mps * _DURATION_S
        x_m = reach_m + _NEAREST_M if self.view == View.FRONT else -_NEAREST_M
        return EndCamera((x_m, 0.0, _LENS_M), self.view == View.FRONT)

    @property
    def time_s(self) -> Array:
        """Time of each frame."""
        return np.arange(int(_DURATION_S * FPS)) / FPS

    def motion(self, time_s: Array) -> SprintMotion:
        """Sample the run at any times."""
        parameters = replace(
            BEFORE,
            pelvis_roll_amplitude_deg=self.pelvis_roll_deg,
            step_frequency_hz=self.step_frequency_hz,
        )
        motion = simulate_sprint(parameters, self.body, time_s)
        phase = (time_s - touchdown_origin_s(parameters, "right")) / parameters.stride_time_s
        middle = parameters.contact_time_s / 2 / parameters.stride_time_s
        # over the right leg in the middle of its stance, over the left one half a stride later
        sway = np.radians(self.trunk_sway_deg) * np.cos(2 * np.pi * (phase - middle))
        return _swayed(_crossed(motion, np.radians(self.arm_crossing_deg)), sway)


def _crossed(motion: SprintMotion, angle: float) -> SprintMotion:
    """Turn the forearms about the upper arms, inwards where positive."""
    joints = dict(motion.joints_m)
    for side, way in (("left", -1.0), ("right", 1.0)):
        shoulder, elbow = joints[f"{side}_shoulder"], joints[f"{side}_elbow"]
        axis = (shoulder - elbow) / np.linalg.norm(shoulder - elbow, axis=-1, keepdims=True)
        for part in ("wrist", "hand"):
            joints[f"{side}_{part}"] = elbow + _turned(
                joints[f"{side}_{part}"] - elbow, axis, way * angle
            )
    return replace(motion, joints_m=joints)


def _turned(vector: Array, axis: Array, angle: float) -> Array:
    """Rodrigues' formula."""
    along = np.sum(axis * vector, axis=-1, keepdims=True)
    return np.asarray(
        vector * np.cos(angle)
        + np.cross(axis, vector) * np.sin(angle)
        + axis * along * (1 - np.cos(angle))
    )


def _swayed(motion: SprintMotion, sway: Array) -> SprintMotion:
    """Lean all above the hips to the athlete's right by an angle over time, (T,)."""
    zero, one = np.zeros_like(sway), np.ones_like(sway)
    c, s = np.cos(sway), np.sin(sway)
    turn = np.stack([[one, zero, zero], [zero, c, -s], [zero, s, c]]).transpose(2, 0, 1)
    pelvis = motion.joints_m["pelvis"]
    legs = ("pelvis", *(f"{s}_{j}" for s in SIDES for j in _LEG))
    joints = {
        name: place if name in legs else pelvis + np.einsum("tij,tj->ti", turn, place - pelvis)
        for name, place in motion.joints_m.items()
    }
    return replace(
        motion,
        joints_m=joints,
        thorax_axes=turn @ motion.thorax_axes,
        head_axes=turn @ motion.head_axes,
    )


_LEG = ("hip", "knee", "ankle", "heel", "ball", "toe")


def measure_end_renders(renders: Sequence[EndRender], cache: Path) -> list[RawPose]:
    """Render what is missing, on every core, then measure what is missing."""
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(_render, cache=cache), renders))
    return [_measure(render, cache) for render in renders]


def _render(render: EndRender, cache: Path) -> None:
    path = cache / f"end-{render.key}.mp4"
    if not path.exists():
        partial_path = path.with_suffix(".partial.mp4")
        write_video(partial_path, _pictures(render), FPS, crf=18)
        partial_path.replace(path)


def _pictures(render: EndRender) -> Iterator[Image]:
    camera = render.camera
    shape = (_HEIGHT_PX, _WIDTH_PX, 1)
    grain = np.random.default_rng(_SEED).normal(0.0, _GRAIN, shape)
    background = np.clip(_paint_lane(camera) + grain, 0.0, 1.0)
    for frame, time_s in enumerate(render.time_s):
        figure = build_figure(render.motion(np.array([time_s])), 0)
        picture = paint_figure(background, figure, camera)  # type: ignore[arg-type]
        picture += np.random.default_rng((_SEED, frame)).normal(0.0, _NOISE, shape)
        yield np.round(np.clip(picture, 0.0, 1.0) * 255.0).astype(np.uint8)


def _paint_lane(camera: EndCamera) -> Array:
    """Track to the trees, trees and sky, (height, width, 3)."""
    directions = camera.ray_directions()
    below = directions[..., 2] < -_LENS_M / _TREES_M
    reach = np.where(below, _LENS_M / np.where(below, -directions[..., 2], 1.0), 0.0)
    x_m = camera.position_m[0] + directions[..., 0] * reach
    y_m = directions[..., 1] * reach
    pixel_m = (0.05, _NEAREST_M / camera.focal_px)
    ground = ground_colours(x_m + 500.0, y_m, pixel_m)
    across, up = directions[..., 1] * 500.0, directions[..., 2] * 500.0
    leaves = 0.55 + 0.7 * rough_noise(across + 500.0, up + 500.0, 7, 3)
    trees = np.array(TREES) * leaves[..., None]
    sky = np.broadcast_to(np.array(SKY_LOW), trees.shape)
    above = np.where((directions[..., 2] < 0.06)[..., None], trees, sky)
    return np.asarray(np.where(below[..., None], ground, above))


def _measure(render: EndRender, cache: Path) -> RawPose:
    made_by = f"{POSE_MODELS[MODEL].sha256[:8]}-{POSE_METHOD}"
    stored = cache / f"end-{render.key}-{made_by}.npz"
    if not stored.exists():
        video = open_video(cache / f"end-{render.key}.mp4")
        raw = estimate_pose(video, MODEL, Settings().pose, lambda *_: None)
        save_raw_pose(raw, stored)
    return load_raw_pose(stored)
