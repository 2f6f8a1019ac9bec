"""Crop -> people on it, by every way to ask the network that could be chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from aqvision.core.assets import find_model
from aqvision.core.settings import Settings
from aqvision.pose.detect.boxes import Box, read_region
from aqvision.pose.detect.estimator import Landmarks
from aqvision.pose.detect.reading import BodyReader
from aqvision.pose.detect.workers import SURVEY_MODEL
from aqvision.pose.network.heat_maps import DECODING, Decoding
from aqvision.pose.network.runtimes import choose_runtime, open_runtime
from benchmarks.bare_network import BareNetwork
from benchmarks.speed import MODEL
from validation.crops import Crop
from validation.decoding import MEDIAPIPE, REGRESSED

Ask = Callable[[Crop], list[Landmarks]]
_SETTINGS = Settings().pose
_NEVER, _ALWAYS = 1.1, 0.0


def network(
    runtime: str = "",
    decoding: Decoding = DECODING,
    size: float = 1.0,
    again_from: float = _SETTINGS.second_look_doubt,
) -> Ask:
    """Read one region, and two more from some doubt on; ``size`` in sides of the product's."""
    reader = BodyReader(open_runtime(runtime or choose_runtime(), find_model(MODEL)), decoding)

    def ask(crop: Crop) -> list[Landmarks]:
        seen = crop.cutting, crop.resized(size).region
        body = reader.read(*seen, mirrored=crop.faces_right)
        if body.doubt >= again_from:
            body = reader.read_again(body, *seen, mirrored=crop.faces_right)
        return [body.landmarks] if body.presence >= _SETTINGS.min_detection_confidence else []

    return ask


def mediapipe(max_people: int, *, video: bool = False, model: str = MODEL) -> Ask:
    """Ask MediaPipe's task, with the picture turned so that the athlete runs to the left."""
    task = BareNetwork(
        find_model(model),
        max_people=max_people,
        min_confidence=_SETTINGS.min_detection_confidence,
        video=video,
    )

    def ask(crop: Crop) -> list[Landmarks]:
        pixels, turned = crop.cutting.square(), crop.faces_right
        shown = np.ascontiguousarray(pixels[:, ::-1]) if turned else pixels
        people = task.find_people(shown, round(1000 * crop.time_s))
        as_filmed = [p.mirrored(crop.cutting.side) if turned else p for p in people]
        return [person.moved(crop.cutting.corner) for person in as_filmed]

    return ask


def where_detected() -> Ask:
    """Read the region of a body that is found anew in each frame, with the survey's network."""
    find, read = mediapipe(1, model=SURVEY_MODEL), network()

    def ask(crop: Crop) -> list[Landmarks]:
        ends = [(p.xy_px.min(axis=0), p.xy_px.max(axis=0)) for p in find(crop)]
        regions = [read_region(Box(*low.tolist(), *high.tolist())) for low, high in ends]
        return [person for region in regions for person in read(replace(crop, region=region))]

    return ask


WAYS: dict[str, Callable[[], Ask]] = {
    "the product": network,
    "one region in every frame": partial(network, again_from=_NEVER),
    "three regions in every frame": partial(network, again_from=_ALWAYS),
    "region x 0.92": partial(network, size=0.92),
    "region x 1.11": partial(network, size=1.11),
    "region from a detector in each frame": where_detected,
    "one region, regressed points": partial(network, decoding=REGRESSED, again_from=_NEVER),
    "one region, refined as MediaPipe does": partial(
        network, decoding=MEDIAPIPE, again_from=_NEVER
    ),
    "the product in LiteRT": partial(network, "litert"),
    "MediaPipe, IMAGE mode, two people": partial(mediapipe, 2),
    "MediaPipe, VIDEO mode": partial(mediapipe, 1, video=True),
}
"""The product's first; each opens its networks when it is called."""
