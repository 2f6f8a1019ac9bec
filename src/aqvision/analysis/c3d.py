"""Analysis -> points.c3d: points over time with touchdowns and toe-offs, for motion capture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.even_frames import on_even_frames
from aqvision.analysis.scaled_points import above_ground_px, leg_px, metres_per_px
from aqvision.core.errors import LibraryError
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import LANDMARKS
from aqvision.core.types import FloatArray, View
from aqvision.core.wording import _

if TYPE_CHECKING:
    import ezc3d

# What the format has room for: a frame's number has two bytes, a list's length and a text's one.
_MAX_FRAMES = 65535
_MAX_LIST = 255
_MISSING = -1.0
# The format's number for the type.
_INTEGER = 2
# Names and icons by which gait programs know them, and what they are.
_STRIKE, _OFF = ("Foot Strike", 1, "touchdown"), ("Foot Off", 2, "toe-off")
_MM_PER_M = 1000.0
_DEPTH = "One camera sees no depth: {axis} is 0 in all points because it is not known."
_ORIGIN = "The edge of the picture, and the lowest point of the feet."
_EVEN = "Frame times were uneven: points were read off curves at one rate."
_AS_FILMED = "Each frame is a frame of the clip."


_Event = tuple[float, str, int, str, str]
"""Time, name, icon, meaning and side of a touchdown or toe-off."""


@dataclass(frozen=True, slots=True)
class _Space:
    """Points (T, 33, 3) in a file's axes, their unit, what it means, and the unseen axis."""

    xyz: FloatArray
    unit: str
    meaning: str
    unseen: str


def write_c3d(analysis: Analysis, pose: PoseSequence, path: Path) -> None:
    """Write the landmarks and the contacts with the ground.

    Parameters
    ----------
    analysis
        What was measured.
    pose
        Its points, as found or filtered.
    path
        The file.

    Raises
    ------
    LibraryError
        The clip has more frames than the format can count.
    OSError
        The file cannot be written.
    """
    space = _space(analysis, pose)
    known = np.flatnonzero(np.isfinite(space.xyz).all(axis=2).any(axis=0))
    longest_gap_s = analysis.provenance.settings["cleaning"]["max_gap_s"]
    xyz, rate_hz, read_off = on_even_frames(pose.time_s, space.xyz[:, known], longest_gap_s)
    if len(xyz) > _MAX_FRAMES:
        raise LibraryError(
            _("{name} has {n} frames, and a .c3d holds {most} at most").format(
                name=analysis.name, n=len(xyz), most=_MAX_FRAMES
            ),
            _("cut the clip to the sprint, or export it in another format"),
        )
    file = _file_of(xyz, [LANDMARKS[i] for i in known], space, rate_hz)
    _describe(file, analysis, space, _EVEN if read_off else _AS_FILMED)
    _add_events(file, analysis, float(pose.time_s[0]))
    _save(file, path)


def _space(analysis: Analysis, pose: PoseSequence) -> _Space:
    """Turn points into X along the run, Z up, and Y to the athlete's left.

    The camera sees X and Z from the side, Y and Z from an end of the lane.
    """
    place, camera = above_ground_px(analysis, pose), analysis.scene.camera
    x, z = place[..., 0], place[..., 1]
    unseen = np.where(np.isfinite(x), 0.0, np.nan)
    if camera.view != View.SIDE:
        left = x if camera.view == View.FRONT else pose.width_px - x
        meaning = "Pixels: from an end of the lane the scale changes on the way."
        return _Space(np.stack([unseen, left, z], axis=-1), "px", meaning, "X")
    ahead = x if camera.direction >= 0 else pose.width_px - x
    xyz = np.stack([ahead, unseen, z], axis=-1)
    scale = metres_per_px(analysis)
    if math.isfinite(scale):
        return _Space(xyz * scale * _MM_PER_M, "mm", "Millimetres.", "Y")
    meaning = "Lengths of the standing leg: the clip was measured without a scale."
    return _Space(xyz / leg_px(analysis), "leg", meaning, "Y")


