"""Progress of a clip or many: bars on a terminal, plain lines elsewhere, never on stdout."""

from __future__ import annotations

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


def test_a_line_tells_what_ended_and_how_long_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    jobs = [job("a", "done", 1), job("b", "failed", 0.2, "nobody runs"), job("c", "running", 0.5)]
    names = {"a": "[bold]a.mp4", "b": "b.mp4", "c": "c.mp4"}
    sizes = {"a": 10.0, "b": 10.0, "c": 40.0}
    with BatchDisplay() as display:
        for _ in range(2):
            display.watch(Watched({j.id: j for j in jobs}, names, sizes, elapsed_s=600))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "[bold]a.mp4: done (2 of 3 done, about 5 min left)",
        "b.mp4: failed: nobody runs (2 of 3 done, about 5 min left)",
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
        display.watch(Watched({"a": running}, {"a": "[/x] a.mp4"}, {"a": 1.0}, elapsed_s=60))
        assert display._bars is not None
        shown = [(task.description, task.completed) for task in display._bars.tasks]
        assert shown == [
            ("Taking in the clips", 0.5),
            ("All: 0 of 1 done", 0.5),
            ("\\[/x] a.mp4", 0.5),
        ]
        display.watch(Watched({"a": job("a", "done", 1)}, {"a": "a"}, {"a": 1.0}, elapsed_s=60))
        assert len(display._bars.tasks) == 2
