"""One picture -> landmarks: every memory layout reads the same, and nothing is remembered."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.assets import find_model
from aqvision.core.errors import PoseError
from aqvision.core.skeleton import INDEX
from aqvision.core.types import FloatArray, Image
from aqvision.pose.detect.estimator import Landmarks
from aqvision.pose.detect.landmarker import PoseLandmarker

if TYPE_CHECKING:
    from tests.conftest import SampleMoment

SIDE = 601  # odd: rows that no decoder or library would align
JOINTS = [
    INDEX[f"{side}_{name}"]
    for side in ("left", "right")
    for name in ("shoulder", "hip", "knee", "ankle")
]


@pytest.fixture(scope="module")
def landmarker() -> Iterator[PoseLandmarker]:
    with PoseLandmarker(find_model("full"), max_people=1, min_confidence=0.4) as made:
        yield made


def corner(moment: SampleMoment) -> tuple[int, int]:
    """Place a square around the athlete: (left, top)."""
    x, y = moment.xy_px[[INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=0)
    return round(x) - SIDE // 2, round(y) - SIDE // 2


def view(moment: SampleMoment, right_px: int = 0) -> Image:
    """Look at the athlete through a window into the frame, not a copy."""
    left, top = corner(moment)
    return moment.rgb[top : top + SIDE, left + right_px : left + right_px + SIDE]


def found(landmarker: PoseLandmarker, rgb: Image) -> Landmarks:
    (person,) = landmarker.find_people(rgb)
    return person


def same(one: Landmarks, other: Landmarks) -> bool:
    return np.array_equal(one.xy_px, other.xy_px) and np.array_equal(
        one.visibility, other.visibility
    )


@pytest.mark.model
def test_joints_are_near_the_truth(
    landmarker: PoseLandmarker, sample_moments: tuple[SampleMoment, ...]
) -> None:
    off_px: list[FloatArray] = []
    for moment in sample_moments[::8]:
        person = found(landmarker, view(moment))
        assert person.visibility.min() >= 0.0
        assert person.visibility.max() <= 1.0
        seen = person.xy_px + corner(moment)
        off_px.append(np.linalg.norm(seen - moment.xy_px, axis=1)[JOINTS])
    assert np.median(off_px) < 0.05 * 220  # the athlete is 220 px tall


@pytest.mark.model
def test_every_memory_layout_reads_the_same(
    landmarker: PoseLandmarker, sample_moments: tuple[SampleMoment, ...]
) -> None:
    window = view(sample_moments[10])
    dense = np.ascontiguousarray(window)
    expected = found(landmarker, dense)
    wide = np.zeros((SIDE, SIDE + 39, 3), np.uint8)
    wide[:, :SIDE] = dense
    layouts = {
        "window into the frame": window,
        "turned back": np.rot90(np.ascontiguousarray(np.rot90(dense, -1))),
        "channels reversed twice": np.ascontiguousarray(dense[:, :, ::-1])[:, :, ::-1],
        "mirrored twice": np.ascontiguousarray(dense[:, ::-1])[:, ::-1],
        "padded rows": wide[:, :SIDE],
        "column order": np.asfortranarray(dense),
    }
    for name, pixels in layouts.items():
        assert not pixels.flags.c_contiguous, name
        assert same(found(landmarker, pixels), expected), name


@pytest.mark.model
def test_earlier_pictures_leave_no_trace(
    landmarker: PoseLandmarker, sample_moments: tuple[SampleMoment, ...]
) -> None:
    first = found(landmarker, view(sample_moments[0]))
    for moment in sample_moments[5:40:5]:
        assert not same(found(landmarker, view(moment)), first)
    landmarker.find_people(np.zeros((300, 300, 3), np.uint8))
    assert same(found(landmarker, view(sample_moments[0])), first)


@pytest.mark.model
def test_a_jump_is_seen_at_once(
    landmarker: PoseLandmarker, sample_moments: tuple[SampleMoment, ...]
) -> None:
    moment = sample_moments[10]
    for _ in range(3):
        still = found(landmarker, view(moment))
    jumped = found(landmarker, view(moment, right_px=20))
    moved_px = np.median((still.xy_px - jumped.xy_px)[JOINTS, 0])
    assert moved_px == pytest.approx(20.0, abs=3.0)  # a smoothing tracker shows 7 px


@pytest.mark.model
def test_nobody_is_found_where_nobody_is(
    landmarker: PoseLandmarker, sample_moments: tuple[SampleMoment, ...]
) -> None:
    assert landmarker.find_people(np.zeros((240, 320, 3), np.uint8)) == []
    empty_lane = sample_moments[0].rgb[-400:, -400:]
    assert landmarker.find_people(empty_lane) == []


def test_missing_mediapipe_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(PoseError, match="MediaPipe cannot start") as caught:
        PoseLandmarker(Path("any.task"), max_people=1, min_confidence=0.5)
    assert "aqvision doctor" in caught.value.hint
    assert "libegl1" in caught.value.hint
