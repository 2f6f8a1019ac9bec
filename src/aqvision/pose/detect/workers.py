"""Crops -> the people on each, found by processes that keep the networks loaded.

The athlete is read where the path says, by the landmark network alone. Where it does not find a
body there, or somebody else is near, MediaPipe's detector finds everybody on the crop first.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing.connection import wait
from pathlib import Path

import numpy as np

from aqvision.core.assets import find_model
from aqvision.core.interrupts import deaf_to_interrupts
from aqvision.core.safe_path import without_current_folder
from aqvision.core.settings import PoseSettings
from aqvision.pose.detect.appearance import trunk_colours
from aqvision.pose.detect.boxes import Box, Cutting
from aqvision.pose.detect.estimator import DetectedPerson, Landmarks, Wanted
from aqvision.pose.detect.landmarker import PoseLandmarker
from aqvision.pose.detect.passing import SharedRoom, see
from aqvision.pose.detect.preload import worker_context
from aqvision.pose.detect.reading import Body, BodyReader
from aqvision.pose.network.runtimes import Device, choose_runtime, open_runtime

SURVEY_MODEL = "full"
# two, so that someone in front of the athlete does not hide the athlete from the network
_PEOPLE_A_CROP = 2
_BLANK_PX = 64
# How far a body that is read may lie from the find it was read at, in sides of the region.
_SAME_BODY_FRAC = 0.12
# Who bends down or does a handstand fills less of a region, and is better found by the detector,
# which turns its region with the body.
_LEAST_FILLED = 0.68
# Of a body that lies further from the middle of a region, the network may see a part for the whole.
_MAX_OFF = 0.15


@dataclass(frozen=True, slots=True)
class _Network:
    """What MediaPipe's task and the landmark network in it are asked with."""

    path: Path
    max_people: int
    min_confidence: float
    second_look_doubt: float
    device: Device


@dataclass(frozen=True, slots=True, eq=False)
class Workers:
    """A pose estimator in processes of its own; what they find does not depend on their number.

    Attributes
    ----------
    pool
        The processes.
    room
        Memory in which they see crops.
    n_parallel
        How many they are.
    survey
        The network that finds people quickly.
    fine
        The network that measures exactly; None where nobody is to be measured.
    """

    pool: ProcessPoolExecutor
    room: SharedRoom
    n_parallel: int
    survey: _Network
    fine: _Network | None

    @property
    def runtime(self) -> str:
        """What runs the landmark network, one of ``RUNTIMES``."""
        return self.pool.submit(choose_runtime).result()

    def find_people(self, crop: Cutting, expected: Box | None = None) -> Future[list[Landmarks]]:
        """Find the people on a crop with the network of the survey.

        Parameters
        ----------
        crop
            A square of a picture.
        expected
            The square of the picture that one person should fill, who is read there if there;
            None for anybody.

        Returns
        -------
        Future
            People in pixels of the picture, the most certain first.
        """
        return self.room.submit(self.pool, _find, crop, self.survey, expected)

    def measure_people(self, crop: Cutting, wanted: Wanted) -> Future[list[DetectedPerson]]:
        """Find the people on a crop with the exact network.

        Parameters
        ----------
        crop
            A square of a picture.
        wanted
            Who is expected on it.

        Returns
        -------
        Future
            People in pixels of the picture, the most certain first.
        """
        if self.fine is None:
            raise RuntimeError("these workers hold the network of the survey only")
        return self.room.submit(self.pool, _measure, crop, self.fine, wanted)


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
        "gpu" only where :func:`aqvision.pose.network.device.usable_device` gave it.

    Raises
    ------
    PoseError
        A model is missing or damaged, or nothing can run its network.
    """
    n = n_workers or os.cpu_count() or 1
    network = partial(
        _Network,
        min_confidence=settings.min_detection_confidence,
        second_look_doubt=settings.second_look_doubt,
        device=device,
    )
    survey = network(find_model(SURVEY_MODEL), int(settings.max_survey_people))
    fine = None if model is None else network(find_model(model), _PEOPLE_A_CROP)
    room = SharedRoom()
    with _started(n, room, survey, fine) as pool:
        try:
            yield Workers(pool, room, n, survey, fine)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _started(
    n: int, room: SharedRoom, survey: _Network, fine: _Network | None
) -> ProcessPoolExecutor:
    """Start workers, which load the networks while the first frames are read."""
    # a process starts with the task that needs it
    with without_current_folder(), deaf_to_interrupts():
        pool = ProcessPoolExecutor(n, worker_context(), _begin, (room.memory,))
        for _ in range(n):
            pool.submit(_load, survey, fine)
    return pool


def _begin(memory: object) -> None:
    """Begin a worker that sees where crops lie."""
    _end_with_parent()
    see(memory)


def _end_with_parent() -> None:
    """End this worker when the program is killed: nobody would fetch what it finds."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@cache
