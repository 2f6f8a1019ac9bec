"""Everybody in a clip is measured by itself: one who cannot be measured costs nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision import everybody
from aqvision.analysis.analyze import Analysis
from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.pose.detect.boxes import Box
from aqvision.pose.estimate import RawPose
from aqvision.pose.track.athlete import Candidate
from aqvision.pose.track.sightings import Sighting
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.report.contact_sheet import NAME
from aqvision.video.kept import KeptParts
from aqvision.video.reader import Video, open_video
from aqvision.video.repeats import Repeats
from tests.support.synthetic import Run, analysis_of

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

FPS = 60.0
RUNNER, HIDDEN, ONLOOKER = 1, 2, 3


@contextmanager
def no_workers(*_: object, **__: object) -> Iterator[None]:
    yield None


def seen(number: int) -> Candidate:
    return Candidate(
        number=number, score=1 / number, first_s=0.5, last_s=1.0, height_px=120.0,
        first_px=(160.0, 120.0), last_px=(160.0, 120.0), strides=number != ONLOOKER,
    )  # fmt: skip


def three_people() -> Survey:
    sighting = Sighting(time_s=0.5, box=Box(120.0, 60.0, 200.0, 180.0), foot_spread=0.1)
    return Survey(
        tracks=tuple(Track([sighting]) for _ in range(3)),
        candidates=tuple(seen(number) for number in (RUNNER, HIDDEN, ONLOOKER)),
        camera=CameraMotion(0.0),
        repeats=Repeats((), 1.0),
        samples=np.empty((0, 2)),
    )


@dataclass
class Surveyed:
    """A survey that finds three people, of whom one can be measured."""

    raw: RawPose
    survey: Survey
    video: Video

    def measure(self, number: int, _kept: KeptParts) -> RawPose:
        if number == RUNNER:
            return self.raw
        raise PoseError("the athlete is hidden", "film again")


@pytest.fixture
def clip(tmp_path: Path, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch) -> Clip:
    """A clip as long as a synthetic run, whose survey is the one above."""
    raw = analysis_of(Run(rate_hz=FPS)).raw_pose
    small = replace(raw.sequence, xy_px=raw.sequence.xy_px / 4, width_px=480, height_px=270)
    monkeypatch.setattr(everybody, "pose_workers", no_workers)
    grey = [np.full((270, 480, 3), 120, dtype=np.uint8)] * len(small)
    path = make_video(tmp_path / "clip.mp4", grey, fps=FPS)
    surveyed = Surveyed(replace(raw, sequence=small), three_people(), open_video(path))
    monkeypatch.setattr(everybody, "survey_upright", lambda *_, **__: surveyed)
    return Clip(path, height_m=1.8)


def test_who_strides_is_measured_or_told_why_not(clip: Clip, tmp_path: Path) -> None:
    results = everybody.analyze_athletes(clip, tmp_path / "out")
    assert list(results) == [RUNNER, HIDDEN]
    analysis = results[RUNNER]
    assert isinstance(analysis, Analysis)
    assert len(analysis.contacts) > 2
    assert analysis.provenance.athlete_choice != ""
    assert isinstance(results[HIDDEN], PoseError)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["athlete-1"]
    assert (tmp_path / "out" / "athlete-1" / "report.html").is_file()


def test_everybody_is_listed_with_a_picture(clip: Clip, tmp_path: Path) -> None:
    people = everybody.list_athletes(clip, tmp_path / "out")
    assert [one.number for one in people] == [RUNNER, HIDDEN, ONLOOKER]
    assert [path.name for path in (tmp_path / "out").iterdir()] == [NAME]
