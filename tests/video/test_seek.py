"""Moments of a clip -> their frames, with as little decoding as can be; items made ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from aqvision import pipeline
from aqvision.core.clip import Clip
from aqvision.video import container, reader
from aqvision.video import seek as seeking
from aqvision.video.reader import open_video
from aqvision.video.seek import read_ahead, read_frames_at

if TYPE_CHECKING:
    from tests.conftest import MakeVideo, SampleMoment

FPS = 30.0
N_FRAMES = 60


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Counter[float]:
    """Count how often each frame is decoded, by its time, whoever decodes it in this process."""
    counts: Counter[float] = Counter()
    decode = container.timed_pictures

    def counted(*arguments: Any) -> Iterator[Any]:
        for frame in decode(*arguments):
            counts[round(float(frame.time or 0.0), 3)] += 1
            yield frame

    monkeypatch.setattr(reader, "timed_pictures", counted)
    monkeypatch.setattr(seeking, "timed_pictures", counted)
    return counts


@pytest.fixture
def clip(tmp_path: Path, make_video: MakeVideo) -> Path:
    frames = np.random.default_rng(1).integers(0, 255, (N_FRAMES, 48, 64, 3)).astype(np.uint8)
    return make_video(
        tmp_path / "run.mp4", frames, fps=FPS, options={"g": "12", "sc_threshold": "0"}
    )


def test_neighbouring_moments_are_read_in_one_go(clip: Path, decoded: Counter[float]) -> None:
    video = open_video(clip)
    decoded.clear()
    assert len(list(read_frames_at(video, [n / FPS for n in (25, 27, 27, 28, 33)]))) == 5
    # the first frame, which tells where time begins, then from frame 24 that starts a group
    assert decoded == Counter({0.0: 1, **{round(n / FPS, 3): 1 for n in range(24, 34)}})


def test_nothing_is_decoded_for_no_moment(clip: Path, decoded: Counter[float]) -> None:
    video = open_video(clip)
    decoded.clear()
    assert list(read_frames_at(video, [])) == []
    assert not decoded


def test_what_lies_between_distant_moments_is_skipped(clip: Path, decoded: Counter[float]) -> None:
    video = open_video(clip)
    decoded.clear()
    list(read_frames_at(video, [1 / FPS, 50 / FPS]))
    assert {round(time * FPS) for time in decoded} == {0, 1, 48, 49, 50}
    assert set(decoded.values()) == {1}


@pytest.mark.model
def test_an_analysis_decodes_each_frame_twice(
    sample_moments: tuple[SampleMoment, ...],
    make_video: MakeVideo,
    tmp_path: Path,
    decoded: Counter[float],
) -> None:
    """Survey and fine pass decode every frame, and keep what the report's pictures need."""
    path = make_video(
        tmp_path / "sprint.mp4", (m.rgb for m in sample_moments), fps=120.0, options={"g": "10"}
    )
    pipeline.analyze(Clip(path), tmp_path / "out", model="full")
    beginning = min(decoded)
    assert len(decoded) == len(sample_moments)
    assert set(decoded.values()) == {2}
    decoded.clear()
    pipeline.analyze(Clip(path), tmp_path / "out", model="full")
    assert len(decoded) < len(sample_moments)
    decoded.pop(beginning)
    assert max(decoded.values()) == 1


def numbers(n: int, made: list[int]) -> Iterator[int]:
    for i in range(n):
        made.append(i)
        yield i


def test_items_come_in_order_and_all_of_them() -> None:
    assert list(read_ahead(numbers(50, []), 3)) == list(range(50))
    assert list(read_ahead(numbers(1, []), 3)) == [0]
    assert list(read_ahead(numbers(0, []), 3)) == []


def test_never_more_than_some_are_made_ahead() -> None:
    made: list[int] = []
    items = read_ahead(numbers(50, made), 3)
    for taken in range(1, 11):
        next(items)
        assert len(made) <= taken + 3
    del items
    assert len(made) <= 10 + 4  # the maker stops with the taker


def test_a_fault_is_raised_when_its_turn_comes() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("damaged")

    items = read_ahead(broken(), 3)
    assert next(items) == 1
    with pytest.raises(ValueError, match="damaged"):
        next(items)
