"""``python -m benchmarks.long_run CLIP``: everything but the network, on a clip of any length.

Reading, the survey's own work, tracks, crops, their passage to a worker and back, and the
gathering of the points are the product's. In place of the network a stand-in answers at once that
somebody stands in the middle of the picture.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np

from aqvision.core.settings import Settings
from aqvision.core.skeleton import N_LANDMARKS
from aqvision.pose import estimate as estimation
from aqvision.pose.detect.boxes import Box, Cutting
from aqvision.pose.detect.landmarker import Landmarks
from aqvision.pose.detect.preload import worker_context
from aqvision.pose.detect.workers import Seen, Workers
from aqvision.video.reader import open_video

_BODY_PX = 200.0
_MIDDLE_PX = (960.0, 540.0)


class StandIn(Workers):
    """Workers without a network, in as many processes."""

    def look(self, cutting: Cutting) -> Future[list[Landmarks]]:
        """Find one body in the middle."""
        return self.pool.submit(find_middle, cutting)

    def measure(
        self, cutting: Cutting, *, alone: bool, faces_right: bool = False
    ) -> Future[list[Seen]]:
        """Find the same body."""
        return self.pool.submit(see_middle, cutting)


def find_middle(cutting: Cutting) -> list[Landmarks]:
    """Give the body in the middle of the picture when the square holds that place."""
    left, top = cutting.corner
    side = cutting.square().shape[0]
    if not Box(left, top, left + side, top + side).holds(*_MIDDLE_PX):
        return []
    turns = np.linspace(0, 1, N_LANDMARKS)
    across = 0.1 * _BODY_PX * np.cos(40 * turns)
    points = _MIDDLE_PX + np.column_stack([across, _BODY_PX * (turns - 0.5)])
    return [Landmarks(points, np.ones(N_LANDMARKS))]


def see_middle(cutting: Cutting) -> list[Seen]:
    """Give the same body without colours."""
    return [Seen(person, None) for person in find_middle(cutting)]


@contextmanager
def _standing_in(*_: object) -> Iterator[Workers]:
    with ProcessPoolExecutor(2, worker_context()) as pool:
        yield StandIn(pool, 2, None, None)  # type: ignore[arg-type]


def main() -> None:
    """Read, survey and measure a clip with the stand-in; print how many frames had a body."""
    with patch.object(estimation, "working", _standing_in):
        raw = estimation.estimate_pose(
            open_video(Path(sys.argv[1])), "full", Settings().pose, lambda *_: None
        )
    print(int(raw.sequence.detected.sum()))


if __name__ == "__main__":
    main()
