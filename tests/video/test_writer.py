"""Clips that are written can be read, with the same size, count and pictures."""

from pathlib import Path

import numpy as np
import pytest

from aqvision.core.errors import VideoError
from aqvision.video.reader import open_video, read_frames
from aqvision.video.writer import refuse_without_h264, write_video, write_video_at


def test_written_clip_reads_back(tmp_path: Path) -> None:
    levels = (30, 90, 150, 210)
    frames = (np.full((48, 64, 3), level, np.uint8) for level in levels)
    write_video(tmp_path / "clip.mp4", frames, fps=120)
    video = open_video(tmp_path / "clip.mp4")
    read = list(read_frames(video))
    assert (video.width_px, video.height_px, video.codec) == (64, 48, "h264")
    np.testing.assert_allclose([f.time_s for f in read], np.arange(4) / 120, atol=1e-4)
    np.testing.assert_allclose([f.rgb.mean() for f in read], levels, atol=4)


def test_odd_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="odd size"):
        write_video(tmp_path / "clip.mp4", [np.zeros((47, 64, 3), np.uint8)], fps=30)


def test_frames_keep_times_of_their_own(tmp_path: Path) -> None:
    times = [0.0, 1 / 30, 0.1, 0.5]
    frames = [(t, np.full((48, 64, 3), 60 + 40 * i, np.uint8)) for i, t in enumerate(times)]
    write_video_at(tmp_path / "clip.mp4", frames, fps=30)
    write_video_at(tmp_path / "again.mp4", frames, fps=30)
    read = list(read_frames(open_video(tmp_path / "clip.mp4")))
    np.testing.assert_allclose([f.time_s for f in read], times, atol=2e-5)
    np.testing.assert_allclose([f.rgb.mean() for f in read], [60, 100, 140, 180], atol=4)
    assert (tmp_path / "clip.mp4").read_bytes() == (tmp_path / "again.mp4").read_bytes()


def test_what_cannot_be_written_is_one_line_and_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(VideoError, match="no frame"):
        write_video_at(tmp_path / "clip.mp4", [], fps=30)
    refuse_without_h264()
    monkeypatch.setattr("av.codecs_available", {"h264"})
    with pytest.raises(VideoError, match=r"cannot write H\.264") as told:
        write_video_at(tmp_path / "clip.mp4", [], fps=30)
    assert "pip install" in told.value.hint
