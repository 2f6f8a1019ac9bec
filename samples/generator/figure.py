"""BodyMotion, frame -> Quads: the athlete's body, clothes and shoes.

Profiles are rows of: fraction along the part, radius forward, radius sideways, shift forward (m).
"""

import numpy as np

from samples.generator.curves import Array
from samples.generator.head import head_parts
from samples.generator.motion import SIDES, BodyMotion
from samples.generator.solids import (
    LimbShape,
    Quads,
    banded_colours,
    elliptic_rings,
    join_quads,
    limb,
    tube,
    unit,
)

SKIN = (0.80, 0.60, 0.47)
SHIRT = (0.13, 0.33, 0.72)
SHORTS = (0.11, 0.11, 0.13)
SOCK = (0.93, 0.93, 0.93)
SHOE = (0.96, 0.80, 0.16)
SOLE = (0.90, 0.90, 0.90)

THIGH = LimbShape(
    np.array(
        [
            (-0.12, 0.080, 0.080, -0.010),
            (-0.05, 0.099, 0.092, -0.005),
            (0.10, 0.105, 0.094, 0.000),
            (0.35, 0.094, 0.086, 0.008),
            (0.46, 0.088, 0.082, 0.008),
            (0.48, 0.078, 0.072, 0.008),
            (0.65, 0.068, 0.064, 0.008),
            (0.90, 0.057, 0.055, 0.006),
            (1.05, 0.050, 0.050, 0.000),
        ]
    ),
    bands=((0.47, SHORTS), (2.0, SKIN)),
    n_rings=17,
)
SHANK = LimbShape(
    np.array(
        [
            (-0.05, 0.050, 0.050, 0.002),
            (0.00, 0.055, 0.052, 0.003),
            (0.10, 0.053, 0.051, -0.002),
            (0.28, 0.059, 0.055, -0.014),
            (0.45, 0.053, 0.049, -0.012),
            (0.70, 0.039, 0.037, -0.004),
            (0.92, 0.032, 0.033, 0.000),
            (1.03, 0.036, 0.036, 0.000),
        ]
    ),
    bands=((0.82, SKIN), (2.0, SOCK)),
)
UPPER_ARM = LimbShape(
    np.array(
        [
            (-0.14, 0.030, 0.030, 0.000),
            (-0.07, 0.052, 0.050, 0.000),
            (0.08, 0.061, 0.059, 0.000),
            (0.25, 0.056, 0.054, 0.004),
            (0.42, 0.055, 0.053, 0.004),
            (0.44, 0.045, 0.043, 0.004),
            (0.80, 0.040, 0.038, 0.000),
            (1.05, 0.032, 0.032, 0.000),
        ]
    ),
    bands=((0.43, SHIRT), (2.0, SKIN)),
    n_sides=14,
)
FOREARM = LimbShape(
    np.array(
        [
            (-0.05, 0.034, 0.034, 0.000),
            (0.05, 0.041, 0.040, 0.000),
            (0.25, 0.043, 0.040, 0.000),
            (0.60, 0.034, 0.032, 0.000),
            (1.00, 0.026, 0.026, 0.000),
        ]
    ),
    bands=((2.0, SKIN),),
    n_sides=14,
)
HAND = LimbShape(
    np.array(
        [
            (-0.05, 0.022, 0.020, 0.000),
            (0.20, 0.036, 0.024, 0.000),
            (0.50, 0.044, 0.026, 0.000),
            (0.80, 0.042, 0.026, 0.000),
            (1.05, 0.012, 0.010, 0.000),
        ]
    ),
    bands=((2.0, SKIN),),
    n_rings=8,
    n_sides=14,
)
TORSO = LimbShape(
    np.array(
        [
            (-0.16, 0.085, 0.100, -0.010),
            (-0.08, 0.115, 0.150, -0.012),
            (0.02, 0.124, 0.165, -0.012),
            (0.15, 0.113, 0.154, -0.003),
            (0.35, 0.100, 0.138, 0.005),
            (0.55, 0.108, 0.148, 0.008),
            (0.75, 0.115, 0.168, 0.006),
            (0.88, 0.105, 0.180, 0.000),
            (0.96, 0.085, 0.162, -0.004),
            (1.03, 0.060, 0.100, -0.005),
            (1.06, 0.050, 0.055, 0.000),
        ]
    ),
    bands=((0.10, SHORTS), (2.0, SHIRT)),
    n_rings=22,
    n_sides=24,
)
# rows of: heel 0, ball 1, toe tip 2; height above the sole; radii up and sideways
SHOE_RINGS = np.array(
    [
        (-0.07, 0.014, 0.018, 0.020),
        (0.00, 0.034, 0.034, 0.030),
        (0.28, 0.044, 0.044, 0.033),
        (0.60, 0.035, 0.034, 0.036),
        (1.00, 0.025, 0.025, 0.042),
        (1.40, 0.021, 0.021, 0.041),
        (1.80, 0.017, 0.016, 0.034),
        (2.10, 0.010, 0.008, 0.018),
    ]
)
LATERAL = np.array([0.0, 1.0, 0.0])


