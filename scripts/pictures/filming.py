"""Lane, camera and athlete -> pictures of how to film."""

from __future__ import annotations

import numpy as np

from scripts.pictures.athlete import STRIDE_S, Athlete, motion_at
from scripts.pictures.canvas import BLUE, GREY, INK, ORANGE, PALE, Canvas, Point

_GREEN, _RED = "#1b7f4b", "#b3261e"
# Larger than elsewhere: these are looked at on a phone, beside the track.
_FONT_PX = 20
_LANE, _TRACK = "#f4dccb", "#fbf1ea"


def draw_place() -> Canvas:
    """Where camera and lane are, seen from above."""
    on = Canvas(
        "From above: the camera at right angles to the lane, 12 m away or more", 720, 440, _FONT_PX
    )
    on.text((360, 26), "from above", bold=True, anchor="middle")
    on.box((30, 50), (660, 66), _LANE)
    for y in (50, 83, 116):
        on.line([(30, y), (690, y)], "#ffffff" if y == 83 else GREY, 2)
    on.dot((230, 100), 9, BLUE)
    on.line([(250, 100), (480, 100)], BLUE, 2.6)
    on.line([(468, 94), (480, 100), (468, 106)], BLUE, 2.6)
    on.text((360, 75), "the athlete runs in the lane on your side", INK, "middle")
    camera = (360.0, 372.0)
    for edge in (90.0, 630.0):
        on.line([camera, (edge, 116)], GREY, 1.6, "6 5")
    on.line([(360, 104), camera], ORANGE, 2.2)
    on.line([(360, 132), (376, 132), (376, 116)], ORANGE, 2.2)
    on.text((386, 140), "right angle", ORANGE)
    on.text((374, 232), "12 m or more;", ORANGE)
    on.text((374, 256), "further is better", ORANGE)
    _camera_from_above(on, camera)
    on.text((384, 376), "tripod, at hip height;", INK)
    on.text((384, 402), "zoom in, do not come closer", INK)
    _sun(on, (96, 352))
    on.text((128, 346), "sun or lamps", INK)
    on.text((128, 370), "behind the camera", INK)
    return on


def draw_frame() -> Canvas:
    """Show what the picture should hold: six steps, room all round."""
    on = Canvas(
        "The picture: six steps, room on all sides, the athlete upright in it", 720, 346, _FONT_PX
    )
    on.text((360, 26), "what the camera should see", bold=True, anchor="middle")
    _screen(on, (40, 44), (640, 236), INK)
    ground = 244.0
    on.line([(46, ground + 2), (674, ground + 2)], PALE, 3)
    for step in range(7):
        x = 92 + 88 * step
        on.line([(x, ground + 8), (x, ground + 18)], ORANGE, 2.2)
    _figures(on, [(150.0, 0.0), (360.0, 0.3), (570.0, 0.6)], 82.0, ground)
    on.span((92, ground + 22), (620, ground + 22))
    on.text((360, 304), "six steps from foot to foot", ORANGE, "middle")
    on.text((360, 66), "room above the head", INK, "middle")
    on.text((52, 172), "room", INK)
    on.text((668, 172), "room", INK, "end")
    on.text((360, 332), "head and feet inside all the time, ground below", INK, "middle")
    return on


def draw_mistakes() -> Canvas:
    """One good picture and five that cost numbers."""
    on = Canvas("A good picture and five mistakes", 720, 500, _FONT_PX)
    places = [(20.0 + 235 * column, 34.0 + 236 * row) for row in (0, 1) for column in (0, 1, 2)]
    shown = (_good, _small, _cut, _slanted, _dark, _smeared)
    words = (
        ("good", "whole body, large"),
        ("too small", "zoom in"),
        ("cut off", "leave room all round"),
        ("at a slant", "stand square on"),
        ("into the light", "sun behind you"),
        ("smeared", "set a shorter shutter"),
    )
    for corner, draw, (name, hint) in zip(places, shown, words, strict=True):
        good = name == "good"
        draw(on, corner)
        _screen(on, corner, (210, 150), _GREEN if good else _RED)
        middle = corner[0] + 105
        _mark(on, (corner[0] + 14, corner[1] + 170), good=good)
        on.text((middle + 8, corner[1] + 175), name, _GREEN if good else _RED, "middle", bold=True)
        on.text((middle, corner[1] + 201), hint, INK, "middle")
    return on


