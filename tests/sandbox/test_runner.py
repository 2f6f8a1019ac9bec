"""One job in a process of its own: what came of it is told apart, and nothing of it stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from aqvision.core.clip import Clip
from aqvision.core.prompts import Prompt
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Crashed, Done, Ending, Refused, Sandbox, Stopped
from aqvision.sandbox.tasks import PreviewTask, Target, task_to_line
from tests.support.team_folder import fake_command, processes_with

ROOMY = Limits(memory_mib=2000)
PATIENCE_S = 20


def task_named(name: str, folder: Path) -> PreviewTask:
    target = Target(folder / "work", folder / "made", folder / "interrupted")
    target.work.mkdir()
    return PreviewTask(target, Clip(path=folder / "clip", called=name))


def measured(
    name: str, folder: Path, limits: Limits = ROOMY, *, wanted_s: float = 1e9
) -> tuple[Ending, list[tuple[float, str]]]:
    heard: list[tuple[float, str]] = []
    end_s = time.monotonic() + wanted_s
    ending = Sandbox(limits=limits, command=fake_command(folder / "diary")).run(
        task_named(name, folder),
        folder / "log",
        on_progress=lambda part, words: heard.append((part, words)),
        unwanted=lambda: time.monotonic() > end_s,
    )
    return ending, heard


def crash_of(name: str, folder: Path, limits: Limits = ROOMY) -> str:
    ending, _ = measured(name, folder, limits)
    assert isinstance(ending, Crashed)
    return ending.reason


def test_a_result_appears_whole_and_its_progress_is_heard(tmp_path: Path) -> None:
    ending, heard = measured("ok.mp4", tmp_path)
    assert ending == Done()
    assert heard == [(0.25, "looking at ok.mp4")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["diary", "made"]


def test_what_the_user_can_mend_is_told_from_our_own_faults(tmp_path: Path) -> None:
    ending, _ = measured("refuse.mp4", tmp_path)
    assert ending == Refused("nobody runs here", "film somebody", (Prompt.PERSON,))
    other = tmp_path / "other"
    other.mkdir()
    assert crash_of("fault.mp4", other) == "ZeroDivisionError: our own fault"
    assert "Traceback" in (other / "log").read_text()


def test_a_crash_names_the_signal(tmp_path: Path) -> None:
    assert crash_of("die.mp4", tmp_path) == "it was ended by signal SIGSEGV"


@pytest.mark.parametrize(
    ("name", "limits", "reason"),
    [
        ("eat-300.mp4", Limits(memory_mib=200), "it used more than 200 MiB of memory"),
        ("eat-3000.mp4", replace(ROOMY, address_space_mib=1000), "MemoryError"),
        ("sleep-60.mp4", replace(ROOMY, wall_s=0.5), "it took longer than 0.5 s"),
        ("burn.mp4", replace(ROOMY, cpu_s=1), "it used more processor time than it may"),
        ("fill-20.mp4", replace(ROOMY, file_mib=10), "OSError: [Errno 27] File too large"),
    ],
)
def test_limits_end_a_job(name: str, limits: Limits, reason: str, tmp_path: Path) -> None:
    assert crash_of(name, tmp_path, limits) == reason
    assert not processes_with(str(tmp_path / "diary"))


@pytest.mark.parametrize("noise", [0, 5_000])
def test_what_was_said_by_one_who_ended_at_once_is_heard(
    noise: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow_process(pid: int) -> psutil.Process:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # ended before we listen at all
        return psutil.Process(pid)

    fake = SimpleNamespace(Process=slow_process)
    monkeypatch.setattr("aqvision.sandbox.runner.psutil", fake)
    program = f"print('noise ' * {noise}); print('{{\"done\": true}}')"
    ending = Sandbox(limits=ROOMY, command=(sys.executable, "-c", program)).run(
        task_named("ok.mp4", tmp_path),
        tmp_path / "log",
        on_progress=lambda part, words: None,
        unwanted=lambda: False,
    )
    assert ending == Done()


def test_no_core_is_dumped_and_limits_are_the_systems(tmp_path: Path) -> None:
    limits = replace(ROOMY, address_space_mib=1500, file_mib=7)
    assert crash_of("limits.mp4", tmp_path, limits) == f"ValueError: [0, {1500 << 20}, {7 << 20}]"


def test_nothing_secret_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AQVISION_DATABASE_URL", "postgresql://me:secret@there/db")
    monkeypatch.setenv("SOME_TOKEN", "secret")
    named = crash_of("environment.mp4", tmp_path)
    assert "PATH" in named
    assert "DATABASE" not in named
    assert "TOKEN" not in named


def test_who_is_not_wanted_goes_with_all_children(tmp_path: Path) -> None:
    ending, _ = measured("child.mp4", tmp_path, wanted_s=1.0)
    assert ending == Stopped()
    assert not processes_with(str(tmp_path / "diary"))
    assert not (tmp_path / "log").exists()


def test_a_program_that_is_no_measuring_is_a_crash(tmp_path: Path) -> None:
    def nothing_heard(*_: object) -> None:
        raise AssertionError

    command = (sys.executable, "-c", "print('[1]'); print('{'); print(7)")
    ending = Sandbox(limits=ROOMY, command=command).run(
        task_named("ok.mp4", tmp_path),
        tmp_path / "log",
        on_progress=nothing_heard,
        unwanted=lambda: False,
    )
    assert ending == Crashed("it ended with code 0 and no result")


def test_a_job_ends_with_the_program_and_says_that_it_was_well(tmp_path: Path) -> None:
    task = task_named("child.mp4", tmp_path)
    with subprocess.Popen(
        fake_command(tmp_path / "diary"), stdin=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write(task_to_line(task).encode() + b"\n")
        process.stdin.flush()
        end_s = time.monotonic() + PATIENCE_S
        while len(processes_with(str(tmp_path / "diary"))) < 2 and time.monotonic() < end_s:
            time.sleep(0.05)
        process.stdin.close()  # as the system does for a program that was killed
        assert process.wait(PATIENCE_S) == -signal.SIGKILL
    assert task.target.interrupted.exists()
    assert not processes_with(str(tmp_path / "diary"))


def test_a_held_lock_goes_with_the_process(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    try:
        command = (sys.executable, "-c", f"import os; os.write({writer}, b'held')")
        Sandbox(limits=ROOMY, command=command, held_open=(writer,)).run(
            task_named("ok.mp4", tmp_path),
            tmp_path / "log",
            on_progress=lambda *_: None,
            unwanted=lambda: False,
        )
        assert os.read(reader, 10) == b"held"
    finally:
        os.close(reader)
        os.close(writer)
