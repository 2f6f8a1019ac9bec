"""A task on stdin -> its result in a folder, progress on stdout: one task, one process.

``python -m aqvision.sandbox.worker`` reads one line and goes on listening: when stdin ends, whoever
gave the task is gone, and the process ends itself and all that it started. This module imports
the standard library alone until it has begun to listen.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from aqvision.core.wording import _, word_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from aqvision.pose.estimate import Progress
    from aqvision.sandbox.tasks import (
        AnalyzeTask,
        CompareHoldsTask,
        CompareTask,
        FilmTask,
        GroupTask,
        HoldTask,
        LadderTask,
        PreviewTask,
        ScreenTask,
        SeasonTask,
        StripsTask,
        Target,
        ThumbnailTask,
    )

QUIET_S = 600
"""Longest time without a sign of progress; the slowest silent stage takes a minute or so."""
_SECONDS_BETWEEN_SIGNS = 0.2
# Parts of an analysis in its whole time; the rest is metrics and the report.
_STAGES = {"finding the athlete": (0.0, 0.2), "measuring the body": (0.2, 0.75)}

_MEASURING = frozenset({"preview", "analyze", "hold"})
# By how much films give way to what is measured.
_AFTER_MEASURING = 10

finishing = threading.Lock()
"""Held while a result gets its name, so that the end of the program does not come between."""


def main() -> None:
    """Do the task; say "done", or what the user can mend. Our own faults show a traceback."""
    out = _take_stdout()
    line = sys.stdin.readline()
    target = json.loads(line).get("target")
    end_with_giver(Path(target["interrupted"]) if target else None)
    faulthandler.dump_traceback_later(QUIET_S, exit=True)
    from aqvision.core.errors import AqvisionError, as_mendable

    try:
        _do(line, out)
    except AqvisionError as error:
        say(out, error=str(error), hint=error.hint, prompts=error.prompts)
    except Exception as error:
        passing = as_mendable(error)
        if passing is None:
            raise
        say(out, crash=str(passing), hint=passing.hint)
    else:
        say(out, done=True)


def _take_stdout() -> TextIO:
    """Keep stdout for ourselves: whatever libraries print goes to stderr, the job's log."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def end_with_giver(interrupted: Path | None) -> None:
    """End this process and all it started as soon as stdin ends.

    Parameters
    ----------
    interrupted
        File that tells that the process was well. It is there until this process answers for
        itself: whoever is killed before that leaves it behind.
    """
    if interrupted is not None:
        interrupted.unlink(missing_ok=True)

    def listen() -> None:
        while os.read(0, 1):  # not sys.stdin, whose lock would be missed when the process ends
            pass
        with finishing:
            if interrupted is not None:
                interrupted.touch()
            if os.getpgrp() == os.getpid():
                os.killpg(0, signal.SIGKILL)
            os._exit(1)

    threading.Thread(target=listen, daemon=True).start()


def say(out: TextIO, **values: object) -> None:
    """Tell the giver something, as a line of JSON.

    Parameters
    ----------
    out, **values
        Where the giver reads, and what JSON can hold, by name.
    """
    out.write(json.dumps(values) + "\n")
    out.flush()


def _do(line: str, out: TextIO) -> None:
    from aqvision.sandbox.tasks import (
        AnalyzeTask,
        CompareHoldsTask,
        CompareTask,
        FilmTask,
        GroupTask,
        HoldTask,
        LadderTask,
        PreviewTask,
        ScreenTask,
        SeasonTask,
        StripsTask,
        ThumbnailTask,
        task_from_line,
    )

    if json.loads(line)["kind"] in _MEASURING:
        from aqvision.pose.detect.preload import load_ahead

        load_ahead()  # workers will be needed: they load while the rest of the program does
    match task_from_line(line):
        case ScreenTask() as task:
            _screen(task)
        case PreviewTask() as task:
            _preview(task, _progress(out, _part_of_preview))
        case FilmTask() | ThumbnailTask() as task:
            _show(task, _progress(out, _part_of_preview))
        case StripsTask() | GroupTask() as task:
            _show_measured(task)
        case AnalyzeTask() | HoldTask() as task:
            _measure(task, _progress(out, _part_of_analysis))
        case CompareTask() | LadderTask() | CompareHoldsTask() | SeasonTask() as task:
            say(out, progress=0.0, words="comparing")
            _set_side_by_side(task)


def _measure(task: AnalyzeTask | HoldTask, progress: Progress) -> None:
    from aqvision.sandbox.tasks import HoldTask

    if isinstance(task, HoldTask):
        _hold(task, progress)
    else:
        _analyze(task, progress)


def _set_side_by_side(task: CompareTask | LadderTask | CompareHoldsTask | SeasonTask) -> None:
    from aqvision.sandbox.tasks import CompareHoldsTask, CompareTask, LadderTask, SeasonTask

    match task:
        case CompareTask():
            _compare(task)
        case LadderTask():
            _ladder(task)
        case CompareHoldsTask():
            _compare_holds(task)
        case SeasonTask():
            _season(task)


def _screen(task: ScreenTask) -> None:
    from aqvision.core.errors import VideoError
    from aqvision.video.filmed import find_filmed
    from aqvision.video.reader import open_video

    duration_s = open_video(task.path).duration_s
    if duration_s > task.max_duration_s:
        raise VideoError(
            _("{name} plays for {minutes:.0f} minutes").format(
                name=task.path.name, minutes=duration_s / 60
            ),
            _("cut out the sprint"),
        )
    filmed = find_filmed(task.path)
    if filmed is not None and task.told is not None:
        task.told.write_text(filmed.to_json(), encoding="utf-8")


