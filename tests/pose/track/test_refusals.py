from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.errors import PoseError, VideoError
from aqvision.core.types import FloatArray
from aqvision.pose.track.athlete import Candidate
from aqvision.pose.track.refusals import refuse_crowd, refuse_stills


def looks(*changed: float) -> FloatArray:
    return np.column_stack([np.arange(len(changed) + 1) / 10, [np.nan, *changed]])


def people(*scores: float) -> list[Candidate]:
    return [
        Candidate(n, score, 0.0, 2.0, 300.0, (10.0, 500.0), (900.0, 500.0), True)
        for n, score in enumerate(scores, 1)
    ]


def test_a_photograph_is_refused() -> None:
    with pytest.raises(VideoError, match="still picture"):
        refuse_stills(looks(*[0.0] * 20))


def test_slides_are_refused() -> None:
    with pytest.raises(VideoError, match="one still picture after the other"):
        refuse_stills(looks(*[0.0] * 9, 0.8, *[0.0] * 9, 0.7, *[0.0] * 9))


@pytest.mark.parametrize(
    "changed",
    [
        [0.002] * 20,  # an athlete before a camera that stands still
        [0.0] * 15 + [0.003] * 5,  # who comes into view late
        [0.6] * 20,  # before a camera that turns
        [0.0] * 2,  # too short to tell
    ],
)
def test_moving_pictures_are_not_refused(changed: list[float]) -> None:
    refuse_stills(looks(*changed))


def test_a_crowd_is_refused_and_a_pair_is_not() -> None:
    with pytest.raises(PoseError, match="5 people") as caught:
        refuse_crowd(people(1.0, 0.9, 0.8, 0.7, 0.6), 1)
    assert "whom to measure" in caught.value.hint
    refuse_crowd(people(1.0, 0.9, 0.4, 0.3, 0.2), 1)
