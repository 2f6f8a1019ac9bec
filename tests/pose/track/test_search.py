"""A sample of the survey -> squares in which people may be, and the people found there."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.types import GrayImage
from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.search import SurveySample, _Search, moving_boxes, small_tiles
from aqvision.video.reader import Frame
from tests.support.fake_network import FakeNetwork, standing


def sample(
    gray: GrayImage, previous: GrayImage | None, number: int = 0, scale: int = 4
) -> SurveySample:
    rgb = np.zeros((gray.shape[0] * scale, gray.shape[1] * scale, 3), np.uint8)
    frame = Frame(number, number / 15, rgb)
    return SurveySample(number=number, frame=frame, gray=gray, previous=previous)


def search(network: FakeNetwork) -> _Search:
    frame = Frame(0, 0.0, np.zeros((600, 900, 3), np.uint8))
    return _Search(frame, network, 60.0, [])


def texture(shift_px: int = 0) -> GrayImage:
    wide = np.random.default_rng(3).integers(60, 140, (34, 100)).astype(np.uint8)
    large = wide.repeat(8, axis=0).repeat(8, axis=1)[:270]
    return np.ascontiguousarray(large[:, 100 + shift_px : 580 + shift_px])


def with_person(gray: GrayImage, x: int, height: int = 30) -> GrayImage:
    drawn = gray.copy()
    drawn[120 : 120 + height, x : x + 10] = 255
    return drawn


@pytest.mark.parametrize("pan_px", [0, 12])
def test_what_moves_against_the_background_is_proposed(pan_px: int) -> None:
    before, now = with_person(texture(), 100), with_person(texture(pan_px), 200)
    boxes = list(moving_boxes(sample(now, before), [], min_px=60))
    assert any(box.holds(4 * 205, 4 * 135) for box in boxes)


def test_people_who_are_known_do_not_hide_the_next_one() -> None:
    before = texture()
    now = with_person(with_person(before, 200), 216)
    (both,) = moving_boxes(sample(now, before), [], min_px=60)
    assert both.holds(4 * 205, 4 * 135)
    (other,) = moving_boxes(sample(now, before), [Box(780, 460, 860, 620)], min_px=60)
    assert other.center == pytest.approx((4 * 221, 4 * 135), abs=16)


def test_nothing_is_proposed_without_motion_or_when_all_changes() -> None:
    assert list(moving_boxes(sample(texture(), None), [], min_px=60)) == []
    assert list(moving_boxes(sample(texture(), texture()), [], min_px=60)) == []
    assert list(moving_boxes(sample(255 - texture(), texture() // 2), [], min_px=60)) == []


def test_specks_are_not_proposed() -> None:
    # joining neighbours makes a speck 8 small pixels taller, 64 px in a picture of 4K
    before, now = with_person(texture(), 100, height=3), with_person(texture(), 200, height=3)
    assert list(moving_boxes(sample(now, before, scale=8), [], min_px=100)) == []
    now = with_person(texture(), 200, height=8)
    assert len(list(moving_boxes(sample(now, before, scale=8), [], min_px=100))) == 1


def test_small_tiles_cover_the_picture_in_turn() -> None:
    gray = np.zeros((270, 480), np.uint8)
    tiles = [t for n in range(40) for t in small_tiles(sample(gray, None, n, 8), 60)]
    rng = np.random.default_rng(0)
    for x, y in rng.uniform((60, 60), (3780, 2100), (200, 2)):
        athlete = Box.square(x, y, 120)
        assert any(
            t.left <= athlete.left and t.right >= athlete.right and t.top <= athlete.top
            and t.bottom >= athlete.bottom for t in tiles
        )  # fmt: skip


def test_asking_together_finds_whom_asking_one_by_one_finds() -> None:
    people = standing(200, 300), standing(600, 300)
    boxes = [Box.square(x, 300, 300) for x in (200, 230, 600, 420)]
    apart, at_once = search(FakeNetwork(*people)), search(FakeNetwork(*people))
    apart.one_by_one(boxes)
    at_once.together(boxes)
    assert apart.found == at_once.found
    assert [s.box.center[0] for s in apart.found] == pytest.approx([200, 600], abs=20)


def test_who_is_alone_is_expected_at_a_region_and_two_who_meet_are_not() -> None:
    network = FakeNetwork(standing(200, 300), standing(600, 300), standing(640, 300))
    one = search(network)
    one.follow([Box.square(x, 300, 100) for x in (200, 600, 640)])
    assert network.expected[0] == Box.square(200, 300, 122)
    assert network.expected[1:] == [None, None]
    assert len(one.found) == 3


def test_a_place_that_holds_somebody_found_is_not_looked_at_again() -> None:
    network = FakeNetwork(standing(200, 300))
    one = search(network)
    one.one_by_one([Box.square(200, 300, 300), Box.square(205, 300, 300)])
    assert network.asked == 1


def test_who_overlaps_somebody_found_is_a_limb() -> None:
    network = FakeNetwork(standing(200, 300), standing(210, 310))
    one = search(network)
    one.apart([Box.square(200, 300, 300), Box.square(210, 300, 300)])
    assert len(one.found) == 1
