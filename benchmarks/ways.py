"""Crops of a clip -> people in each, by every way to ask the network that could be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from aqvision.core.assets import find_model
from aqvision.core.settings import Settings
from aqvision.core.types import Image
from aqvision.pose.detect.estimator import Landmarks
from benchmarks.bare_network import BareNetwork

MODEL = "heavy"
STRETCH = 30
CHUNK_FRAMES = 60
WARM_UP_FRAMES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A cutting of one frame as filmed, where its corner lies, and which way the athlete runs."""

    time_s: float
    pixels: Image
    corner: tuple[int, int]
    faces_right: bool

    def shown(self, *, turned: bool) -> Image:
        """Give the pixels as the network sees them, or their mirror image."""
        return np.ascontiguousarray(self.pixels[:, ::-1]) if turned else self.pixels


People = list[Landmarks]
Views = Sequence[Sequence[Crop]]
"""For every frame some crops; the first is the one that the product takes."""


def _network(max_people: int = 2, *, video: bool = False) -> BareNetwork:
    confidence = Settings().pose.min_detection_confidence
    return BareNetwork(
        find_model(MODEL), max_people=max_people, min_confidence=confidence, video=video
    )


def _in_picture(people: People, crop: Crop, *, turned: bool) -> People:
    width_px = crop.pixels.shape[1]
    back = [p.mirrored(width_px) if turned else p for p in people]
    return [Landmarks(p.xy_px + crop.corner, p.visibility) for p in back]


def image_mode(views: Views, max_people: int = 2, *, as_filmed: bool = False) -> Iterator[People]:
    """Measure each crop by itself, turned so that the athlete runs to the left."""
    with _network(max_people) as network:
        for first, *_ in views:
            turned = first.faces_right and not as_filmed
            yield _look(network, first, turned)


def video_mode(views: Views, stretch: int = 1) -> Iterator[People]:
    """Follow the body from crop to crop; time passes ``stretch`` times as slowly as it did."""
    with _network(1, video=True) as network:
        for first, *_ in views:
            turned = first.faces_right
            time_ms = round(first.time_s * 1000 * stretch)
            people = network.find_people(first.shown(turned=turned), time_ms)
            yield _in_picture(people, first, turned=turned)


def video_in_chunks(views: Views) -> Iterator[People]:
    """Follow the body through chunks that begin anew, each after some frames to get going."""
    for start in range(0, len(views), CHUNK_FRAMES):
        begin = max(0, start - WARM_UP_FRAMES)
        people = list(video_mode(views[begin : start + CHUNK_FRAMES], STRETCH))
        yield from people[start - begin :]


def mirrored_too(views: Views) -> Iterator[People]:
    """Measure each crop and its mirror image, and take the mean."""
    with _network() as network:
        for first, *_ in views:
            yield _mean([_look(network, first, turned) for turned in (False, True)])


def several_crops(views: Views) -> Iterator[People]:
    """Measure crops of different place and size, and take the mean."""
    with _network() as network:
        for crops in views:
            yield _mean([_look(network, crop, crop.faces_right) for crop in crops])


def _look(network: BareNetwork, crop: Crop, turned: bool) -> People:
    return _in_picture(network.find_people(crop.shown(turned=turned)), crop, turned=turned)


def _mean(finds: Sequence[People]) -> People:
    """Average the most certain person of each find; whoever else is there does not matter here."""
    firsts = [people[0] for people in finds if people]
    if not firsts:
        return []
    return [
        Landmarks(
            np.mean([p.xy_px for p in firsts], axis=0),
            np.mean([p.visibility for p in firsts], axis=0),
        )
    ]


WAYS: dict[str, Callable[[Views], Iterator[People]]] = {
    "IMAGE, two people looked for, the athlete runs to the left (the product)": image_mode,
    "IMAGE, as filmed, whichever way the athlete runs": partial(image_mode, as_filmed=True),
    "IMAGE, one person looked for": partial(image_mode, max_people=1),
    "VIDEO": video_mode,
    f"VIDEO, time stretched {STRETCH} times": partial(video_mode, stretch=STRETCH),
    f"VIDEO, stretched, chunks of {CHUNK_FRAMES} after {WARM_UP_FRAMES} frames": video_in_chunks,
    "IMAGE, mean with the mirrored crop": mirrored_too,
    "IMAGE, mean of three crops": several_crops,
}
