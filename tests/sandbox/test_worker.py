"""The real measuring in a process of its own: a whole result, as the command writes it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.core.assets import find_sample
from aqvision.core.clip import Clip
from aqvision.core.settings import Settings
from aqvision.sandbox.limits import usual_limits
from aqvision.sandbox.runner import Done, Ending, Refused, measure_apart
from aqvision.sandbox.tasks import AnalyzeTask, CompareTask, Target, Task
from tests.support.clip_parts import THREE_STEPS, write_part


def target(folder: Path, name: str) -> Target:
    work = folder / f"{name}-work"
    work.mkdir()
    return Target(work, folder / name, folder / "interrupted")


def measured(task: Task, folder: Path) -> tuple[Ending, list[tuple[float, str]]]:
    heard: list[tuple[float, str]] = []
    ending = measure_apart(
        task,
        usual_limits(1),
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
    task = AnalyzeTask(target(tmp_path, "a"), clip, "full", Settings(), 1)
    ending, heard = measured(task, tmp_path)
    assert ending == Done(), (tmp_path / "log").read_text()
    parts = [part for part, _ in heard]
    assert parts == sorted(parts)
    assert (parts[-1], heard[-1][1]) == (0.95, "measuring the body, 100 of 100 frames")
    written = json.loads((tmp_path / "a" / "analysis.json").read_text())
    assert written["provenance"]["clip_name"] == "IMG 1.mov"
    assert (tmp_path / "a" / "report.html").is_file()

    both = CompareTask(target(tmp_path, "c"), (tmp_path / "a",), (tmp_path / "a",), Settings())
    assert measured(both, tmp_path)[0] == Done()
    assert (tmp_path / "c" / "comparison.json").is_file()
    assert not (tmp_path / "log").exists()


def test_what_cannot_be_read_is_the_users_to_mend(tmp_path: Path) -> None:
    path = tmp_path / "clip"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom, and then nothing")
    task = AnalyzeTask(target(tmp_path, "a"), Clip(path), "full", Settings(), 1)
    ending, _ = measured(replace(task, clip=replace(task.clip, called="x.mp4")), tmp_path)
    assert isinstance(ending, Refused)
    assert ending.hint
