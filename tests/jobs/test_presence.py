"""Who lives is seen by locks, which the system lets go of when the last holder has ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from aqvision.jobs.presence import alone_with, is_gone, n_present, present

KEY = "00ff"


def test_a_process_is_there_until_it_leaves(tmp_path: Path) -> None:
    folder = tmp_path / "locks"
    assert n_present(folder) == 0
    with present(folder) as first, present(folder) as second:
        assert n_present(folder) == 2
        assert first.name != second.name
        assert not is_gone(folder, first.name)
        assert not is_gone(folder, second.name)
    assert is_gone(folder, first.name)
    assert not any(folder.iterdir())


def test_a_killed_process_is_gone_only_with_its_last_child(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        with present(tmp_path) as presence:
            command = [sys.executable, "-c", "import time; time.sleep(60)"]
            child = subprocess.Popen(command, pass_fds=(presence.lock,))
            os.write(writer, f"{presence.name} {child.pid}".encode())
            signal.pause()
        os._exit(0)
    name, child_pid = os.read(reader, 100).decode().split()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert not is_gone(tmp_path, name)
    os.kill(int(child_pid), signal.SIGKILL)
    for _ in range(100):
        if is_gone(tmp_path, name):
            break
        threading.Event().wait(0.05)
    assert is_gone(tmp_path, name)
    with present(tmp_path):
        pass
    assert not any(tmp_path.iterdir())


def test_one_at_a_time_works_on_a_key(tmp_path: Path) -> None:
    with alone_with(tmp_path, KEY, lambda: False) as first:
        assert first
        with alone_with(tmp_path, "00fe", lambda: False) as other:
            assert other
        looks = iter([False, True])
        with alone_with(tmp_path, KEY, lambda: next(looks)) as second:
            assert not second
    with alone_with(tmp_path, KEY, lambda: False) as third:
        assert third


def test_a_lock_is_let_go_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone_with(tmp_path, KEY, lambda: False):
        raise ZeroDivisionError
    with alone_with(tmp_path, KEY, lambda: False) as again:
        assert again
