"""Bare strips: the frames around each end of a contact, one beside the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.report.contact_strips import write_contact_strips
from aqvision.report.event_strips import TILE_PX
from aqvision.video.reader import open_video
from tests.support.grey_clips import PLAYBACK_FPS, grey_frames, grey_of, small_slow_motion

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


def test_each_end_has_its_frames_side_by_side(tmp_path: Path, make_video: MakeVideo) -> None:
    analysis = small_slow_motion()
    clip = make_video(tmp_path / "clip.mp4", grey_frames(analysis), fps=PLAYBACK_FPS)
    written = write_contact_strips(analysis, open_video(clip), tmp_path)
    assert len(written) == 2 * len(analysis.contacts) > 0
    for event, name in (written[0], written[-1]):
        picture = cv2.imread(str(tmp_path / name), cv2.IMREAD_GRAYSCALE)
        assert picture is not None
        assert picture.shape == (TILE_PX, TILE_PX * len(event.frames))
        for place, frame in enumerate(event.frames):
            tile = picture[:, TILE_PX * place + 8 : TILE_PX * (place + 1) - 8]
            assert np.median(tile) == pytest.approx(grey_of(frame), abs=8)
