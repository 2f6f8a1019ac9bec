"""Heat maps of rendered clips -> how near to the truth each way to read them comes, and why ours.

What the network answers is kept, so that ways to read it can be tried without asking again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import cache, partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aqvision.core.assets import POSE_MODELS, file_sha256, find_model
from aqvision.core.provenance import POSE_METHOD
from aqvision.core.skeleton import N_LANDMARKS, PARTNERS
from aqvision.core.types import FloatArray
from aqvision.pose.detect.boxes import REGION_MARGIN
from aqvision.pose.network.heat_maps import DECODING, Decoding, Window, read_maps
from aqvision.pose.network.runtimes import Answer, choose_runtime, open_runtime
from validation.crops import find_guide, read_crops
from validation.measuring import MODEL
from validation.raw_errors import RAW, RawErrors, mean_errors, raw_errors
from validation.rendered_clips import MEASURED_MOTIONS, SIDE_VIEWS, clip_of, load_truth
from validation.store import kept
from validation.tables import section, table

MEDIAPIPE = Decoding(limb=Window(3), shoulder=Window(3), hip=Window(3), least_probability=0.5)
"""As MediaPipe reads."""
REGRESSED = Decoding(least_probability=1 - 1e-12)
"""The network's own points: no map is ever so sure."""
SIZES = (0.92, 1.055, 1.11)
"""Sides of other regions, in sides of the product's."""
_FOR_CHOICE = ("cyc", "jog120")
_WINDOWS = {
    "limb": [Window(*w) for w in product((3, 4, 5), (1, 2, 3, 5, 8), (1, 3))],
    "shoulder": [Window(half) for half in (1, 2, 3, 4)],
    "hip": [Window(half) for half in (1, 2, 3, 4)],
}
_LEAST_LOGIT = -12.0
_N_PROCESSES = 2
# By how many degrees a shank turns when its end moves by a thousandth of the body's height.
_DEG_OF_TOE = 0.23


