"""A region of a crop -> the body in it, at its place in the picture, mirrored or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.assets import find_model
from aqvision.core.skeleton import INDEX, PARTNERS
from aqvision.pose.detect.boxes import Box, Cutting, cutting
from aqvision.pose.detect.reading import BodyReader, region_pixels
from aqvision.pose.network.runtimes import INPUT_PX, Answer, Pixels, open_runtime

if TYPE_CHECKING:
    from tests.conftest import SampleMoment

_ALL = Cutting(np.zeros((8, 8, 3), np.uint8), 8, (0, 0), (0, 0))


class Seeing:
    """Stands in for the network: puts every point where the picture is brightest."""

    def __init__(self) -> None:
        self.shown: list[Pixels] = []

    def ask(self, pixels: Pixels) -> Answer:
        self.shown.append(pixels)
        gray = pixels.astype(float).sum(axis=2)
        down, across = np.unravel_index(int(gray.argmax()), gray.shape)
        points = np.zeros((39, 5))
        points[:, :2] = across + 0.5, down + 0.5
        return Answer(points, 1.0, np.full((64, 64, 39), -20.0, np.float32))


def spot(x: int, y: int, size: int = 400) -> np.ndarray:
    rgb = np.zeros((size, size, 3), np.uint8)
    rgb[y - 3 : y + 4, x - 3 : x + 4] = 90
    rgb[y, x] = 255
    return rgb


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("side", [200.0, 256.0, 380.0])
@pytest.mark.parametrize("corner", [(40.0, 30.0), (63.5, 11.25), (-20.0, -30.0)])
def test_a_point_comes_back_to_its_place(
    corner: tuple[float, float], side: float, mirrored: bool
) -> None:
    region = Box(*corner, corner[0] + side, corner[1] + side)
    crop = cutting(spot(150, 130), Box.square(200.0, 190.0, 360.0))
    body = BodyReader(Seeing()).read(crop, region, mirrored=mirrored)
    assert body.landmarks.xy_px[5] == pytest.approx([150.5, 130.5], abs=side / INPUT_PX)


def test_large_bodies_are_averaged_not_sampled() -> None:
    """Every other column is white: sampling would show white or black, not gray."""
    rgb = np.zeros((1200, 1200, 3), np.uint8)
    rgb[:, ::2] = 255
    whole = Box(0.0, 0.0, 1200.0, 1200.0)
    shown = region_pixels(cutting(rgb, whole), whole, mirrored=False)
    assert np.abs(shown[20:-20, 20:-20].astype(float) - 127.5).max() < 1.0


def test_what_lies_beyond_the_picture_is_black() -> None:
    rgb = np.full((100, 100, 3), 200, np.uint8)
    region = Box(-100.0, -100.0, 100.0, 100.0)
    shown = region_pixels(cutting(rgb, region), region, mirrored=False)
    assert shown[:120].max() == 0
    assert shown[140:250, 140:250].min() == 200


def test_a_region_wholly_beyond_the_picture_is_black() -> None:
    region = Box.square(600.0, 100.0, 200.0)
    shown = region_pixels(cutting(spot(200, 200), region), region, mirrored=False)
    assert shown.shape == (INPUT_PX, INPUT_PX, 3)
    assert not shown.any()


def test_a_second_look_shows_a_smaller_and_a_larger_region() -> None:
    region = Box.square(200.0, 200.0, 256.0)
    crop = cutting(spot(200, 200), Box.square(200.0, 200.0, 400.0))
    reader = BodyReader(Seeing())
    first = reader.read(crop, region, mirrored=False)
    again = reader.read_again(first, crop, region, mirrored=False)
    assert np.isnan(first.evidence.other_px[1:]).all()
    assert np.abs(again.evidence.other_px[1:] - 200.5).max() < 2.0
    assert np.array_equal(again.landmarks.xy_px, first.landmarks.xy_px)


def test_ends_of_the_body_at_the_edge_are_told() -> None:
    region = Box.square(200.0, 200.0, 256.0)
    wide = Box.square(200.0, 200.0, 400.0)
    inside = BodyReader(Seeing()).read(cutting(spot(200, 200), wide), region, mirrored=False)
    beyond = BodyReader(Seeing()).read(cutting(spot(74, 200), wide), region, mirrored=False)
    assert (inside.at_edge, beyond.at_edge) == (False, True)


@pytest.mark.model
def test_a_body_is_read_where_it_is(sample_moments: tuple[SampleMoment, ...]) -> None:
    reader = BodyReader(open_runtime("openvino", find_model("full")))
    moment = sample_moments[10]
    x, y = moment.xy_px.mean(axis=0)
    crop = cutting(moment.rgb, Box.square(float(x), float(y), 400.0))
    region = Box.square(float(x), float(y), 300.0)
    as_is = reader.read(crop, region, mirrored=False)
    turned = reader.read(crop, region, mirrored=True)
    for body in (as_is, turned):
        assert body.presence > 0.9
        assert not body.at_edge
        joints = [INDEX[f"right_{j}"] for j in ("hip", "knee", "ankle", "shoulder")]
        near = np.linalg.norm(body.landmarks.xy_px[joints] - moment.xy_px[joints], axis=1)
        assert near.max() < 25.0
    mirror = turned.landmarks.mirrored(INPUT_PX)
    assert np.array_equal(mirror.visibility, turned.landmarks.visibility[list(PARTNERS)])
