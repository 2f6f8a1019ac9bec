"""Python files in the current folder are the user's: no process of ours runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aqvision.core.assets import find_sample
from aqvision.core.clip import Clip
from aqvision.core.safe_path import own_program, without_current_folder
from aqvision.core.settings import Settings
from aqvision.sandbox.limits import usual_limits
from aqvision.sandbox.runner import Done, Refused, Sandbox
from aqvision.sandbox.tasks import AnalyzeTask, PreviewTask, ScreenTask, Target, Task
from tests.support.clip_parts import THREE_STEPS, write_part

# multiprocessing's own tracker of resources imports signal; MediaPipe imports matplotlib
NAMES = ("random", "numpy", "matplotlib", "signal")
CONSOLE_SCRIPT = (str(Path(sys.executable).with_name("aqvision")),)
AS_MODULE = (sys.executable, "-m", "aqvision")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder of Python files that tell when they are run."""
    folder = tmp_path / "here"
    folder.mkdir()
    for name in NAMES:
        told = f"open({str(tmp_path / 'ran')!r}, 'a').write('{name} ')\nraise ValueError('ran')\n"
        (folder / f"{name}.py").write_text(told)
    monkeypatch.chdir(folder)
    return folder


def ran(folder: Path) -> str:
    """Name the files that were run."""
    told = folder.with_name("ran")
    return told.read_text() if told.exists() else ""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def run_script(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run a program that lies elsewhere, as the console script does."""
    script = folder.with_name("elsewhere") / "script.py"
    script.parent.mkdir()
    script.write_text(text)
    return run(sys.executable, str(script))


def tasks_on(path: Path, folder: Path) -> list[Task]:
    """Give a task of each kind that reads a clip."""
    target = Target(folder / "work", folder / "made", folder / "interrupted")
    target.work.mkdir()
    clip = Clip(path=path, height_m=1.78)
    measuring = AnalyzeTask(
        target=target, clip=clip, model="full", settings=Settings(), n_pose_workers=1
    )
    return [ScreenTask(path, 600.0), measuring, PreviewTask(target, clip)]


@pytest.mark.parametrize("program", [CONSOLE_SCRIPT, AS_MODULE])
def test_a_clip_that_cannot_be_read_is_refused_as_ever(
    program: tuple[str, ...], folder: Path
) -> None:
    Path("clip.mp4").write_bytes(b"no video")
    result = run(*program, "analyze", "clip.mp4", "--out", "out")
    assert ran(folder) == ""
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["Error", "Hint"]


@pytest.mark.model
def test_a_clip_is_checked(folder: Path) -> None:
    write_part(find_sample("before.mp4"), folder / "clip.mp4", *THREE_STEPS)
    result = run(*AS_MODULE, "check", "clip.mp4", "--height-m", "1.78")
    assert (result.returncode, ran(folder)) == (0, ""), result.stderr


def test_processes_of_their_own_refuse_a_clip_as_ever(folder: Path) -> None:
    Path("clip.mp4").write_bytes(b"no video")
    endings = [
        Sandbox(limits=usual_limits(1)).run(
            task, folder / "log", on_progress=lambda *_: None, unwanted=lambda: False
        )
        for task in tasks_on(folder / "clip.mp4", folder)
    ]
    assert ran(folder) == ""
    assert [type(ending) for ending in endings] == [Refused, Refused, Done]


def test_workers_are_started_ahead(folder: Path) -> None:
    program = (
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from aqvision.pose.detect.preload import load_ahead, worker_context\n"
        "if __name__ == '__main__':\n"
        "    load_ahead()\n"
        "    with ProcessPoolExecutor(1, worker_context()) as pool:\n"
        "        print(pool.submit(abs, -3).result())\n"
    )
    result = run_script(folder, program)
    assert (result.stdout, ran(folder)) == ("3\n", ""), result.stderr


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_a_script_runs_once_though_it_does_not_ask_whether_it_is_main(
    method: str, folder: Path
) -> None:
    program = (
        "import multiprocessing\n"
        "print('begun', flush=True)\n"
        "from aqvision.pose.detect import workers\n"
        f"workers.worker_context = lambda: multiprocessing.get_context('{method}')\n"
        "with workers._started(2, workers.SharedRoom(), None, None) as pool:\n"
        "    print(pool.submit(abs, -3).result())\n"
    )
    result = run_script(folder, program)
    assert (result.stdout, ran(folder)) == ("begun\n3\n", ""), result.stderr


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_workers_are_started_without_a_head_start(method: str, folder: Path) -> None:
    program = (
        "import multiprocessing\n"
        "from aqvision.pose.detect import workers\n"
        f"workers.worker_context = lambda: multiprocessing.get_context('{method}')\n"
        "if __name__ == '__main__':\n"
        "    with workers._started(1, workers.SharedRoom(), None, None) as pool:\n"
        "        print(pool.submit(abs, -3).result())\n"
    )
    result = run_script(folder, program)
    assert (result.stdout, ran(folder)) == ("3\n", ""), result.stderr


def test_the_gpu_is_tried(folder: Path) -> None:
    program = (
        "from pathlib import Path\n"
        "from aqvision.pose.network import device\n"
        "if __name__ == '__main__':\n"
        "    print(device._try_gpu(Path('no such model')))\n"
    )
    result = run_script(folder, program)
    assert ran(folder) == ""
    assert result.returncode == 0, result.stderr
    assert "ended the process" not in result.stdout


def test_what_the_user_asked_python_to_find_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = folder.with_name("asked")
    asked.mkdir()
    (asked / "asked_for.py").write_text("print('found')\n")
    monkeypatch.setenv("PYTHONPATH", str(asked))
    assert run(*own_program("asked_for")).stdout == "found\n"


@pytest.mark.parametrize("before", [None, "yes"])
def test_the_environment_is_put_back(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    if before is not None:
        monkeypatch.setenv("PYTHONSAFEPATH", before)
    with pytest.raises(OSError, match="full"), without_current_folder():
        raise OSError("full")
    assert os.environ.get("PYTHONSAFEPATH") == before
