"""Image -> landmarks of the people in it, by MediaPipe. The only module that imports mediapipe."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

from aqvision.core.errors import PoseError
from aqvision.core.skeleton import PARTNERS
from aqvision.core.types import FloatArray

Device = Literal["cpu", "gpu"]


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """One person in one image: (33, 2) points in its pixels and (33,) visibility."""

    xy_px: FloatArray
    visibility: FloatArray

    def mirrored(self, width_px: int) -> Landmarks:
        """Give the person as seen in the mirrored picture: left is right there.

        A point's place runs from the left edge at 0 to the right edge at the width.
        """
        xy_px = self.xy_px[list(PARTNERS)]
        xy_px[:, 0] = width_px - xy_px[:, 0]
        return Landmarks(xy_px, self.visibility[list(PARTNERS)])


class PoseLandmarker:
    """MediaPipe's landmarker in IMAGE mode: each picture by itself, no hidden smoothing.

    VIDEO mode runs a causal filter over the points and so lags (stack.md, trap 2). Use as a
    context manager; a landmarker belongs to one process.

    Raises
    ------
    PoseError
        The system libraries that MediaPipe needs are missing, or the GPU cannot be used.
    """

    def __init__(
        self, model_path: Path, *, max_people: int, min_confidence: float, device: Device = "cpu"
    ) -> None:
        with _quiet_stderr():
            self._mediapipe, self._landmarker = _create(
                model_path, max_people, min_confidence, device
            )
        self._has_found_someone = False

    def __enter__(self) -> Self:
        """Return the landmarker itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the network."""
        self.close()

    def close(self) -> None:
        """Release the network."""
        with _quiet_stderr():
            self._landmarker.close()

    def find_people(self, rgb: npt.NDArray[np.uint8]) -> list[Landmarks]:
        """Find the people in one RGB picture (height, width, 3), most certain first."""
        height, width = rgb.shape[:2]
        # the native library prints a remark of its own at the first person it finds
        with contextlib.nullcontext() if self._has_found_someone else _quiet_stderr():
            result = self._landmarker.detect(self._to_mp_image(rgb))
        self._has_found_someone |= bool(result.pose_landmarks)
        size = np.array([width, height], dtype=np.float64)
        return [
            Landmarks(
                np.array([(point.x, point.y) for point in person]) * size,
                np.array([point.visibility for point in person]),
            )
            for person in result.pose_landmarks
        ]

    def _to_mp_image(self, rgb: npt.NDArray[np.uint8]) -> Any:
        # mediapipe reads strided memory as if it were dense: a silent wrong picture (trap 1)
        pixels = np.ascontiguousarray(rgb)
        return self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=pixels)


def _create(
    model_path: Path, max_people: int, min_confidence: float, device: Device
) -> tuple[Any, Any]:
    try:
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

        delegate = {"cpu": BaseOptions.Delegate.CPU, "gpu": BaseOptions.Delegate.GPU}[device]
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model_path), delegate=delegate),
            running_mode=vision.RunningMode.IMAGE,
            num_poses=max_people,
            min_pose_detection_confidence=min_confidence,
            min_pose_presence_confidence=min_confidence,
        )
        return mediapipe, vision.PoseLandmarker.create_from_options(options)
    except (ImportError, OSError) as error:
        raise PoseError(
            f"MediaPipe cannot start: {error}",
            "run 'aqvision doctor'; on Debian or Ubuntu it is mostly solved by "
            "'apt-get install libegl1 libgles2 libgl1 libglib2.0-0 libxcb1'",
        ) from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        if device == "cpu":
            raise
        raise PoseError(f"the GPU cannot be used: {error}", "measure with the CPU") from error


@contextlib.contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Keep the native library's start-up chatter from the terminal."""
    sys.stderr.flush()
    kept = os.dup(2)
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(sink, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(sink)
