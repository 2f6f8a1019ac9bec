"""Turn, zoom and focal length of a camera, against views of a wall whose every turn is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from aqvision.camera.background import BackgroundTracker, Matches, Rectangle
from aqvision.camera.path import CameraPath, find_path, no_path, path_from_rows, path_to_rows
from tests.support.turned import FOCAL, HEIGHT, WIDTH, Array, Image, view_of_wall

Turn = Callable[[int], tuple[float, float, float]]


def followed(
    n_frames: int,
    turn_deg: Turn,
    zoom: Callable[[int], float] = lambda _: 1.0,
    change: Callable[[int, Image], Image] = lambda _, picture: picture,
    people: tuple[Rectangle, ...] = (),
) -> tuple[CameraPath, BackgroundTracker]:
    """Follow the wall over some frames."""
    tracker = BackgroundTracker()
    for i in range(n_frames):
        tracker.add(change(i, view_of_wall(turn_deg(i), zoom(i))), people)
    return find_path(tracker.matches, tracker.links, WIDTH, 1.0), tracker


def error_px(path: CameraPath, turn_deg: Turn) -> Array:
    """How far off the middle of each picture is placed."""
    true = Rotation.from_rotvec(np.radians([turn_deg(i) for i in range(len(path.zoom))]))
    relative = true[0].inv() * true
    # a longer focal length means smaller turns: what counts are places in the picture
    found = Rotation.from_rotvec(path.turn * path.focal_px / FOCAL)
    sight = np.array([0.0, 0.0, 1.0])
    return np.asarray(FOCAL * np.linalg.norm(found.apply(sight) - relative.apply(sight), axis=1))


def swaying(i: int) -> tuple[float, float, float]:
    """Pan left and right by 15 degrees, three times in 300 frames, with some tremble."""
    phase = 2 * np.pi * i / 100
    return (0.5 * float(np.sin(5 * phase)), 15 * float(np.sin(phase)), 0.4 * float(np.cos(phase)))


def test_path_does_not_drift_over_300_frames() -> None:
    path, tracker = followed(300, swaying)
    assert path.reason == ""
    off = error_px(path, swaying)
    assert off.max() < 0.5
    assert off[200:].max() < off[:100].max() + 0.2  # later rounds are as good as the first
    assert 0.3 * off.max() < path.drift_px < 3.0
    # the key frames of the first round serve for all others
    assert max(m.key for m in tracker.matches if m is not None) < 100


def test_wide_pan_is_chained_and_gives_the_focal_length() -> None:
    def pan(i: int) -> tuple[float, float, float]:
        return (0.0, 0.8 * i - 25.0, 0.0)

    path, tracker = followed(64, pan)
    assert len({m.key for m in tracker.matches if m is not None}) > 3
    assert error_px(path, pan).max() < 1.0
    assert path.focal_px == pytest.approx(FOCAL, rel=0.02)
    assert abs(path.focal_px / FOCAL - 1) < 3 * path.focal_se_frac
    assert path.zoom == pytest.approx(1.0, abs=0.005)


def test_somebody_who_fills_a_third_of_the_picture_is_not_the_background() -> None:
    random = np.random.default_rng(9)
    body = random.integers(0, 256, (HEIGHT, WIDTH // 3)).astype(np.uint8)
    left = WIDTH // 3

    def covered(i: int, picture: Image) -> Image:
        covered = picture.copy()
        covered[:, left : 2 * left] = np.roll(body, i, axis=0)  # it moves by itself
        return covered

    def pan(i: int) -> tuple[float, float, float]:
        return (0.0, 0.5 * i, 0.0)

    path, _ = followed(40, pan, change=covered, people=((left, 0, 2 * left, HEIGHT),))
    assert path.reason == ""
    assert error_px(path, pan).max() < 0.7


def test_zoom_and_roll_are_told_from_turns() -> None:
    def roll(i: int) -> tuple[float, float, float]:
        return (0.0, 0.0, 0.1 * i)

    path, _ = followed(40, roll, zoom=lambda i: 1.0 + 0.01 * i)
    assert path.zoom == pytest.approx(1.0 + 0.01 * np.arange(40), rel=0.003)
    assert np.degrees(path.turn[:, 2]) == pytest.approx(0.1 * np.arange(40), abs=0.05)
    assert np.degrees(path.turn[:, :2]) == pytest.approx(0.0, abs=0.05)


def test_still_camera_stays_where_it_is() -> None:
    path, _ = followed(10, lambda _: (0.0, 0.0, 0.0))
    assert np.abs(path.turn).max() * FOCAL < 0.02
    assert path.focal_se_frac > 0.3  # nothing tells it
    assert path.moves_px(WIDTH) < 0.1


def test_how_far_the_picture_moves_is_told_in_pixels() -> None:
    still, zooms = np.zeros((5, 3)), np.ones(5)
    at_rest = CameraPath(
        turn=still, zoom=zooms, focal_px=1000.0, focal_se_frac=0.1,
        residual_px=0.2 * zooms, drift_px=0.1,
    )  # fmt: skip
    panned, rolled, zoomed = still.copy(), still.copy(), zooms.copy()
    panned[3, 1], rolled[3, 2], zoomed[3] = 0.002, 0.002, 1.004
    assert at_rest.moves_px(640) == 0.0
    assert replace(at_rest, turn=panned).moves_px(640) == pytest.approx(2.0)
    assert replace(at_rest, turn=rolled).moves_px(640) == pytest.approx(0.64)
    assert replace(at_rest, zoom=zoomed).moves_px(640) == pytest.approx(1.28)
    assert replace(at_rest, turn=panned + 0.3).moves_px(640) == pytest.approx(2.0)
    assert np.isnan(no_path(5, "").moves_px(640))


def test_wall_without_a_pattern_tells_nothing() -> None:
    tracker = BackgroundTracker()
    for _ in range(5):
        tracker.add(np.full((HEIGHT, WIDTH), 128, np.uint8), ())
    path = find_path(tracker.matches, tracker.links, WIDTH, 1.0)
    assert "too little" in path.reason
    assert np.isnan(path.turn).all()
    assert np.isnan(path.zoom).all()


def test_path_goes_on_after_frames_that_show_nothing() -> None:
    def flash(i: int, picture: Image) -> Image:
        return np.full_like(picture, 255) if i in (10, 11) else picture

    def pan(i: int) -> tuple[float, float, float]:
        return (0.0, 0.3 * i, 0.0)

    path, _ = followed(30, pan, change=flash)
    assert path.reason == ""
    assert np.flatnonzero(~path.known).tolist() == [10, 11]
    assert np.nanmax(error_px(path, pan)[path.known]) < 0.5


def test_camera_that_travels_is_refused() -> None:
    """Moved along a wall, a camera shifts the whole picture alike, as no turn does."""
    corners = np.stack(np.meshgrid(np.linspace(-200, 200, 8), np.linspace(-120, 120, 8)), 2)
    points = corners.reshape(-1, 2).astype(np.float64)
    matches = [Matches(i, 0, points - [8.0 * i, 0.0], points) for i in range(60)]
    assert "travels" in find_path(matches, [], WIDTH, 1.0).reason


def test_background_that_comes_apart_is_refused() -> None:
    random = np.random.default_rng(1)
    points = random.uniform(-100, 100, (40, 2))
    matches = [Matches(i, 0, points + random.normal(0, 3, (40, 2)), points) for i in range(9)]
    assert "as one" in find_path(matches, [], WIDTH, 1.0).reason


def test_sizes_are_in_pixels_of_the_video() -> None:
    tracker = BackgroundTracker()
    for i in range(20):
        tracker.add(view_of_wall((0.0, float(i), 0.0)), ())
    one, four = (find_path(tracker.matches, tracker.links, WIDTH, s) for s in (1.0, 4.0))
    assert four.focal_px == pytest.approx(4 * one.focal_px)
    assert four.drift_px == pytest.approx(4 * one.drift_px)
    assert four.residual_px == pytest.approx(4 * one.residual_px)
    assert four.turn == pytest.approx(one.turn)


def test_path_survives_being_stored() -> None:
    path, _ = followed(6, lambda i: (0.0, float(i), 0.0))
    back = path_from_rows(path_to_rows(path), "why")
    assert back is not None
    assert np.array_equal(back.turn, path.turn)
    assert np.array_equal(back.zoom, path.zoom)
    assert (back.focal_px, back.focal_se_frac, back.drift_px, back.reason) == (
        path.focal_px, path.focal_se_frac, path.drift_px, "why",
    )  # fmt: skip
    assert path_from_rows(path_to_rows(None), "") is None
    unknown = path_from_rows(path_to_rows(no_path(3, "dark")), "dark")
    assert unknown is not None
    assert not unknown.known.any()
