"""Result and the times of a film's frames -> what is drawn over each: joints, angles, contacts."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aqvision.analysis.pose_store import DAMAGE
from aqvision.analysis.posed import PosedClip, load_posed
from aqvision.core.errors import LibraryError, as_mendable, shown
from aqvision.core.skeleton import BONES, INDEX
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.report.played_film import FilmFacts, frame_at

_DRAWN = tuple(dict.fromkeys(joint for bone in BONES for joint in bone))
_NUMBER = {joint: i for i, joint in enumerate(_DRAWN)}
# Column of the series without its side, the metric that must not be withheld, what the angle is
# called, and the joint that it is written beside.
_ANGLES = (
    ("knee_flexion_deg", "knee_flexion_peak_deg", _("Knee bend"), "knee"),
    ("thigh_deg", "thigh_range_deg", _("Thigh"), "hip"),
    ("elbow_deg", "elbow_mean_deg", _("Elbow"), "elbow"),
    ("trunk_lean_deg", "trunk_lean_deg", _("Trunk lean"), "shoulder"),
)
_UNSIDED = frozenset({"trunk_lean_deg"})
_WITHHELD = "withheld"


def drawn_over(film: FilmFacts, result: Path | None, slowness: float) -> dict[str, Any]:
    """Give what a browser draws over the frames of a film, in values that JSON can hold.

    Parameters
    ----------
    film
        Its frames.
    result
        Folder of what was measured in the clip; None where nothing was.
    slowness
        Seconds of playback to a second of the recording, for frames that were not measured.

    Returns
    -------
    dict
        ``played_s`` and ``time_s`` (the recording's clock) of each frame, ``joints`` (names),
        ``bones`` (pairs of numbers of joints), ``points`` (x, y of each joint in tenths of a pixel
        of the film; null for a joint or a frame that was not measured), ``near_side``,
        ``contacts`` and ``angles``.

    Raises
    ------
    LibraryError
        The result is damaged.
    """
    frames: dict[str, Any] = {
        "played_s": list(film.played_s),
        "joints": list(_DRAWN),
        "bones": [[_NUMBER[one], _NUMBER[other]] for one, other in BONES],
    }
    if result is None:
        times = [round(played_s / slowness, 5) for played_s in film.played_s]
        nothing = {"points": [None] * len(times), "contacts": [], "angles": [], "near_side": None}
        return {**frames, "time_s": times, **nothing}
    posed = load_posed(result)
    try:
        return {**frames, **_measured(posed, result, film)}
    except DAMAGE as error:
        raise as_mendable(error) or LibraryError(
            _("{folder} holds no points of a clip ({error})").format(
                folder=shown(result), error=error
            ),
            _("measure the clip again"),
        ) from error


def _measured(posed: PosedClip, result: Path, film: FilmFacts) -> dict[str, Any]:
    played_s = np.array(film.played_s)
    numbers = frame_at(posed.raw_pose.sequence.time_s, played_s)
    return {
        "time_s": _real_times(posed, played_s),
        "points": _points(posed, numbers, film),
        "near_side": _near_side(posed),
        "contacts": _contacts(posed, numbers),
        "angles": _angles(posed, result, numbers),
    }


def _real_times(posed: PosedClip, played_s: FloatArray) -> list[float]:
    """Bring times of playback to the recording's clock, also beyond what was measured."""
    played, real = posed.raw_pose.sequence.time_s, posed.pose.time_s
    rate = (real[-1] - real[0]) / (played[-1] - played[0])
    times = np.interp(played_s, played, real)
    times += rate * (np.minimum(played_s - played[0], 0) + np.maximum(played_s - played[-1], 0))
    return [round(float(t), 5) for t in times]


def _points(
    posed: PosedClip, numbers: npt.NDArray[np.intp], film: FilmFacts
) -> list[list[int | None] | None]:
    found = posed.raw_pose.sequence
    scale = np.array([film.width_px, film.height_px]) / [found.width_px, found.height_px]
    # pixel centres lie at whole numbers, so the half pixel moves with the scale
    xy = (posed.in_pictures[:, [INDEX[joint] for joint in _DRAWN]] + 0.5) * scale
    tenths = (10 * xy).reshape(len(xy), -1)
    return [_frame(tenths[number]) if number >= 0 else None for number in numbers]


def _frame(values: FloatArray) -> list[int | None] | None:
    known = np.isfinite(values)
    if not known.any():
        return None
    return [round(float(v)) if one else None for v, one in zip(values, known, strict=True)]


def _near_side(posed: PosedClip) -> str | None:
    side = posed.content.get("scene", {}).get("near_side")  # a hold has no such side
    return None if side is None else str(side)


def _contacts(posed: PosedClip, numbers: npt.NDArray[np.intp]) -> list[dict[str, Any]]:
    """List the contacts in order, with the frames of the film that show touchdown and toe-off."""
    time_s = posed.pose.time_s
    shown = np.flatnonzero(numbers >= 0)
    if not len(shown):
        return []
    of_shown = time_s[numbers[shown]]

    def frame(at_s: float) -> int:
        return int(shown[np.abs(of_shown - at_s).argmin()])

    return [
        {
            "side": one["side"],
            "touchdown_s": round(one["touchdown_s"], 5),
            "toeoff_s": round(one["toeoff_s"], 5),
            "touchdown_frame": frame(one["touchdown_s"]),
            "toeoff_frame": frame(one["toeoff_s"]),
        }
        for one in posed.content.get("contacts", [])
    ]


def _angles(posed: PosedClip, result: Path, numbers: npt.NDArray[np.intp]) -> list[dict[str, Any]]:
    """Look up the angle of each pillar on the near side, frame by frame; withheld ones stay out."""
    near = _near_side(posed)
    path = result / "series.csv"
    if near is None or not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    metrics = posed.content.get("metrics", {})
    angles = []
    for column, metric, title, joint in _ANGLES:
        name = column if column in _UNSIDED else f"{near}_{column}"
        if metrics.get(metric, {}).get("confidence", _WITHHELD) == _WITHHELD:
            continue
        if not rows or name not in rows[0]:
            continue
        values = [_degrees(rows[n][name]) if 0 <= n < len(rows) else None for n in numbers]
        angles.append({"title": title, "joint": _NUMBER[f"{near}_{joint}"], "deg": values})
    return angles


def _degrees(text: str) -> int | None:
    value = float(text) if text else math.nan
    return round(value) if math.isfinite(value) else None
