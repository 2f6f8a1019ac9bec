"""Analysis and Video -> keyframes/: a kinogram, five pictures of one step with the skeleton."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.camera.panorama import mapped
from aqvision.core.errors import LibraryError
from aqvision.core.skeleton import LANDMARKS, SIDES, Side
from aqvision.core.types import FloatArray, Image
from aqvision.core.wording import _
from aqvision.kinematics.motion import GroundKind
from aqvision.report.faces import as_may_be_shown
from aqvision.report.moments import Moment, find_moments
from aqvision.report.pictures import Shown, cut_window, region_of, size_of_webp, write_webp
from aqvision.report.skeleton import draw_skeleton
from aqvision.report.wording import PHASES
from aqvision.video.kept import KeptPart, KeptParts, Region
from aqvision.video.reader import Frame, Video
from aqvision.video.seek import read_frames_at

FOLDER = "keyframes"
_HEIGHT_PX = 420
_ASPECT = 0.86
_MARGIN_FRAC = 0.14
_QUALITY = 80


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


def save_keyframes(
    analysis: Analysis, video: Video, folder: Path, kept: KeptParts | None = None
) -> None:
    """Cut the moments of one step out of the clip and write them into ``folder/keyframes``.

    All pictures have one scale and one framing, so that they can be laid side by side.

    Parameters
    ----------
    analysis, video
        A clip's result, and the clip.
    folder
        Folder of the result, made if needed.
    kept
        What was kept of the frames that may be shown; the others are decoded once more.

    Raises
    ------
    VideoError
        The file is damaged at one of the moments.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    moments = find_moments(analysis)
    # the network's points carry the presentation times, the filtered ones real time
    times = analysis.raw_pose.sequence.time_s[[m.frame for m in moments]]
    frames = [m.frame for m in moments]
    points = mapped(analysis.still_view.to_picture[frames], analysis.pose.xy_px[frames])
    scene = analysis.scene
    still = scene.ground == GroundKind.TRACK and scene.camera.turn_deg == 0.0
    windows = _windows(points, still=still)
    index = {}
    for i, frame in _shown(video, times, [region_of(w) for w in windows], kept or KeptParts()):
        moment = moments[i]
        shown = as_may_be_shown(analysis, frame, moment.frame)
        if shown is None:
            continue
        rgb, xy_px = _picture(shown, points[i], windows[i])
        drawn = draw_skeleton(rgb, xy_px, scene.camera.near_side)
        write_webp(drawn, target / f"{moment.phase}.webp", _QUALITY)
        index[i] = _entry(moment, xy_px)
    text = json.dumps([index[i] for i in sorted(index)], indent=1, ensure_ascii=False)
    (target / "index.json").write_text(text + "\n", encoding="utf-8")


def _shown(
    video: Video, times_s: FloatArray, regions: Sequence[Region], kept: KeptParts
) -> Iterator[tuple[int, Frame | KeptPart]]:
    """Give the number and the frame of each moment, from memory as far as it is there."""
    missing = []
    for i, (time_s, region) in enumerate(zip(times_s, regions, strict=True)):
        part = kept.at(float(time_s))
        if part is not None and part.holds(*region):
            yield i, part
        else:
            missing.append(i)
    missing.sort(key=lambda i: float(times_s[i]))
    for frame in read_frames_at(video, [float(times_s[i]) for i in missing]):
        yield missing[frame.index], frame


def remove_keyframes(folder: Path) -> None:
    """Remove pictures that an earlier run left in a folder; pictures of others stay.

    Parameters
    ----------
    folder
        Folder of an analysis.
    """
    for name in keyframe_names(folder):
        (folder / name).unlink(missing_ok=True)


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
    own = sorted(phase for phase in phases | PHASES.keys() if phase == Path(phase).name)
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
    try:
        return [_load(entry, source) for entry in json.loads(index.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            _("{source} holds no complete set of pictures ({error})").format(
                source=source, error=error
            ),
            _("measure the clip again"),
        ) from error


def _load(entry: dict[str, object], source: Path) -> Keyframe:
    phase, side = str(entry["phase"]), entry["side"]
    if phase != Path(phase).name or (side is not None and side not in SIDES):
        raise ValueError(f"{phase} is no phase of a step")
    time_s = float(cast(float, entry["time_s"]))
    webp = (source / f"{phase}.webp").read_bytes()
    return Keyframe(
        phase=phase,
        label=str(entry["label"]),
        time_s=time_s,
        side=side,
        webp=webp,
        joints_px=_joints(entry.get("joints_px")),
    )


def _joints(given: object) -> FloatArray | None:
    """Read points; a point that is not known stands as null."""
    if given is None:
        return None
    joints = np.array(
        [(np.nan, np.nan) if point is None else point for point in cast(list[object], given)],
        dtype=np.float64,
    )
    if joints.shape != (len(LANDMARKS), 2):
        raise ValueError(f"points of {joints.shape} are no body")
    return joints


def _entry(moment: Moment, xy_px: FloatArray) -> dict[str, object]:
    return {
        "phase": moment.phase,
        "label": moment.label,
        "time_s": round(moment.time_s, 5),
        "side": moment.side,
        "joints_px": [
            [round(float(v), 1) for v in xy] if np.isfinite(xy).all() else None for xy in xy_px
        ],
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


def _picture(frame: Shown, xy_px: FloatArray, window: FloatArray) -> tuple[Image, FloatArray]:
    """Cut a window out of a frame, bring it to the common height, and move the joints with it."""
    canvas = cut_window(frame, window)
    left, top = (round(float(v)) for v in window[:2])
    height, width = canvas.shape[:2]
    scale = _HEIGHT_PX / height
    size = (round(width * scale), _HEIGHT_PX)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = np.asarray(cv2.resize(canvas, size, interpolation=method), dtype=np.uint8)
    # pixel centres lie at whole numbers, so the half pixel moves with the scale
    return resized, (xy_px - [left, top] + 0.5) * scale - 0.5
