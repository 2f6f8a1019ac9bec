from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from aqvision.report.hold_picture import draw_trace, enlargement
from aqvision.video.reader import open_video
from aqvision.video.writer import write_video
from tests.support.holds import STEADY, measured


def test_a_small_trace_is_enlarged_more() -> None:
    small = replace(STEADY, sway_mm=1.0, knocks=(), drift_mm_per_s=(0.0, 0.0), duration_s=12.0)
    assert enlargement(measured(small)) > enlargement(measured())


@pytest.fixture
def grey(tmp_path: Path) -> Path:
    frames = [np.full((960, 960, 3), 128, dtype=np.uint8)] * 30
    write_video(tmp_path / "grey.mp4", frames, 30)
    return tmp_path / "grey.mp4"


def test_the_picture_shows_skeleton_trace_and_knocks(
    grey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aqvision.report.hold_picture._quiet_frame", lambda _: 3)
    webp = draw_trace(measured(), open_video(grey))
    assert webp is not None
    picture = cv2.imdecode(np.frombuffer(webp, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[0] == 720
    red = (picture[..., 2].astype(int) - picture[..., 0] > 100) & (picture[..., 1] < 90)
    assert red.sum() > 50
