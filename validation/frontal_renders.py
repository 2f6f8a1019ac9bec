"""Sprint parameters -> a run filmed from its end, with what a front or rear view should show.

The athlete of the sample clips comes towards the camera or goes away from it. Arms, trunk and feet
can be given more crossing, more sway and more width than the sample's own parameters know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from aqvision.core.types import EndView, View
from samples.generator import BEFORE, SideCamera, SprintMotion, simulate_sprint
from samples.generator.clip import FPS
from samples.generator.motion import SIDES
from samples.generator.parameters import BodyDimensions
from samples.generator.sprint import touchdown_origin_s
from samples.generator.stadium import SKY_LOW, TREES, ground_colours, rough_noise
from validation.renders import Image, draw

Array = npt.NDArray[np.float64]
_WIDTH_PX, _HEIGHT_PX, _FOCAL_PX = 720, 960, 4200.0
_LENS_M, _NEAREST_M, _DURATION_S = 1.2, 12.0, 1.65
_TREES_M = 80.0
_LEG = ("hip", "knee", "ankle", "heel", "ball", "toe")


@dataclass(frozen=True)
class EndCamera(SideCamera):
    """A level camera in the middle of the lane that looks along it; ``ahead`` faces the run."""

    ahead: bool = True

    @property
    def rotation(self) -> Array:
        """Rows: the image's right, down, and the viewing direction, in world axes."""
        way = -1.0 if self.ahead else 1.0
        return np.array([[0.0, -way, 0.0], [0.0, 0.0, -1.0], [way, 0.0, 0.0]])


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
    crf: int = 18

    @property
    def body(self) -> BodyDimensions:
        """The sample's body, the feet on their own lines."""
        return replace(BodyDimensions(), foot_track_half_width_m=self.foot_track_m)

    @property
    def camera(self) -> EndCamera:
        """Twelve metres from where the athlete comes nearest."""
        reach_m = BEFORE.speed_mps * _DURATION_S
        x_m = reach_m + _NEAREST_M if self.view == View.FRONT else -_NEAREST_M
        place, ahead = (x_m, 0.0, _LENS_M), self.view == View.FRONT
        return EndCamera(place, _FOCAL_PX, _WIDTH_PX, _HEIGHT_PX, ahead=ahead)

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

    def pictures(self) -> Iterator[Image]:
        """Draw every frame, (height, width, 3) RGB."""
        motions = (self.motion(np.array([t])) for t in self.time_s)
        return draw(_paint_lane(self.camera), self.camera, motions)


def _crossed(motion: SprintMotion, angle: float) -> SprintMotion:
    """Turn the forearms about the upper arms, inwards where positive."""
    joints = dict(motion.joints_m)
    for side, way in (("left", -1.0), ("right", 1.0)):
        shoulder, elbow = joints[f"{side}_shoulder"], joints[f"{side}_elbow"]
        axis = (shoulder - elbow) / np.linalg.norm(shoulder - elbow, axis=-1, keepdims=True)
        turn = Rotation.from_rotvec(way * angle * axis)
        for part in (f"{side}_wrist", f"{side}_hand"):
            joints[part] = elbow + turn.apply(joints[part] - elbow)
    return replace(motion, joints_m=joints)


def _swayed(motion: SprintMotion, sway: Array) -> SprintMotion:
    """Lean all above the hips to the athlete's right by an angle over time, (T,)."""
    turn = Rotation.from_euler("x", sway[:, None])
    pelvis = motion.joints_m["pelvis"]
    legs = ("pelvis", *(f"{side}_{joint}" for side in SIDES for joint in _LEG))
    joints = {
        name: place if name in legs else pelvis + turn.apply(place - pelvis)
        for name, place in motion.joints_m.items()
    }
    thorax, head = (turn.as_matrix() @ axes for axes in (motion.thorax_axes, motion.head_axes))
    return replace(motion, joints_m=joints, thorax_axes=thorax, head_axes=head)


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
