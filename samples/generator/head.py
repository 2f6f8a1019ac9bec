"""BodyMotion, frame -> Quads: neck, head with hair and face, nose and ears."""

import numpy as np

from samples.generator.curves import Array
from samples.generator.motion import BodyMotion
from samples.generator.solids import Colour, Quads, elliptic_rings, tube

HAIR = (0.17, 0.12, 0.09)
EYE = (0.13, 0.11, 0.11)
MOUTH = (0.60, 0.34, 0.33)
N_SIDES = 24
# rows of: height over the centre of the head, radius forward, shift forward, radius sideways
SKULL = np.array(
    [
        (-0.118, 0.030, 0.045, 0.028),
        (-0.105, 0.050, 0.050, 0.032),
        (-0.085, 0.066, 0.030, 0.045),
        (-0.050, 0.082, 0.012, 0.058),
        (0.000, 0.096, 0.000, 0.070),
        (0.040, 0.101, -0.004, 0.075),
        (0.080, 0.088, -0.006, 0.068),
        (0.105, 0.060, -0.006, 0.048),
        (0.122, 0.010, -0.006, 0.010),
    ]
)
# rows of: share from root to tip, radius forward, radius sideways
NOSE = np.array(
    [(0.0, 0.006, 0.008), (0.4, 0.014, 0.013), (0.8, 0.020, 0.018), (1.0, 0.008, 0.008)]
)
EAR = np.array([(0.0, 0.008, 0.006), (0.3, 0.018, 0.010), (0.7, 0.019, 0.010), (1.0, 0.006, 0.004)])


def straight_tube(start_m: Array, end_m: Array, axes: Array, shape: Array, colour: Colour) -> Quads:
    """Make a small part of one colour between two points, its radii along forward and left."""
    centres_m = start_m + (end_m - start_m) * shape[:, :1]
    front, side = (np.broadcast_to(axes[:, column], centres_m.shape) for column in (0, 1))
    rings_m = elliptic_rings(centres_m, front, side, shape[:, 1:], 10)
    return tube(rings_m, np.broadcast_to(np.array(colour), (len(shape) - 1, 10, 3)))


def face_colours(heights_m: Array, skin: Colour) -> Array:
    """Hair, brows, eyes and mouth on the patches of the skull."""
    turn = np.linspace(0.0, 2.0 * np.pi, N_SIDES, endpoint=False) + np.pi / N_SIDES
    front = np.broadcast_to(np.cos(turn), (len(heights_m) - 1, N_SIDES))
    height_m = ((heights_m[:-1] + heights_m[1:]) / 2.0)[:, None] + np.zeros(N_SIDES)
    colours = np.broadcast_to(np.array(skin), (*front.shape, 3)).copy()
    hairline = (height_m > 0.075 - 0.02 * (front > 0.0)) | ((front < -0.15) & (height_m > -0.045))
    colours[hairline | ((front < 0.12) & (height_m > 0.03))] = HAIR
    at_eye = (front > 0.78) & (front < 0.98)
    colours[at_eye & (height_m > 0.005) & (height_m < 0.028)] = EYE
    colours[at_eye & (height_m > 0.030) & (height_m < 0.046)] = HAIR
    colours[(front > 0.86) & (height_m > -0.078) & (height_m < -0.060)] = MOUTH
    return colours


def skull(centre_m: Array, axes: Array, skin: Colour) -> Quads:
    """Make the head proper."""
    heights_m = np.linspace(SKULL[0, 0], SKULL[-1, 0], 19)
    forward_m, shift_m, side_m = (
        np.interp(heights_m, SKULL[:, 0], SKULL[:, column]) for column in (1, 2, 3)
    )
    centres_m = centre_m + heights_m[:, None] * axes[:, 2] + shift_m[:, None] * axes[:, 0]
    front, side = (np.broadcast_to(axes[:, column], centres_m.shape) for column in (0, 1))
    rings_m = elliptic_rings(centres_m, front, side, np.stack([forward_m, side_m], 1), N_SIDES)
    return tube(rings_m, face_colours(heights_m, skin))


def head_parts(motion: BodyMotion, frame: int, skin: Colour) -> list[Quads]:
    """Neck, skull, nose and both ears."""
    axes = motion.head_axes[frame]
    forward, left, up = axes[:, 0], axes[:, 1], axes[:, 2]
    neck_m, centre_m = motion.joints_m["neck"][frame], motion.joints_m["head_centre"][frame]
    thickness = np.array([(0.0, 0.056, 0.056), (0.5, 0.055, 0.055), (1.0, 0.055, 0.055)])
    root_m = centre_m + 0.090 * forward + 0.016 * up
    tip_m = centre_m + 0.112 * forward - 0.026 * up
    parts = [
        straight_tube(neck_m - 0.05 * up, centre_m - 0.04 * up, axes, thickness, skin),
        skull(centre_m, axes, skin),
        straight_tube(root_m, tip_m, axes, NOSE, skin),
    ]
    for outward in (left, -left):
        lobe_m = centre_m + 0.073 * outward - 0.005 * forward - 0.028 * up
        parts.append(straight_tube(lobe_m, lobe_m + 0.062 * up, axes, EAR, skin))
    return parts
