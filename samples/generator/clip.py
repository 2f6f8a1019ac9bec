"""SampleClip, HoldClip -> frames -> mp4: what each clip shows, its pictures and its file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from samples.generator.camera import SideCamera
from samples.generator.curves import Array
from samples.generator.figure import build_figure
from samples.generator.hold import simulate_hold
from samples.generator.ladder import LADDER
from samples.generator.motion import BodyMotion
from samples.generator.painter import paint_figure
from samples.generator.parameters import (
    AFTER,
    BEFORE,
    HOLD,
    RIGID,
    BodyDimensions,
    HoldParameters,
    SprintParameters,
)
from samples.generator.sprint import SprintMotion, simulate_sprint
from samples.generator.stadium import paint_stadium

Picture = NDArray[np.uint8]

FPS = 120
HOLD_FPS = 30
SHUTTER_S = 1.0 / 1000.0
N_SHUTTER_SAMPLES = 3
GRAIN = 0.010
NOISE = 0.003
NOISE_SEED = 20
KEYFRAMES_APART = 250
ENCODER = {"preset": "slow", "x264-params": "threads=1:lookahead-threads=1"}


@dataclass(frozen=True, slots=True)
class SampleClip:
    """One run past one still camera."""

    name: str
    parameters: SprintParameters
    n_frames: int
    camera: SideCamera
    body: BodyDimensions = field(default_factory=BodyDimensions)
    fps: int = FPS
    # quality of the coded clip: smaller is finer
    crf: int = 18

    @property
    def time_s(self) -> Array:
        """Middle of each frame's exposure, from the first frame."""
        return np.arange(self.n_frames) / self.fps

    def motion_at(self, time_s: Array) -> SprintMotion:
        """Sample the run at any times."""
        return simulate_sprint(self.parameters, self.body, time_s)

    def motion(self) -> SprintMotion:
        """Sample the run at the times of the frames."""
        return self.motion_at(self.time_s)


@dataclass(frozen=True, slots=True)
class HoldClip:
    """One hold before one still camera, near enough that the athlete fills the picture."""

    name: str
    parameters: HoldParameters
    n_frames: int
    camera: SideCamera
    body: BodyDimensions = field(default_factory=BodyDimensions)
    fps: int = HOLD_FPS
    crf: int = 25

    @property
    def time_s(self) -> Array:
        """Middle of each frame's exposure, from the first frame."""
        return np.arange(self.n_frames) / self.fps

    def motion_at(self, time_s: Array) -> BodyMotion:
        """Sample the hold at any times."""
        return simulate_hold(self.parameters, self.body, time_s)

    def motion(self) -> BodyMotion:
        """Sample the hold at the times of the frames."""
        return self.motion_at(self.time_s)


AnyClip = SampleClip | HoldClip

CLIPS = (
    SampleClip("before", BEFORE, 199, SideCamera((6.22, -24.0, 1.2), 3000.0)),
    SampleClip("after", AFTER, 189, SideCamera((6.30, -24.0, 1.2), 3000.0)),
)
LADDER_CLIPS = tuple(
    SampleClip(f"ladder-{number}", parameters, n_frames, CLIPS[0].camera, crf=20)
    for number, (parameters, n_frames) in enumerate(
        zip(LADDER, (205, 192, 165, 159), strict=True), start=1
    )
)
HOLD_CAMERA = SideCamera((0.12, -5.0, 1.0), 1500.0, 1280, 720)
HOLD_CLIPS = (
    HoldClip("hold", HOLD, 360, HOLD_CAMERA),
    HoldClip("hold-rigid", RIGID, 150, HOLD_CAMERA),
)
ALL_CLIPS: tuple[AnyClip, ...] = (*CLIPS, *LADDER_CLIPS, *HOLD_CLIPS)


def render_frames(clip: AnyClip, frames: range) -> Iterator[Picture]:
    """Pictures (height, width, 3) RGB of the chosen frames, each the same in any order."""
    background = paint_stadium(clip.camera)
    grain = np.random.default_rng(NOISE_SEED).normal(0.0, GRAIN, (*background.shape[:2], 1))
    background = np.clip(background + grain, 0.0, 1.0)
    offsets_s = ((np.arange(N_SHUTTER_SAMPLES) + 0.5) / N_SHUTTER_SAMPLES - 0.5) * SHUTTER_S
    for frame in frames:
        motion = clip.motion_at(frame / clip.fps + offsets_s)
        picture = np.zeros_like(background)
        for moment in range(N_SHUTTER_SAMPLES):
            picture += paint_figure(background, build_figure(motion, moment), clip.camera)
        picture /= N_SHUTTER_SAMPLES
        generator = np.random.default_rng((NOISE_SEED, frame))
        picture += generator.normal(0.0, NOISE, (*picture.shape[:2], 1))
        yield np.round(np.clip(picture, 0.0, 1.0) * 255.0).astype(np.uint8)


def write_video(path: Path, clip: AnyClip) -> None:
    """Render and encode the whole clip as H.264 that every browser plays."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        # one whole picture a clip: each costs as much as a second of the others
        apart = max(KEYFRAMES_APART, clip.n_frames)
        options = {**ENCODER, "crf": str(clip.crf), "g": str(apart)}
        stream = container.add_stream("libx264", rate=clip.fps, options=options)
        stream.width, stream.height = clip.camera.width_px, clip.camera.height_px
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, clip.fps)
        stream.codec_context.thread_count = 1
        for number, picture in enumerate(render_frames(clip, range(clip.n_frames))):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
