"""Values go to rows of JSON and come back as they were."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

import pytest

from aqvision.analysis.rows import SCENE_KEYS, restore, scene_from_row, scene_to_row
from aqvision.analysis.store import nan_to_null
from aqvision.kinematics.quality.scene import Scene
from aqvision.video.timing import Confidence, VideoFacts
from samples.generator import AFTER
from tests.support.synthetic import Run, analysis_of


@pytest.fixture(scope="module")
def scene() -> Scene:
    return analysis_of(Run(AFTER, noise_px=0.5)).scene


def through_json(row: dict[str, Any]) -> dict[str, Any]:
    back: dict[str, Any] = json.loads(json.dumps(nan_to_null(row), allow_nan=False))
    return back


def places(value: Any, above: str = "") -> set[str]:
    """Name every field of a dataclass and of those within it."""
    found: set[str] = set()
    for name in (entry.name for entry in fields(value)):
        inner = getattr(value, name)
        found |= places(inner, f"{name}.") if is_dataclass(inner) else {above + name}
    return found


def test_each_part_of_a_scene_has_one_key(scene: Scene) -> None:
    assert sorted(SCENE_KEYS.values()) == sorted(places(scene))


def test_a_scene_comes_back_as_it_was(scene: Scene) -> None:
    back = scene_from_row(through_json(scene_to_row(scene)))
    for place in SCENE_KEYS.values():
        here, there = (attrgetter(place)(s) for s in (scene, back))
        assert there == here or (math.isnan(there) and math.isnan(here)), place
    assert back.ground is scene.ground
    assert back.camera.view is scene.camera.view


def test_a_key_or_a_word_that_is_not_known_is_refused(scene: Scene) -> None:
    row = scene_to_row(scene)
    with pytest.raises(KeyError):
        scene_from_row({**row, "weather": "rain"})
    with pytest.raises(ValueError, match="uphill"):
        scene_from_row({**row, "ground": "uphill"})


def test_null_is_nan_a_list_a_tuple_and_a_word_an_enum() -> None:
    facts = restore(
        VideoFacts,
        {
            "fps": None, "capture_fps": 120.0, "capture_fps_from": "container",
            "capture_fps_confidence": "sure", "clock_evidence": ["a", "b"],
            "n_repeated_frames": 0, "n_frames": 10, "duration_s": 1.0, "size": [640, 480],
        },
    )  # fmt: skip
    assert math.isnan(facts.fps)
    assert facts.clock_evidence == ("a", "b")
    assert facts.size == (640, 480)
    assert facts.capture_fps_confidence is Confidence.SURE
