"""Feet beyond the lower edge, and clips shorter than a stride, are named where nobody runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from aqvision import pipeline
from aqvision.analysis.analyze import Analysis
from aqvision.analysis.causes import told_if_feet_cut, told_if_short
from aqvision.core.assets import find_sample
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.prompts import Prompt
from aqvision.core.types import Image
from aqvision.video.reader import open_video, read_frames
from aqvision.video.timing import find_timing
from tests.conftest import MakeVideo
from tests.support.clip_parts import write_part
from tests.support.synthetic import Run, analysis_of, analyze
from tests.support.videos import video_of

RUN = Run()
# the ground of the sample is in row 690, a body 200 pixels tall
GROUND_PX, FIRST, LAST = 690, 50, 130


@cache
def without_feet() -> Analysis:
    pose = RUN.pose()
    return analyze(replace(pose, height_px=int(pose.xy_px[..., 1].max()) + 2))


def test_contacts_of_feet_that_are_cut_off_are_not_measured() -> None:
    cut = without_feet()
    said = {w.code: w for w in cut.warnings}
    assert "cut off at the picture's lower edge in 57% of the frames" in said["feet_cut_off"].text
    assert "some ground" in said["feet_cut_off"].hint
    assert "cut_off" not in said  # said once
    assert "as the feet are cut off" in said["no_contacts"].text
    assert cut.contacts == ()
    assert cut.metrics["contact_time_s"].confidence == "withheld"


def test_contacts_in_view_stay_where_others_are_cut_off() -> None:
    """A camera that was lowered in time: what it then saw counts as ever."""
    pose, whole = RUN.pose(), analysis_of(RUN)
    points = pose.xy_px.copy()
    points[:60, :, 1] += pose.height_px - points[:60, :, 1].max() - 2
    lowered = analyze(replace(pose, xy_px=points))
    assert "feet_cut_off" in {w.code for w in lowered.warnings}
    assert 0 < len(lowered.contacts) < len(whole.contacts)
    assert lowered.contacts[0].touchdown_s > pose.time_s[60]
    for contact in lowered.contacts:
        (same,) = [c for c in whole.contacts if abs(c.touchdown_s - contact.touchdown_s) < 0.05]
        assert contact.duration_s == pytest.approx(same.duration_s, abs=0.003)


def test_feet_in_the_picture_are_not_said_to_be_cut_off() -> None:
    assert not {w.code for w in analysis_of(RUN).warnings} & {"feet_cut_off", "cut_off"}


def test_who_seems_to_stand_is_said_to_lack_feet() -> None:
    pose = RUN.pose()
    low = replace(pose, height_px=int(pose.middle("knee")[:, 1].max()))
    words = r"stands; the feet are cut off .* in 100% of"
    with pytest.raises(PoseError, match=words) as caught, told_if_feet_cut(low):
        raise PoseError("nobody runs: the athlete stands", "choose", (Prompt.PERSON,))
    assert "ground below the feet" in caught.value.hint
    assert caught.value.prompts == (Prompt.PERSON,)
    with pytest.raises(PoseError, match=r"stands$"), told_if_feet_cut(pose):
        raise PoseError("nobody runs: the athlete stands", "choose")


@pytest.mark.parametrize(
    ("n_frames", "capture_fps", "words"),
    [
        (20, None, "^0.17 s is too short: one second or more is needed; no athlete$"),
        (60, 480, "0.12 s is too short"),  # half a second of slow motion
        (120, None, r"^no athlete$"),
    ],
)
def test_a_clip_shorter_than_a_stride_is_said_to_be_so(
    n_frames: int, capture_fps: float | None, words: str
) -> None:
    video = video_of(120, n_frames)
    timing = find_timing(video, Clip(Path("run.mp4"), capture_fps=capture_fps))
    with pytest.raises(PoseError, match=words) as caught, told_if_short(video, timing):
        raise PoseError("no athlete", "film one")
    assert ("longer part" in caught.value.hint) == ("short" in words)


@pytest.mark.model
@pytest.mark.slow
def test_a_sixth_of_a_second_is_not_said_to_lack_light(tmp_path: Path) -> None:
    film = write_part(find_sample("before.mp4"), tmp_path / "short.mp4", 80, 100)
    for measure in (pipeline.check, pipeline.analyze):
        with pytest.raises(PoseError, match=r"0\.16 s is too short: one second or more"):
            measure(Clip(film, height_m=1.78))


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize(
    ("lower_edge_px", "said"), [(GROUND_PX + 4, False), (GROUND_PX - 20, True)]
)
def test_the_network_does_not_hide_that_feet_are_cut_off(
    lower_edge_px: int, said: bool, make_video: MakeVideo, tmp_path: Path
) -> None:
    def cut() -> Iterator[Image]:
        for frame in read_frames(open_video(find_sample("before.mp4"))):
            if FIRST <= frame.index < LAST:
                yield np.ascontiguousarray(frame.rgb[:lower_edge_px])

    film = make_video(tmp_path / "low.mp4", cut(), fps=120)
    checked = pipeline.check(Clip(film, height_m=1.78))
    codes = [a.code for a in checked.advice]
    assert codes[0] == "feet_cut_off" if said else "feet_cut_off" not in codes
