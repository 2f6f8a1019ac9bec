"""Who lives is seen by locks, which the system lets go of when the last holder has ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from aqvision.jobs.presence import alone, forget, lock_of, n_present, present


def test_a_process_is_there_until_it_leaves(tmp_path: Path) -> None:
    folder = tmp_path / "locks"
    assert n_present(folder) == 0
    with present(folder) as first, present(folder) as second:
        assert n_present(folder) == 2
        assert first.name != second.name
        assert lock_of(folder, first.name)
        assert lock_of(folder, second.name)
    assert lock_of(folder, first.name) is None
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
    assert lock_of(tmp_path, name)
    os.kill(int(child_pid), signal.SIGKILL)
    for _ in range(100):
        if lock_of(tmp_path, name) is False:
            break
        threading.Event().wait(0.05)
    assert lock_of(tmp_path, name) is False
    forget(tmp_path, name)
    assert lock_of(tmp_path, name) is None
    assert not any(tmp_path.iterdir())


def test_one_at_a_time_does_something_alone(tmp_path: Path) -> None:
    order = []

    def second() -> None:
        with alone(tmp_path, "taking-in"):
            order.append("second")

    with alone(tmp_path, "taking-in"), alone(tmp_path, "something-else"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert not any(path.name.isalnum() for path in tmp_path.iterdir())
