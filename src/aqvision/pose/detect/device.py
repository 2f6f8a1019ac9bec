"""The device that the user wishes for -> the one that can be had: the GPU, or else the CPU."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from aqvision.core.assets import find_model
from aqvision.core.errors import PoseError
from aqvision.core.safe_path import without_current_folder
from aqvision.pose.detect.landmarker import Device, PoseLandmarker

_BLANK_PX = 64


def usable_device(wanted: Device, model: str, say: Callable[[str], None]) -> Device:
    """Give the wanted device if the network runs on it here; else say so and give the CPU.

    Parameters
    ----------
    say
        Called with one line when the GPU cannot be used.

    Raises
    ------
    PoseError
        The model is missing or damaged.
    """
    if wanted == "cpu":
        return "cpu"
    reason = _try_gpu(find_model(model))
    if reason is None:
        return "gpu"
    say(f"The GPU cannot be used here ({reason}); measuring on the CPU.")
    return "cpu"


def _try_gpu(model_path: Path) -> str | None:
    """Try the GPU in a process of its own, which a driver may end; say why it fails."""
    with without_current_folder():
        pool = ProcessPoolExecutor(1, get_context("spawn"))
        answer = pool.submit(why_not_gpu, model_path)
    with pool:
        try:
            return answer.result()
        except BrokenProcessPool:
            return "its driver ended the process that tried"


def why_not_gpu(model_path: Path) -> str | None:
    """Look at a blank picture with the GPU; None when that works, else the reason in one line."""
    try:
        with PoseLandmarker(
            model_path, max_people=1, min_confidence=0.5, device="gpu"
        ) as landmarker:
            landmarker.find_people(np.zeros((_BLANK_PX, _BLANK_PX, 3), np.uint8))
    except (PoseError, RuntimeError) as error:
        return _last_words(error)
    return None


def _last_words(error: Exception) -> str:
    """Give the end of a message on one line: MediaPipe names the inmost cause last."""
    return str(error).split(": ")[-1].split(". ")[0].replace("\n", " ").strip().rstrip(".")
