"""Image -> landmarks of the people in it, by MediaPipe."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from aqvision.core.errors import PoseError
from aqvision.core.wording import _
from aqvision.pose.detect.estimator import Landmarks

_BLANK_PX = 64


class PoseLandmarker:
    """MediaPipe's landmarker in IMAGE mode: each picture by itself, no hidden smoothing.

    VIDEO mode runs a causal filter over the points and so lags. Use as a context manager; a
    landmarker belongs to one process.

    Parameters
    ----------
    model_path
        The network's file.
    max_people
        How many people are found at most.
    min_confidence
        How sure the network has to be of somebody, 0 to 1.

    Raises
    ------
    PoseError
        The system libraries that MediaPipe needs are missing.
    """

    def __init__(self, model_path: Path, *, max_people: int, min_confidence: float) -> None:
        with _quiet_stderr():
            self._mediapipe, self._landmarker = _create(model_path, max_people, min_confidence)
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
        """Find the people in one picture.

        Parameters
        ----------
        rgb
            (height, width, 3) pixels.

        Returns
        -------
        list
            People in pixels of the picture, the most certain first.
        """
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
        # mediapipe reads strided memory as if it were dense: a silent wrong picture
        pixels = np.ascontiguousarray(rgb)
        return self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=pixels)


def _create(model_path: Path, max_people: int, min_confidence: float) -> tuple[Any, Any]:
    try:
        from aqvision.pose.detect.lean_mediapipe import BaseOptions, mediapipe, vision

        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model_path)),
            running_mode=vision.RunningMode.IMAGE,
            num_poses=max_people,
            min_pose_detection_confidence=min_confidence,
            min_pose_presence_confidence=min_confidence,
        )
        return mediapipe, vision.PoseLandmarker.create_from_options(options)
    except (ImportError, OSError) as error:
        raise PoseError(
            _("MediaPipe cannot start: {error}").format(error=error),
            _(
                "run 'aqvision doctor'; on Debian or Ubuntu it is mostly solved by 'apt-get "
                "install libegl1 libgles2 libgl1 libglib2.0-0 libxcb1'"
            ),
        ) from error


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
