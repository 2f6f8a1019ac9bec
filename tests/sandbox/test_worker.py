"""The real measuring in a process of its own: a whole result, as the command writes it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.store import save_analysis
from aqvision.core.assets import find_sample
from aqvision.core.clip import Clip
from aqvision.core.settings import Settings
from aqvision.sandbox.limits import usual_limits
from aqvision.sandbox.preview import PREVIEW_FILE, Preview
from aqvision.sandbox.runner import Done, Ending, Refused, Sandbox
from aqvision.sandbox.tasks import (
    AnalyzeTask,
    CompareTask,
    FilmTask,
    LadderTask,
    PreviewTask,
    ScreenTask,
    Target,
    Task,
    ThumbnailTask,
)
from aqvision.video.writer import write_video
from samples.generator import AFTER
from tests.support.climbs import Climber
from tests.support.clip_parts import THREE_STEPS, write_part
from tests.support.synthetic import Run, analysis_of

DAY = dt.date(2026, 3, 1)


def target(folder: Path, name: str) -> Target:
    work = folder / f"{name}-work"
    work.mkdir()
    return Target(work, folder / name, folder / "interrupted")


def measured(task: Task, folder: Path) -> tuple[Ending, list[tuple[float, str]]]:
    heard: list[tuple[float, str]] = []
    ending = Sandbox(limits=usual_limits(1)).run(
        task,
        folder / "log",
        on_progress=lambda part, words: heard.append((part, words)),
        unwanted=lambda: False,
    )
    return ending, heard


@pytest.mark.slow
@pytest.mark.model
def test_a_clip_is_analyzed_and_compared_in_processes_of_their_own(tmp_path: Path) -> None:
    clip_path = write_part(find_sample("before.mp4"), tmp_path / "clip.mp4", *THREE_STEPS)
    clip = Clip(clip_path, athlete="Anna", height_m=1.78, called="IMG 1.mov")
    task = AnalyzeTask(
        target=target(tmp_path, "a"),
        clip=clip,
        model="full",
        settings=Settings(),
        n_pose_workers=1,
    )
    ending, heard = measured(task, tmp_path)
    assert ending == Done(), (tmp_path / "log").read_text()
    parts = [part for part, _ in heard]
    assert parts == sorted(parts)
    assert (parts[-1], heard[-1][1]) == (0.95, "measuring the body, 100 of 100 frames")
    written = json.loads((tmp_path / "a" / "analysis.json").read_text())
    assert written["provenance"]["clip_name"] == "IMG 1.mov"
    assert (tmp_path / "a" / "report.html").is_file()

    other = analysis_of(Run(replace(AFTER, trunk_lean_deg=9.0)))
    other = replace(other, athlete="Anna", provenance=replace(other.provenance, model="full"))
    save_analysis(other, tmp_path / "b")
    both = CompareTask(target(tmp_path, "c"), (tmp_path / "a",), (tmp_path / "b",), Settings(), DAY)
    assert measured(both, tmp_path)[0] == Done()
    assert (tmp_path / "c" / "comparison.json").is_file()
    assert "filmed 1 March 2026" in (tmp_path / "c" / "report.html").read_text()
    assert not (tmp_path / "log").exists()


def test_a_ladder_is_made_in_a_process_of_its_own_or_says_why_not(tmp_path: Path) -> None:
    folders = []
    for number, run in enumerate(Climber(lag_deg_per_mps=25.0, name="Anna").ladder()):
        folders.append(tmp_path / f"run-{number}")
        save_analysis(run, folders[-1])
    task = LadderTask(target(tmp_path, "l"), (), tuple(folders), Settings(), None, DAY)
    assert measured(task, tmp_path)[0] == Done(), (tmp_path / "log").read_text()
    written = json.loads((tmp_path / "l" / "ladder.json").read_text())
    assert (written["lets_go_first"], written["before"]) == ("arms", None)
    assert (tmp_path / "l" / "report.html").is_file()

    fewer = LadderTask(target(tmp_path, "m"), (folders[0],), tuple(folders), Settings())
    ending, _ = measured(fewer, tmp_path)
    assert isinstance(ending, Refused)
    assert ending.hint


@pytest.mark.model
def test_a_preview_is_made_in_a_process_of_its_own(tmp_path: Path) -> None:
    clip_path = write_part(find_sample("before.mp4"), tmp_path / "clip.mp4", *THREE_STEPS)
    task = PreviewTask(target(tmp_path, "p"), Clip(path=clip_path, height_m=1.78))
    ending, heard = measured(task, tmp_path)
    assert ending == Done(), (tmp_path / "log").read_text()
    assert heard[-1] == (1.0, "measuring the body")
    preview = Preview.from_json((tmp_path / "p" / PREVIEW_FILE).read_text())
    assert preview.facts is not None
    assert (preview.facts.view, preview.people, preview.problem) == ("side", (), "")
    assert (tmp_path / "p" / "thumbnail.webp").is_file()
    assert not (tmp_path / "interrupted").exists()


def test_a_film_and_a_small_picture_are_made_in_processes_of_their_own(tmp_path: Path) -> None:
    run = Run(rate_hz=60.0)
    pictures = [np.full((1080, 1920, 3), 90, np.uint8)] * len(run.time_s)
    write_video(tmp_path / "clip", pictures, 60.0)
    save_analysis(analysis_of(run), tmp_path / "result")
    clip = Clip(tmp_path / "clip", called="IMG 1.mov")
    film = FilmTask(target(tmp_path, "f"), clip, tmp_path / "result")
    ending, heard = measured(film, tmp_path)
    assert ending == Done(), (tmp_path / "log").read_text()
    assert heard[-1] == (1.0, "making it ready to play")
    assert sorted(path.name for path in (tmp_path / "f").iterdir()) == ["film.json", "film.mp4"]
    picture = ThumbnailTask(target(tmp_path, "t"), clip, tmp_path / "result")
    assert measured(picture, tmp_path)[0] == Done()
    assert (tmp_path / "t" / "thumbnail.webp").is_file()
    refused = FilmTask(target(tmp_path, "r"), Clip(damaged(tmp_path), called="x.mp4"), None)
    ending, _ = measured(refused, tmp_path)
    assert isinstance(ending, Refused)
    assert ending.error.startswith("x.mp4 ")


def damaged(folder: Path) -> Path:
    path = folder / "clip"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom, and then nothing")
    return path


def test_what_cannot_be_read_is_the_users_to_mend(tmp_path: Path) -> None:
    task = AnalyzeTask(
        target=target(tmp_path, "a"),
        clip=Clip(path=damaged(tmp_path), called="x.mp4"),
        model="full",
        settings=Settings(),
        n_pose_workers=1,
    )
    ending, _ = measured(task, tmp_path)
    assert isinstance(ending, Refused)
    assert ending.hint


def test_a_preview_says_by_its_name_why_a_clip_cannot_be_measured(tmp_path: Path) -> None:
    clip = Clip(path=damaged(tmp_path), called="x.mp4")
    assert measured(PreviewTask(target(tmp_path, "p"), clip), tmp_path)[0] == Done()
    preview = Preview.from_json((tmp_path / "p" / PREVIEW_FILE).read_text())
    assert preview.problem.startswith("x.mp4 ")
    assert (preview.facts, bool(preview.hint)) == (None, True)


def test_a_file_is_screened_and_leaves_nothing(tmp_path: Path) -> None:
    sample = find_sample("before.mp4")
    assert measured(ScreenTask(sample, 600.0), tmp_path) == (Done(), [])
    long = Refused("before.mp4 plays for 0 minutes", "cut out the sprint")
    assert measured(ScreenTask(sample, 1.0), tmp_path)[0] == long
    assert isinstance(measured(ScreenTask(damaged(tmp_path), 600.0), tmp_path)[0], Refused)
    assert [path.name for path in tmp_path.iterdir()] == ["clip"]
