"""Crops of a clip -> people in each, by every way to ask the network that could be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from aqvision.assets import find_model
from aqvision.pose.landmarker import Landmarks
from aqvision.pose.skeleton import LANDMARKS
from aqvision.settings import Settings
from aqvision.video.reader import Image
from benchmarks.bare_network import BareNetwork

MODEL = "heavy"
STRETCH = 30
CHUNK_FRAMES = 60
WARM_UP_FRAMES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """What the network sees of one frame: pixels, and where their corner lies in the picture."""

    time_s: float
    pixels: Image
    corner: tuple[int, int]


People = list[Landmarks]
Views = Sequence[Sequence[Crop]]
"""For every frame some crops; the first is the one that the product takes."""


def _other_side(name: str) -> str:
    return name.replace("left", "?").replace("right", "left").replace("?", "right")


_PARTNERS = [LANDMARKS.index(_other_side(name)) for name in LANDMARKS]


def _network(max_people: int = 2, *, video: bool = False) -> BareNetwork:
    confidence = Settings().pose.min_detection_confidence
    return BareNetwork(
        find_model(MODEL), max_people=max_people, min_confidence=confidence, video=video
    )


def _shifted(people: People, crop: Crop) -> People:
    return [Landmarks(p.xy_px + crop.corner, p.visibility) for p in people]


def image_mode(views: Views, max_people: int = 2) -> Iterator[People]:
    """Measure each crop by itself, as the product does."""
    with _network(max_people) as network:
        for first, *_ in views:
            yield _shifted(network.find_people(first.pixels), first)


def video_mode(views: Views, stretch: int = 1) -> Iterator[People]:
    """Follow the body from crop to crop; time passes ``stretch`` times as slowly as it did."""
    with _network(1, video=True) as network:
        for first, *_ in views:
            time_ms = round(first.time_s * 1000 * stretch)
            yield _shifted(network.find_people(first.pixels, time_ms), first)


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
            plain = network.find_people(first.pixels)
            flipped = network.find_people(np.ascontiguousarray(first.pixels[:, ::-1]))
            width = first.pixels.shape[1]
            yield _shifted(_mean([plain, [_mirror(p, width) for p in flipped]]), first)


def several_crops(views: Views) -> Iterator[People]:
    """Measure crops of different place and size, and take the mean."""
    with _network() as network:
        for crops in views:
            yield _mean([_shifted(network.find_people(c.pixels), c) for c in crops])


def _mirror(person: Landmarks, width_px: int) -> Landmarks:
    # a joint's place runs from the left edge at 0 to the right edge at the width
    turned = np.column_stack([width_px - person.xy_px[:, 0], person.xy_px[:, 1]])
    return Landmarks(turned[_PARTNERS], person.visibility[_PARTNERS])


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
    "IMAGE, two people looked for (the product)": image_mode,
    "IMAGE, one person looked for": partial(image_mode, max_people=1),
    "VIDEO": video_mode,
    f"VIDEO, time stretched {STRETCH} times": partial(video_mode, stretch=STRETCH),
    f"VIDEO, stretched, chunks of {CHUNK_FRAMES} after {WARM_UP_FRAMES} frames": video_in_chunks,
    "IMAGE, mean with the mirrored crop": mirrored_too,
    "IMAGE, mean of three crops": several_crops,
}
