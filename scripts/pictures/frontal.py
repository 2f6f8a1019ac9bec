"""Rendered sprint -> picture of what a view from the front shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from samples.generator import SprintMotion
from samples.generator.sprint import SIDES
from scripts.pictures.athlete import GROUND, RUN, STRIDE_S, motion_at
from scripts.pictures.canvas import BLUE, GREY, INK, ORANGE, PALE, Canvas, Point, angle_of, polar

_SCALE = 158.0
_STANCE_S = RUN.contact_time_s / 2
# Drawn larger than a sprinter's, so that it can be seen.
_SWAY_DEG, _INWARDS_M, _WIDER_M = 7.0, 0.26, 0.05


def draw_frontal() -> Canvas:
    """Step width, the hand past the midline, the trunk's sway."""
    on = Canvas("Seen from the front: step width, hand past the midline, trunk sway", 720, 400)
    _width(on, 130.0)
    _hand(on, 370.0)
    _sway(on, 590.0)
    return on


def _place(motion: SprintMotion, x: float, name: str) -> Point:
    """Give a joint's place on the canvas, the athlete's left on the right."""
    joints = motion.joints_m
    if name in {"hip", "shoulder"}:
        place = (joints[f"left_{name}"][0] + joints[f"right_{name}"][0]) / 2
    else:
        place = joints[name][0]
    return float(x + _SCALE * place[1]), float(GROUND - _SCALE * place[2])


def _figure(on: Canvas, motion: SprintMotion, x: float, measured: tuple[str, ...]) -> None:
    on.line([(x - 95, GROUND + 4), (x + 95, GROUND + 4)], PALE, 3)
    limbs = {
        f"{side} {limb}": [_place(motion, x, f"{side}_{joint}") for joint in joints]
        for side in SIDES
        for limb, joints in (
            ("leg", ("hip", "knee", "ankle", "toe")),
            ("arm", ("shoulder", "elbow", "wrist")),
        )
    }
    for name in sorted(limbs, key=lambda name: name in measured):
        on.line(limbs[name], BLUE if name in measured else GREY, 6)
    for joint in ("hip", "shoulder"):
        on.line([_place(motion, x, f"{side}_{joint}") for side in SIDES], GREY, 6)
    trunk = BLUE if "trunk" in measured else GREY
    on.line([_place(motion, x, "hip"), _place(motion, x, "shoulder")], trunk, 8)
    on.dot(_place(motion, x, "head_centre"), 0.11 * _SCALE, GREY)


def _width(on: Canvas, x: float) -> None:
    on.text((x, 24), "two steps", bold=True, anchor="middle")
    motion = _wider(motion_at(_STANCE_S))
    other = _wider(motion_at(_STANCE_S + STRIDE_S / 2))
    _figure(on, motion, x, ("right leg",))
    on.line([_place(other, x, f"left_{j}") for j in ("hip", "knee", "ankle", "toe")], BLUE, 6)
    right, left = _place(motion, x, "right_ankle"), _place(other, x, "left_ankle")
    for foot in (right, left):
        on.line([foot, (foot[0], GROUND + 26)], INK, 1.4, "4 4")
    on.span((right[0], GROUND + 20), (left[0], GROUND + 20))
    on.text((x, GROUND + 42), "step width", ORANGE, "middle")


def _hand(on: Canvas, x: float) -> None:
    on.text((x, 24), "hand furthest in", bold=True, anchor="middle")
    times = np.linspace(0, 1, 120, endpoint=False) * STRIDE_S
    runs = [_inwards(motion_at(float(t))) for t in times]
    motion = max(runs, key=lambda m: float(m.joints_m["right_wrist"][0, 1]))
    _figure(on, motion, x, ("right arm",))
    hips, wrist = _place(motion, x, "hip"), _place(motion, x, "right_wrist")
    along = angle_of(hips, _place(motion, x, "shoulder"))
    on.line([polar(hips, along + 180, 30), polar(hips, along, 160)], INK, 1.4, "4 4")
    on.span((x, wrist[1]), wrist)
    on.text((wrist[0] + 12, wrist[1] + 24), "past the midline", ORANGE)


def _sway(on: Canvas, x: float) -> None:
    on.text((x, 24), "over one stride", bold=True, anchor="middle")
    motion = motion_at(_STANCE_S)
    _figure(on, motion, x, ())
    hips, shoulders = _place(motion, x, "hip"), _place(motion, x, "shoulder")
    length = hips[1] - shoulders[1]
    for turn in (-_SWAY_DEG, _SWAY_DEG):
        on.line([hips, polar(hips, 180 + turn, length)], BLUE, 4)
    on.arc(hips, 180 - _SWAY_DEG, 180 + _SWAY_DEG, length + 12)
    on.text((x + 28, shoulders[1] - 20), "trunk sway", ORANGE)


def _wider(motion: SprintMotion) -> SprintMotion:
    joints = dict(motion.joints_m)
    for side, way in (("left", 1.0), ("right", -1.0)):
        for joint, part in (("knee", 0.5), ("ankle", 1.0), ("heel", 1.0), ("toe", 1.0)):
            joints[f"{side}_{joint}"] = joints[f"{side}_{joint}"] + [0, way * part * _WIDER_M, 0]
    return replace(motion, joints_m=joints)


def _inwards(motion: SprintMotion) -> SprintMotion:
    joints = dict(motion.joints_m)
    joints["right_wrist"] = joints["right_wrist"] + [0, _INWARDS_M, 0]
    return replace(motion, joints_m=joints)