def _events(analysis: Analysis, start_s: float) -> Iterator[_Event]:
    """Give each touchdown and toe-off whose time is known, on the clock of the file."""
    for contact in analysis.contacts:
        for time_s, event in ((contact.touchdown_s, _STRIKE), (contact.toeoff_s, _OFF)):
            if math.isfinite(time_s):
                yield (time_s - start_s, *event, contact.side.capitalize())


def _file_of(xyz: FloatArray, names: list[str], space: _Space, rate_hz: float) -> ezc3d.c3d:
    """Fill a new file with points; one that is not known is 0, with a residual of -1."""
    import ezc3d

    file = ezc3d.c3d()
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [rate_hz]
    point["LABELS"]["value"] = names
    point["DESCRIPTIONS"]["value"] = [name.replace("_", " ") for name in names]
    point["UNITS"]["value"] = [space.unit]
    file["data"]["points"] = xyz.transpose(2, 1, 0)
    missing = ~np.isfinite(xyz).all(axis=2).T
    file["data"]["meta_points"] = {"residuals": np.where(missing, _MISSING, 0.0)[np.newaxis]}
    # which axes a viewer lays across the screen and up
    across = "+Y" if space.unseen == "X" else "+X"
    file.add_parameter("POINT", "X_SCREEN", [across])
    file.add_parameter("POINT", "Y_SCREEN", ["+Z"])
    return file


def _describe(file: ezc3d.c3d, analysis: Analysis, space: _Space, frames: str) -> None:
    """Say who was filmed, what wrote the file, and what its numbers mean."""
    file.add_parameter("SUBJECTS", "USED", 1)
    file.add_parameter("SUBJECTS", "NAMES", [_subject(analysis)])
    file.add_parameter("MANUFACTURER", "SOFTWARE", ["aqvision"])
    file.add_parameter("MANUFACTURER", "VERSION_LABEL", [analysis.provenance.aqvision_version])
    for name, text in (
        ("CLIP", analysis.name),
        ("UNITS", space.meaning),
        ("DEPTH", _DEPTH.format(axis=space.unseen)),
        ("ORIGIN", _ORIGIN),
        ("FRAMES", frames),
    ):
        file.add_parameter("AQVISION", name, [_short(text)])


def _add_events(file: ezc3d.c3d, analysis: Analysis, start_s: float) -> None:
    """Add touchdowns and toe-offs in the way of gait programs, and say if there is no room."""
    found = sorted(_events(analysis, start_s))
    held = found[:_MAX_LIST]
    file.add_parameter("AQVISION", "EVENTS", [f"{len(held)} of {len(found)} are in this file."])
    if not held:
        return
    times, labels, icons, meanings, sides = (list(column) for column in zip(*held, strict=True))
    seconds = np.array(times)
    minutes = np.floor_divide(seconds, 60.0)
    for name, value in (
        ("USED", len(held)),
        ("TIMES", np.array([minutes, seconds - 60.0 * minutes])),
        ("CONTEXTS", sides),
        ("LABELS", labels),
        ("DESCRIPTIONS", meanings),
        ("SUBJECTS", [_subject(analysis)] * len(held)),
        ("ICON_IDS", icons),
        ("GENERIC_FLAGS", [0] * len(held)),
    ):
        file.add_parameter("EVENT", name, value)
    for name in ("ICON_IDS", "GENERIC_FLAGS"):  # lists of whole numbers came to be floats
        file["parameters"]["EVENT"][name]["type"] = _INTEGER


def _subject(analysis: Analysis) -> str:
    return _short(analysis.athlete or "athlete")


def _short(text: str) -> str:
    """Cut a text to what the format has room for; letters that are none become a mark."""
    whole = text.encode("utf-8", "replace")[:_MAX_LIST]
    return whole.decode("utf-8", "ignore")


def _save(file: ezc3d.c3d, path: Path) -> None:
    """Write beside the file and move it there: the library would change a name without .c3d."""
    with TemporaryDirectory(prefix=".aqvision-", dir=path.parent) as folder:
        written = Path(folder) / "points.c3d"
        file.write(str(written))
        written.replace(path)
