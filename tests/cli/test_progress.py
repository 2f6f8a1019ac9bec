"""Progress of a clip or many: bars on a terminal, plain lines elsewhere, never on stdout."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.batch.watching import Watched
from aqvision.cli.progress import BatchDisplay, ProgressDisplay, write_time_left
from aqvision.library.records import Job, JobKind, JobState
from aqvision.library.tables import now


def test_plain_lines_away_from_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressDisplay("run.mp4") as progress:
        for done in range(1, 101):
            progress("measuring the body", done, 100)
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.strip().splitlines()
    assert 1 <= len(lines) <= 3
    assert lines[-1] == "run.mp4: measuring the body, 100 of 100 frames"


def test_one_clip_has_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with ProgressDisplay("[b]run.mp4") as progress:
        progress("measuring the body", 30, 120)
        assert progress._bars is not None
        (task,) = progress._bars.tasks
        assert (task.description, task.percentage) == ("\\[b]run.mp4: measuring the body", 25)


def job(name: str, state: str, progress: float, error: str | None = None) -> Job:
    return Job(
        id=name,
        kind=JobKind.ANALYZE,
        key=None,
        run_id=name,
        comparison_id=None,
        state=JobState(state),
        priority=2,
        attempts=1,
        progress=progress,
        words="measuring",
        error=error,
        hint=None,
        prompts=(),
        created=now(),
        started=None,
        finished=None,
    )


def test_lines_tell_what_failed_and_in_the_end_the_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = {"a": "[bold]a.mp4", "b": "b.mp4", "c": "c.mp4", "r": "Anna"}
    sizes = {"a": 10.0, "b": 10.0, "c": 40.0, "r": 1.0}
    ended = [job("a", "done", 1), job("b", "failed", 0.2, "nobody runs")]
    report = replace(job("r", "waiting", 0), run_id=None)
    rest = [job("c", "running", 0.5), report]
    with BatchDisplay() as display:
        for _ in range(3):
            jobs = {j.id: j for j in (*ended, *rest)}
            display.watch(Watched(jobs, names, sizes, left_s=300))
        display._last_line_s -= 60
        display.watch(Watched(jobs, names, sizes, left_s=300))
        done = {**jobs, "c": job("c", "done", 1), "r": replace(report, state=JobState.DONE)}
        display.watch(Watched(done, names, sizes))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "b.mp4: failed: nobody runs",
        "clips 2 of 3, reports 0 of 1, about 5 min left",
        "clips 3 of 3, reports 1 of 1",
    ]


def test_the_time_left_is_not_finer_than_it_is_known() -> None:
    assert write_time_left(None) == ""
    assert write_time_left(20) == "less than a minute left"
    assert write_time_left(3590) == "about 1 h 00 min left"


def test_bars_are_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with BatchDisplay() as display:
        display.taking_in("taking in [a].mp4", 1, 2)
        running = job("a", "running", 0.5)
        display.watch(Watched({"a": running}, {"a": "[/x] a.mp4"}, {"a": 1.0}))
        assert display._bars is not None
        shown = [(task.description, task.completed) for task in display._bars.tasks]
        assert shown == [
            ("Taking in the clips", 0.5),
            ("clips 0 of 1", 0.5),
            ("\\[/x] a.mp4", 0.5),
        ]
        display.watch(Watched({"a": job("a", "done", 1)}, {"a": "a"}, {"a": 1.0}))
        assert len(display._bars.tasks) == 2
