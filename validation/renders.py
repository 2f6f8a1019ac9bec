"""Runs past a camera -> rendered clips, and the network's points on them; both are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from aqvision.pose.estimate import RawPose
from aqvision.video.writer import write_video
from samples.generator import BEFORE, SideCamera, SprintMotion, SprintParameters, simulate_sprint
from samples.generator.clip import FPS, GRAIN, NOISE, NOISE_SEED
from samples.generator.figure import build_figure
from samples.generator.motion import SIDES
from samples.generator.painter import paint_figure
from samples.generator.stadium import paint_stadium
from validation.measuring import BODY
from validation.store import find_raw_pose, kept

Image = npt.NDArray[np.uint8]
Array = npt.NDArray[np.float64]
_WIDTH_PX, _HEIGHT_PX = 1920, 544
_FOCAL_PX, _DISTANCE_M, _LENS_M = 3000.0, 24.0, 1.2
_VIEW_M = 12.4
_MAX_SINKING_M = 0.001


class Filmed(Protocol):
    """A run past a camera that can be drawn."""

    @property
    def crf(self) -> int:
        """Coarseness of the coding."""

    def pictures(self) -> Iterator[Image]:
        """Draw every frame, (height, width, 3) RGB."""


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
    from_left: bool = False

    @property
    def view_m(self) -> float:
        """Width of the track that the picture shows."""
        return _VIEW_M * self.distance_m / _DISTANCE_M

    @property
    def time_s(self) -> Array:
        """Time of each frame, from the left of the picture to its right."""
        return np.arange(int(self.view_m / self.parameters.speed_mps * FPS)) / FPS

    @property
    def camera(self) -> SideCamera:
        """Square to the middle of the track, lens at hip height."""
        across_m = self.distance_m if self.from_left else -self.distance_m
        place = (self.view_m / 2, across_m, _LENS_M)
        return SideCamera(place, _FOCAL_PX, _WIDTH_PX, _HEIGHT_PX)

    def motion(self, time_s: Array) -> SprintMotion:
        """Sample the run, the steps shifted in time."""
        late = self.parameters.first_touchdown_s + self.late_s
        return simulate_sprint(replace(self.parameters, first_touchdown_s=late), BODY, time_s)

    def pictures(self) -> Iterator[Image]:
        """Draw every frame, (height, width, 3) RGB."""
        motions = (self.motion(np.array([t])) for t in self.time_s)
        background = paint_stadium(self.camera)
        return draw(background, self.camera, motions, light=self.light, tint=self.tint)


def draw(
    background: Array,
    camera: SideCamera,
    motions: Iterable[SprintMotion],
    *,
    light: float = 1.0,
    tint: int = 0,
) -> Iterator[Image]:
    """Draw motions of one instant each before a background, with grain and noise."""
    shape = (*background.shape[:2], 1)
    grain = np.random.default_rng(NOISE_SEED).normal(0.0, GRAIN, shape)
    still = np.clip(background + grain, 0.0, 1.0)
    for frame, motion in enumerate(motions):
        picture = paint_figure(still, build_figure(motion, 0), camera)
        picture = np.roll(picture, tint, axis=2) * light
        picture += np.random.default_rng((NOISE_SEED, frame)).normal(0.0, NOISE, shape)
        yield developed(picture)


def developed(picture: Array) -> Image:
    """Bring light from 0 to 1 into whole numbers."""
    return np.round(np.clip(picture, 0.0, 1.0) * 255.0).astype(np.uint8)


def measure_renders(renders: Sequence[Filmed], cache: Path) -> list[RawPose]:
    """Render what is missing, on every core, then measure what is missing.

    Raises
    ------
    ValueError
        A run sends a foot through the ground, which no camera has seen.
    """
    for render in renders:
        if isinstance(render, Render):
            _refuse_sinking(render.parameters)
    with ProcessPoolExecutor() as pool:
        clips = list(pool.map(_rendered, renders, [cache] * len(renders)))
    return [find_raw_pose(clip, cache) for clip in clips]


def _refuse_sinking(parameters: SprintParameters) -> None:
    motion = simulate_sprint(parameters, BODY, np.arange(0.0, parameters.stride_time_s, 0.002))
    feet = [motion.joints_m[f"{side}_{part}"] for side in SIDES for part in ("ball", "toe")]
    lowest_m = min(float(foot[:, 2].min()) for foot in feet)
    if lowest_m < -_MAX_SINKING_M:
        raise ValueError(f"a foot sinks {-lowest_m:.3f} m into the ground: {parameters}")


def _rendered(render: Filmed, cache: Path) -> Path:
    """Give the clip of a render, whose name no other has."""
    name = hashlib.sha256(repr(render).encode()).hexdigest()[:16]
    clip = cache / f"render-{name}.mp4"
    return kept(clip, lambda to: write_video(to, render.pictures(), FPS, crf=render.crf))
