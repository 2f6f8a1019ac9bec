"""The sample as people send it: coarsely coded, at 30 frames a second, re-timed; right values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from aqvision import pipeline
from aqvision.core.clip import Clip
from aqvision.core.types import Image
from aqvision.video.reader import open_video, read_frames
from tests.conftest import MakeVideo

SAMPLE = Path(__file__).parents[2] / "samples" / "before.mp4"
STEPS_HZ = 4.2  # samples/before.json
pytestmark = [pytest.mark.model, pytest.mark.slow]


def pictures(every: int = 1, width_px: int = 1920) -> Iterator[Image]:
    size = (width_px, width_px * 9 // 16)
    for frame in read_frames(open_video(SAMPLE)):
        if frame.index % every == 0:
            yield np.asarray(cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def test_coarse_coding_loses_no_steps(make_video: MakeVideo, tmp_path: Path) -> None:
    film = make_video(
        tmp_path / "coarse.mp4",
        pictures(width_px=1280),
        codec="libx265",
        fps=120,
        options={"crf": "28", "x265-params": "log-level=error"},
    )
    analysis = pipeline.analyze(Clip(film, height_m=1.78))
    assert all(a.side != b.side for a, b in pairwise(analysis.contacts))
    assert len(analysis.contacts) >= 5
    assert analysis.metrics["step_frequency_hz"].value == pytest.approx(STEPS_HZ, abs=0.06)
    assert "steps_missing" not in {w.code for w in analysis.warnings}
    assert analysis.metrics["trunk_lean_deg"].confidence != "A"


def test_thirty_frames_a_second_give_the_step_rate(make_video: MakeVideo, tmp_path: Path) -> None:
    film = make_video(tmp_path / "slow.mp4", pictures(every=4), fps=30)
    analysis = pipeline.analyze(Clip(film, height_m=1.78))
    assert analysis.metrics["step_frequency_hz"].value == pytest.approx(STEPS_HZ, abs=0.1)
    assert pipeline.check(film).facts.step_rate_hz == pytest.approx(STEPS_HZ, abs=0.2)


def test_check_and_analyze_offer_the_same_rate(make_video: MakeVideo, tmp_path: Path) -> None:
    film = make_video(tmp_path / "retimed.mp4", pictures(width_px=1280), fps=30)
    offered = "give 120 as the rate it was filmed at, which makes 4.2 steps a second"
    checked = {a.code: a.hint for a in pipeline.check(film).advice}
    analyzed = {w.code: w.hint for w in pipeline.analyze(film).warnings}
    assert offered in checked["implausible_step_rate"]
    assert offered in analyzed["implausible_step_rate"]
    given = pipeline.analyze(Clip(film, capture_fps=120))
    assert given.scene.step_rate_hz == pytest.approx(STEPS_HZ, abs=0.06)
    assert "implausible_step_rate" not in {w.code for w in given.warnings}
