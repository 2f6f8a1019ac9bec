"""What is not known of a raw pose, as of one from a file, has values that say so."""

from __future__ import annotations

import numpy as np

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import N_LANDMARKS
from aqvision.pose.raw_pose import RawPose
from tests.support.synthetic import STILL


def test_points_alone_come_without_candidates_copies_turn_and_picture() -> None:
    seen = np.ones((3, N_LANDMARKS))
    points = PoseSequence(
        time_s=np.arange(3) / 60,
        xy_px=np.zeros((3, N_LANDMARKS, 2)),
        visibility=seen,
        width_px=640,
        height_px=480,
    )
    raw = RawPose(sequence=points, camera=STILL, n_people=1)
    assert (raw.candidates, raw.chosen, raw.path) == ((), 1, None)
    assert raw.repeats.indices == ()
    assert np.isnan(raw.picture.contrast)
