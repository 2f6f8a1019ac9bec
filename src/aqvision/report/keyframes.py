"""Analysis -> keyframes/: a kinogram, five pictures of one step with the skeleton."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.camera.panorama import mapped
from aqvision.core.said import said
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.report.moments import OTHER_FOOT, Moment, find_moments
from aqvision.report.picture_sets import (
    Cut,
    PictureSet,
    joints_of,
    listed_joints,
    sees_one_line,
    whole_set,
)
from aqvision.report.pictures import size_of_webp
from aqvision.report.wording import PHASES

FOLDER = "keyframes"
_HEIGHT_PX = 420
_ASPECT = 0.86
_MARGIN_FRAC = 0.14


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe:
    """One picture of a kinogram: WebP bytes, real time from the first frame, foot of the step.

    ``joints_px`` are the athlete's (33, 2) points in the picture, NaN where one is not known; None
    in results that were made before points were kept.
    """

    phase: str
    label: str
    time_s: float
    side: Side | None
    webp: bytes
    joints_px: FloatArray | None = field(default=None, compare=False)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return size_of_webp(self.webp)


def keyframes_of(analysis: Analysis) -> PictureSet:
    """Choose the moments of one step, and what their pictures show.

    All pictures have one scale and one framing, so that they can be laid side by side.

    Parameters
    ----------
    analysis
        One clip.
    """
    moments = find_moments(analysis)
    frames = [m.frame for m in moments]
    points = mapped(analysis.still_view.to_picture[frames], analysis.pose.xy_px[frames])
    windows = _windows(points, still=sees_one_line(analysis))
    return PictureSet(
        folder=FOLDER,
        cuts=tuple(
            Cut(name=moment.name, frame=moment.frame, window=window, xy_px=xy_px)
            for moment, window, xy_px in zip(moments, windows, points, strict=True)
        ),
        height_px=_HEIGHT_PX,
        index=lambda written: [_entry(moments[i], xy_px) for i, xy_px in written.items()],
    )


def keyframe_names(folder: Path) -> list[str]:
    """Name the files that a kinogram in a folder may consist of, from that folder on.

    Parameters
    ----------
    folder
        Folder of an analysis.
    """
    try:
        entries = json.loads((folder / FOLDER / "index.json").read_text(encoding="utf-8"))
        phases = {str(entry["phase"]) for entry in entries}
    except (OSError, ValueError, KeyError, TypeError):
        phases = set()  # no index, or a damaged one: what is always called the same is ours
    usual = PHASES.keys() | {f"{OTHER_FOOT}{phase}" for phase in PHASES}
    own = sorted(phase for phase in phases | usual if phase == Path(phase).name)
    return [*(f"{FOLDER}/{phase}.webp" for phase in own), f"{FOLDER}/index.json"]


def load_keyframes(folder: Path | None) -> list[Keyframe]:
    """Read the kinogram of an analysis folder; empty when none was written.

    Parameters
    ----------
    folder
        Folder of an analysis; None where there is none.

    Raises
    ------
    LibraryError
        The index is damaged or a picture is missing.
    """
    if folder is None:
        return []
    source = folder / FOLDER
    index = source / "index.json"
    if not index.exists():
        return []
    with whole_set(source):
        return [_load(entry, source) for entry in json.loads(index.read_text(encoding="utf-8"))]


def _load(entry: dict[str, object], source: Path) -> Keyframe:
    phase, side = str(entry["phase"]), entry["side"]
    if phase != Path(phase).name or (side is not None and side not in SIDES):
        raise ValueError(f"{phase} is no phase of a step")
    time_s = float(cast(float, entry["time_s"]))
    webp = (source / f"{phase}.webp").read_bytes()
    return Keyframe(
        phase=phase,
        label=said(str(entry["label"])),
        time_s=time_s,
        side=side,
        webp=webp,
        joints_px=joints_of(entry["joints_px"]) if "joints_px" in entry else None,
    )


def _entry(moment: Moment, xy_px: FloatArray) -> dict[str, object]:
    return {
        "phase": moment.name,
        "label": moment.label,
        "time_s": round(moment.time_s, 5),
        "side": moment.side,
        "joints_px": listed_joints(xy_px),
    }


def _windows(points: FloatArray, *, still: bool) -> list[FloatArray]:
    """Left, top, width and height in pixels around the athlete, of one size for all frames."""
    with np.errstate(all="ignore"):
        low = np.nanmin(points, axis=1)
        high = np.nanmax(points, axis=1)
    middle = (low + high) / 2
    if still:
        # a still camera: one line of sight, so that rise and fall of the body can be seen
        middle[:, 1] = (np.nanmin(low[:, 1]) + np.nanmax(high[:, 1])) / 2
        tall = float(np.nanmax(high[:, 1]) - np.nanmin(low[:, 1]))
    else:
        tall = float(np.nanmax(high[:, 1] - low[:, 1]))
    wide = float(np.nanmax(high[:, 0] - low[:, 0]))
    margin = _MARGIN_FRAC * tall
    height = max(tall + 2 * margin, (wide + margin) / _ASPECT)
    width = height * _ASPECT
    return [np.array([x - width / 2, y - height / 2, width, height]) for x, y in middle]
