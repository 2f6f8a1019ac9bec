"""The map of the ground that marks give, against a camera whose pose is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from aqvision.camera.ground_plane import LaneFit, along_m, fit_lane, line_of
from aqvision.core.errors import CalibrationError
from samples.generator import SideCamera
from tests.support.synthetic import Array

CLICK_PX = 1.9
ON_LINE = np.array([[-4.0, 0.0], [-1.0, 0.0], [2.0, 0.0], [5.0, 0.0]])
ON_GROUND = np.array([[-4.0, -1.2], [0.0, -1.2], [4.0, -1.2], [-4.0, 1.2], [1.0, 1.2], [4.0, 1.2]])
SLANTED = np.array([[-4.0, 0.0], [-2.0, 0.5], [0.0, 1.0], [4.0, 2.0], [6.0, 2.5]])


def askew(yaw_deg: float) -> SideCamera:
    yaw = np.radians(yaw_deg)
    place = (-15.0 * float(np.sin(yaw)), -15.0 * float(np.cos(yaw)), 1.2)
    return SideCamera(place, 2000.0, yaw_deg=yaw_deg)


def seen(camera: SideCamera, places_m: Array) -> Array:
    return camera.project(np.column_stack([places_m, np.zeros(len(places_m))]))


def read_along(fit: LaneFit, camera: SideCamera, across_m: float = 0.0) -> Array:
    """Read the places -3 and 3 m along a line at a place across."""
    ends = np.array([[-3.0, across_m], [3.0, across_m]])
    return along_m(line_of(fit.homography, across_m), seen(camera, ends)[:, 0])


@pytest.mark.parametrize("yaw_deg", [-25, -8, 0, 12, 25])
@pytest.mark.parametrize("places_m", [ON_LINE[:3], ON_LINE, ON_GROUND, ON_GROUND[[0, 2, 3, 5]]])
def test_metres_are_those_of_the_camera(yaw_deg: float, places_m: Array) -> None:
    camera = askew(yaw_deg)
    fit = fit_lane(seen(camera, places_m), places_m, CLICK_PX)
    assert read_along(fit, camera) == pytest.approx([-3.0, 3.0], abs=1e-6)


@pytest.mark.parametrize("across_m", [-2.44, 1.22, 3.66])
def test_plane_knows_other_lanes(across_m: float) -> None:
    camera = askew(15)
    fit = fit_lane(seen(camera, ON_GROUND), ON_GROUND, CLICK_PX)
    assert read_along(fit, camera, across_m) == pytest.approx([-3.0, 3.0], abs=1e-6)
    line = fit_lane(seen(camera, ON_LINE), ON_LINE, CLICK_PX)
    off = np.ptp(read_along(line, camera, across_m)) / 6 - 1
    assert off == pytest.approx(-across_m / (15 + across_m), rel=0.06)


def test_lens_on_the_ground_still_tells_lanes_apart() -> None:
    """All marks on one line of the picture: how far apart they are says how near they are."""
    yaw = np.radians(10)
    place = (-15.0 * float(np.sin(yaw)), -15.0 * float(np.cos(yaw)), 0.0)
    camera = SideCamera(place, 2000.0, yaw_deg=10)
    fit = fit_lane(seen(camera, ON_GROUND), ON_GROUND, CLICK_PX)
    assert read_along(fit, camera) == pytest.approx([-3.0, 3.0], abs=1e-6)


def test_two_marks_are_one_scale() -> None:
    camera = askew(20)
    ends = ON_LINE[[0, 2]]
    fit = fit_lane(seen(camera, ends), ends, CLICK_PX)
    assert fit.homography[2] == pytest.approx([0, 0, fit.homography[2, 2]])
    x = seen(camera, ends)[:, 0]
    assert along_m(line_of(fit.homography, 0.0), x) == pytest.approx([-4.0, 2.0])


@pytest.mark.parametrize("places_m", [ON_LINE[[0, 3]], ON_LINE[:3], ON_LINE, ON_GROUND])
def test_stated_error_covers_that_of_clicks(places_m: Array) -> None:
    """Two marks too: their error by clicks, about what they would tell without any."""
    camera, random = askew(15), np.random.default_rng(4)
    exact = seen(camera, places_m)
    x = seen(camera, np.array([[-5.0, 0.0], [6.0, 0.0]]))[:, 0]
    true = np.ptp(along_m(line_of(fit_lane(exact, places_m, CLICK_PX).homography, 0.0), x))
    ratios, stated = [], []
    for _ in range(150):
        fit = fit_lane(exact + random.normal(0, CLICK_PX, exact.shape), places_m, CLICK_PX)
        found = np.ptp(along_m(line_of(fit.homography, 0.0), x))
        stated.append(fit.length_se_frac(0.0, (x[0], x[1])))
        ratios.append((found / true - 1) / stated[-1])
    assert 0.75 < np.sqrt(np.mean(np.square(ratios))) < 1.2
    assert np.mean(np.abs(ratios)) < 1.0


def test_scatter_beyond_clicks_widens_the_error() -> None:
    camera = askew(10)
    places = np.column_stack([np.arange(-4.0, 5.0), np.zeros(9)])
    wobble = np.where(np.arange(9) % 2 == 0, 5.0, -5.0)[:, None]
    exact = fit_lane(seen(camera, places), places, CLICK_PX)
    rough = fit_lane(seen(camera, places) + wobble, places, CLICK_PX)
    ends = (300.0, 1600.0)
    assert rough.length_se_frac(0.0, ends) > 2 * exact.length_se_frac(0.0, ends)


def test_turned_scaled_and_mirrored_pictures_say_the_same() -> None:
    camera = askew(20)
    xy = seen(camera, ON_LINE)
    x = xy[1:3, 0]
    usual = fit_lane(xy, ON_LINE, CLICK_PX)
    for factor in (0.5, -2.0):
        fit = fit_lane(xy * factor, ON_LINE, CLICK_PX * abs(factor))
        read = along_m(line_of(fit.homography, 0.0), x * factor)
        assert read == pytest.approx(along_m(line_of(usual.homography, 0.0), x), abs=1e-6)


@pytest.mark.parametrize(
    ("places_m", "change", "words"),
    [
        (ON_LINE, lambda xy: xy[[0, 2, 1, 3]], "follow each other"),
        (ON_GROUND, lambda xy: np.vstack([xy[:1] + 60.0, xy[1:]]), "contradict"),
        (SLANTED, lambda xy: xy, "too many of them lie on one line"),
        (ON_GROUND[[0, 1, 2, 4]], lambda xy: xy, "too many of them lie on one line"),
    ],
)
def test_marks_that_cannot_be_right_are_refused(
    places_m: Array, change: Callable[[Array], Array], words: str
) -> None:
    xy = change(seen(askew(10), places_m))
    with pytest.raises(CalibrationError, match=words) as refused:
        fit_lane(xy, places_m, CLICK_PX)
    assert refused.value.hint
