"""Corners of a wall found again in another view of it, none of them on people."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from aqvision.camera.background import apply_homography, find_corners, follow_corners
from tests.support.turned import FOCAL, HEIGHT, WIDTH, lens, view_of_wall

PERSON = (150.0, 40.0, 290.0, 250.0)


def test_corners_lie_all_over_the_picture_but_not_on_people() -> None:
    corners = find_corners(view_of_wall((0.0, 0.0, 0.0)), [PERSON])
    left, top, right, bottom = PERSON
    x, y = corners.T
    assert not ((x > left) & (x < right) & (y > top) & (y < bottom)).any()
    assert len(corners) > 40
    for half in (x < left, x > right):
        assert half.sum() > 12


def test_corners_are_found_again_to_a_tenth_of_a_pixel() -> None:
    first, second = view_of_wall((0.0, 0.0, 0.0)), view_of_wall((0.5, 4.0, 1.0))
    corners = find_corners(first, ())
    camera = lens(FOCAL, WIDTH, HEIGHT)
    turn = np.radians([0.5, 4.0, 1.0])
    true = camera @ Rotation.from_rotvec(turn).inv().as_matrix() @ np.linalg.inv(camera)
    rough = np.eye(3)
    rough[0, 2] = -FOCAL * np.tan(turn[1]) + 5
    there, here = follow_corners(first, second, corners, rough, ())
    assert len(here) > 0.6 * len(corners)
    off = np.linalg.norm(here - apply_homography(true, there), axis=1)
    assert np.median(off) < 0.1


def test_nothing_is_found_on_people_or_out_of_the_picture() -> None:
    picture = view_of_wall((0.0, 0.0, 0.0))
    corners = find_corners(picture, ())
    _, here = follow_corners(picture, picture, corners, np.eye(3), [PERSON])
    left, top, right, bottom = PERSON
    x, y = here.T
    assert 0 < len(here) < len(corners)
    assert not ((x > left) & (x < right) & (y > top) & (y < bottom)).any()
    away = np.eye(3)
    away[0, 2] = 2 * WIDTH
    there, here = follow_corners(picture, picture, corners, away, ())
    assert len(there) == len(here) == 0


def test_plain_picture_has_no_corners() -> None:
    assert find_corners(np.full((HEIGHT, WIDTH), 90, np.uint8), ()).shape == (0, 2)


def test_homography_maps_points() -> None:
    scale = np.diag([2.0, 3.0, 1.0])
    assert apply_homography(scale, [[1.0, 1.0]]).tolist() == [[2.0, 3.0]]
    assert apply_homography(np.diag([1.0, 1.0, 2.0]), [[4.0, 2.0]])[0] == pytest.approx([2.0, 1.0])
