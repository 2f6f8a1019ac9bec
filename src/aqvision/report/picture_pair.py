"""Keyframes before and after -> one moment side by side, with a ghost and the one angle drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.types import FloatArray
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.drawn_angles import ANGLES, DrawnAngle, draw_angle, vertical
from aqvision.report.ghost import body_size_px, ghost, outline
from aqvision.report.keyframes import Keyframe, load_keyframes
from aqvision.report.numbers import show
from aqvision.report.wording import Sentence

_WITHOUT_ANGLE = ("touchdown", "left-foot", "right-foot")
"""Moments that are shown where no angle is: from the side, and from the front or from behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A picture with what is drawn over it.

    ``ghost`` is the outline of the other picture's athlete as a path of SVG, empty where there is
    none; ``value`` the angle as this frame shows it.
    """

    label: str
    webp: bytes
    size_px: tuple[int, int]
    angle: DrawnAngle | None
    value: str
    caption: str
    ghost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePair:
    """The same moment before and after."""

    moment: str
    before: Marked
    after: Marked


@dataclass(frozen=True, slots=True)
class _Shot:
    """One moment of a clip: all its pictures, and the one that is shown."""

    analysis: Analysis
    all: Sequence[Keyframe]
    one: Keyframe


def picture_pair(
    metrics: Iterable[str],
    before: Sequence[tuple[Analysis, Path | None]],
    after: Sequence[tuple[Analysis, Path | None]],
) -> PicturePair | None:
    """Choose the moment that shows the first metric it can, and draw it before and after.

    Parameters
    ----------
    metrics
        What the page speaks of, the most telling first.
    before, after
        Clips with the folders of their results; None where there are no pictures.

    Returns
    -------
    PicturePair or None
        None where no clip before and none after have a picture of one moment.
    """
    old, new = _with_pictures(before), _with_pictures(after)
    if old is None or new is None:
        return None
    for metric in metrics:
        if metric in ANGLES and (pair := _shots(ANGLES[metric].phase, old, new)):
            return _pair(metric, *pair)
    pairs = (_shots(phase, old, new) for phase in _WITHOUT_ANGLE)
    return next((_pair("", *pair) for pair in pairs if pair), None)


def marked_picture(
    metrics: Iterable[str], analysis: Analysis, folder: Path | None
) -> Marked | None:
    """Choose the moment of one clip that shows the first metric it can, and draw it.

    Parameters
    ----------
    metrics
        What the page speaks of, the most telling first.
    analysis, folder
        The clip and the folder of its result.
    """
    clip = _with_pictures([(analysis, folder)])
    if clip is None:
        return None
    for metric in metrics:
        if metric in ANGLES and (shot := _shot(ANGLES[metric].phase, clip)):
            return _marked(metric, shot)
    shots = (_shot(phase, clip) for phase in _WITHOUT_ANGLE)
    return _marked("", next(filter(None, shots), _Shot(clip[0], clip[1], clip[1][0])))


_Clip = tuple[Analysis, Sequence[Keyframe]]


def _with_pictures(clips: Sequence[tuple[Analysis, Path | None]]) -> _Clip | None:
    """Give the first clip that has pictures."""
    loaded = ((analysis, load_keyframes(folder)) for analysis, folder in clips)
    return next(((analysis, frames) for analysis, frames in loaded if frames), None)


def _shots(phase: str, old: _Clip, new: _Clip) -> tuple[_Shot, _Shot] | None:
    before, after = _shot(phase, old), _shot(phase, new)
    return None if before is None or after is None else (before, after)


def _shot(phase: str, clip: _Clip) -> _Shot | None:
    analysis, frames = clip
    one = next((k for k in frames if k.phase == phase), None)
    return None if one is None else _Shot(analysis, frames, one)


def _pair(metric: str, before: _Shot, after: _Shot) -> PicturePair:
    return PicturePair(
        moment=after.one.label,
        before=_marked(metric, before),
        after=_marked(metric, after, _ghost(before, after)),
    )


def _marked(metric: str, shot: _Shot, outline_of_other: str = "") -> Marked:
    angle = _angle(metric, shot) if metric else None
    return Marked(
        label=shot.one.label,
        webp=shot.one.webp,
        size_px=shot.one.size_px,
        angle=angle,
        value="" if angle is None else show(angle.value_deg, "deg"),
        caption="" if angle is None else _caption(metric, angle, shot),
        ghost=outline_of_other,
    )


def _caption(metric: str, angle: DrawnAngle, shot: _Shot) -> str:
    """Say what the frame shows, and what the steps show on average at the very instant."""
    return Sentence.IN_THIS_PICTURE.format(
        label=METRICS[metric].label,
        value=show(angle.value_deg, "deg"),
        mean=show(shot.analysis.metrics[metric].value, METRICS[metric].unit),
    )


def _angle(metric: str, shot: _Shot) -> DrawnAngle | None:
    if shot.one.joints_px is None or shot.one.side is None:
        return None
    camera = shot.analysis.scene.camera
    up = vertical(camera.tilt_deg, camera.direction)
    return draw_angle(metric, shot.one.joints_px, shot.one.side, up, camera.direction)


def _ghost(before: _Shot, after: _Shot) -> str:
    """Lay the athlete before over the picture after; empty where points are not known."""
    old, new = before.one.joints_px, after.one.joints_px
    if old is None or new is None:
        return ""
    scale = _body_px(after) / _body_px(before)
    if not math.isfinite(scale):
        return ""
    turned = before.analysis.scene.camera.direction != after.analysis.scene.camera.direction
    return outline(ghost(old, new, scale, mirrored=turned))


def _body_px(shot: _Shot) -> float:
    known: list[FloatArray] = [k.joints_px for k in shot.all if k.joints_px is not None]
    return body_size_px(known) if known else float(np.nan)
