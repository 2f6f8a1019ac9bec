"""SideCamera -> background picture: sky, trees, grass and a track, all computed.

Colours are RGB from 0 to 1.
"""

import numpy as np

from samples.generator.camera import SideCamera
from samples.generator.curves import Array

LANE_WIDTH_M = 1.22
N_LANES = 6
LINE_WIDTH_M = 0.05
MARK_SPACING_M = 10.0
SKY_LOW, SKY_HIGH = (0.82, 0.88, 0.93), (0.42, 0.60, 0.84)
TREES = (0.22, 0.33, 0.20)
GRASS = (0.30, 0.47, 0.25)
TRACK = (0.66, 0.32, 0.27)
WHITE = (0.93, 0.93, 0.93)
BOARD, BOARD_BAND = (0.20, 0.26, 0.36), (0.85, 0.86, 0.88)
BOARD_DISTANCE_M, BOARD_HEIGHT_M = 9.0, 0.9


def _hashed(column: Array, row: Array, seed: int) -> Array:
    """Return a fixed pseudo-random number from 0 to 1 for each lattice point."""
    mask = np.int64(0xFFFFFFFF)
    mixed = column.astype(np.int64) * 374761393 + row.astype(np.int64) * 668265263
    mixed = (mixed + seed * 974634533) & mask
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & mask
    return np.asarray(((mixed ^ (mixed >> 16)) & 0xFFFF) / 65535.0)


def smooth_noise(across: Array, along: Array, seed: int) -> Array:
    """Lattice noise from 0 to 1, about one bump a unit."""
    column, row = np.floor(across), np.floor(along)
    share_x, share_y = across - column, along - row
    share_x, share_y = (share * share * (3.0 - 2.0 * share) for share in (share_x, share_y))
    upper = _hashed(column, row, seed) * (1.0 - share_x)
    upper = upper + _hashed(column + 1, row, seed) * share_x
    lower = _hashed(column, row + 1, seed) * (1.0 - share_x)
    lower = lower + _hashed(column + 1, row + 1, seed) * share_x
    return np.asarray(upper * (1.0 - share_y) + lower * share_y)


def rough_noise(across: Array, along: Array, seed: int, n_octaves: int = 4) -> Array:
    """Noise with finer and finer detail, 0 to 1."""
    weights = 0.5 ** np.arange(n_octaves)
    layers = [
        weight * smooth_noise(across / weight, along / weight, seed + octave)
        for octave, weight in enumerate(weights)
    ]
    return np.asarray(np.sum(layers, axis=0) / weights.sum())


def sky_and_trees(directions: Array) -> Array:
    """Paint what is above the ground."""
    slope = directions[..., 2] / np.abs(directions[..., 1])
    across = directions[..., 0] / np.abs(directions[..., 1])
    height = np.sqrt(np.clip(slope * 4.0, 0.0, 1.0))[..., None]
    picture = (1.0 - height) * np.array(SKY_LOW) + height * np.array(SKY_HIGH)
    skyline = 0.075 + 0.04 * rough_noise(across * 14.0 + 50.0, np.zeros_like(across), 3)
    leaves = 0.55 + 0.7 * rough_noise(across * 90.0 + 500.0, slope * 110.0 + 500.0, 7, 3)
    trees = np.array(TREES) * leaves[..., None]
    return np.where((slope < skyline)[..., None], trees, picture)


def line_cover(from_line_m: Array, pixel_m: float) -> Array:
    """Share of a pixel of the ground that a line covers, its middle so far from the line's."""
    reach_m = (LINE_WIDTH_M + pixel_m) / 2.0 - from_line_m
    return np.asarray(np.clip(reach_m / pixel_m, 0.0, min(1.0, LINE_WIDTH_M / pixel_m)))


def ground_colours(x_m: Array, y_m: Array, pixel_m: tuple[float, float]) -> Array:
    """Colour of the ground at world points: track with lane lines, grass beside it.

    `pixel_m` is what a pixel covers of the ground along and across the track.
    """
    grass = np.array(GRASS) * (0.8 + 0.35 * rough_noise(x_m * 1.3, y_m * 1.3, 11))[..., None]
    track = np.array(TRACK) * (0.92 + 0.14 * rough_noise(x_m * 4.0, y_m * 4.0, 21, 3))[..., None]
    half_m = N_LANES * LANE_WIDTH_M / 2.0
    offset_m = y_m + half_m
    from_line_m = np.abs(offset_m - LANE_WIDTH_M * np.round(offset_m / LANE_WIDTH_M))
    on_track = np.abs(y_m) < half_m + LINE_WIDTH_M
    from_mark_m = np.abs(np.mod(x_m, MARK_SPACING_M) - MARK_SPACING_M / 2.0)
    mark = line_cover(from_mark_m, pixel_m[0])
    white = np.maximum(line_cover(from_line_m, pixel_m[1]), mark)[..., None]
    return np.where(
        on_track[..., None], track * (1.0 - 0.85 * white) + 0.85 * white * np.array(WHITE), grass
    )


def add_boards(picture: Array, camera: SideCamera, directions: Array) -> Array:
    """Paint a row of low boards behind the track."""
    reach_m = abs(camera.position_m[1]) + BOARD_DISTANCE_M
    height_m = camera.position_m[2] + directions[..., 2] * reach_m
    x_m = camera.position_m[0] + directions[..., 0] * reach_m
    on_board = (height_m > 0.0) & (height_m < BOARD_HEIGHT_M)
    band = (np.abs(height_m - 0.8 * BOARD_HEIGHT_M) < 0.06) | (np.mod(x_m, 3.0) < 0.04)
    colours = np.where(band[..., None], np.array(BOARD_BAND), np.array(BOARD))
    return np.where(on_board[..., None], colours, picture)


def paint_stadium(camera: SideCamera) -> Array:
    """Paint the whole background, (height, width, 3)."""
    directions = camera.ray_directions()
    below = directions[..., 2] < -1e-4
    reach = np.where(below, -camera.position_m[2] / np.where(below, directions[..., 2], -1.0), 0.0)
    x_m = camera.position_m[0] + directions[..., 0] * reach
    y_m = camera.position_m[1] + directions[..., 1] * reach
    distance_m = abs(camera.position_m[1])
    along_m = distance_m / camera.focal_px
    pixel_m = (along_m, along_m * distance_m / camera.position_m[2])
    ground = ground_colours(x_m + 500.0, y_m, pixel_m)
    picture = np.where(below[..., None], ground, sky_and_trees(directions))
    return np.clip(add_boards(picture, camera, directions), 0.0, 1.0)