def _preview(task: PreviewTask, progress: Progress) -> None:
    from aqvision.sandbox.preview import PREVIEW_FILE, make_preview

    preview = make_preview(task.clip, task.target.work, progress)
    (task.target.work / PREVIEW_FILE).write_text(preview.to_json(), encoding="utf-8")
    give_name(task.target)


def _show(task: FilmTask | ThumbnailTask, progress: Progress) -> None:
    from aqvision.core.errors import AqvisionError, named_as
    from aqvision.report.played_film import write_film
    from aqvision.report.thumbnail import thumbnail_of_result
    from aqvision.sandbox.tasks import FilmTask

    os.nice(_AFTER_MEASURING)
    try:
        if isinstance(task, FilmTask):
            turns = task.quarter_turns
            write_film(task.clip, task.result, task.target.work, progress, quarter_turns=turns)
        else:
            thumbnail_of_result(task.clip, task.result, task.target.work)
    except AqvisionError as error:
        raise named_as(error, task.clip.path, task.clip.name) from error
    give_name(task.target)


def _show_measured(task: StripsTask | GroupTask) -> None:
    from aqvision.sandbox.tasks import StripsTask

    if isinstance(task, StripsTask):
        _strips(task)
    else:
        _group(task)


def _strips(task: StripsTask) -> None:
    from aqvision.sandbox.strips import STRIPS_FILE, make_strips

    strips = make_strips(task.path, task.folder, task.target.work)
    (task.target.work / STRIPS_FILE).write_text(strips.to_json(), encoding="utf-8")
    give_name(task.target)


def _group(task: GroupTask) -> None:
    from aqvision.comparison.team.store import GROUP_FILE, effects_to_json, runs_from_json
    from aqvision.report.team_runs import effects_of

    os.nice(_AFTER_MEASURING)
    effects = effects_of(runs_from_json(task.path.read_text(encoding="utf-8")))
    (task.target.work / GROUP_FILE).write_text(effects_to_json(effects), encoding="utf-8")
    give_name(task.target)


def _analyze(task: AnalyzeTask, progress: Progress) -> None:
    import aqvision

    aqvision.analyze(
        task.clip,
        task.target.work,
        model=task.model,
        settings=task.settings,
        progress=progress,
        n_workers=task.n_pose_workers,
    )
    give_name(task.target)


def _compare(task: CompareTask) -> None:
    import aqvision

    aqvision.compare(
        task.before,
        task.after,
        task.target.work,
        settings=task.settings,
        recorded_on=_days(task),
        primaries=task.primaries,
        left_out=task.left_out,
    )
    give_name(task.target)


def _hold(task: HoldTask, progress: Progress) -> None:
    import aqvision

    aqvision.hold(
        task.clip, task.target.work, model=task.model, settings=task.settings, progress=progress
    )
    give_name(task.target)


def _compare_holds(task: CompareHoldsTask) -> None:
    from aqvision.holds import compare_hold_folders

    compare_hold_folders(task.before, task.after, task.target.work, recorded_on=_days(task))
    give_name(task.target)


def _season(task: SeasonTask) -> None:
    from aqvision.season import follow

    follow(
        (*task.before, *task.after),
        task.target.work,
        blocks=task.blocks,
        primaries=task.primaries,
        settings=task.settings,
        left_out=task.left_out,
    )
    give_name(task.target)


def _ladder(task: LadderTask) -> None:
    import aqvision

    aqvision.ladder(
        task.after,
        task.target.work,
        before=task.before,
        settings=task.settings,
        recorded_on=_days(task),
        left_out=task.left_out,
    )
    give_name(task.target)


def _days(task: CompareTask | CompareHoldsTask | LadderTask) -> dict[Path, dt.date]:
    sides = ((task.before, task.before_on), (task.after, task.after_on))
    return {folder: day for side, day in sides if day is not None for folder in side}


def give_name(target: Target) -> None:
    """Let a complete result appear, in one step.

    Parameters
    ----------
    target
        With the folder of the work and the name that it gets.
    """
    with finishing:
        target.work.rename(target.made)


def _progress(out: TextIO, part_of: Callable[[str, int, int], tuple[float, str]]) -> Progress:
    """Say now and then how far the work has come, and that it goes on at all."""
    last_s = 0.0

    def show(what: str, done: int, total: int) -> None:
        nonlocal last_s
        if time.monotonic() - last_s < _SECONDS_BETWEEN_SIGNS and done < total:
            return
        last_s = time.monotonic()
        faulthandler.dump_traceback_later(QUIET_S, exit=True)
        part, words = part_of(what, done, total)
        say(out, progress=part, words=words)

    return show


def _part_of_analysis(what: str, done: int, total: int) -> tuple[float, str]:
    start, share = _STAGES[what]
    words = _("{what}, {done} of {total} frames")
    return start + share * _part(done, total), words.format(
        what=word_of(what), done=done, total=total
    )


def _part_of_preview(what: str, done: int, total: int) -> tuple[float, str]:
    return _part(done, total), what


def _part(done: int, total: int) -> float:
    return min(done / total, 1.0) if total else 0.0


if __name__ == "__main__":
    main()
