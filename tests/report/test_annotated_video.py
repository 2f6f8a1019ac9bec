"""The clip with all that was found drawn on it: playable, whole, in time, one frame in memory."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.errors import VideoError
from aqvision.kinematics.metrics.registry import Pillar
from aqvision.report import annotated_video
from aqvision.report.annotated_video import write_annotated
from aqvision.video.reader import Frame, Video, open_video, read_frames
from aqvision.video.seek import read_frames_at
from tests.support.grey_clips import PLAYBACK_FPS, grey_frames, grey_of, small_slow_motion

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

LOST = 20


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory, make_video: MakeVideo) -> tuple[Analysis, Video]:
    """Give a slow-motion clip in whose first second nobody is found."""
    analysis = small_slow_motion()
    path = tmp_path_factory.mktemp("annotated") / "clip.mp4"
    video = open_video(make_video(path, grey_frames(analysis), fps=PLAYBACK_FPS))
    gone = np.zeros(analysis.pose.visibility.shape, bool)
    gone[:LOST] = True
    return replace(analysis, pose=analysis.pose.without(gone)), video


def test_it_opens_again_with_the_frames_and_times_of_the_clip(
    tmp_path: Path, clip: tuple[Analysis, Video]
) -> None:
    analysis, video = clip
    told = []
    path = write_annotated(analysis, video, tmp_path, Pillar.SWING, lambda *done: told.append(done))
    made = open_video(path)
    assert path == tmp_path / "annotated.mp4"
    assert made.codec == "h264"
    assert (made.width_px, made.height_px) == (video.width_px, video.height_px)
    frames = list(read_frames(made))
    # from a quarter of a second before the athlete is found
    first = LOST - int(0.25 * PLAYBACK_FPS)
    assert len(frames) == len(analysis.pose) - first
    np.testing.assert_allclose(
        [f.time_s for f in frames], np.arange(len(frames)) / PLAYBACK_FPS, atol=1e-4
    )
    for i in (0, 15, len(frames) - 1):
        corner = frames[i].rgb[10:60, -60:-10].mean()
        assert corner == pytest.approx(grey_of(first + i), abs=2.5)
    assert told[-1] == ("drawing the video", len(frames), len(frames))
    assert [p.name for p in tmp_path.iterdir()] == ["annotated.mp4"]


def test_one_frame_is_in_memory_at_a_time(
    tmp_path: Path, clip: tuple[Analysis, Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    alive: list[weakref.ref[Frame]] = []
    most = []

    def watched(video: Video, times_s: Sequence[float]) -> Iterator[Frame]:
        for frame in read_frames_at(video, times_s):
            alive.append(weakref.ref(frame))
            gc.collect(0)
            most.append(sum(one() is not None for one in alive))
            yield frame

    monkeypatch.setattr(annotated_video, "read_frames_at", watched)
    write_annotated(*clip, tmp_path, Pillar.ARMS)
    assert len(most) > 30
    assert max(most) <= 3


def test_a_large_clip_is_shown_smaller_and_even(clip: tuple[Analysis, Video]) -> None:
    _, video = clip
    sizes = [(1920, 1080), (1080, 1920), (855, 481), (3840, 2160)]
    shown = [annotated_video._size(replace(video, width_px=w, height_px=h)) for w, h in sizes]
    assert shown == [(1280, 720), (720, 1280), (854, 480), (1280, 720)]


def test_frames_in_which_a_face_may_be_anywhere_are_left_out(
    tmp_path: Path, clip: tuple[Analysis, Video]
) -> None:
    analysis, video = clip
    nobody = replace(analysis.raw_pose, other_heads=np.empty((0, 5)))
    hidden = replace(analysis.provenance, faces_blurred=True)
    gone = np.zeros(analysis.pose.visibility.shape, bool)
    gone[:LOST] = True
    lost = replace(nobody, sequence=nobody.sequence.without(gone))
    path = write_annotated(
        replace(analysis, provenance=hidden, raw_pose=lost), video, tmp_path, Pillar.TORSO
    )
    assert len(list(read_frames(open_video(path)))) == len(analysis.pose) - LOST
    unknown = replace(analysis.raw_pose, other_heads=None)
    with pytest.raises(VideoError, match="no frame"):
        write_annotated(
            replace(analysis, provenance=hidden, raw_pose=unknown),
            video, tmp_path / "none", Pillar.TORSO,
        )  # fmt: skip
    assert not (tmp_path / "none").exists()
