"""A camera beside the track, held somehow -> pictures of a run, drawn as that camera sees them.

The athlete is drawn for each frame with the camera as it is then; the stadium, painted once for a
wider still camera, is turned into place. So nothing of the athlete is ever a bent picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from samples.generator import BEFORE, SideCamera, SprintMotion, simulate_sprint
from samples.generator.clip import GRAIN, NOISE, NOISE_SEED
from samples.generator.figure import build_figure
from samples.generator.painter import paint_figure
from samples.generator.stadium import paint_stadium
from validation.measuring import BODY
from validation.moved_cameras import Handling, into_moved, turn_matrix
from validation.renders import Image, developed

Array = npt.NDArray[np.float64]
FPS = 240.0
RUN_M = 9.2
_FOCAL_PX, _DISTANCE_M, _LENS_M = 3400.0, 20.0, 1.2
_WIDTH_PX, _HEIGHT_PX = 1920, 720
# Holds what a camera sees that turns by 14 degrees to each side or rolls by 8.
_WIDE_PX, _HIGH_PX = 3840, 1024

CAMERA = SideCamera((RUN_M / 2, -_DISTANCE_M, _LENS_M), _FOCAL_PX, _WIDTH_PX, _HEIGHT_PX)
N_FRAMES = int(RUN_M / BEFORE.speed_mps * FPS)
"""The athlete, 300 pixels tall, is wholly in the still camera's picture from first to last."""


@dataclass(frozen=True, eq=False)
class HeldCamera(SideCamera):
    """A side camera that is turned by a matrix (3, 3) in its own axes."""

    turn: Array | None = None

    @property
    def rotation(self) -> Array:
        """Rows: the image's right, down, and the viewing direction, in world axes."""
        level = super().rotation
        return level if self.turn is None else np.asarray(self.turn @ level)


def true_motion() -> SprintMotion:
    """Sample the run at the times of the frames, with its exact contacts."""
    return simulate_sprint(BEFORE, BODY, np.arange(N_FRAMES) / FPS)


def follow_deg(time_s: float) -> tuple[float, float, float]:
    """Turn the camera so that the running athlete stays in the middle of its picture."""
    ahead_m = BEFORE.speed_mps * time_s - RUN_M / 2
    return 0.0, float(np.degrees(np.arctan2(ahead_m, _DISTANCE_M))), 0.0


def film(handling: Handling) -> Iterator[Image]:
    """Draw every frame of the run, (height, width, 3) RGB."""
    wide = _paint_wide()
    for frame in range(N_FRAMES):
        time_s = frame / FPS
        camera = HeldCamera(
            CAMERA.position_m,
            _FOCAL_PX * handling.zoom(time_s),
            _WIDTH_PX,
            _HEIGHT_PX,
            turn=turn_matrix(handling, time_s),
        )
        figure = build_figure(simulate_sprint(BEFORE, BODY, np.array([time_s])), 0)
        picture = paint_figure(_turned(wide, handling, time_s), figure, camera)
        noise = np.random.default_rng((NOISE_SEED, frame))
        picture += NOISE * noise.standard_normal((_HEIGHT_PX, _WIDTH_PX, 1), np.float32)
        yield developed(picture)


@cache
def _paint_wide() -> npt.NDArray[np.float32]:
    """Paint the stadium as a still camera with a larger picture sees it, its grain included."""
    wide = SideCamera(CAMERA.position_m, _FOCAL_PX, _WIDE_PX, _HIGH_PX)
    grain = np.random.default_rng(NOISE_SEED).normal(0.0, GRAIN, (_HIGH_PX, _WIDE_PX, 1))
    return np.clip(paint_stadium(wide) + grain, 0.0, 1.0).astype(np.float32)


def _turned(wide: npt.NDArray[np.float32], handling: Handling, time_s: float) -> Array:
    """Show of the wide picture what the held camera sees, (height, width, 3)."""
    middle = np.eye(3)
    middle[:2, 2] = (_WIDTH_PX - _WIDE_PX) / 2, (_HEIGHT_PX - _HIGH_PX) / 2
    bend = into_moved(handling, time_s, _WIDTH_PX, _HEIGHT_PX, _FOCAL_PX) @ middle
    size = (_WIDTH_PX, _HEIGHT_PX)
    seen = cv2.warpPerspective(wide, bend, size, flags=cv2.INTER_CUBIC)
    return np.clip(seen, 0.0, 1.0).astype(np.float64)
