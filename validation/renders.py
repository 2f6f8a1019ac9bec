"""Sprint parameters -> a rendered clip, and the network's points on it; both are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aqvision.core.assets import POSE_MODELS
from aqvision.core.provenance import POSE_METHOD
from aqvision.core.settings import Settings
from aqvision.pose.estimate import RawPose, estimate_pose
from aqvision.video.reader import open_video
from aqvision.video.writer import write_video
from samples.generator import BEFORE, SideCamera, SprintParameters, simulate_sprint
from samples.generator.clip import FPS
from samples.generator.figure import build_figure
from samples.generator.painter import paint_figure
from samples.generator.parameters import BodyDimensions
from samples.generator.sprint import SIDES
from samples.generator.stadium import paint_stadium
from validation.pose_store import load_raw_pose, save_raw_pose

Image = npt.NDArray[np.uint8]
MODEL = "heavy"
BODY = BodyDimensions()
_GRAIN, _NOISE, _SEED = 0.010, 0.003, 20
_WIDTH_PX, _HEIGHT_PX = 1920, 544
_FOCAL_PX, _DISTANCE_M, _LENS_M = 3000.0, 24.0, 1.2
_VIEW_M = 12.4
_MAX_SINKING_M = 0.001


@dataclass(frozen=True, slots=True)
class Render:
    """One run past a still camera, as filmed.

    ``light`` multiplies every pixel, ``tint`` turns the colours round (which changes clothes and
    track alike), ``distance_m`` is that of the camera at the same lens, ``late_s`` shifts the
    steps in time, ``crf`` is the coarseness of the coding, ``from_left`` puts the camera on the
    athlete's left.
    """

    parameters: SprintParameters = BEFORE
    light: float = 1.0
    tint: int = 0
    distance_m: float = _DISTANCE_M
    late_s: float = 0.0
    crf: int = 18
    from_left: bool = field(default=False, repr=False)

    @property
    def motion_parameters(self) -> SprintParameters:
        """The parameters with the steps shifted in time."""
        late = self.parameters.first_touchdown_s + self.late_s
        return replace(self.parameters, first_touchdown_s=late)

    @property
    def view_m(self) -> float:
        """Width of the track that the picture shows."""
        return _VIEW_M * self.distance_m / _DISTANCE_M

    @property
    def n_frames(self) -> int:
        """From the left of the picture to its right."""
        return int(self.view_m / self.parameters.speed_mps * FPS)

    @property
    def camera(self) -> SideCamera:
        """Square to the middle of the track, lens at hip height."""
        across_m = self.distance_m if self.from_left else -self.distance_m
        place = (self.view_m / 2, across_m, _LENS_M)
        return SideCamera(place, _FOCAL_PX, _WIDTH_PX, _HEIGHT_PX)

    @property
    def key(self) -> str:
        """Name that no other render has.

        The usual side stays out of it, so that clips from before there was another keep theirs.
        """
        told = repr(self) + "from left" * self.from_left
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def measure_renders(renders: Sequence[Render], cache: Path) -> list[RawPose]:
    """Render what is missing, on every core, then measure what is missing.

    Raises
    ------
    ValueError
        A run sends a foot through the ground, which no camera has seen.
    """
    for render in renders:
        _refuse_sinking(render)
    with ProcessPoolExecutor() as pool:
        list(pool.map(_render, renders, [cache] * len(renders)))
    return [_measure(render, cache) for render in renders]


def _refuse_sinking(render: Render) -> None:
    stride_s = np.arange(0.0, render.parameters.stride_time_s, 0.002)
    motion = simulate_sprint(render.parameters, BODY, stride_s)
    feet = [motion.joints_m[f"{side}_{part}"] for side in SIDES for part in ("ball", "toe")]
    lowest_m = min(float(foot[:, 2].min()) for foot in feet)
    if lowest_m < -_MAX_SINKING_M:
        raise ValueError(f"a foot sinks {-lowest_m:.3f} m into the ground: {render.parameters}")


def _render(render: Render, cache: Path) -> None:
    path = cache / f"render-{render.key}.mp4"
    if not path.exists():
        partial = path.with_suffix(".partial.mp4")
        write_video(partial, _pictures(render), FPS, crf=render.crf)
        partial.replace(path)


def _pictures(render: Render) -> Iterator[Image]:
    camera = render.camera
    grain = np.random.default_rng(_SEED).normal(0.0, _GRAIN, (_HEIGHT_PX, _WIDTH_PX, 1))
    background = np.clip(paint_stadium(camera) + grain, 0.0, 1.0)
    for frame in range(render.n_frames):
        motion = simulate_sprint(render.motion_parameters, BODY, np.array([frame / FPS]))
        picture = paint_figure(background, build_figure(motion, 0), camera)
        picture = np.roll(picture, render.tint, axis=2) * render.light
        noise = np.random.default_rng((_SEED, frame))
        picture += noise.normal(0.0, _NOISE, (_HEIGHT_PX, _WIDTH_PX, 1))
        yield np.round(np.clip(picture, 0.0, 1.0) * 255.0).astype(np.uint8)


def _measure(render: Render, cache: Path) -> RawPose:
    made_by = f"{POSE_MODELS[MODEL].sha256[:8]}-{POSE_METHOD}"
    stored = cache / f"render-{render.key}-{made_by}.npz"
    if not stored.exists():
        video = open_video(cache / f"render-{render.key}.mp4")
        raw = estimate_pose(video, MODEL, Settings().pose, lambda *_: None)
        save_raw_pose(raw, stored)
    return load_raw_pose(stored)
