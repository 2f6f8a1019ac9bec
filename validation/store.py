"""What takes long -> files of a folder, so that a validation that is run again need not redo it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.camera.path import path_from_rows, path_to_rows
from aqvision.core.assets import POSE_MODELS, file_sha256
from aqvision.core.evidence import evidence_from_rows, evidence_to_rows
from aqvision.core.provenance import POSE_METHOD
from aqvision.core.sequence import PoseSequence
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import RawPose, estimate_pose
from aqvision.video.reader import open_video
from validation.measuring import MODEL, SETTINGS


def kept(path: Path, write: Callable[[Path], object]) -> Path:
    """Name a file that is there, or write it; one that was cut short never looks like a whole."""
    if not path.exists():
        partial = path.with_suffix(f".partial{path.suffix}")
        write(partial)
        partial.replace(path)
    return path


def find_raw_pose(clip: Path, cache: Path) -> RawPose:
    """Give the network's points of a clip, kept by what the clip holds and how it is measured."""
    key = f"{file_sha256(clip)[:12]}-{POSE_MODELS[MODEL].sha256[:8]}-{POSE_METHOD}"

    def measure(path: Path) -> None:
        with pose_workers(SETTINGS.pose, MODEL) as estimator:
            raw = estimate_pose(open_video(clip), estimator, SETTINGS.pose)
        save_raw_pose(raw, path)

    return load_raw_pose(kept(cache / f"{clip.stem}-{key}.npz", measure))


def save_raw_pose(raw: RawPose, path: Path) -> None:
    """Write a pose as the network gave it."""
    pose = raw.sequence
    np.savez_compressed(
        path,
        time_s=pose.time_s,
        xy_px=pose.xy_px,
        visibility=pose.visibility,
        size_px=np.array([pose.width_px, pose.height_px]),
        camera=np.array(raw.camera.speed_frac_per_s),
        n_people=np.array(raw.n_people),
        camera_path=path_to_rows(raw.path),
        camera_reason=np.array("" if raw.path is None else raw.path.reason),
        **evidence_to_rows(pose.evidence),
    )


def load_raw_pose(path: Path) -> RawPose:
    """Read a pose that was written."""
    with np.load(path, allow_pickle=False) as file:
        width, height = (int(v) for v in file["size_px"])
        pose = PoseSequence(
            time_s=file["time_s"],
            xy_px=file["xy_px"],
            visibility=file["visibility"],
            evidence=evidence_from_rows(file),
            width_px=width,
            height_px=height,
        )
        camera = CameraMotion(float(file["camera"]))
        turning = path_from_rows(file["camera_path"], str(file["camera_reason"]))
        return RawPose(sequence=pose, camera=camera, n_people=int(file["n_people"]), path=turning)
