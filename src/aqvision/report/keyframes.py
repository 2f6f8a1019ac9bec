"""Analysis and Video -> keyframes/: a kinogram, five pictures of one step with the skeleton."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.camera.panorama import mapped
from aqvision.core.errors import LibraryError
from aqvision.core.skeleton import BONES, LANDMARKS, SIDES, Side
from aqvision.core.types import FloatArray, Image
from aqvision.core.wording import _
from aqvision.kinematics.motion import GroundKind
from aqvision.report.faces import FacelessFrame, as_may_be_shown
from aqvision.report.moments import Moment, find_moments
from aqvision.report.wording import PHASES
from aqvision.video.kept import KeptPart, KeptParts, Region, inside
from aqvision.video.reader import Frame, Video
from aqvision.video.seek import read_frames_at

FOLDER = "keyframes"
_HEIGHT_PX = 420
_ASPECT = 0.86
_MARGIN_FRAC = 0.14
_QUALITY = 80
_PAD_GREY = (226, 230, 234)
Colour = tuple[int, int, int]
NEAR_RGB: Colour = (255, 214, 0)
FAR_RGB: Colour = (86, 214, 255)
TRUNK_RGB: Colour = (255, 255, 255)
_HALO_RGB: Colour = (16, 24, 32)
_SHIFT = 4
_LINE_FRAC = 1 / 190
_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe:
    """One picture of a kinogram: WebP bytes, real time from the first frame, foot of the step."""

    phase: str
    label: str
    time_s: float
    side: Side | None
    webp: bytes


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
    index = []
    for i, frame in _shown(video, times, [_region(w) for w in windows], kept or KeptParts()):
        moment = moments[i]
        shown = as_may_be_shown(analysis, frame, moment.frame)
        if shown is None:
            continue
        picture = _picture(shown, points[i], windows[i])
        drawn = draw_skeleton(picture[0], picture[1], analysis.scene.camera.near_side)
        _write_webp(drawn, target / f"{moment.phase}.webp")
        index.append((i, _entry(moment)))
    entries = [entry for _, entry in sorted(index, key=lambda pair: pair[0])]
    text = json.dumps(entries, indent=1, ensure_ascii=False)
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
    return Keyframe(phase=phase, label=str(entry["label"]), time_s=time_s, side=side, webp=webp)


def _entry(moment: Moment) -> dict[str, object]:
    return {
        "phase": moment.phase,
        "label": moment.label,
        "time_s": round(moment.time_s, 5),
        "side": moment.side,
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


def _region(window: FloatArray) -> Region:
    left, top, width, height = (round(float(v)) for v in window)
    return slice(top, top + height), slice(left, left + width)


def _picture(
    frame: Frame | KeptPart | FacelessFrame, xy_px: FloatArray, window: FloatArray
) -> tuple[Image, FloatArray]:
    """Cut a window out of a frame, bring it to the common height, and move the joints with it."""
    left, top, width, height = (round(float(v)) for v in window)
    canvas = np.empty((height, width, 3), dtype=np.uint8)
    canvas[:] = _PAD_GREY
    rows, columns = inside(_region(window), frame.size_px)
    if rows.stop > rows.start and columns.stop > columns.start:
        part = frame.part(rows, columns)
        canvas[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = (
            part
        )
    scale = _HEIGHT_PX / height
    size = (round(width * scale), _HEIGHT_PX)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = np.asarray(cv2.resize(canvas, size, interpolation=method), dtype=np.uint8)
    # pixel centres lie at whole numbers, so the half pixel moves with the scale
    return resized, (xy_px - [left, top] + 0.5) * scale - 0.5


def _write_webp(rgb: Image, path: Path) -> None:
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    if not done:
        raise LibraryError(
            _("{name} could not be written").format(name=path.name),
            _("check the installation of opencv"),
        )
    path.write_bytes(data.tobytes())


def draw_skeleton(rgb: Image, xy_px: FloatArray, near_side: Side) -> Image:
    """Draw the joints of one athlete over a picture.

    Parameters
    ----------
    rgb
        (height, width, 3) picture; it is left as it is.
    xy_px
        (33, 2) joints in its pixels; a joint that is NaN is left out with its bones.
    near_side
        Side towards the camera: drawn last, in ``NEAR_RGB``; the other in ``FAR_RGB``.
    """
    canvas = np.ascontiguousarray(rgb).copy()
    points = dict(zip(LANDMARKS, xy_px, strict=True))
    width = max(1, round(canvas.shape[0] * _LINE_FRAC))
    bones = sorted(BONES, key=lambda bone: _depth(bone, near_side))
    for grow, halo in ((2, True), (0, False)):  # a dark line below, so that light ones stand out
        for bone in bones:
            colour = _HALO_RGB if halo else _colour(bone, near_side)
            _line(canvas, points[bone[0]], points[bone[1]], colour, width + grow)
    for joint in _JOINTS:
        for side in ("left", "right"):
            _dot(
                canvas, points[f"{side}_{joint}"], _colour((f"{side}_knee",) * 2, near_side), width
            )
    return canvas


def _is_trunk(bone: tuple[str, str]) -> bool:
    return all(end.endswith(("shoulder", "hip")) for end in bone)


def _depth(bone: tuple[str, str], near_side: Side) -> int:
    """Order of drawing: far limbs, trunk, near limbs."""
    if _is_trunk(bone):
        return 1
    return 2 if bone[0].startswith(near_side) else 0


def _colour(bone: tuple[str, str], near_side: Side) -> Colour:
    return (FAR_RGB, TRUNK_RGB, NEAR_RGB)[_depth(bone, near_side)]


def _fixed(point: FloatArray) -> tuple[int, int]:
    """Give a point in the fixed-point numbers that draw below one pixel."""
    return round(float(point[0]) * 2**_SHIFT), round(float(point[1]) * 2**_SHIFT)


def _line(canvas: Image, a: FloatArray, b: FloatArray, colour: Colour, width: int) -> None:
    if np.isfinite(a).all() and np.isfinite(b).all():
        cv2.line(canvas, _fixed(a), _fixed(b), colour, width, cv2.LINE_AA, _SHIFT)


def _dot(canvas: Image, point: FloatArray, colour: Colour, width: int) -> None:
    if np.isfinite(point).all():
        radius = round((width + 0.6) * 2**_SHIFT)
        cv2.circle(canvas, _fixed(point), radius + 2**_SHIFT, _HALO_RGB, -1, cv2.LINE_AA, _SHIFT)
        cv2.circle(canvas, _fixed(point), radius, colour, -1, cv2.LINE_AA, _SHIFT)
