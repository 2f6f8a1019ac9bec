"""Wish for the GPU -> a device that works, and one line where it is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.pose.network import device as module
from aqvision.pose.network.device import usable_device, why_not_gpu


def test_the_cpu_is_not_tried() -> None:
    said: list[str] = []
    assert usable_device("cpu", "no such model", said.append) == "cpu"
    assert said == []


def test_a_gpu_that_works_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_try_gpu", lambda _: None)
    said: list[str] = []
    assert usable_device("gpu", "full", said.append) == "gpu"
    assert said == []


def test_a_gpu_that_fails_is_one_line_and_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_try_gpu", lambda _: "no driver")
    said: list[str] = []
    assert usable_device("gpu", "full", said.append) == "cpu"
    assert said == ["The GPU cannot be used here (no driver); measuring on the CPU."]


@pytest.mark.model
def test_this_machine_gets_a_device_that_works() -> None:
    said: list[str] = []
    given = usable_device("gpu", "full", said.append)
    assert (given == "gpu") == (said == [])
    assert all("\n" not in line for line in said)


def test_the_reason_is_the_inmost_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Exception from core.cpp:109:\n\nNo GPU found.\n")

    monkeypatch.setattr(module, "open_runtime", fail)
    assert why_not_gpu(Path("any.task")) == "No GPU found"


def test_litert_has_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "choose_runtime", lambda: "litert")
    monkeypatch.setattr("aqvision.pose.network.runtimes._weights", lambda _: b"")
    assert why_not_gpu(Path("any.task")) == "LiteRT runs the network on the CPU only"
