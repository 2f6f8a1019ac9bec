"""Frames of a clip -> the same with skeleton, one angle, steps, events and the time drawn on them.

All of it is drawn at the size of the picture that is shown, from points known for each frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.camera.panorama import mapped
from aqvision.core.skeleton import INDEX, Side
from aqvision.core.types import FloatArray, Image
from aqvision.core.wording import _
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.registry import Pillar
from aqvision.kinematics.motion import GroundKind
from aqvision.report.angle_overlay import AngleOverlay, angle_of, draw_angle
from aqvision.report.numbers import show
from aqvision.report.pictures import Colour, width_of, write_label, write_on
from aqvision.report.skeleton import FAR_RGB, NEAR_RGB, body_height_px, draw_skeleton
from aqvision.report.wording import Sentence

_SIDES: dict[Side, str] = {"left": _("left"), "right": _("right")}
_FOOT = ("ankle", "heel", "foot_index")
_LIGHT: Colour = (255, 255, 255)
_DARK: Colour = (16, 24, 32)
_TEXT_FRAC, _STRIP_FRAC = 0.036, 0.03
_N_LINES, _WIDEST = 3, "contact 88, right"  # the box keeps its size
_EVENT_S = 0.12
"""How long an event is shown, in time of playback."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Footprint:
    """Where a foot stands in each frame's picture, (T, 2), NaN where that is not known."""

    number: int
    contact: Contact
    xy_px: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlay:
    """All that is drawn over the frames of a clip.

    Parameters
    ----------
    time_s, played_s
        (T,) real time, and time of playback.
    points
        (T, 33, 2) joints in pixels of the shown picture.
    body_px
        Height of the body there.
    near_side
        Side towards the camera.
    footprints
        Contacts in order of time.
    angle
        What is drawn at a joint.
    """

    time_s: FloatArray
    played_s: FloatArray
    points: FloatArray
    body_px: float
    near_side: Side
    footprints: tuple[Footprint, ...]
    angle: AngleOverlay


def make_overlay(analysis: Analysis, pillar: Pillar, size_px: tuple[int, int]) -> Overlay:
    """Bring all that is drawn to the size of the pictures that are shown.

    Parameters
    ----------
    analysis, pillar
        One clip, and the pillar whose angle is drawn.
    size_px
        Width and height of the shown pictures.
    """
    pose = analysis.pose
    scale = np.array(size_px) / [pose.width_px, pose.height_px]
    points = _shrunk(mapped(analysis.still_view.to_picture, pose.xy_px), scale)
    return Overlay(
        time_s=pose.time_s,
        played_s=analysis.raw_pose.sequence.time_s,
        points=points,
        body_px=body_height_px(points),
        near_side=analysis.scene.camera.near_side,
        footprints=tuple(
            Footprint(number=number, contact=contact, xy_px=_stands(analysis, contact, scale))
            for number, contact in enumerate(analysis.contacts, start=1)
        ),
        angle=angle_of(analysis, pillar, points),
    )


def _shrunk(xy_px: FloatArray, scale: FloatArray) -> FloatArray:
    # pixel centres lie at whole numbers, so the half pixel moves with the scale
    return (xy_px + 0.5) * scale - 0.5


def _stands(analysis: Analysis, contact: Contact, scale: FloatArray) -> FloatArray:
    """Follow the place of a foot on the ground: on a track it is seen long after the step."""
    time = analysis.pose.time_s
    during = (time >= contact.touchdown_s) & (time <= contact.toeoff_s)
    foot = analysis.pose.xy_px[:, [INDEX[f"{contact.side}_{joint}"] for joint in _FOOT]]
    x, y = foot[..., 0].mean(axis=1), foot[..., 1].max(axis=1)
    standing = np.stack([x, y], axis=1)
    if analysis.scene.ground == GroundKind.TRACK:
        known = standing[during & np.isfinite(standing).all(axis=1)]
        place = np.median(known, axis=0) if len(known) else np.full(2, np.nan)
        standing = np.where((time >= contact.touchdown_s)[:, None], place, np.nan)
    else:
        standing = np.where(during[:, None], standing, np.nan)
    return _shrunk(mapped(analysis.still_view.to_picture, standing[:, None])[:, 0], scale)


def draw_overlay(overlay: Overlay, rgb: Image, frame: int) -> Image:
    """Draw all that belongs to a frame.

    Parameters
    ----------
    overlay
        Of the clip.
    rgb
        (height, width, 3) picture at the shown size; it is left as it is.
    frame
        Its number in the pose.

    Returns
    -------
    Image
        A picture of the same size.
    """
    body_px = overlay.body_px
    canvas = draw_skeleton(rgb, overlay.points[frame], overlay.near_side, body_px=body_px)
    for footprint in overlay.footprints:
        _draw_footprint(canvas, overlay, footprint, frame)
    draw_angle(canvas, overlay.angle, frame, body_px)
    _draw_strip(canvas, overlay, frame)
    _draw_texts(canvas, overlay, frame)
    return canvas


