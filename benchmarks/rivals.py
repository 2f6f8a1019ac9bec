"""The fine pass's own crops -> how fast MediaPipe and the bare network are on them.

One process a core; each has a part of the clip in memory, frames that follow each other.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

from aqvision.core.assets import find_model
from aqvision.core.settings import Settings
from aqvision.core.types import Image
from aqvision.pose.detect.reading import BodyReader
from aqvision.pose.network.runtimes import choose_runtime, open_runtime
from aqvision.pose.track.identity import Guide
from benchmarks.bare_network import BareNetwork
from benchmarks.speed import MODEL, Speed
from validation.crops import Crop, read_crops

VIDEO = "MediaPipe, VIDEO mode, one person"
_SETTINGS = Settings().pose
_CROPS, _REGIONS = "the fine pass's crops, in memory", "its regions, in memory"
_START_MS = 1000  # of a first picture, which is shown before the clock runs

Look = Callable[[Image, int], bool]


@dataclass(frozen=True, slots=True)
class Rival:
    """How a rival is opened, what it is shown of a crop, and that in words."""

    start: Callable[[], Look]
    shown: Callable[[Crop], Image]
    note: str


def _mediapipe(max_people: int, *, video: bool) -> Look:
    confidence = _SETTINGS.min_detection_confidence
    network = BareNetwork(
        find_model(MODEL), max_people=max_people, min_confidence=confidence, video=video
    )
    return lambda pixels, time_ms: bool(network.detect(pixels, time_ms).pose_landmarks)


def _alone(runtime: str) -> Look:
    network = open_runtime(runtime, find_model(MODEL))
    return lambda pixels, _: network.ask(pixels).presence >= _SETTINGS.min_detection_confidence


RIVALS = {
    VIDEO: Rival(partial(_mediapipe, 1, video=True), lambda c: c.cutting.square(), _CROPS),
    "MediaPipe, IMAGE mode, two people": Rival(
        partial(_mediapipe, 2, video=False), lambda c: c.cutting.square(), _CROPS
    ),
    "the network alone, OpenVINO": Rival(partial(_alone, "openvino"), Crop.shown, _REGIONS),
    "the network alone, LiteRT": Rival(partial(_alone, "litert"), Crop.shown, _REGIONS),
}

_at_once: list[Barrier] = []


def _meet_at(barrier: Barrier) -> None:
    _at_once.append(barrier)


def time_rival(name: str, clip: Path, guide: Guide) -> Speed:
    """Time a rival on a clip, when all processes are ready."""
    n, context = os.cpu_count() or 1, get_context("spawn")
    with ProcessPoolExecutor(n, context, _meet_at, (context.Barrier(n),)) as pool:
        runs = list(pool.map(partial(_run, name, clip, guide, n), range(n)))
    n_crops, n_found, starts, ends = zip(*runs, strict=True)
    note = f"{RIVALS[name].note}, {n} processes"
    per_s = sum(n_crops) / (max(ends) - min(starts))
    return Speed(name, per_s, note, sum(n_found) / sum(n_crops))


def _run(name: str, clip: Path, guide: Guide, n: int, part: int) -> tuple[int, int, float, float]:
    """Look at one of n parts of a clip: crops, those with a body, first and last moment."""
    crops, rival = list(read_crops(clip, guide)), RIVALS[name]
    first, end = (len(crops) * i // n for i in (part, part + 1))
    shown = [(rival.shown(c), _START_MS + round(1000 * c.time_s)) for c in crops[first:end]]
    look = rival.start()
    look(shown[0][0], 0)
    _at_once[0].wait()
    start = time.perf_counter()
    n_found = sum(look(pixels, time_ms) for pixels, time_ms in shown)
    return len(shown), n_found, start, time.perf_counter()


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """Share of the frames that are looked at again, and of the processor time that it takes."""

    of_frames: float
    of_time: float


def measure_second_looks(clip: Path, guide: Guide) -> SecondLooks:
    """Read a clip as the fine pass does, and take the time of both looks."""
    reader = BodyReader(open_runtime(choose_runtime(), find_model(MODEL)))
    first_s, again_s = [], []
    for crop in read_crops(clip, guide):
        start = time.process_time()
        body = reader.read(crop.cutting, crop.region, mirrored=crop.faces_right)
        middle = time.process_time()
        first_s.append(middle - start)
        if body.doubt >= _SETTINGS.second_look_doubt:
            reader.read_again(body, crop.cutting, crop.region, mirrored=crop.faces_right)
            again_s.append(time.process_time() - middle)
    of_time = sum(again_s) / (sum(first_s) + sum(again_s))
    return SecondLooks(len(again_s) / len(first_s), of_time)
