"""Crops -> the people on each, found by processes that keep MediaPipe's networks loaded."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path

import numpy as np

from aqvision.core.assets import find_model
from aqvision.core.safe_path import without_current_folder
from aqvision.core.settings import PoseSettings
from aqvision.pose.detect.appearance import trunk_colours
from aqvision.pose.detect.boxes import Cutting
from aqvision.pose.detect.estimator import DetectedPerson, Device, Landmarks
from aqvision.pose.detect.landmarker import PoseLandmarker
from aqvision.pose.detect.preload import worker_context

SURVEY_MODEL = "full"
# two, so that someone in front of the athlete does not hide the athlete from the network
_PEOPLE_A_CROP = 2
_BLANK = Cutting(np.zeros((64, 64, 3), np.uint8), 64, (0, 0), (0, 0))


@dataclass(frozen=True, slots=True)
class _Network:
    """What a landmarker is made of."""

    path: Path
    max_people: int
    min_confidence: float
    device: Device


@dataclass(frozen=True, slots=True, eq=False)
class Workers:
    """A pose estimator in processes of its own; what they find does not depend on their number.

    Attributes
    ----------
    pool
        The processes.
    n_parallel
        How many they are.
    survey
        The network that finds people quickly.
    fine
        The network that measures exactly; None where nobody is to be measured.
    """

    pool: ProcessPoolExecutor
    n_parallel: int
    survey: _Network
    fine: _Network | None

    def find_people(self, crop: Cutting) -> Future[list[Landmarks]]:
        """Find the people on a crop with the network of the survey.

        Parameters
        ----------
        crop
            A square of a picture.

        Returns
        -------
        Future
            People in pixels of the picture, the most certain first.
        """
        return self.pool.submit(_find, self.survey, crop)

    def measure_people(
        self, crop: Cutting, *, alone: bool, faces_right: bool = False
    ) -> Future[list[DetectedPerson]]:
        """Find the people on a crop with the exact network.

        Parameters
        ----------
        crop
            A square of a picture.
        alone
            Nobody else was seen in the clip: the colours of one person alone tell nothing then.
        faces_right
            The athlete runs to the right, and is shown to the network in the mirror: it measures
            runners to the left better, and both directions are measured alike.

        Returns
        -------
        Future
            People in pixels of the picture, the most certain first.
        """
        if self.fine is None:
            raise RuntimeError("these workers hold the network of the survey only")
        return self.pool.submit(_measure, self.fine, crop, alone, faces_right)


@contextmanager
def pose_workers(
    settings: PoseSettings,
    model: str | None,
    *,
    n_workers: int | None = None,
    device: Device = "cpu",
) -> Iterator[Workers]:
    """Keep workers ready: for a survey, and with a model for measuring as well.

    Parameters
    ----------
    settings
        How sure the network has to be, and of how many people.
    model
        "heavy" or "full"; None where nobody is to be measured.
    n_workers
        How many processes; None for one a core.
    device
        "gpu" only where :func:`aqvision.pose.detect.landmarker.usable_device` gave it.

    Raises
    ------
    PoseError
        A model is missing or damaged.
    """
    n = n_workers or os.cpu_count() or 1
    network = partial(_Network, min_confidence=settings.min_detection_confidence, device=device)
    survey = network(find_model(SURVEY_MODEL), int(settings.max_survey_people))
    fine = None if model is None else network(find_model(model), _PEOPLE_A_CROP)
    with _started(n, [survey] if fine is None else [survey, fine]) as pool:
        try:
            yield Workers(pool, n, survey, fine)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _started(n: int, networks: list[_Network]) -> ProcessPoolExecutor:
    """Start workers, which load the networks while the first frames are read."""
    with without_current_folder():  # a process starts with the task that needs it
        pool = ProcessPoolExecutor(n, worker_context(), initializer=_end_with_parent)
        for _ in range(n):
            pool.submit(_load, networks)
    return pool


def _end_with_parent() -> None:
    """End this worker when the program is killed: nobody would fetch what it finds."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


_loaded: dict[_Network, PoseLandmarker] = {}


def _landmarker(network: _Network) -> PoseLandmarker:
    """Give this process's landmarker, which is made when it is first asked for."""
    if network not in _loaded:
        _loaded[network] = PoseLandmarker(
            network.path,
            max_people=network.max_people,
            min_confidence=network.min_confidence,
            device=network.device,
        )
    return _loaded[network]


def _load(networks: list[_Network]) -> None:
    for network in networks:
        _find(network, _BLANK)


def _find(network: _Network, crop: Cutting) -> list[Landmarks]:
    people = _landmarker(network).find_people(crop.square())
    return [Landmarks(person.xy_px + crop.corner, person.visibility) for person in people]


def _measure(
    network: _Network, crop: Cutting, alone: bool, faces_right: bool
) -> list[DetectedPerson]:
    pixels = crop.square()
    shown = np.ascontiguousarray(pixels[:, ::-1]) if faces_right else pixels
    people = _landmarker(network).find_people(shown)
    if faces_right:
        people = [person.mirrored(crop.side) for person in people]
    colours = [
        None if alone and len(people) == 1 else trunk_colours(pixels, person.xy_px)
        for person in people
    ]
    return [
        DetectedPerson(Landmarks(person.xy_px + crop.corner, person.visibility), colour)
        for person, colour in zip(people, colours, strict=True)
    ]
