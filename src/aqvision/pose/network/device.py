"""Wish for the GPU -> what the landmark network can run on here, and why not on the GPU."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from aqvision.core.assets import find_model
from aqvision.core.errors import PoseError
from aqvision.core.interrupts import deaf_to_interrupts
from aqvision.core.safe_path import without_current_folder
from aqvision.core.wording import _
from aqvision.pose.network.runtimes import INPUT_PX, Device, choose_runtime, open_runtime


def usable_device(wanted: Device, model: str, say: Callable[[str], None]) -> Device:
    """Give the wanted device if the network runs on it here; else say so and give the CPU.

    Parameters
    ----------
    wanted
        The device that the user wishes for.
    model
        "heavy" or "full".
    say
        Called with one line when the GPU cannot be used.

    Returns
    -------
    str
        "cpu" or "gpu".

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
    say(_("The GPU cannot be used here ({reason}); measuring on the CPU.").format(reason=reason))
    return "cpu"


def _try_gpu(task: Path) -> str | None:
    """Try the GPU in a process of its own, which a driver may end; say why it fails."""
    with without_current_folder(), deaf_to_interrupts():
        pool = ProcessPoolExecutor(1, get_context("spawn"))
        answer = pool.submit(why_not_gpu, task)
    with pool:
        try:
            return answer.result()
        except BrokenProcessPool:
            return _("its driver ended the process that tried")


def why_not_gpu(task: Path) -> str | None:
    """Try a blank picture on the GPU.

    Parameters
    ----------
    task
        The network's file.

    Returns
    -------
    str or None
        Why it does not work, on one line; None where it does.
    """
    try:
        network = open_runtime(choose_runtime(), task, "gpu")
        network.ask(np.zeros((INPUT_PX, INPUT_PX, 3), np.uint8))
    except (PoseError, OSError, RuntimeError) as error:
        return _last_words(error)
    return None


def _last_words(error: Exception) -> str:
    """Give the end of a message on one line: libraries name the inmost cause last."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines or [type(error).__name__])[-1].rstrip(".")
