"""Shapes -> SVG: lines, arcs of angles, arrows and labels in a few colours.

Angles are those of the metrics: degrees from downward vertical, positive to the right. Blue,
orange and grey stay apart for colour-blind eyes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import numpy as np

BLUE, ORANGE, GREY, INK, PALE = "#0072b2", "#c2500a", "#9aa5ae", "#14202b", "#e3e8ec"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
Point = tuple[float, float]


def polar(centre: Point, angle_deg: float, radius: float) -> Point:
    """Give the point at an angle from downward vertical."""
    turn = np.radians(angle_deg)
    return centre[0] + radius * float(np.sin(turn)), centre[1] + radius * float(np.cos(turn))


def angle_of(start: Point, end: Point) -> float:
    """Angle of a line from downward vertical."""
    return float(np.degrees(np.arctan2(end[0] - start[0], end[1] - start[1])))


@dataclass
class Canvas:
    """A picture that grows shape by shape; pixels, y down."""

    title: str
    width: int
    height: int
    font_px: int = 15
    shapes: list[str] = field(default_factory=list)

    def line(
        self, points: list[Point], colour: str = INK, width: float = 2.0, dash: str = ""
    ) -> None:
        """Draw a line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.shapes.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            f'stroke-linecap="round" stroke-linejoin="round"{dashed}/>'
        )

    def dot(self, centre: Point, radius: float, colour: str = INK) -> None:
        """Draw a filled circle."""
        self.shapes.append(
            f'<circle cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="{radius:.1f}" fill="{colour}"/>'
        )

    def box(self, corner: Point, size: Point, colour: str) -> None:
        """Draw a filled box."""
        self.shapes.append(
            f'<rect x="{corner[0]:.1f}" y="{corner[1]:.1f}" width="{size[0]:.1f}" '
            f'height="{size[1]:.1f}" fill="{colour}"/>'
        )

    def text(
        self,
        at: Point,
        words: str,
        colour: str = INK,
        anchor: str = "start",
        *,
        bold: bool = False,
    ) -> None:
        """Write a line with a white rim, so that it can be read over shapes."""
        weight = "600" if bold else "400"
        self.shapes.append(
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}" paint-order="stroke" stroke="#fff" stroke-width="3" '
            f'stroke-linejoin="round">{escape(words)}</text>'
        )

    def arc(self, centre: Point, from_deg: float, to_deg: float, radius: float) -> None:
        """Draw an angle as an arc with a fan below it."""
        angles = np.linspace(from_deg, to_deg, 30)
        rim = [polar(centre, float(a), radius) for a in angles]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in [centre, *rim])
        self.shapes.append(f'<polygon points="{path}" fill="{ORANGE}" fill-opacity="0.16"/>')
        self.line(rim, ORANGE, 2.6)

    def span(self, start: Point, end: Point, colour: str = ORANGE) -> None:
        """Draw a distance as a line with an arrow head at both ends."""
        self.line([start, end], colour, 2.2)
        for tip, back in ((start, end), (end, start)):
            along = angle_of(tip, back)
            self.line([polar(tip, along - 24, 9), tip, polar(tip, along + 24, 9)], colour, 2.2)

    def svg(self) -> str:
        """Write the picture."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" font-family="{FONT}" '
            f'font-size="{self.font_px}" role="img">\n<title>{escape(self.title)}</title>\n'
            f'<rect width="{self.width}" height="{self.height}" fill="#fff"/>\n'
            + "\n".join(self.shapes)
            + "\n</svg>\n"
        )