def _colour_of(overlay: Overlay, contact: Contact) -> Colour:
    return NEAR_RGB if contact.side == overlay.near_side else FAR_RGB


def _draw_footprint(canvas: Image, overlay: Overlay, footprint: Footprint, frame: int) -> None:
    """Draw a bar under the foot with the number of the step; arrows tell touchdown and toe-off."""
    if not np.isfinite(footprint.xy_px[frame]).all():
        return
    x, y = (round(float(v)) for v in footprint.xy_px[frame])
    unit, contact = overlay.body_px / 100, footprint.contact
    colour, on_ground = _colour_of(overlay, contact), _is_down(contact, overlay.time_s[frame])
    half, thick = round(6 * unit), max(2, round((2.2 if on_ground else 1.2) * unit))
    top = y + round(2.5 * unit)
    cv2.line(canvas, (x - half, top), (x + half, top), _DARK, thick + 2, cv2.LINE_AA)
    cv2.line(canvas, (x - half, top), (x + half, top), colour, thick, cv2.LINE_AA)
    size_px = max(11, round(8 * unit))
    at = x - size_px // 3, top + thick + size_px
    write_label(canvas, str(footprint.number), at, size_px=size_px, colour=colour, ground=_DARK)
    for at_s, points_down in ((contact.touchdown_s, True), (contact.toeoff_s, False)):
        if _is_shown(overlay, at_s, frame):
            _draw_arrow(canvas, (x + round(12 * unit), top), 13 * unit, points_down=points_down)


def _is_down(contact: Contact, time_s: float) -> bool:
    return bool(contact.touchdown_s <= time_s <= contact.toeoff_s)


def _is_shown(overlay: Overlay, at_s: float, frame: int) -> bool:
    """Tell whether an event is just now: from the frame nearest to it on, for a moment."""
    nearest = int(np.abs(overlay.time_s - at_s).argmin())
    since_s = overlay.played_s[frame] - overlay.played_s[nearest]
    return bool(0 <= since_s < _EVENT_S)


def _draw_arrow(canvas: Image, foot: tuple[int, int], size_px: float, *, points_down: bool) -> None:
    x, bottom = foot
    wide, tall = round(size_px / 2), round(size_px)
    tip, base = (bottom, bottom - tall) if points_down else (bottom - tall, bottom)
    corners = np.array([[x - wide, base], [x + wide, base], [x, tip]], np.int32)
    cv2.fillPoly(canvas, [corners], _LIGHT, cv2.LINE_AA)
    cv2.polylines(canvas, [corners], True, _DARK, max(1, wide // 4), cv2.LINE_AA)


def _draw_strip(canvas: Image, overlay: Overlay, frame: int) -> None:
    """Draw the contacts over time along the lower edge, near foot above far foot, and now."""
    height, last = int(canvas.shape[0]), int(canvas.shape[1]) - 1
    tall = max(10, 2 * round(_STRIP_FRAC * min(canvas.shape[:2]) / 2))
    top, row = height - tall, tall // 2
    canvas[top:] = _DARK
    start, end = float(overlay.time_s[0]), float(overlay.time_s[-1])

    def place(time_s: float) -> int:
        return round((time_s - start) / (end - start) * last)

    for footprint in overlay.footprints:
        contact = footprint.contact
        upper = top if contact.side == overlay.near_side else top + row
        ends = place(contact.touchdown_s), place(contact.toeoff_s)
        canvas[upper + 1 : upper + row - 1, ends[0] : ends[1] + 1] = _colour_of(overlay, contact)
    now = place(float(overlay.time_s[frame]))
    canvas[top - 3 :, max(0, now - 1) : now + 2] = _LIGHT


def _draw_texts(canvas: Image, overlay: Overlay, frame: int) -> None:
    """Write time, angle and which foot is down into the upper left corner."""
    size_px = max(14, round(_TEXT_FRAC * min(canvas.shape[:2])))
    lines = _texts(overlay, frame)
    wide = max(width_of(line, size_px) for line in (*lines, _WIDEST)) + 2 * size_px
    box = canvas[: round((1.3 * _N_LINES + 0.5) * size_px), :wide]
    box[:] = (0.35 * box + 0.65 * np.array(_DARK)).astype(np.uint8)
    for row, line in enumerate(lines, start=1):
        at = size_px // 2, round(1.3 * row * size_px)
        write_on(canvas, line, at, size_px=size_px, colour=_LIGHT)


def _texts(overlay: Overlay, frame: int) -> list[str]:
    time_s, degrees = float(overlay.time_s[frame]), float(overlay.angle.values_deg[frame])
    value = show(degrees, "deg")
    down = [
        _("contact {n}, {side}").format(n=footprint.number, side=_SIDES[footprint.contact.side])
        for footprint in overlay.footprints
        if _is_down(footprint.contact, time_s)
    ]
    return [Sentence.SECONDS_FINELY.format(s=time_s), f"{overlay.angle.title} {value}", *down[:1]]
