"""Analysis -> steps/: touchdown and toe-off of every contact as pictures, to which numbers lead."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.camera.panorama import mapped
from aqvision.core.said import said
from aqvision.core.types import FloatArray
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.drawn_angles import ANGLES, DrawnAngle, draw_angle, vertical
from aqvision.report.numbers import DASH, show
from aqvision.report.picture_sets import Cut, PictureSet, joints_of, listed_joints, whole_set
from aqvision.report.pictures import size_of_webp
from aqvision.report.skeleton import body_height_px
from aqvision.report.tables import StepRow
from aqvision.report.wording import PHASES, Sentence

FOLDER = "steps"
MAX_CONTACTS = 24
"""Contacts that have pictures: more than a sprint of 40 m has."""
_EVENTS = ("touchdown", "toe-off")
_HEIGHT_PX, _ASPECT, _ROOM = 300, 0.9, 1.5
_QUALITIES, _MOST_BYTES = (72, 60, 45), 9 * 1024
_MAX_CLIPS = 6
_OF_A_STRIDE = {"trunk_lean_deg"}
"""Angles that a step has as a mean, which one picture does not show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: its event, when it was, and the athlete's (33, 2) points in it."""

    event: str
    webp: bytes
    size_px: tuple[int, int]
    joints_px: FloatArray
    caption: str

    @property
    def label(self) -> str:
        """Name of the event."""
        return said(PHASES[self.event])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An angle over the picture of a contact, counted from 0, and what is said of it."""

    number: int
    event: str
    angle: DrawnAngle
    drawn: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturedStep:
    """A row of the table of steps, its pictures, and the angle that each of its values shows.

    ``clip`` and ``number`` count clips and contacts from 0.
    ``angles`` are in the order of the row's values; None where a value is not an angle of one
    picture.
    """

    clip: int
    number: int
    row: StepRow
    shots: tuple[Shot, ...]
    angles: tuple[Shown | None, ...]


def step_pictures_of(analysis: Analysis) -> PictureSet | None:
    """Choose the frames of all contacts, and what their pictures show; None without contacts.

    Parameters
    ----------
    analysis
        One clip.
    """
    time = analysis.pose.time_s
    wanted = [
        (f"{i:02d}-{event}", int(np.abs(time - at_s).argmin()))
        for i, contact in enumerate(analysis.contacts[:MAX_CONTACTS])
        for event, at_s in zip(_EVENTS, (contact.touchdown_s, contact.toeoff_s), strict=True)
    ]
    if not wanted:
        return None
    frames = [frame for _name, frame in wanted]
    points = mapped(analysis.still_view.to_picture[frames], analysis.pose.xy_px[frames])
    if not np.isfinite(points).any():
        return None
    windows = _windows(points)
    return PictureSet(
        folder=FOLDER,
        cuts=tuple(
            Cut(name=name, frame=frame, window=windows[i], xy_px=points[i])
            for i, (name, frame) in enumerate(wanted)
            if np.isfinite(windows[i]).all()
        ),
        height_px=_HEIGHT_PX,
        index=lambda written: _index(wanted, time, written),
        qualities=_QUALITIES,
        most_bytes=_MOST_BYTES,
    )


def _windows(points: FloatArray) -> FloatArray:
    """Give left, top, width and height about the body in each frame, of one size, (N, 4)."""
    with np.errstate(all="ignore"):
        low, high = np.nanmin(points, axis=1), np.nanmax(points, axis=1)
    height = _ROOM * max(body_height_px(points), float(np.nanmax(high - low)) / _ROOM)
    size = np.array([height * _ASPECT, height])
    return np.column_stack([(low + high) / 2 - size / 2, np.broadcast_to(size, low.shape)])


def _index(
    wanted: Sequence[tuple[str, int]], time_s: FloatArray, written: Mapping[int, FloatArray]
) -> object:
    return [
        {
            "name": wanted[i][0],
            "time_s": round(float(time_s[wanted[i][1]]), 5),
            "joints_px": listed_joints(xy_px),
        }
        for i, xy_px in written.items()
    ]


def step_picture_names() -> list[str]:
    """Name the files that these pictures may consist of, from the folder of the result on."""
    names = (f"{i:02d}-{event}" for i in range(MAX_CONTACTS) for event in _EVENTS)
    return [*(f"{FOLDER}/{name}.webp" for name in names), f"{FOLDER}/index.json"]


def load_shots(folder: Path | None) -> dict[int, tuple[Shot, ...]]:
    """Read the pictures of each contact, by its number from 0; empty where there are none.

    Parameters
    ----------
    folder
        Folder of an analysis; None where there is none.

    Raises
    ------
    LibraryError
        The index is damaged or a picture is missing.
    """
    index = None if folder is None else folder / FOLDER / "index.json"
    if index is None or not index.exists():
        return {}
    found: dict[int, tuple[Shot, ...]] = {}
    with whole_set(index.parent):
        for entry in json.loads(index.read_text(encoding="utf-8")):
            number, shot = _load(entry, index.parent)
            found[number] = (*found.get(number, ()), shot)
    return found


def _load(entry: Mapping[str, Any], source: Path) -> tuple[int, Shot]:
    name = str(entry["name"])
    if f"{FOLDER}/{name}.webp" not in step_picture_names():
        raise ValueError(f"{name} is no picture of a step")
    number, event = name.split("-", 1)
    webp = (source / f"{name}.webp").read_bytes()
    shot = Shot(
        event=event,
        webp=webp,
        size_px=size_of_webp(webp),
        joints_px=joints_of(entry["joints_px"]),
        caption=Sentence.AT_TIME.format(s=float(entry["time_s"])),
    )
    return int(number), shot


def pictured_steps(
    rows: Sequence[StepRow],
    metrics: Sequence[str],
    analyses: Sequence[Analysis],
    folders: Sequence[Path | None],
) -> list[PicturedStep]:
    """Give each row of the table of steps its pictures, and its angles their drawings.

    Parameters
    ----------
    rows, metrics
        The table, clip after clip, and the metrics of its columns.
    analyses, folders
        The clips with the folders of their results; the first few have pictures.
    """
    pictured: list[PicturedStep] = []
    for place, (analysis, folder) in enumerate(zip(analyses, folders, strict=True)):
        own = rows[len(pictured) : len(pictured) + len(analysis.steps)]
        shots = load_shots(folder) if place < _MAX_CLIPS else {}
        pictured += [
            PicturedStep(
                clip=place,
                number=number,
                row=row,
                shots=shots.get(number, ()),
                angles=tuple(
                    _drawn(name, value, number, shots, analysis)
                    for name, value in zip(metrics, row.values, strict=True)
                ),
            )
            for number, row in enumerate(own)
        ]
    return pictured


def _drawn(
    metric: str,
    value: str,
    number: int,
    shots: Mapping[int, Sequence[Shot]],
    analysis: Analysis,
) -> Shown | None:
    """Draw the angle of a value over the picture of its instant; None where it shows none."""
    if metric not in ANGLES or metric in _OF_A_STRIDE or value == DASH:
        return None
    seen = number - ANGLES[metric].later
    shot = next((s for s in shots.get(seen, ()) if s.event == ANGLES[metric].phase), None)
    if shot is None:
        return None
    camera = analysis.scene.camera
    up = vertical(camera.tilt_deg, camera.direction)
    angle = draw_angle(metric, shot.joints_px, analysis.contacts[seen].side, up, camera.direction)
    if angle is None:
        return None
    drawn = show(angle.value_deg, "deg")
    return Shown(
        number=seen,
        event=shot.event,
        angle=angle,
        drawn=drawn,
        caption=Sentence.AT_THE_INSTANT.format(
            label=METRICS[metric].label, value=value, drawn=drawn
        ),
    )
