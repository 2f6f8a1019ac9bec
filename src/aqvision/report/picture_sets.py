"""Sets of pictures to cut -> WebP files with an index, in one pass over the frames of a clip."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.errors import LibraryError
from aqvision.core.skeleton import LANDMARKS
from aqvision.core.types import FloatArray, Image
from aqvision.core.wording import _
from aqvision.kinematics.motion import GroundKind
from aqvision.report.faces import as_may_be_shown
from aqvision.report.pictures import Shown, cut_window, region_of, webp_of
from aqvision.report.skeleton import draw_skeleton
from aqvision.video.kept import KeptPart, KeptParts
from aqvision.video.reader import Frame, Video
from aqvision.video.seek import read_frames_at


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cut:
    """A picture to be cut out of a frame.

    Parameters
    ----------
    name
        Of its file, without the ending.
    frame
        Number of the frame in the pose.
    window
        (4,) left, top, width and height in pixels of the frame.
    xy_px
        (33, 2) joints in the frame.
    """

    name: str
    frame: int
    window: FloatArray
    xy_px: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureSet:
    """Pictures of one size that belong together.

    Parameters
    ----------
    folder
        Name of the folder that takes them.
    cuts
        In the order of the index.
    height_px
        Of each picture.
    qualities
        Of coding, best first: the first is taken that keeps a picture within ``most_bytes``, or
        else the last.
    index
        Gives what ``index.json`` holds, from the joints of the pictures that could be shown, by
        number of their cut, in pixels of the picture.
    """

    folder: str
    cuts: tuple[Cut, ...]
    height_px: int
    index: Callable[[Mapping[int, FloatArray]], object]
    qualities: tuple[int, ...] = (80,)
    most_bytes: int = 2**20


def save_picture_sets(
    analysis: Analysis,
    video: Video,
    folder: Path,
    sets: Sequence[PictureSet],
    kept: KeptParts | None = None,
) -> None:
    """Cut sets of pictures out of a clip, with the skeleton drawn, and write them with an index.

    Parameters
    ----------
    analysis, video
        A clip's result, and the clip.
    folder
        Of the result, made if needed; each set gets a folder in it.
    sets
        What to cut; all of it is read in one pass.
    kept
        What was kept of the frames that may be shown; the others are decoded once more.

    Raises
    ------
    VideoError
        The file is damaged at one of the frames.
    LibraryError
        A picture cannot be coded.
    """
    wanted = [(which, i) for which in sets for i in range(len(which.cuts))]
    joints: dict[str, dict[int, FloatArray]] = {which.folder: {} for which in sets}
    for which in sets:
        (folder / which.folder).mkdir(parents=True, exist_ok=True)
    cuts = [which.cuts[i] for which, i in wanted]
    for place, frame in _shown(analysis, video, cuts, kept or KeptParts()):
        which, i = wanted[place]
        shown = as_may_be_shown(analysis, frame, cuts[place].frame)
        if shown is not None:
            rgb, xy_px = _picture(shown, cuts[place], which.height_px)
            drawn = draw_skeleton(rgb, xy_px, analysis.scene.camera.near_side)
            path = folder / which.folder / f"{cuts[place].name}.webp"
            path.write_bytes(_coded(drawn, which, path.name))
            joints[which.folder][i] = xy_px
    for which in sets:
        found = dict(sorted(joints[which.folder].items()))
        text = json.dumps(which.index(found), indent=1, ensure_ascii=False)
        (folder / which.folder / "index.json").write_text(text + "\n", encoding="utf-8")


def sees_one_line(analysis: Analysis) -> bool:
    """Tell whether a camera stood still, so that height in its pictures is height over the ground.

    Parameters
    ----------
    analysis
        One clip.
    """
    scene = analysis.scene
    return scene.ground == GroundKind.TRACK and scene.camera.turn_deg == 0.0


def listed_joints(xy_px: FloatArray) -> list[list[float] | None]:
    """Round joints to a tenth of a pixel; None where one is not known, as JSON has no NaN.

    Parameters
    ----------
    xy_px
        (33, 2) in pixels.
    """
    return [[round(float(v), 1) for v in xy] if np.isfinite(xy).all() else None for xy in xy_px]


@contextmanager
def whole_set(source: Path) -> Iterator[None]:
    """Say of a set of pictures that cannot be read that it is not complete.

    Parameters
    ----------
    source
        Its folder.

    Raises
    ------
    LibraryError
        In place of what went wrong inside.
    """
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            _("{source} holds no complete set of pictures ({error})").format(
                source=source, error=error
            ),
            _("measure the clip again"),
        ) from error


def joints_of(listed: object) -> FloatArray:
    """Read joints that were written by ``listed_joints``.

    Parameters
    ----------
    listed
        From JSON.

    Returns
    -------
    array
        (33, 2) in pixels, NaN where one is not known.

    Raises
    ------
    ValueError, TypeError
        They are no body.
    """
    joints = np.array(
        [(np.nan, np.nan) if xy is None else xy for xy in cast("list[object]", listed)],
        dtype=np.float64,
    )
    if joints.shape != (len(LANDMARKS), 2):
        raise ValueError(f"points of {joints.shape} are no body")
    return joints


def _shown(
    analysis: Analysis, video: Video, cuts: Sequence[Cut], kept: KeptParts
) -> Iterator[tuple[int, Frame | KeptPart]]:
    """Give the number of each cut and its frame, from memory as far as it is there."""
    # the network's points carry the presentation times, the filtered ones real time
    time_s = analysis.raw_pose.sequence.time_s
    missing = []
    for i, cut in enumerate(cuts):
        part = kept.at(float(time_s[cut.frame]))
        if part is not None and part.holds(*region_of(cut.window)):
            yield i, part
        else:
            missing.append(i)
    missing.sort(key=lambda i: cuts[i].frame)
    for frame in read_frames_at(video, [float(time_s[cuts[i].frame]) for i in missing]):
        yield missing[frame.index], frame


def _picture(frame: Shown, cut: Cut, height_px: int) -> tuple[Image, FloatArray]:
    """Cut a window out of a frame, bring it to the common height, and move the joints with it."""
    canvas = cut_window(frame, cut.window)
    left, top = (round(float(v)) for v in cut.window[:2])
    height, width = canvas.shape[:2]
    scale = height_px / height
    size = (round(width * scale), height_px)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = np.asarray(cv2.resize(canvas, size, interpolation=method), dtype=np.uint8)
    # pixel centres lie at whole numbers, so the half pixel moves with the scale
    return resized, (cut.xy_px - [left, top] + 0.5) * scale - 0.5


def _coded(rgb: Image, which: PictureSet, name: str) -> bytes:
    for quality in which.qualities:
        coded = webp_of(rgb, quality, name)
        if len(coded) <= which.most_bytes:
            break
    return coded
