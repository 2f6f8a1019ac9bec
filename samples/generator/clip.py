"""SampleClip -> frames -> mp4: what each clip shows, its pictures and its file."""

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
from samples.generator.painter import paint_figure
from samples.generator.parameters import AFTER, BEFORE, BodyDimensions, SprintParameters
from samples.generator.sprint import SprintMotion, simulate_sprint
from samples.generator.stadium import paint_stadium

Picture = NDArray[np.uint8]

FPS = 120
SHUTTER_S = 1.0 / 1000.0
N_SHUTTER_SAMPLES = 3
GRAIN = 0.010
NOISE = 0.003
NOISE_SEED = 20
ENCODER = {"crf": "18", "preset": "slow", "x264-params": "threads=1:lookahead-threads=1"}


@dataclass(frozen=True, slots=True)
class SampleClip:
    """One run past one still camera."""

    name: str
    parameters: SprintParameters
    n_frames: int
    camera: SideCamera
    body: BodyDimensions = field(default_factory=BodyDimensions)
    fps: int = FPS

    @property
    def time_s(self) -> Array:
        """Middle of each frame's exposure, from the first frame."""
        return np.arange(self.n_frames) / self.fps

    def motion(self) -> SprintMotion:
        """Sample the run at the times of the frames."""
        return simulate_sprint(self.parameters, self.body, self.time_s)


CLIPS = (
    SampleClip("before", BEFORE, 199, SideCamera((6.22, -24.0, 1.2), 3000.0)),
    SampleClip("after", AFTER, 189, SideCamera((6.30, -24.0, 1.2), 3000.0)),
)


def render_frames(clip: SampleClip, frames: range) -> Iterator[Picture]:
    """Pictures (height, width, 3) RGB of the chosen frames, each the same in any order."""
    background = paint_stadium(clip.camera)
    grain = np.random.default_rng(NOISE_SEED).normal(0.0, GRAIN, (*background.shape[:2], 1))
    background = np.clip(background + grain, 0.0, 1.0)
    offsets_s = ((np.arange(N_SHUTTER_SAMPLES) + 0.5) / N_SHUTTER_SAMPLES - 0.5) * SHUTTER_S
    for frame in frames:
        motion = simulate_sprint(clip.parameters, clip.body, frame / clip.fps + offsets_s)
        exposures = [
            paint_figure(background, build_figure(motion, moment), clip.camera)
            for moment in range(N_SHUTTER_SAMPLES)
        ]
        picture = np.mean(exposures, axis=0)
        generator = np.random.default_rng((NOISE_SEED, frame))
        picture += generator.normal(0.0, NOISE, (*picture.shape[:2], 1))
        yield np.round(np.clip(picture, 0.0, 1.0) * 255.0).astype(np.uint8)


def write_video(path: Path, clip: SampleClip) -> None:
    """Render and encode the whole clip as H.264 that every browser plays."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=clip.fps, options=ENCODER)
        stream.width, stream.height = clip.camera.width_px, clip.camera.height_px
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, clip.fps)
        stream.codec_context.thread_count = 1
        for number, picture in enumerate(render_frames(clip, range(clip.n_frames))):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
