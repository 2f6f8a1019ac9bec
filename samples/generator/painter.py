"""Quads, SideCamera, background -> picture: shaded patches drawn from far to near."""

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.generator.camera import SideCamera
from samples.generator.curves import Array
from samples.generator.solids import Quads, unit

SUPERSAMPLING = 3
SUBPIXEL_BITS = 4
MARGIN_PX = 6
LIGHT = (-0.35, -0.55, 0.75)
AMBIENT = 0.55
SHADOW_STRENGTH = 0.5
SHADOW_BLUR_PX = 1.2


def shaded_colours(quads: Quads, towards_camera: Array) -> Array:
    """Colour of each patch under sun and sky, (N, 3)."""
    corners_m = quads.corners_m
    normal = np.cross(
        corners_m[:, 1] - corners_m[:, 0] + corners_m[:, 2] - corners_m[:, 3],
        corners_m[:, 3] - corners_m[:, 0] + corners_m[:, 2] - corners_m[:, 1],
    )
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-12
    facing = np.sum(normal * towards_camera, axis=1)
    normal = np.where((facing < 0.0)[:, None], -normal, normal)
    sun = np.clip(normal @ unit(np.array(LIGHT)), 0.0, 1.0)
    sky = 0.775 + 0.225 * normal[:, 2]
    rim = 0.8 + 0.2 * np.abs(facing)
    brightness = AMBIENT * sky * rim + (1.0 - AMBIENT) * 1.25 * sun
    return np.asarray(np.clip(quads.colours * brightness[:, None], 0.0, 1.0))


def fixed_point(points_px: Array, scale: int) -> NDArray[np.int32]:
    """Pixel coordinates on a finer grid, as opencv wants them: whole numbers, centre-based."""
    return np.asarray(np.round((points_px * scale - 0.5) * 2**SUBPIXEL_BITS), dtype=np.int32)


def bounding_box(points_px: Array, camera: SideCamera) -> tuple[slice, slice]:
    """Rows and columns of the image that hold all points, with a margin."""
    size = np.array([camera.width_px, camera.height_px])
    low = np.clip(np.floor(points_px.min(axis=(0, 1))).astype(int) - MARGIN_PX, 0, size)
    high = np.clip(np.ceil(points_px.max(axis=(0, 1))).astype(int) + MARGIN_PX, 0, size)
    return slice(low[1], high[1]), slice(low[0], high[0])


def cast_shadow(picture: Array, quads: Quads, camera: SideCamera) -> Array:
    """Darken the ground where the figure keeps off the sun; gives a new picture."""
    light = np.array(LIGHT)
    points_px = camera.project(quads.corners_m - light * (quads.corners_m[..., 2:] / light[2]))
    rows, columns = bounding_box(points_px, camera)
    shadowed = picture.copy()
    mask = np.zeros(shadowed[rows, columns].shape[:2], np.uint8)
    if mask.size == 0:
        return shadowed
    for corners in fixed_point(points_px - np.array([columns.start, rows.start]), 1):
        cv2.fillConvexPoly(mask, corners, 255, cv2.LINE_8, SUBPIXEL_BITS)
    soft = cv2.GaussianBlur(mask, (0, 0), SHADOW_BLUR_PX).astype(np.float64) / 255.0
    shadowed[rows, columns] *= 1.0 - SHADOW_STRENGTH * soft[..., None]
    return shadowed


def paint_figure(background: Array, quads: Quads, camera: SideCamera) -> Array:
    """Draw the figure and its shadow; RGB from 0 to 1."""
    picture = cast_shadow(background, quads, camera)
    middles_m = quads.corners_m.mean(axis=1)
    to_camera = np.array(camera.position_m) - middles_m
    distances_m = np.linalg.norm(to_camera, axis=1)
    colours = shaded_colours(quads, to_camera / distances_m[:, None]) * 255.0
    points_px = camera.project(quads.corners_m)
    rows, columns = bounding_box(points_px, camera)
    window = np.ascontiguousarray(np.round(picture[rows, columns] * 255.0).astype(np.uint8))
    size = (window.shape[1] * SUPERSAMPLING, window.shape[0] * SUPERSAMPLING)
    canvas = cv2.resize(window, size, interpolation=cv2.INTER_NEAREST)
    corners = fixed_point(points_px - np.array([columns.start, rows.start]), SUPERSAMPLING)
    for patch in np.argsort(-distances_m, kind="stable"):
        cv2.fillConvexPoly(
            canvas, corners[patch], colours[patch].tolist(), cv2.LINE_8, SUBPIXEL_BITS
        )
    shrunk = cv2.resize(canvas, window.shape[1::-1], interpolation=cv2.INTER_AREA)
    picture[rows, columns] = shrunk / 255.0
    return picture