@dataclass(frozen=True, slots=True)
class Way:
    """A way to read: in words, how, and the region's side in sides of the product's."""

    words: str
    decoding: Decoding = DECODING
    size: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What the network answered for T frames.

    ``points`` (T, 39, 5), ``maps`` (T, 64, 64, 33), ``regions`` (T, 3) left, top and side,
    ``frames`` (T,) their numbers, ``mirrored`` whether it was shown the mirrored regions.
    """

    points: FloatArray
    maps: npt.NDArray[np.float16]
    regions: FloatArray
    frames: npt.NDArray[np.int_]
    mirrored: npt.NDArray[np.bool_]

    def read(self, decoding: Decoding) -> FloatArray:
        """Read the points, (T, 33, 2) in the picture."""
        pairs = zip(self.points, self.maps, strict=True)
        answers = (Answer(points, 1.0, maps.astype(np.float32)) for points, maps in pairs)
        xy = np.array([read_maps(answer, decoding).xy for answer in answers])
        if self.mirrored:
            xy = xy[:, list(PARTNERS)]
            xy[..., 0] = 1 - xy[..., 0]
        return np.asarray(self.regions[:, None, :2] + self.regions[:, None, 2:] * xy)


@cache
def measure_decoding(cache: Path) -> dict[str, dict[Way, RawErrors]]:
    """Measure every way on every clip."""
    motions = [name for name in MEASURED_MOTIONS if clip_of(name).exists()]
    names = [*SIDE_VIEWS, *motions]
    with ProcessPoolExecutor(_N_PROCESSES, get_context("spawn")) as pool:
        return dict(zip(names, pool.map(partial(measure_clip, cache=cache), names), strict=True))


def measure_clip(name: str, cache: Path) -> dict[Way, RawErrors]:
    """Measure every way on a clip."""
    truth, errors = load_truth(name), {}
    ways = [*_ways(), *_choices()]
    for size in sorted({way.size for way in ways}):
        answers = _answers(clip_of(name), size, cache)
        for way in (w for w in ways if w.size == size):
            errors[way] = raw_errors(answers.read(way.decoding), truth, answers.frames)
    return errors


def _ways() -> list[Way]:
    return [
        Way("regressed points", REGRESSED),
        Way("as MediaPipe reads", MEDIAPIPE),
        Way("the product"),
        *(Way(f"the product, region x {size}", size=size) for size in SIZES),
    ]


def _choices() -> list[Way]:
    return [
        Way(joint, _varied(joint, window))
        for joint, windows in _WINDOWS.items()
        for window in windows
    ]


def _varied(joint: str, window: Window) -> Decoding:
    change: dict[str, Any] = {joint: window}
    return replace(DECODING, **change)


def _answers(clip: Path, size: float, cache: Path) -> Answers:
    key = f"{file_sha256(clip)[:12]}-{POSE_MODELS[MODEL].sha256[:8]}-{POSE_METHOD}"
    path = cache / f"maps-{clip.stem}-{key}-{size}.npz"
    with np.load(kept(path, partial(_ask, clip, size)), allow_pickle=False) as file:
        return Answers(**{field.name: file[field.name] for field in fields(Answers)})


def _ask(clip: Path, size: float, path: Path) -> None:
    network = open_runtime(choose_runtime(), find_model(MODEL))
    guide = find_guide(clip)
    crops = [crop.resized(size) for crop in read_crops(clip, guide)]
    answers = [network.ask(crop.shown()) for crop in crops]
    # cells that are out of the question are made alike, which keeps the file small
    maps = (np.maximum(a.maps[:, :, :N_LANDMARKS], _LEAST_LOGIT) for a in answers)
    np.savez_compressed(
        path,
        points=np.array([a.points for a in answers]),
        maps=np.array([m.astype(np.float16) for m in maps]),
        regions=np.array([(c.region.left, c.region.top, c.region.size) for c in crops]),
        frames=np.array([c.index for c in crops]),
        mirrored=np.array(guide.faces_right),
    )


def decoding_section(clips: dict[str, dict[Way, RawErrors]]) -> str:
    """Write the section on how heat maps are read."""
    chosen_on = [errors for name, errors in clips.items() if name.startswith(_FOR_CHOICE)]
    others = [errors for name, errors in clips.items() if not name.startswith(_FOR_CHOICE)]
    return section(
        _WORDS.format(body=1 + 2 * REGION_MARGIN, clips=_names(clips), deg=_DEG_OF_TOE),
        _ways_table({"for choice": chosen_on, "others": others}),
        "Windows, each varied by itself:",
        _choices_table(chosen_on, others),
    )


def _names(clips: dict[str, dict[Way, RawErrors]]) -> str:
    return ", ".join(f"`{name}`" for name in clips if name.startswith(_FOR_CHOICE))


def _ways_table(halves: dict[str, list[dict[Way, RawErrors]]]) -> str:
    rows = [
        f"{way.words} | {half} | {errors_row(_mean(way, clips))}"
        for half, clips in halves.items()
        for way in _ways()
        if clips
    ]
    return table(f"| way | bodies | {' | '.join(RAW)} |", rows)


def errors_row(errors: RawErrors) -> str:
    """Write errors beside each other, angles finer than places."""
    return " | ".join(
        f"{errors[what]:.{1 if what.endswith(('toe', 'noise')) else 2}f}" for what in RAW
    )


def _choices_table(
    chosen_on: Sequence[dict[Way, RawErrors]], others: Sequence[dict[Way, RawErrors]]
) -> str:
    def rows() -> Iterator[str]:
        for joint in _WINDOWS:
            ways = [way for way in _choices() if way.words == joint]
            cost = {way: _cost(_mean(way, chosen_on)) for way in ways}
            for way in ways:
                window: Window = getattr(way.decoding, joint)
                in_use = "in use" if way.decoding == DECODING else ""
                least = "least" if cost[way] == min(cost.values()) else ""
                yield (
                    f"{joint} | {window.half_side} | {window.power} | {window.n_moves} | "
                    f"{cost[way]:.3f} | {_cost(_mean(way, others)):.3f} | "
                    f"{', '.join(filter(None, (in_use, least)))}"
                )

    head = "| window | half a side | power | moves | error, bodies for choice | others | |"
    return table(head, rows())


def _mean(way: Way, clips: Sequence[dict[Way, RawErrors]]) -> RawErrors:
    return mean_errors([errors[way] for errors in clips])


def _cost(errors: RawErrors) -> float:
    """Average the errors of angles and toes, in degrees."""
    weights = {"toe": _DEG_OF_TOE, "noise": 0.0}
    each = [(weights.get(what.split()[-1], 1.0), error) for what, error in errors.items()]
    return sum(weight * error for weight, error in each) / sum(weight > 0 for weight, _ in each)


_WORDS = """## Decoding: points from the network's heat maps

Points before any cleaning, of the plain clips in side view, left and right set by the truth, so
that only the places count; frames that show the whole body. Angles in degrees about the median; the
toe about its median and its noise (root mean square of second differences of its error) in
thousandths of the body's height; averages over clips. The region's side is {body:.2f} times the
body's size. Constants were chosen on the bodies of {clips}; the others had no say. What counted was
the mean of the angles and of the toes' errors, of which a thousandth counts as the {deg} degrees by
which it turns a shank."""
