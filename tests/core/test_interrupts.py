"""Ctrl-C reaches the program, and none of the processes that it started deaf."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from aqvision.core.interrupts import deaf_to_interrupts

ECHO = "import sys; print('up', flush=True); print(sys.stdin.readline(), end='', flush=True)"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no masks of signals there")


def test_a_process_that_starts_meanwhile_is_not_ended_by_ctrl_c() -> None:
    with deaf_to_interrupts():
        child = subprocess.Popen(
            [sys.executable, "-c", ECHO], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "up\n"
        os.kill(child.pid, signal.SIGINT)
        assert child.communicate("still here\n", timeout=20)[0] == "still here\n"
    assert child.returncode == 0


def test_this_process_hears_it_once_the_block_has_ended() -> None:
    def hears() -> bool:
        return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())

    assert hears()
    with deaf_to_interrupts():
        assert not hears()
    assert hears()
