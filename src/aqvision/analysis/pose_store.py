"""Points of the network and filtered points <-> pose.npz, used again by the next run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zipfile import BadZipFile

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.core.evidence import evidence_from_rows, evidence_to_rows
from aqvision.core.provenance import Provenance
from aqvision.core.sequence import PoseSequence
from aqvision.core.types import FloatArray
from aqvision.pose.detect.appearance import PictureQuality
from aqvision.pose.estimate import RawPose
from aqvision.pose.track.athlete import candidates_from_rows, candidates_to_rows
from aqvision.video.repeats import Repeats

if TYPE_CHECKING:
    from aqvision.camera.stabilise import StillView

DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    BadZipFile,
    zlib.error,
)
"""What reading a file that is missing or damaged raises."""


class Posed(Protocol):
    """A clip that was measured, of a run or of a hold, with its points."""

    @property
    def provenance(self) -> Provenance:
        """What made the points."""

    @property
    def raw_pose(self) -> RawPose:
        """Points of the network at playback time."""

    @property
    def pose(self) -> PoseSequence:
        """Filtered points in real time, in the picture of ``still_view``."""

    @property
    def still_view(self) -> StillView:
        """The picture that stands still."""


def save_pose(analysis: Posed, path: Path) -> None:
    """Write the network's points and the filtered ones, with what they were made of.

    Parameters
    ----------
    analysis
        The clip, measured.
    path
        The .npz file.
    """
    from aqvision.camera.path import path_to_rows  # slow to load, see core.loading

    raw, smooth, to_square = analysis.raw_pose, analysis.pose, analysis.still_view.to_rectified
    heads: dict[str, Any] = {} if raw.other_heads is None else {"other_heads": raw.other_heads}
    np.savez_compressed(
        path,
        key=np.array(analysis.provenance.pose_key()),
        playback_time_s=raw.sequence.time_s,
        time_s=smooth.time_s,
        raw_xy_px=raw.sequence.xy_px.astype(np.float32),
        xy_px=smooth.xy_px.astype(np.float32),
        visibility=raw.sequence.visibility.astype(np.float32),
        smooth_visibility=smooth.visibility.astype(np.float32),
        size_px=np.array([raw.sequence.width_px, raw.sequence.height_px]),
        smooth_size_px=np.array([smooth.width_px, smooth.height_px]),
        camera_speed_frac_per_s=np.array(raw.camera.speed_frac_per_s),
        n_people=np.array(raw.n_people),
        candidates=candidates_to_rows(raw.candidates),
        chosen=np.array(raw.chosen),
        repeats=np.array(raw.repeats.indices, dtype=np.int64),
        frames_per_picture=np.array(raw.repeats.frames_per_picture),
        camera_path=path_to_rows(raw.path),
        camera_reason=np.array("" if raw.path is None else raw.path.reason),
        picture=np.array(astuple(raw.picture)),
        runtime=np.array(raw.runtime),
        levels=raw.levels.astype(np.float32),
        quarter_turns=np.array(raw.quarter_turns),
        **heads,
        **evidence_to_rows(raw.sequence.evidence),
        to_square=np.zeros((0, 3)) if to_square is None else to_square,
    )


def load_pose(path: Path) -> tuple[RawPose, PoseSequence, FloatArray | None]:
    """Read what save_pose wrote.

    Parameters
    ----------
    path
        The .npz file.

    Returns
    -------
    tuple
        Points of the network at playback time, filtered points in real time, and the map (3, 3)
        that evened out the scale along the lane; None where there was none.
    """
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}

    from aqvision.camera.path import path_from_rows  # slow to load, see core.loading

    # older files have no picture, runtime, evidence and map
    found = _sequence(stored, "playback_time_s", "raw_xy_px", "visibility", "size_px")
    raw = RawPose(
        sequence=replace(found, evidence=evidence_from_rows(stored)),
        camera=CameraMotion(float(stored["camera_speed_frac_per_s"])),
        n_people=int(stored["n_people"]),
        candidates=candidates_from_rows(stored["candidates"]),
        chosen=int(stored["chosen"]),
        repeats=Repeats(tuple(stored["repeats"].tolist()), float(stored["frames_per_picture"])),
        path=path_from_rows(stored["camera_path"], str(stored["camera_reason"])),
        picture=PictureQuality(*(float(v) for v in stored.get("picture", ()))),
        runtime=str(stored.get("runtime", "")),
        levels=stored.get("levels", np.zeros(0)).astype(np.float64),
        other_heads=stored.get("other_heads"),  # older files have none
        quarter_turns=int(stored.get("quarter_turns", 0)),
    )
    to_square = stored.get("to_square", np.zeros((0, 3)))
    smooth = _sequence(stored, "time_s", "xy_px", "smooth_visibility", "smooth_size_px")
    return raw, smooth, to_square if len(to_square) else None


def _sequence(
    stored: Mapping[str, Any], time: str, points: str, visibility: str, size: str
) -> PoseSequence:
    width_px, height_px = (int(v) for v in stored[size])
    xy, seen = (stored[name].astype(np.float64) for name in (points, visibility))
    return PoseSequence(
        time_s=stored[time], xy_px=xy, visibility=seen, width_px=width_px, height_px=height_px
    )


def find_stored_pose(path: Path, provenance: Provenance) -> RawPose | None:
    """Read a stored pose if it was made of the same clip, network and settings.

    Parameters
    ----------
    path
        The .npz file.
    provenance
        Of the run that wants the pose.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            if str(file["key"]) != provenance.pose_key():
                return None
            if provenance.faces_blurred and "other_heads" not in file:
                return None  # an older version, which did not keep where other people's heads are
        return load_pose(path)[0]
    except DAMAGE:
        return None  # missing or unreadable: measured anew
