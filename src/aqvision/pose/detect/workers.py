"""Pictures -> the people in each, found by processes that keep the networks loaded."""

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
from aqvision.core.types import FloatArray
from aqvision.pose.detect.appearance import trunk_colours
from aqvision.pose.detect.boxes import Cutting
from aqvision.pose.detect.landmarker import Device, Landmarks, PoseLandmarker
from aqvision.pose.detect.preload import worker_context

SURVEY_MODEL = "full"
# two, so that someone in front of the athlete does not hide the athlete from the network
_PEOPLE_A_CROP = 2
_BLANK = Cutting(np.zeros((64, 64, 3), np.uint8), 64, (0, 0), (0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Somebody on a crop: the landmarks in whole-image pixels and the colours of the trunk.

    The colours are None when nobody else is in question and so nobody has to be told apart.
    """

    landmarks: Landmarks
    colours: FloatArray | None


@dataclass(frozen=True, slots=True)
class _Network:
    """What a landmarker is made of."""

    path: Path
    max_people: int
    min_confidence: float
    device: Device


@dataclass(frozen=True, slots=True, eq=False)
class Workers:
    """Processes that look at pictures; what they find does not depend on their number."""

    pool: ProcessPoolExecutor
    n: int
    survey: _Network
    fine: _Network | None

    def look(self, cutting: Cutting) -> Future[list[Landmarks]]:
        """Find the people on a cutting with the network of the survey, in pixels of the picture."""
        return self.pool.submit(_find, self.survey, cutting)

    def measure(
        self, cutting: Cutting, *, alone: bool, faces_right: bool = False
    ) -> Future[list[Seen]]:
        """Find the people on a cutting with the exact network.

        Parameters
        ----------
        alone
            Nobody else was seen in the clip: the colours of one person alone tell nothing then.
        faces_right
            The athlete runs to the right, and is shown to the network in the mirror: it measures
            runners to the left better, and both directions are measured alike.
        """
        if self.fine is None:
            raise RuntimeError("these workers hold the network of the survey only")
        return self.pool.submit(_see, self.fine, cutting, alone, faces_right)


@contextmanager
def working(
    settings: PoseSettings,
    model: str | None,
    n_workers: int | None = None,
    device: Device = "cpu",
) -> Iterator[Workers]:
    """Keep workers ready: for a survey, and with a model for measuring as well.

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


def _find(network: _Network, cutting: Cutting) -> list[Landmarks]:
    people = _landmarker(network).find_people(cutting.square())
    return [Landmarks(person.xy_px + cutting.corner, person.visibility) for person in people]


def _see(network: _Network, cutting: Cutting, alone: bool, faces_right: bool) -> list[Seen]:
    pixels = cutting.square()
    shown = np.ascontiguousarray(pixels[:, ::-1]) if faces_right else pixels
    people = _landmarker(network).find_people(shown)
    if faces_right:
        people = [person.mirrored(cutting.side) for person in people]
    colours = [
        None if alone and len(people) == 1 else trunk_colours(pixels, person.xy_px)
        for person in people
    ]
    return [
        Seen(Landmarks(person.xy_px + cutting.corner, person.visibility), colour)
        for person, colour in zip(people, colours, strict=True)
    ]
