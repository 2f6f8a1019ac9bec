"""Pictures of every contact: each of its event's frame, and the angle that a number stands for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.errors import LibraryError
from aqvision.report.numbers import DASH
from aqvision.report.picture_sets import save_picture_sets
from aqvision.report.step_pictures import (
    load_shots,
    pictured_steps,
    step_picture_names,
    step_pictures_of,
)
from aqvision.report.tables import ClipRole, step_metrics, step_rows
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


@pytest.fixture
def filmed(tmp_path: Path, make_video: MakeVideo) -> tuple[Analysis, Path]:
    analysis = small_slow_motion()
    clip = make_video(tmp_path / "clip.mp4", grey_frames(analysis), fps=PLAYBACK_FPS)
    chosen = step_pictures_of(analysis)
    assert chosen is not None
    save_picture_sets(analysis, open_video(clip), tmp_path / "out", [chosen])
    return analysis, tmp_path / "out"


def test_each_contact_has_the_frames_nearest_to_its_events(filmed: tuple[Analysis, Path]) -> None:
    analysis, folder = filmed
    shots = load_shots(folder)
    assert list(shots) == list(range(len(analysis.contacts)))
    for contact, (down, off) in zip(analysis.contacts, shots.values(), strict=True):
        assert (down.event, off.event) == ("touchdown", "toe-off")
        for shot, at_s in ((down, contact.touchdown_s), (off, contact.toeoff_s)):
            picture = cv2.imdecode(np.frombuffer(shot.webp, np.uint8), cv2.IMREAD_COLOR)
            assert picture is not None
            grey = picture[:8, :8].mean()
            frame = round(at_s * RATE_HZ)
            assert grey == pytest.approx(grey_of(frame), abs=GREY_A_FRAME * 0.75 + 0.5)
            inside = (shot.joints_px >= 0) & (shot.joints_px <= shot.size_px)
            assert inside[np.isfinite(shot.joints_px)].all()
    written = {f"steps/{path.name}" for path in (folder / "steps").iterdir()}
    assert written <= set(step_picture_names())


def test_an_angle_leads_to_the_picture_of_its_instant(filmed: tuple[Analysis, Path]) -> None:
    analysis, folder = filmed
    rows, metrics = step_rows([analysis], [ClipRole.SINGLE]), step_metrics([analysis])
    steps = pictured_steps(rows, metrics, [analysis], [folder])
    assert [step.row for step in steps] == rows
    # what is measured of a swing stands in the row of the foot that swung, a contact later
    of = {
        "thigh_angle_toeoff_deg": ("toe-off", 0),
        "thigh_separation_touchdown_deg": ("touchdown", 1),
    }
    n_drawn = 0
    for step in steps:
        for metric, value, shown in zip(metrics, step.row.values, step.angles, strict=True):
            if metric in of and value != DASH:
                assert shown is not None
                event, later = of[metric]
                assert (shown.event, shown.number) == (event, step.number - later)
                n_drawn += 1
            else:
                assert shown is None
    assert n_drawn > len(steps)


def test_the_angle_of_the_picture_is_that_of_the_row_within_half_a_frame(
    filmed: tuple[Analysis, Path],
) -> None:
    analysis, folder = filmed
    rows, metrics = step_rows([analysis], [ClipRole.SINGLE]), step_metrics([analysis])
    half_a_frame_deg = 0.5 / RATE_HZ * 1300  # the thighs pass each other at up to 1300 degrees/s
    for step in pictured_steps(rows, metrics, [analysis], [folder]):
        for metric, shown in zip(metrics, step.angles, strict=True):
            if shown is not None:
                measured = float(analysis.steps[metric].iloc[step.number])
                assert shown.angle.value_deg == pytest.approx(measured, abs=half_a_frame_deg)
                assert shown.drawn in shown.caption


def test_clips_without_pictures_keep_their_rows(tmp_path: Path) -> None:
    analysis = small_slow_motion()
    rows = step_rows([analysis] * 2, [ClipRole.BEFORE, ClipRole.AFTER])
    steps = pictured_steps(rows, step_metrics([analysis]), [analysis] * 2, [None, tmp_path])
    assert [step.row for step in steps] == rows
    assert not any(step.shots for step in steps)
    assert len({(step.clip, step.number) for step in steps}) == len(steps)


def test_without_contacts_there_is_nothing_to_cut() -> None:
    assert step_pictures_of(replace(small_slow_motion(), contacts=())) is None


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "../mine", "time_s": 0, "joints_px": [None] * 33},
        {"name": "00-touchdown", "time_s": 0, "joints_px": [None] * 33},
        {"name": "00-touchdown", "joints_px": []},
        "nonsense",
    ],
)
def test_a_damaged_index_is_refused_with_a_hint(tmp_path: Path, entry: object) -> None:
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps" / "index.json").write_text(json.dumps([entry]))
    with pytest.raises(LibraryError, match="no complete set of pictures"):
        load_shots(tmp_path)
