"""Tests of aqvision.pose.detect.passing."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from aqvision.pose.detect import passing
from aqvision.pose.detect.boxes import Box, Cutting, cutting
from aqvision.pose.detect.passing import SharedRoom, see

_PICTURE = np.random.default_rng(5).integers(0, 255, (60, 80, 3), dtype=np.uint8)
_CROP = cutting(_PICTURE, Box(20, 10, 60, 50))


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadPoolExecutor]:
    monkeypatch.setattr(passing, "_seen", None)  # and back to what it was, after the test
    with ThreadPoolExecutor(1) as pool:
        yield pool


def _copied(crop: Cutting, note: str) -> tuple[Cutting, str]:
    return replace(crop, inside=crop.inside.copy()), note


def _is_same(answer: Future[tuple[Cutting, str]], crop: Cutting) -> bool:
    passed, note = answer.result()
    places = (passed.side, passed.offset, passed.corner) == (crop.side, crop.offset, crop.corner)
    return places and note == "kept" and np.array_equal(passed.inside, crop.inside)


def test_a_crop_arrives_through_the_shared_memory_as_it_was(pool: ThreadPoolExecutor) -> None:
    room = SharedRoom(2 * _CROP.inside.size)
    see(room.memory)
    assert _is_same(room.submit(pool, _copied, _CROP, "kept"), _CROP)
    start = np.frombuffer(room.memory, np.uint8)[: _CROP.inside.size]
    assert np.array_equal(start, _CROP.inside.ravel())


def test_a_crop_without_room_or_without_pixels_arrives_as_well(pool: ThreadPoolExecutor) -> None:
    room = SharedRoom(_CROP.inside.size - 1)
    outside = cutting(_PICTURE, Box(200, 10, 240, 50))
    assert outside.inside.size == 0
    for crop in (_CROP, outside):
        assert _is_same(room.submit(pool, _copied, crop, "kept"), crop)
    assert not np.frombuffer(room.memory, np.uint8).any()


def test_crops_that_wait_do_not_touch_each_other_and_give_their_room_back(
    pool: ThreadPoolExecutor,
) -> None:
    room, gate = SharedRoom(3 * _CROP.inside.size), Event()
    see(room.memory)
    pool.submit(gate.wait, 10)
    crops = [replace(_CROP, inside=_CROP.inside // n) for n in range(1, 6)]  # more than fit
    answers = [room.submit(pool, _copied, crop, "kept") for crop in crops]
    gate.set()
    assert all(_is_same(a, c) for a, c in zip(answers, crops, strict=True))
    again = replace(_CROP, inside=_CROP.inside[::-1])
    assert _is_same(room.submit(pool, _copied, again, "kept"), again)
    start = np.frombuffer(room.memory, np.uint8)[: again.inside.size]
    assert np.array_equal(start, again.inside.ravel())


def test_a_process_that_does_not_see_the_memory_says_so(pool: ThreadPoolExecutor) -> None:
    room = SharedRoom(_CROP.inside.size)
    with pytest.raises(RuntimeError, match="does not see"):
        room.submit(pool, _copied, _CROP, "kept").result()
