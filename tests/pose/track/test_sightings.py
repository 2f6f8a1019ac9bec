"""Landmarks in one frame -> a sighting, or none."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.pose.detect.boxes import Box
from aqvision.pose.detect.estimator import Landmarks
from aqvision.pose.track.sightings import Sighting, distinct, sighting_from_landmarks
from aqvision.pose.track.tracks import Track
from tests.support.sighted import person


def test_repeated_finds_of_one_body_count_once() -> None:
    first, again, other = person(0, 500, 200), person(0, 510, 190), person(0, 700, 200)
    assert distinct([first, again, other]) == [first, other]


def _body(height_px: float, visibility: float) -> Landmarks:
    xy = np.full((N_LANDMARKS, 2), 300.0)
    xy[INDEX["nose"]] = (310, 100)
    xy[INDEX["left_ankle"]] = (280, 100 + height_px)
    xy[INDEX["right_ankle"]] = (330, 100 + height_px / 2)
    return Landmarks(xy, np.full(N_LANDMARKS, visibility))


def test_landmarks_become_a_sighting() -> None:
    sighting = sighting_from_landmarks(_body(250.0, 0.9), 0.2, min_px=60)
    assert sighting == Sighting(
        time_s=0.2, box=Box(280.0, 100.0, 330.0, 350.0), foot_spread=50 / 250, down=(5.0, -12.5)
    )


@pytest.mark.parametrize(("toe_x", "right"), [(60.0, True), (-60.0, False)])
def test_toes_tell_which_way_somebody_faces(toe_x: float, right: bool) -> None:
    body = _body(250.0, 0.9)
    for side in ("left", "right"):
        body.xy_px[INDEX[f"{side}_foot_index"], 0] += toe_x
    sighting = sighting_from_landmarks(body, 0.0, min_px=60)
    assert sighting is not None
    assert sighting.facing == pytest.approx(2 * toe_x / 250)
    assert Track([sighting]).faces_right is right


def test_small_and_doubtful_bodies_are_no_sighting() -> None:
    assert sighting_from_landmarks(_body(250.0, 0.2), 0.2, min_px=60) is None
    assert sighting_from_landmarks(_body(250.0, 0.9), 0.2, min_px=260) is None
