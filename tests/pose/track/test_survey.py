"""Samples of a clip -> how the background moved, and whether anything moves at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.camera.motion import CameraMotion
from aqvision.core.errors import VideoError
from aqvision.core.types import FloatArray
from aqvision.pose.track.survey import (
    Survey,
    _ask_ahead,
    _background_path,
    _sample,
    _samples,
    refuse_stills,
)
from aqvision.pose.track.tracks import Track
from aqvision.video.reader import Frame
from aqvision.video.repeats import NO_REPEATS
from tests.support.fake_network import FakeNetwork
from tests.support.sighted import runner


def test_background_path_adds_up() -> None:
    times = np.arange(10) / 10
    shifts = np.tile([0.001, 0.0], (10, 1))
    shifts[4] = np.nan
    path = _background_path(times, shifts, np.full(10, 0.01), 1000)
    assert path[:, 0] == pytest.approx(times)
    assert path[3, 1] == pytest.approx(30.0)
    assert _background_path(np.array([]), np.zeros((0, 2)), np.array([]), 1000).shape == (1, 2)


def test_whole_pictures_are_asked_for_ahead_and_given_in_order() -> None:
    network = FakeNetwork()
    frames = [Frame(i, i / 15, np.zeros((90, 160, 3), np.uint8)) for i in range(8)]
    samples = (replace(_sample(frame, None), number=frame.index) for frame in frames)
    given = _ask_ahead(samples, network)
    first = next(given)
    assert (first.number, network.asked) == (0, 1)
    second = next(given)
    assert (second.number, network.asked) == (1, 2)  # that of the fourth sample, two ahead
    rest = [first, second, *given]
    assert [sample.number for sample in rest] == list(range(8))
    assert [sample.number for sample in rest if sample.whole is not None] == [0, 3, 6]
    assert network.asked == 3


def test_every_second_frame_is_a_sample_and_the_next_shows_the_motion() -> None:
    frames = [Frame(i, i / 30, np.zeros((90, 160, 3), np.uint8)) for i in (0, 1, 3, 4, 6)]
    taken = list(_samples(frames, 2))
    assert [s.frame.index for s in taken] == [0, 3, 4, 6]  # 2 is missing
    assert [s.number for s in taken] == [0, 1, 2, 3]
    assert taken[0].previous is None
    assert taken[1].previous is taken[0].gray
    assert taken[0].interval_s == pytest.approx(1 / 30)
    assert taken[-1].shift_frac is None


def test_a_foot_that_was_taken_for_a_body_for_a_moment_has_no_head() -> None:
    head = np.array([[50.0, 60.0, 20.0]])
    upright = replace(runner(0.1), head=head, down=(10.0, 300.0))
    lying, on_head = (replace(upright, down=down) for down in ((-270.0, -19.0), (6.0, -32.0)))
    survey = Survey(
        tracks=(Track([upright]), Track([lying])), candidates=(), camera=CameraMotion(0.0),
        repeats=NO_REPEATS, samples=np.zeros((0, 2)),
        passers=(Track([upright]), Track([lying]), Track([on_head])),
    )  # fmt: skip
    # who is there long enough to count is somebody, however they lie
    assert survey.heads(but=1)[:, 1].tolist() == [2.0, 3.0]
    assert survey.heads()[:, 1].tolist() == [1.0, 2.0, 3.0]


def samples(*changed: float) -> FloatArray:
    return np.column_stack([np.arange(len(changed) + 1) / 10, [np.nan, *changed]])


def test_a_photograph_is_refused() -> None:
    with pytest.raises(VideoError, match="still picture"):
        refuse_stills(samples(*[0.0] * 20))


def test_slides_are_refused() -> None:
    with pytest.raises(VideoError, match="one still picture after the other"):
        refuse_stills(samples(*[0.0] * 9, 0.8, *[0.0] * 9, 0.7, *[0.0] * 9))


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
    refuse_stills(samples(*changed))
