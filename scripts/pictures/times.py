"""Rendered sprint -> pictures of what is read off a time line: together, balance, steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scripts.pictures.athlete import RUN, STRIDE_S, motion_at
from scripts.pictures.canvas import BLUE, GREY, INK, ORANGE, PALE, Canvas

LEFT, WIDTH = 110.0, 560.0
HALF_BIN_DEG = 22.5
CONTACT_S, STEP_S = RUN.contact_time_s, STRIDE_S / 2


def draw_curve(
    on: Canvas,
    place: tuple[float, float, float],
    values: NDArray[np.float64],
    colour: str,
    name: str,
    *,
    tall: float = 95.0,
) -> None:
    """Draw a series over its whole width; ``place`` is left edge, width and upper edge."""
    x, width, top = place
    low, high = float(values.min()), float(values.max())
    heights = top + tall * (high - values) / (high - low)
    times = x + width * np.arange(len(values)) / (len(values) - 1)
    on.line([(float(a), float(b)) for a, b in zip(times, heights, strict=True)], colour, 3)
    on.text((x + 2, top - 6), name, colour if colour != GREY else INK)


def _x(time_s: float, shown_s: float) -> float:
    return LEFT + WIDTH * time_s / shown_s


def _bars(on: Canvas, top: float, shown_s: float) -> None:
    """Draw the contacts of both feet, the right foot first."""
    for row, side in enumerate(("right", "left")):
        y = top + 44 * row
        on.text((LEFT - 12, y + 19), f"{side} foot", INK, "end")
        on.line([(LEFT, y + 26), (LEFT + WIDTH, y + 26)], PALE, 2)
        start = row * STEP_S
        while start < shown_s:
            stop = min(start + CONTACT_S, shown_s)
            x = _x(start, shown_s)
            on.box((x, y), (_x(stop, shown_s) - x, 26), BLUE if side == "right" else GREY)
            start += STRIDE_S


def _mark(on: Canvas, times_s: tuple[float, float], y: float, words: str, shown_s: float) -> None:
    start, stop = (_x(time, shown_s) for time in times_s)
    on.span((start, y), (stop, y))
    on.text(((start + stop) / 2, y + 20), words, ORANGE, "middle")


def draw_steps() -> Canvas:
    """Contact, flight, step and stride on a time line."""
    on = Canvas("Contact, flight, step and stride on a time line", 720, 270)
    shown = STRIDE_S + CONTACT_S
    _bars(on, 40, shown)
    for time in (0, CONTACT_S, STEP_S, STRIDE_S):
        on.line([(_x(time, shown), 34), (_x(time, shown), 242)], INK, 1.2, "4 4")
    on.text((_x(0, shown), 26), "touchdown", INK, "middle")
    on.text((_x(CONTACT_S, shown), 26), "toe-off", INK, "middle")
    on.text((_x(STEP_S, shown), 26), "touchdown", INK, "middle")
    on.text((_x(STRIDE_S, shown), 26), "touchdown", INK, "middle")
    _mark(on, (0, CONTACT_S), 146, "contact", shown)
    _mark(on, (CONTACT_S, STEP_S), 146, "flight", shown)
    _mark(on, (0, STEP_S), 188, "step time, step length", shown)
    _mark(on, (0, STRIDE_S), 232, "stride; duty factor = contact / stride", shown)
    return on


def draw_together() -> Canvas:
    """Both thighs over a stride, shaded where they turn against each other."""
    on = Canvas("Both thighs over one stride", 720, 300)
    times = np.linspace(0, 1, 400) * STRIDE_S
    angles = motion_at(*times).angles_deg
    right, left = (angles[f"{side}_thigh_deg"] for side in ("right", "left"))
    rates = np.gradient(right), np.gradient(left)
    coupling = np.degrees(np.arctan2(rates[1], rates[0])) % 180
    against = np.abs(coupling - 135) <= HALF_BIN_DEG
    edges = np.flatnonzero(np.diff(against, prepend=False, append=False))
    for start, stop in edges.reshape(-1, 2):
        x, end = (_x(STRIDE_S * int(i) / len(times), STRIDE_S) for i in (start, stop))
        on.box((x, 50), (end - x, 150), "#fbe3d3")
    draw_curve(on, (LEFT, WIDTH, 55), right, BLUE, "", tall=140)
    draw_curve(on, (LEFT, WIDTH, 55), left, GREY, "", tall=140)
    on.text((LEFT - 12, 75), "right thigh", BLUE, "end")
    on.text((LEFT - 12, 188), "left thigh", INK, "end")
    tops = [_x(float(times[int(np.argmax(series))]), STRIDE_S) for series in (left, right)]
    for top in tops:
        on.line([(top, 46), (top, 232)], INK, 1.4, "4 4")
    on.span((tops[0], 222), (tops[1], 222))
    on.text((sum(tops) / 2, 244), "phase: half a stride is 180 degrees", ORANGE, "middle")
    on.text((LEFT, 36), "shaded: the thighs turn against each other at like speed", ORANGE)
    on.text((LEFT, 278), "touchdown", INK, "start")
    on.text((LEFT + WIDTH, 278), "next touchdown of the same foot", INK, "end")
    on.line([(LEFT, 258), (LEFT + WIDTH, 258)], PALE, 3)
    return on


def draw_balance() -> Canvas:
    """Step times of left and right, the switch of the thighs and the lift after toe-off."""
    on = Canvas("Step times of left and right, and the switch of the thighs", 720, 420)
    shown = STRIDE_S + CONTACT_S
    _bars(on, 20, shown)
    _mark(on, (0, STEP_S), 122, "step of the right foot", shown)
    _mark(on, (STEP_S, STRIDE_S), 122, "step of the left foot", shown)
    on.text((LEFT + WIDTH / 2, 166), "left minus right, and each against its next", INK, "middle")
    times = np.linspace(0, shown, 500)
    angles = motion_at(*times).angles_deg
    apart = angles["right_thigh_deg"] - angles["left_thigh_deg"]
    draw_curve(on, (LEFT, WIDTH, 195), apart, BLUE, "", tall=120)
    zero = 195 + 120 * float(apart.max()) / float(np.ptp(apart))
    on.line([(LEFT, zero), (LEFT + WIDTH, zero)], INK, 1.2, "4 4")
    on.text((LEFT - 12, zero - 4), "right thigh", BLUE, "end")
    on.text((LEFT - 12, zero + 14), "less left", BLUE, "end")
    during = (times > STEP_S) & (times < STEP_S + CONTACT_S)
    passed = float(np.interp(0, apart[during], times[during]))
    highest = float(times[np.argmax(np.where(times > STEP_S, angles["right_thigh_deg"], -99))])
    for time in (STEP_S, passed, STEP_S + CONTACT_S, highest):
        on.line([(_x(time, shown), 190), (_x(time, shown), 360)], INK, 1.2, "4 4")
    on.dot((_x(passed, shown), zero), 6, ORANGE)
    on.span((_x(STEP_S, shown), 336), (_x(passed, shown), 336))
    on.text((_x(STEP_S, shown) - 8, 341), "switch of the thighs", ORANGE, "end")
    on.span((_x(STEP_S + CONTACT_S, shown), 336), (_x(highest, shown), 336))
    on.text((_x(highest, shown) + 8, 341), "thigh lift after toe-off", ORANGE)
    on.text((_x(STEP_S, shown), 380), "left touchdown", INK, "middle")
    on.text((_x(STEP_S + CONTACT_S, shown) + 6, 380), "left toe-off", INK, "middle")
    return on
