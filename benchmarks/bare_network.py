"""MediaPipe itself, in any mode: what the product is measured against."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from mediapipe import Image as MediaPipeImage
from mediapipe import ImageFormat
from mediapipe.tasks.python import BaseOptions, vision

from aqvision.core.types import Image
from aqvision.pose.detect.estimator import Landmarks


class BareNetwork:
    """MediaPipe's own landmarker with the product's thresholds.

    Parameters
    ----------
    video
        VIDEO mode, which follows a body from picture to picture, instead of IMAGE mode.
    """

    def __init__(
        self, model: Path, *, max_people: int, min_confidence: float, video: bool = False
    ) -> None:
        self._video = video
        mode = vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=mode,
            num_poses=max_people,
            min_pose_detection_confidence=min_confidence,
            min_pose_presence_confidence=min_confidence,
        )
        self._landmarker = vision.PoseLandmarker.create_from_options(options)

    def __enter__(self) -> Self:
        """Return the network itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the network."""
        self._landmarker.close()

    def detect(self, rgb: Image, time_ms: int = 0) -> Any:
        """Give MediaPipe's own result; the time counts in VIDEO mode only."""
        image = MediaPipeImage(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        if self._video:
            return self._landmarker.detect_for_video(image, time_ms)
        return self._landmarker.detect(image)

    def find_people(self, rgb: Image, time_ms: int = 0) -> list[Landmarks]:
        """Give the people in pixels of the picture."""
        size = np.array([rgb.shape[1], rgb.shape[0]], dtype=np.float64)
        return [
            Landmarks(
                np.array([(point.x, point.y) for point in person]) * size,
                np.array([point.visibility for point in person]),
            )
            for person in self.detect(rgb, time_ms).pose_landmarks
        ]
