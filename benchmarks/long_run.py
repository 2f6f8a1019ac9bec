"""``python -m benchmarks.long_run CLIP``: everything but the network, on a clip of any length.

Reading, the survey's own work, tracks, crops, their passage to a worker and back, and the
gathering of the points are the product's. In place of the network a stand-in answers at once that
somebody stands in the middle of the picture.
"""

from __future__ import annotations

import sys
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aqvision.core.settings import Settings
from aqvision.core.skeleton import N_LANDMARKS
from aqvision.pose.detect.boxes import Box, Cutting
from aqvision.pose.detect.estimator import DetectedPerson, Landmarks, Wanted
from aqvision.pose.detect.preload import worker_context
from aqvision.pose.estimate import estimate_pose
from aqvision.video.reader import open_video

_N_PROCESSES = 2
_BODY_PX = 200.0
_MIDDLE_PX = (960.0, 540.0)


@dataclass(frozen=True)
class StandIn:
    """A pose estimator without a network, in as many processes."""

    pool: ProcessPoolExecutor
    n_parallel: int

    @property
    def runtime(self) -> str:
        """Nothing runs a network."""
        return ""

    def find_people(self, crop: Cutting, expected: Box | None = None) -> Future[list[Landmarks]]:
        """Find one body in the middle."""
        return self.pool.submit(find_middle, crop)

    def measure_people(self, crop: Cutting, wanted: Wanted) -> Future[list[DetectedPerson]]:
        """Find the same body."""
        return self.pool.submit(measure_middle, crop)


def find_middle(crop: Cutting) -> list[Landmarks]:
    """Give the body in the middle of the picture when the square holds that place."""
    left, top = crop.corner
    side = crop.square().shape[0]
    if not Box(left, top, left + side, top + side).holds(*_MIDDLE_PX):
        return []
    turns = np.linspace(0, 1, N_LANDMARKS)
    across = 0.1 * _BODY_PX * np.cos(40 * turns)
    points = _MIDDLE_PX + np.column_stack([across, _BODY_PX * (turns - 0.5)])
    return [Landmarks(points, np.ones(N_LANDMARKS))]


def measure_middle(crop: Cutting) -> list[DetectedPerson]:
    """Give the same body without colours."""
    return [DetectedPerson(person, None) for person in find_middle(crop)]


def main() -> None:
    """Read, survey and measure a clip with the stand-in; print how many frames had a body."""
    with ProcessPoolExecutor(_N_PROCESSES, worker_context()) as pool:
        raw = estimate_pose(
            open_video(Path(sys.argv[1])), StandIn(pool, _N_PROCESSES), Settings().pose
        )
    print(int(raw.sequence.detected.sum()))


if __name__ == "__main__":
    main()
