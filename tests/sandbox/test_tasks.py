"""Tasks come out of their line of JSON as they went in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.core.clip import AthleteChoice, Clip, Notes
from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.left_out import LeftOut
from aqvision.core.marks import Mark, Marks
from aqvision.core.settings import FilterSettings, Settings
from aqvision.core.splits import parse_splits
from aqvision.progress.blocks import TrainingBlock
from aqvision.sandbox.tasks import (
    AnalyzeTask,
    CompareTask,
    FilmTask,
    LadderTask,
    PreviewTask,
    ReadTableTask,
    ScreenTask,
    SeasonTask,
    StripsTask,
    Target,
    Task,
    ThumbnailTask,
    task_from_line,
    task_to_line,
)

DAY = dt.date(2026, 3, 1)
TRAINED = TrainingBlock(first=DAY, last=DAY, what="Zoë’s {hills}")
TARGET = Target(Path("/home/a/work"), Path("/home/a/made"), Path("/home/a/interrupted"))
SETTINGS = replace(Settings(), filter=FilterSettings(knee_hz=14.5))
BARE = Clip(Path("/clips/one"))
FULL = Clip(
    Path("/clips/ü\n{}"),
    athlete="Zoë 🏃",
    height_m=1.78,
    capture_fps=239.76,
    marks=Marks(
        (Mark(1.5, 2, 0.0, time_s=0.25), Mark(300, 400.25, 10.0)),
        lane_offset_m=-1.22,
        se_frac=0.02,
        camera_height_m=1.1,
    ),
    choice=AthleteChoice(at=(640.0, 300.0, 2.5)),
    notes=Notes("track", "spikes"),
    belt_mps=7.5,
    mass_kg=70.0,
    splits=parse_splits("5:1.21,10:1.99,20:3.38,30:4.71"),
    called="IMG 1.mov",
    recorded_on=DAY,
    blur_faces=True,
    contacts=(GivenContact(side="left", touchdown_s=0.25, toeoff_s=0.375),),
    shot=2,
    part=FilmPart(0.5, 2.5),
)


def analyze(clip: Clip, model: str = "full", settings: Settings = SETTINGS) -> AnalyzeTask:
    return AnalyzeTask(target=TARGET, clip=clip, model=model, settings=settings, n_pose_workers=3)


@pytest.mark.parametrize(
    "task",
    [
        analyze(BARE, "heavy", Settings()),
        analyze(FULL),
        analyze(replace(BARE, choice=AthleteChoice(track=2))),
        PreviewTask(TARGET, FULL),
        ScreenTask(Path("/uploads/ü.part"), 600.0),
        FilmTask(TARGET, FULL, None),
        FilmTask(TARGET, FULL, None, 3),
        FilmTask(TARGET, BARE, Path("/results/a")),
        ThumbnailTask(TARGET, FULL, Path("/results/a")),
        StripsTask(TARGET, Path("/clips/ü"), Path("/results/a")),
        CompareTask(TARGET, (Path("/a"), Path("/b")), (Path("/c"),), SETTINGS),
        CompareTask(TARGET, (Path("/a"),), (Path("/c"),), SETTINGS, primaries=("speed_mps",)),
        CompareTask(TARGET, (Path("/a"),), (Path("/c"),), SETTINGS, DAY, None),
        CompareTask(
            TARGET, (Path("/a"),), (), SETTINGS, left_out=(LeftOut("a.mp4", "after", "no"),)
        ),
        SeasonTask(TARGET, (Path("/a"),), (Path("/c"),), SETTINGS, ("speed_mps",), (TRAINED,)),
        ReadTableTask(Path("/uploads/table"), Path("/uploads/cells"), ("athlete",)),
        LadderTask(TARGET, (), (Path("/a"), Path("/b")), SETTINGS, None, DAY),
        LadderTask(TARGET, (), (Path("/a"),), SETTINGS, left_out=(LeftOut("b", "", "no"),)),
    ],
)
def test_a_task_comes_out_as_it_went_in(task: Task) -> None:
    line = task_to_line(task)
    assert "\n" not in line
    assert task_from_line(line) == task
