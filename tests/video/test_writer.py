"""Clips that are written can be read, with the same size, count and pictures."""

from pathlib import Path

import numpy as np
import pytest

from aqvision.video.reader import open_video, read_frames
from aqvision.video.writer import write_video


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