def _landmarker(network: _Network) -> PoseLandmarker:
    """Give this process's landmarker, which is made when it is first asked for."""
    return PoseLandmarker(
        network.path, max_people=network.max_people, min_confidence=network.min_confidence
    )


@cache
def _reader(network: _Network) -> BodyReader:
    """Give this process's reader of bodies, which is made when it is first asked for."""
    return BodyReader(open_runtime(choose_runtime(), network.path, network.device))


def _load(survey: _Network, fine: _Network | None) -> None:
    """Show something to the networks that every clip needs: the first time takes longer."""
    blank = np.zeros((_BLANK_PX, _BLANK_PX, 3), np.uint8)
    _landmarker(survey).find_people(blank)
    if fine is not None:
        whole = Box.square(_BLANK_PX / 2, _BLANK_PX / 2, _BLANK_PX)
        _reader(fine).read(Cutting(blank, _BLANK_PX, (0, 0), (0, 0)), whole, mirrored=False)


def _find(crop: Cutting, network: _Network, expected: Box | None) -> list[Landmarks]:
    if expected is not None:
        body = _reader(network).read(crop, expected, mirrored=False)
        if _is_sound(body, network) and _is_as_expected(body, expected):
            return [replace(body.landmarks, evidence=None)]
    return [person.moved(crop.corner) for person in _landmarker(network).find_people(crop.square())]


def _measure(crop: Cutting, network: _Network, wanted: Wanted) -> list[DetectedPerson]:
    """Read the athlete where the path says; find everybody where that is not enough."""
    people = _where_expected(network, crop, wanted) or _found(network, crop, wanted)
    if wanted.alone and len(people) == 1:
        return [DetectedPerson(people[0], None)]
    pixels = crop.square()
    return [DetectedPerson(p, trunk_colours(pixels, p.xy_px - crop.corner)) for p in people]


def _where_expected(network: _Network, crop: Cutting, wanted: Wanted) -> list[Landmarks]:
    if not wanted.undisturbed:
        return []
    body = _read(network, crop, wanted.region, wanted)
    return [body.landmarks] if _is_sound(body, network) else []


def _is_sound(body: Body, network: _Network) -> bool:
    return body.presence >= network.min_confidence and not body.at_edge


def _is_as_expected(body: Body, expected: Box) -> bool:
    off_middle = np.subtract(body.box.center, expected.center) / expected.size
    return bool(
        body.box.size >= _LEAST_FILLED * expected.size and np.abs(off_middle).max() <= _MAX_OFF
    )


def _found(network: _Network, crop: Cutting, wanted: Wanted) -> list[Landmarks]:
    """Find people with the detector, and read each where it was found."""
    pixels = crop.square()
    shown = np.ascontiguousarray(pixels[:, ::-1]) if wanted.faces_right else pixels
    found = _landmarker(network).find_people(shown)
    if wanted.faces_right:
        found = [person.mirrored(crop.side) for person in found]
    return [_read_at(network, crop, person.moved(crop.corner), wanted) for person in found]


def _read_at(network: _Network, crop: Cutting, found: Landmarks, wanted: Wanted) -> Landmarks:
    """Read a body where it was found; as it was found where another is read there."""
    low, high = found.xy_px.min(axis=0), found.xy_px.max(axis=0)
    x, y = (low + high) / 2
    region = Box.square(float(x), float(y), wanted.region.size)
    body = _read(network, crop, region, wanted)
    apart = np.linalg.norm(body.landmarks.xy_px - found.xy_px, axis=1)
    return body.landmarks if np.median(apart) <= _SAME_BODY_FRAC * region.size else found


def _read(network: _Network, crop: Cutting, region: Box, wanted: Wanted) -> Body:
    reader = _reader(network)
    body = reader.read(crop, region, mirrored=wanted.faces_right)
    if body.doubt >= network.second_look_doubt:
        return reader.read_again(body, crop, region, mirrored=wanted.faces_right)
    return body
