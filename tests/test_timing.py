"""Capture rate: the user's word, then the phone's tag, then the file's clock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.errors import CalibrationError
from aqvision.video.clip import Clip
from aqvision.video.reader import Video, open_video
from aqvision.video.timing import find_timing

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

PATH = Path("slow.mp4")
TAG = "com.android.capture.fps"


def _video(fps: float = 30.0, tags: dict[str, str] | None = None) -> Video:
    return Video(PATH, "mov", "h264", 1920, 1080, 100, fps, 100 / fps if fps else 0, tags or {})


def test_file_clock_counts_when_nobody_says_otherwise() -> None:
    timing = find_timing(_video(119.88), Clip(PATH))
    assert timing.capture_fps == 119.88
    assert timing.seconds_per_playback_second == 1.0


def test_phone_tag_tells_slow_motion() -> None:
    timing = find_timing(_video(30.0, {TAG: "240.000000"}), Clip(PATH))
    assert timing.capture_fps == 240.0
    assert timing.seconds_per_playback_second == pytest.approx(1 / 8)
    assert TAG in timing.evidence


def test_user_overrules_the_phone() -> None:
    timing = find_timing(_video(30.0, {TAG: "240.0"}), Clip(PATH, capture_fps=120.0))
    assert timing.capture_fps == 120.0
    assert timing.seconds_per_playback_second == pytest.approx(1 / 4)
    assert "user" in timing.evidence


@pytest.mark.parametrize("tag", ["0", "-30", "nan", "inf", "5000", "fast", ""])
def test_senseless_tag_is_refused_unless_the_user_knows(tag: str) -> None:
    with pytest.raises(CalibrationError, match="cannot be right") as caught:
        find_timing(_video(30.0, {TAG: tag}), Clip(PATH))
    assert "--capture-fps" in caught.value.hint
    assert find_timing(_video(30.0, {TAG: tag}), Clip(PATH, capture_fps=60)).capture_fps == 60


def test_no_rate_is_never_guessed() -> None:
    with pytest.raises(CalibrationError, match=r"slow\.mp4 does not say its frame rate") as caught:
        find_timing(_video(fps=0.0), Clip(PATH))
    assert "--capture-fps" in caught.value.hint


def test_tag_of_a_real_file_is_found(tmp_path: Path, make_video: MakeVideo) -> None:
    frames = [np.full((64, 64, 3), level, np.uint8) for level in (20, 90, 160)]
    path = make_video(
        tmp_path / "phone.mp4", frames, fps=30, movflags="use_metadata_tags", tags={TAG: "240.0"}
    )
    timing = find_timing(open_video(path), Clip(path))
    assert timing.playback_fps == pytest.approx(30.0)
    assert timing.capture_fps == 240.0
