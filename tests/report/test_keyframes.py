from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.errors import LibraryError
from aqvision.core.sequence import PoseSequence
from aqvision.core.types import Image
from aqvision.report.keyframes import load_keyframes, remove_keyframes, save_keyframes
from aqvision.report.moments import find_moments
from aqvision.video.kept import KeptParts, Region
from aqvision.video.reader import open_video, read_frames
from tests.support.synthetic import Run, analyze

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

RATE_HZ, PLAYBACK_FPS = 60.0, 30.0
GREY_A_FRAME = 2


def small_slow_motion() -> Analysis:
    """Filmed at 60 and played at 30 frames/s, in a picture of a quarter of the size."""
    pose = Run(rate_hz=RATE_HZ).pose()
    played = PoseSequence(
        time_s=np.arange(len(pose)) / PLAYBACK_FPS,
        xy_px=pose.xy_px / 4,
        visibility=pose.visibility.copy(),
        width_px=pose.width_px // 4,
        height_px=pose.height_px // 4,
    )
    return analyze(played, capture_fps=RATE_HZ)


def grey_frames(analysis: Analysis) -> list[Image]:
    """Pictures whose brightness tells their number."""
    size = (analysis.pose.height_px, analysis.pose.width_px, 3)
    return [np.full(size, 20 + GREY_A_FRAME * i, dtype=np.uint8) for i in range(len(analysis.pose))]


def test_the_pictures_are_those_of_the_moments(tmp_path: Path, make_video: MakeVideo) -> None:
    analysis = small_slow_motion()
    clip = make_video(tmp_path / "clip.mp4", grey_frames(analysis), fps=PLAYBACK_FPS)
    save_keyframes(analysis, open_video(clip), tmp_path)
    keyframes = load_keyframes(tmp_path)
    moments = find_moments(analysis)
    assert [k.phase for k in keyframes] == [m.phase for m in moments]
    shapes = set()
    for keyframe, moment in zip(keyframes, moments, strict=True):
        assert keyframe.time_s == pytest.approx(moment.frame / RATE_HZ, abs=1e-4)
        assert keyframe.side == moment.side
        data = np.frombuffer(keyframe.webp, np.uint8)
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert picture is not None
        shapes.add(picture.shape)
        expected = 20 + GREY_A_FRAME * moment.frame
        assert picture[:12, :12].mean() == pytest.approx(expected, abs=GREY_A_FRAME / 2 + 0.5)
    assert len(shapes) == 1
    assert shapes.pop()[0] == 420


@pytest.mark.parametrize("kept_from", [0.0, 0.5])
def test_kept_frames_give_the_same_bytes_as_decoding_again(
    kept_from: float, tmp_path: Path, make_video: MakeVideo
) -> None:
    analysis = small_slow_motion()
    size = (len(analysis.pose), analysis.pose.height_px, analysis.pose.width_px, 3)
    noise = np.random.default_rng(1).integers(0, 255, size).astype(np.uint8)
    clip = make_video(
        tmp_path / "clip.mp4", noise, fps=PLAYBACK_FPS, options={"preset": "ultrafast"}
    )
    video = open_video(clip)
    middle_s = video.duration_s * kept_from

    def region_at(time_s: float) -> Region | None:
        return (slice(0, size[1]), slice(0, size[2])) if time_s >= middle_s else None

    kept = KeptParts()
    list(kept.keep(read_frames(video), region_at, middle_s))
    save_keyframes(analysis, video, tmp_path / "decoded")
    save_keyframes(analysis, video, tmp_path / "kept", kept)
    assert load_keyframes(tmp_path / "kept") == load_keyframes(tmp_path / "decoded")


def test_pictures_of_an_earlier_run_do_not_stay(tmp_path: Path, make_video: MakeVideo) -> None:
    analysis = small_slow_motion()
    clip = make_video(tmp_path / "clip.mp4", grey_frames(analysis), fps=PLAYBACK_FPS)
    save_keyframes(analysis, open_video(clip), tmp_path)
    (tmp_path / "keyframes" / "mine.txt").write_text("mine")
    remove_keyframes(tmp_path)
    assert [path.name for path in (tmp_path / "keyframes").iterdir()] == ["mine.txt"]
    assert load_keyframes(tmp_path) == []


def test_a_folder_without_pictures_gives_none(tmp_path: Path) -> None:
    assert load_keyframes(tmp_path) == []


@pytest.mark.parametrize(
    "entry",
    [
        {"phase": "../secret", "label": "x", "time_s": 0, "side": None},
        {"phase": "gone", "label": "x", "time_s": 0, "side": None},
        {"phase": "touchdown", "label": "x"},
    ],
)
def test_a_damaged_index_is_refused(tmp_path: Path, entry: dict[str, object]) -> None:
    folder = tmp_path / "keyframes"
    folder.mkdir()
    (tmp_path / "secret.webp").write_bytes(b"x")
    (folder / "index.json").write_text(json.dumps([entry]))
    with pytest.raises(LibraryError):
        load_keyframes(tmp_path)
