from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.core.errors import LibraryError
from aqvision.report.keyframes import keyframe_names, keyframes_of, load_keyframes
from aqvision.report.moments import find_moments
from aqvision.report.picture_sets import save_picture_sets
from aqvision.video.reader import open_video
from tests.support.grey_clips import (
    GREY_A_FRAME,
    PLAYBACK_FPS,
    RATE_HZ,
    grey_frames,
    grey_of,
    small_slow_motion,
)

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


def test_the_pictures_are_those_of_the_moments(tmp_path: Path, make_video: MakeVideo) -> None:
    analysis = small_slow_motion()
    clip = make_video(tmp_path / "clip.mp4", grey_frames(analysis), fps=PLAYBACK_FPS)
    save_picture_sets(analysis, open_video(clip), tmp_path, [keyframes_of(analysis)])
    keyframes = load_keyframes(tmp_path)
    moments = find_moments(analysis)
    assert [k.phase for k in keyframes] == [m.name for m in moments]
    shapes = set()
    for keyframe, moment in zip(keyframes, moments, strict=True):
        assert keyframe.time_s == pytest.approx(moment.frame / RATE_HZ, abs=1e-4)
        assert keyframe.side == moment.side
        data = np.frombuffer(keyframe.webp, np.uint8)
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert picture is not None
        shapes.add(picture.shape)
        grey = picture[:12, :12].mean()
        assert grey == pytest.approx(grey_of(moment.frame), abs=GREY_A_FRAME / 2 + 0.5)
    assert len(shapes) == 1
    assert shapes.pop()[0] == 420


def test_the_names_are_those_of_the_index_and_those_always_used(tmp_path: Path) -> None:
    assert "keyframes/touchdown.webp" in keyframe_names(tmp_path)
    folder = tmp_path / "keyframes"
    folder.mkdir()
    entry = {"phase": "frame-1", "label": "x", "time_s": 0, "side": None}
    (folder / "index.json").write_text(json.dumps([entry, entry | {"phase": "../mine"}]))
    names = keyframe_names(tmp_path)
    assert "keyframes/frame-1.webp" in names
    assert not any(".." in name for name in names)


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