def _good(on: Canvas, corner: Point) -> None:
    _lane(on, corner)
    _figures(on, [(corner[0] + 105, 0.3)], 68.0, corner[1] + 132)


def _small(on: Canvas, corner: Point) -> None:
    _lane(on, corner)
    _figures(on, [(corner[0] + 105, 0.3)], 20.0, corner[1] + 132)


def _cut(on: Canvas, corner: Point) -> None:
    _figures(on, [(corner[0] + 105, 0.3)], 80.0, corner[1] + 178)
    on.box((corner[0] - 4, corner[1] + 150), (218, 40), "#ffffff")


def _slanted(on: Canvas, corner: Point) -> None:
    x, y = corner
    on.line([(x + 6, y + 140), (x + 204, y + 84)], GREY, 2)
    on.line([(x + 96, y + 148), (x + 204, y + 98)], GREY, 2)
    for part, size in ((0.18, 58.0), (0.52, 44.0), (0.8, 32.0)):
        _figures(on, [(x + 20 + 190 * part, part)], size, y + 138 - 50 * part, squeeze=0.6)


def _dark(on: Canvas, corner: Point) -> None:
    on.box(corner, (210, 150), "#6b7680")
    _sun(on, (corner[0] + 172, corner[1] + 34))
    _figures(on, [(corner[0] + 100, 0.3)], 68.0, corner[1] + 132, colour="#4b555e")


def _smeared(on: Canvas, corner: Point) -> None:
    _lane(on, corner)
    for shift in np.linspace(-12, 12, 7):
        place = [(corner[0] + 105 + float(shift), 0.3)]
        _figures(on, place, 68.0, corner[1] + 132, colour="#dbe0e4")
    _figures(on, [(corner[0] + 105, 0.3)], 68.0, corner[1] + 132, colour="#c3cad0")


def _lane(on: Canvas, corner: Point) -> None:
    on.box((corner[0], corner[1] + 124), (210, 26), _TRACK)


def _figures(
    on: Canvas,
    places: list[tuple[float, float]],
    scale: float,
    ground: float,
    *,
    squeeze: float = 1.0,
    colour: str = "",
) -> None:
    """Draw the athlete at parts of a stride; ``colour`` for all limbs, or near ones in blue."""
    for x, part in places:
        body = Athlete(motion_at(part * STRIDE_S), x, scale, ground)
        width = max(2.0, 0.038 * scale)
        for side, shade in (("left", colour or GREY), ("right", colour or BLUE)):
            for names in (
                ("hip", "knee", "ankle", "heel", "toe", "ankle"),
                ("shoulder", "elbow", "wrist"),
            ):
                limb = [(x + squeeze * (px - x), py) for px, py in body.limb(side, *names)]
                on.line(limb, shade, width)
        hip, shoulder, head = (body.joint(name) for name in ("hip", "shoulder", "head_centre"))
        on.line([hip, (x + squeeze * (shoulder[0] - x), shoulder[1])], colour or GREY, 1.4 * width)
        on.dot((x + squeeze * (head[0] - x), head[1]), 0.11 * scale, colour or GREY)


def _screen(on: Canvas, corner: Point, size: Point, colour: str) -> None:
    (x, y), (width, height) = corner, size
    rim = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    on.line(rim, colour, 2.6)


def _mark(on: Canvas, at: Point, *, good: bool) -> None:
    x, y = at
    if good:
        on.line([(x - 7, y), (x - 2, y + 6), (x + 8, y - 8)], _GREEN, 3.4)
        return
    on.line([(x - 7, y - 7), (x + 7, y + 7)], _RED, 3.4)
    on.line([(x - 7, y + 7), (x + 7, y - 7)], _RED, 3.4)


def _camera_from_above(on: Canvas, at: Point) -> None:
    x, y = at
    on.box((x - 13, y - 6), (26, 18), INK)
    on.box((x - 6, y - 14), (12, 9), INK)


def _sun(on: Canvas, at: Point) -> None:
    on.dot(at, 11, "#e8a317")
    for turn in np.arange(0, 2 * np.pi, np.pi / 4):
        ray = np.array([np.cos(turn), np.sin(turn)])
        near, far = np.add(at, 15 * ray), np.add(at, 22 * ray)
        ends = [(float(near[0]), float(near[1])), (float(far[0]), float(far[1]))]
        on.line(ends, "#e8a317", 2.4)