def shoe(heel_m: Array, ball_m: Array, toe_m: Array, n_sides: int = 18) -> Quads:
    """Make a shoe over the sole's three points, bent at the ball."""
    shares = SHOE_RINGS[:, 0]
    back, front = unit(ball_m - heel_m), unit(toe_m - ball_m)
    behind = (shares < 1.0)[:, None]
    on_sole_m = np.where(
        behind,
        heel_m + (ball_m - heel_m) * shares[:, None],
        ball_m + (toe_m - ball_m) * (shares[:, None] - 1.0),
    )
    up = np.where(behind, np.cross(back, LATERAL), np.cross(front, LATERAL))
    rings_m = elliptic_rings(
        on_sole_m + up * SHOE_RINGS[:, 1:2],
        up,
        np.broadcast_to(LATERAL, up.shape),
        SHOE_RINGS[:, 2:],
        n_sides,
    )
    turn = np.linspace(0.0, 2.0 * np.pi, n_sides, endpoint=False) + np.pi / n_sides
    ring_colours = np.where((np.cos(turn) < -0.55)[:, None], np.array(SOLE), np.array(SHOE))
    return tube(rings_m, np.repeat(ring_colours[None], len(shares) - 1, axis=0))


def torso(motion: BodyMotion, frame: int) -> Quads:
    """Pelvis to shoulders, twisted from the pelvis' axes to those of the thorax."""
    low_m = motion.joints_m["pelvis"][frame]
    high_m = (
        motion.joints_m["left_shoulder"][frame] + motion.joints_m["right_shoulder"][frame]
    ) / 2.0
    along = unit(high_m - low_m)
    fractions = TORSO.fractions()
    twist = np.clip((fractions - 0.1) / 0.6, 0.0, 1.0)[:, None]
    axes = []
    for column in (0, 1):
        blended = (1.0 - twist) * motion.pelvis_axes[frame][:, column]
        blended = blended + twist * motion.thorax_axes[frame][:, column]
        axes.append(unit(blended - (blended @ along)[:, None] * along))
    sizes = TORSO.sizes_at(fractions)
    centres_m = low_m + (high_m - low_m) * fractions[:, None] + axes[0] * sizes[:, 2:]
    rings_m = elliptic_rings(centres_m, axes[0], axes[1], sizes[:, :2], TORSO.n_sides)
    return tube(rings_m, banded_colours(fractions, TORSO.bands, TORSO.n_sides))


def leg_parts(motion: BodyMotion, frame: int, side: str) -> list[Quads]:
    """Thigh with shorts, shank with sock, shoe."""
    hip, knee, ankle, heel, ball, toe = (
        motion.joints_m[f"{side}_{name}"][frame]
        for name in ("hip", "knee", "ankle", "heel", "ball", "toe")
    )
    return [
        limb(hip, knee, LATERAL, THIGH),
        limb(knee, ankle, LATERAL, SHANK),
        shoe(heel, ball, toe),
    ]


def arm_parts(motion: BodyMotion, frame: int, side: str) -> list[Quads]:
    """Upper arm with sleeve, forearm, hand."""
    shoulder, elbow, wrist, hand = (
        motion.joints_m[f"{side}_{name}"][frame] for name in ("shoulder", "elbow", "wrist", "hand")
    )
    sideways = motion.thorax_axes[frame][:, 1]
    return [
        limb(shoulder, elbow, sideways, UPPER_ARM),
        limb(elbow, wrist, sideways, FOREARM),
        limb(wrist, hand, sideways, HAND),
    ]


def build_figure(motion: BodyMotion, frame: int) -> Quads:
    """All visible surfaces at one time."""
    parts = [torso(motion, frame), *head_parts(motion, frame, SKIN)]
    for side in SIDES:
        parts.extend(leg_parts(motion, frame, side))
        parts.extend(arm_parts(motion, frame, side))
    return join_quads(parts)
