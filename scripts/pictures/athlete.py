"""Instant of the rendered sprint -> a stick figure on a canvas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samples.generator import BodyDimensions, SprintMotion, SprintParameters, simulate_sprint
from samples.generator.sprint import touchdown_origin_s
from scripts.pictures.canvas import BLUE, GREY, INK, PALE, Canvas, Point

SCALE = 158.0
GROUND = 345.0
BODY = BodyDimensions()
RUN = SprintParameters(
    thigh_toeoff_deg=-24.0, thigh_flexion_peak_deg=64.0, knee_flexion_peak_deg=118.0
)
STRIDE_S = RUN.stride_time_s


def motion_at(*after_right_touchdown_s: float) -> SprintMotion:
    """Sample the run at times after a touchdown of the right foot."""
    start = touchdown_origin_s(RUN, "right")
    return simulate_sprint(RUN, BODY, start + np.array(after_right_touchdown_s))


@dataclass(frozen=True)
class Athlete:
    """One instant: places of the joints on the canvas, middle of the hips at ``x``."""

    motion: SprintMotion
    x: float
    scale: float = SCALE
    ground: float = GROUND

    def joint(self, name: str) -> Point:
        """Give the place of a joint; "hip" and "shoulder" alone are the middles."""
        joints = self.motion.joints_m
        if name in {"hip", "shoulder"}:
            place = (joints[f"left_{name}"][0] + joints[f"right_{name}"][0]) / 2
        else:
            place = joints[name][0]
        hips = (joints["left_hip"][0] + joints["right_hip"][0]) / 2
        return (
            float(self.x + self.scale * (place[0] - hips[0])),
            float(self.ground - self.scale * place[2]),
        )

    def limb(self, side: str, *names: str) -> list[Point]:
        """Give the places of several joints of a side."""
        return [self.joint(f"{side}_{name}") for name in names]

    def draw(self, on: Canvas, measured: tuple[str, ...] = (), *, legs: bool = True) -> None:
        """Draw the figure; ``measured`` are limbs in blue, such as "right leg"."""
        if legs:
            on.line([(self.x - 105, GROUND + 4), (self.x + 115, GROUND + 4)], PALE, 3)
        limbs = {
            f"{side} {limb}": self.limb(side, *names)
            for side in ("left", "right")
            for limb, names in (
                ("leg", ("hip", "knee", "ankle", "heel", "toe", "ankle")),
                ("arm", ("shoulder", "elbow", "wrist")),
            )
            if legs or limb == "arm"
        }
        for name in sorted(limbs, key=lambda name: name in measured):
            on.line(limbs[name], BLUE if name in measured else GREY, 6)
        trunk = BLUE if "trunk" in measured else GREY
        on.line([self.joint("hip"), self.joint("shoulder")], trunk, 8)
        on.dot(self.joint("head_centre"), 0.11 * self.scale, GREY)
        for name in measured:
            for point in limbs.get(name, [])[:3]:
                on.dot(point, 4.5, INK)
