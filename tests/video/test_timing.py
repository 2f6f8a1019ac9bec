"""Capture rate: the user's word, then the phone's tag, then the file's clock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.clip import Clip
from aqvision.core.errors import CalibrationError
from aqvision.video.reader import Video, open_video
from aqvision.video.repeats import Repeats
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
    assert timing.confidence == "sure"  # no export plays that fast
    assert timing.seconds_per_playback_second == 1.0


def test_phone_tag_tells_slow_motion() -> None:
    timing = find_timing(_video(30.0, {TAG: "240.000000"}), Clip(PATH))
    assert timing.capture_fps == 240.0
    assert timing.seconds_per_playback_second == pytest.approx(1 / 8)
    assert TAG in timing.evidence[0]
    assert timing.confidence == "sure"


def test_user_overrules_the_phone() -> None:
    timing = find_timing(_video(30.0, {TAG: "240.0"}), Clip(PATH, capture_fps=120.0))
    assert timing.capture_fps == 120.0
    assert timing.seconds_per_playback_second == pytest.approx(1 / 4)
    assert "user" in timing.evidence[0]
    assert timing.user_given


@pytest.mark.parametrize("fps", [25.0, 29.97, 59.94])
def test_rate_of_a_player_may_be_that_of_an_export(fps: float) -> None:
    assert find_timing(_video(fps), Clip(PATH)).confidence == "likely"


def test_copies_that_come_regularly_count_in_neither_rate() -> None:
    doubled = Repeats(tuple(range(1, 100, 2)), 2.0)
    timing = find_timing(_video(240.0), Clip(PATH)).with_copies(doubled)
    assert (timing.playback_fps, timing.capture_fps) == (120.0, 120.0)
    assert timing.n_duplicates == 50
    assert "120 of 240 frames a second are new" in timing.evidence[1]
    given = find_timing(_video(30.0), Clip(PATH, capture_fps=240)).with_copies(doubled)
    assert given.seconds_per_playback_second == pytest.approx(15 / 240)


def test_copies_without_a_pattern_leave_the_rate_alone() -> None:
    timing = find_timing(_video(30.0), Clip(PATH)).with_copies(Repeats((7, 31)))
    assert timing.capture_fps == 30.0
    assert timing.evidence[1] == "2 copied frames were left out"


@pytest.mark.parametrize("tag", ["0", "-30", "nan", "inf", "5000", "fast", ""])
def test_senseless_tag_is_refused_unless_the_user_knows(tag: str) -> None:
    with pytest.raises(CalibrationError, match="cannot be right") as caught:
        find_timing(_video(30.0, {TAG: tag}), Clip(PATH))
    assert "the rate it was filmed at" in caught.value.hint
    assert find_timing(_video(30.0, {TAG: tag}), Clip(PATH, capture_fps=60)).capture_fps == 60


def test_no_rate_is_never_guessed() -> None:
    with pytest.raises(CalibrationError, match=r"slow\.mp4 does not say its frame rate") as caught:
        find_timing(_video(fps=0.0), Clip(PATH))
    assert "the rate it was filmed at" in caught.value.hint


def test_tag_of_a_real_file_is_found(tmp_path: Path, make_video: MakeVideo) -> None:
    frames = [np.full((64, 64, 3), level, np.uint8) for level in (20, 90, 160)]
    path = make_video(
        tmp_path / "phone.mp4", frames, fps=30, movflags="use_metadata_tags", tags={TAG: "240.0"}
    )
    timing = find_timing(open_video(path), Clip(path))
    assert timing.playback_fps == pytest.approx(30.0)
    assert timing.capture_fps == 240.0


@pytest.mark.parametrize("intent", ["0", "1"])
def test_apple_tag_says_nothing_of_the_rate(
    tmp_path: Path, make_video: MakeVideo, intent: str
) -> None:
    """Originals at 30 and at 240 carry it alike, so an export at 30 is likely at best."""
    frames = [np.full((64, 64, 3), level, np.uint8) for level in (20, 90, 160)]
    tags = {"com.apple.quicktime.full-frame-rate-playback-intent": intent}
    path = make_video(
        tmp_path / "phone.mov", frames, fps=30, movflags="use_metadata_tags", tags=tags
    )
    timing = find_timing(open_video(path), Clip(path))
    assert timing.capture_fps == pytest.approx(30.0)
    assert timing.confidence == "likely"
    assert "Apple" in timing.evidence[1]
