"""A wish for the GPU -> the GPU, or one clear line and the CPU."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.pose.detect import device
from aqvision.pose.detect.device import usable_device, why_not_gpu


def test_the_cpu_is_not_tried() -> None:
    said: list[str] = []
    assert usable_device("cpu", "no such model", said.append) == "cpu"
    assert said == []


def test_a_gpu_that_works_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_try_gpu", lambda _: None)
    said: list[str] = []
    assert usable_device("gpu", "full", said.append) == "gpu"
    assert said == []


def test_a_gpu_that_fails_is_one_line_and_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_try_gpu", lambda _: "no driver")
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
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Service x, required by y, was not provided: No GPU found. Try another.")

    monkeypatch.setattr(device, "PoseLandmarker", fail)
    assert why_not_gpu(Path("any.task")) == "No GPU found"
