"""How the reading of heat maps is judged: errors of raw points, and answers that were kept."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from aqvision.core.skeleton import INDEX, PARTNERS, SIDES
from aqvision.core.types import FloatArray
from aqvision.pose.network.heat_maps import DECODING, Decoding, Window
from validation.decoding import MEDIAPIPE, REGRESSED, Answers, Way, decoding_section
from validation.raw_errors import RAW, RawErrors, raw_errors
from validation.rendered_clips import TRUE_JOINTS, Truth

_N = 40
_FRAMES = np.arange(_N)
_PLACES = {
    "shoulder": (0, 0), "elbow": (5, 30), "wrist": (15, 55), "hip": (-5, 60), "knee": (10, 100),
    "ankle": (-10, 140), "heel": (-14, 146), "toe": (5, 148),
}  # fmt: skip


@pytest.fixture
def truth() -> Truth:
    columns = {}
    for side, swing in (("R", 1), ("L", -1)):
        for joint, (x, y) in _PLACES.items():
            columns[f"{side}{joint}_u"] = 300 + 4 * _FRAMES + swing * x * np.sin(_FRAMES / 5)
            columns[f"{side}{joint}_v"] = np.full(_N, 200.0 + y)
    return Truth(pd.DataFrame(columns), "right", 1280)


def points(truth: Truth) -> FloatArray:
    xy_px = np.zeros((_N, 33, 2))
    for side in SIDES:
        for joint in TRUE_JOINTS:
            xy_px[:, INDEX[f"{side}_{joint}"]] = truth.point(side, joint)
    return xy_px


def test_true_points_have_no_error_whatever_their_legs_are_called(truth: Truth) -> None:
    xy_px = points(truth)
    for joint in ("knee", "ankle", "heel", "foot_index"):
        left, right = INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]
        xy_px[10:20, [left, right]] = xy_px[10:20, [right, left]]
    errors = raw_errors(xy_px, truth, _FRAMES)
    assert errors == pytest.approx(dict.fromkeys(RAW, 0.0), abs=1e-9)


def test_a_toe_that_jumps_is_told_in_parts_of_the_body(truth: Truth) -> None:
    xy_px = points(truth)
    xy_px[::2, INDEX["right_foot_index"], 1] += 2.0
    errors = raw_errors(xy_px, truth, _FRAMES)
    per_mille = 1000 / (1.12 * 148)
    assert errors["near noise"] == pytest.approx(4 * per_mille)
    assert errors["near toe"] == pytest.approx(1 * per_mille)
    assert errors["far toe"] == pytest.approx(0, abs=1e-9)


def test_kept_answers_are_read_in_the_picture() -> None:
    knee, places = INDEX["left_knee"], np.zeros((1, 39, 5))
    places[0, knee, :2] = 64.0, 128.0
    maps = np.full((1, 64, 64, 33), -12.0, np.float16)
    region, one = np.array([[100.0, 50.0, 200.0]]), np.array([7])
    as_filmed = Answers(places, maps, region, one, np.array(False)).read(DECODING)
    assert as_filmed[0, knee] == pytest.approx([150, 150])
    turned = Answers(places, maps, region, one, np.array(True)).read(DECODING)
    assert turned[0, PARTNERS[knee]] == pytest.approx([250, 150])
    maps[0, 33, 17, knee] = 6.0
    kept = Answers(places, maps, region, one, np.array(False))
    assert kept.read(REGRESSED)[0, knee] == pytest.approx([150, 150])
    for decoding in (DECODING, MEDIAPIPE):
        moved = kept.read(decoding)[0, knee]
        assert moved == pytest.approx([100 + 200 * 17 / 64, 50 + 200 * 33 / 64], abs=1)


class Everywhere(dict[Way, RawErrors]):
    """The same errors for every way, and less with limbs in a window of five cells."""

    def __missing__(self, way: Way) -> RawErrors:
        best = way.decoding == Decoding(limb=Window(5, 3, 3))
        return dict.fromkeys(RAW, 1.0 if best else 2.0)


def test_the_section_tells_what_is_in_use_and_what_would_be_chosen() -> None:
    text = decoding_section({"cyc_side": Everywhere(), "mh_pan": Everywhere()})
    limb = DECODING.limb
    assert f"| limb | {limb.half_side} | {limb.power} | {limb.n_moves} |" in text
    assert "in use |" in text
    (least,) = [line for line in text.splitlines() if line.startswith("| limb") and "least" in line]
    assert least.startswith("| limb | 5 | 3 | 3 |")
    assert "on the bodies of `cyc_side`; the others" in text
