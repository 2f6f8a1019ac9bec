"""Limits of a job: what is used is added up over a process and its children."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from aqvision.sandbox.limits import Limits, excess, memory_mib, usual_limits

ROOMY = Limits(memory_mib=10_000, wall_s=10)


def test_more_processes_of_the_network_may_use_more() -> None:
    one, three = usual_limits(1), usual_limits(3)
    assert three.memory_mib - one.memory_mib == 2 * 1024
    assert (three.cpu_s, three.wall_s) == (one.cpu_s, one.wall_s)


def test_the_limit_that_was_passed_is_named() -> None:
    own = psutil.Process()
    assert excess(own, 9.9, ROOMY) is None
    assert excess(own, 10.1, ROOMY) == "it took longer than 10 s"
    tight = Limits(memory_mib=1)
    assert excess(own, 0.0, tight) == "it used more than 1 MiB of memory"


def test_children_count_and_who_is_gone_does_not() -> None:
    own = psutil.Process()
    alone = memory_mib(own)
    filling = "kept = b'x' * (64 << 20); print('full', flush=True); input()"
    command = [sys.executable, "-c", filling]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert memory_mib(own) > alone + 60
        other = psutil.Process(child.pid)
        child.communicate(b"\n")
    assert memory_mib(other) == pytest.approx(0.0)
