"""Strips of contacts: cut from a clip that was measured, written down and read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.analysis.store import save_analysis
from aqvision.sandbox.strips import ContactEnd, ContactStrip, ContactStrips, make_strips
from tests.support.grey_clips import PLAYBACK_FPS, grey_frames, small_slow_motion

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

END = ContactEnd(at_s=0.101, frames_s=(0.09, 0.1, 0.11), nearest=1, picture="strip-0.webp")
STRIPS = ContactStrips(
    first_s=0.0,
    last_s=1.6,
    from_the_side=True,
    contacts=(ContactStrip(side="left", touchdown=END, toeoff=END),),
)


def test_strips_come_out_as_they_went_in() -> None:
    assert ContactStrips.from_json(STRIPS.to_json()) == STRIPS


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "7", json.dumps({**json.loads(STRIPS.to_json()), "odd": 1})]
)
def test_what_another_version_wrote_are_no_strips(text: str) -> None:
    with pytest.raises(ValueError, match="no strips"):
        ContactStrips.from_json(text)


def test_contacts_of_a_slow_motion_clip_are_told_in_real_time(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    analysis = small_slow_motion()
    clip = make_video(tmp_path / "clip.mp4", grey_frames(analysis), fps=PLAYBACK_FPS)
    save_analysis(analysis, tmp_path / "result")
    strips = make_strips(clip, tmp_path / "result", tmp_path)
    assert strips.from_the_side
    assert strips.last_s == pytest.approx(float(analysis.pose.time_s[-1]))
    for strip, contact in zip(strips.contacts, analysis.contacts, strict=True):
        assert (strip.side, strip.touchdown.at_s) == (contact.side, contact.touchdown_s)
        for end in (strip.touchdown, strip.toeoff):
            off_s = np.abs(np.array(end.frames_s) - end.at_s)
            assert int(off_s.argmin()) == end.nearest
            assert (tmp_path / end.picture).is_file()
