"""Folder of a result -> its points in the pictures of the clip, of a run or a hold; no table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aqvision.analysis.pose_store import DAMAGE, load_pose
from aqvision.camera.panorama import mapped
from aqvision.camera.stabilise import StillView, rectified, view_still
from aqvision.core.errors import LibraryError, as_mendable, shown
from aqvision.core.provenance import Provenance
from aqvision.core.sequence import PoseSequence
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.pose.estimate import RawPose

_FILES = ("analysis.json", "hold.json")


@dataclass(frozen=True, eq=False, kw_only=True)
class PosedClip:
    """The points of a clip that was measured, and what its JSON says.

    Parameters
    ----------
    content
        Of ``analysis.json`` or ``hold.json``.
    raw_pose, pose, still_view
        Points as they were found at playback time, the filtered ones in real time, and the picture
        that the latter are in.
    """

    content: dict[str, Any]
    raw_pose: RawPose
    pose: PoseSequence
    still_view: StillView

    @property
    def provenance(self) -> Provenance:
        """What made the points."""
        return Provenance(**self.content["provenance"])

    @cached_property
    def in_pictures(self) -> FloatArray:
        """(T, 33, 2) filtered points in pixels of each frame, NaN where they are not known."""
        return mapped(self.still_view.to_picture, self.pose.xy_px)


def load_posed(folder: Path) -> PosedClip:
    """Read the points of a result.

    Parameters
    ----------
    folder
        With ``pose.npz``, and ``analysis.json`` or ``hold.json``.

    Raises
    ------
    LibraryError
        A file is missing or damaged.
    """
    try:
        return _posed_in(folder)
    except DAMAGE as error:
        raise as_mendable(error) or LibraryError(
            _("{folder} holds no points of a clip ({error})").format(
                folder=shown(folder), error=error
            ),
            _("measure the clip again"),
        ) from error


def _posed_in(folder: Path) -> PosedClip:
    path = next((folder / name for name in _FILES if (folder / name).is_file()), folder / _FILES[0])
    content = json.loads(path.read_text(encoding="utf-8"))
    raw, smooth, to_square = load_pose(folder / "pose.npz")
    found = raw.sequence
    own = (smooth.width_px, smooth.height_px) == (found.width_px, found.height_px)
    # of a picture as large as the video's own, no camera motion was taken out
    still = view_still(found, raw.camera, None if own and to_square is None else raw.path)
    if to_square is not None:
        still = rectified(still, to_square)
    return PosedClip(content=content, raw_pose=raw, pose=smooth, still_view=still)
