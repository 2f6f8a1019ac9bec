"""RawPose <-> file, so that a validation that is run again need not measure again."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aqvision.pose.estimation import RawPose
from aqvision.pose.sequence import PoseSequence
from aqvision.video.camera_motion import CameraMotion


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
    )


def load_raw_pose(path: Path) -> RawPose:
    """Read a pose that was written."""
    with np.load(path, allow_pickle=False) as file:
        width, height = (int(v) for v in file["size_px"])
        pose = PoseSequence(file["time_s"], file["xy_px"], file["visibility"], width, height)
        return RawPose(pose, CameraMotion(float(file["camera"])), int(file["n_people"]))
