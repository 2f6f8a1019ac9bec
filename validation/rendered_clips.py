"""Rendered clips beside the project -> their truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from aqvision.core.skeleton import SIDES, Side, opposite
from aqvision.core.types import FloatArray

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "synthetic"
SIDE_VIEWS = (
    "cyc_side", "cyc_left", "mh_side_before", "mh_side_after_ext8", "tiny_side", "tiny_left",
    "mh_pan", "tiny_pan",
)  # fmt: skip
MEASURED_MOTIONS = ("jog120", "max120")
"""Rendered bodies that move as people did in a laboratory; `Truth.angle` does not know them."""
TRUE_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")


def clip_of(name: str) -> Path:
    """Name the file of a rendered clip."""
    return _folder(name) / f"{name}.mp4"


def _folder(name: str) -> Path:
    return FOLDER.with_name("force_plates") if name in MEASURED_MOTIONS else FOLDER


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What a rendered clip shows: a table a frame, the near side, the mirrored state."""

    table: pd.DataFrame
    near_side: Side
    width_px: int
    mirrored: bool = False

    @property
    def direction(self) -> int:
        """1 when the athlete runs to the right of the picture."""
        return 1 if self.near_side == "right" else -1

    def point(self, side: Side, joint: str) -> FloatArray:
        """Give a joint's true path in pixels, (T, 2)."""
        name = "toe" if joint == "foot_index" else joint
        columns = [f"{self._letter(side)}{name}_{axis}" for axis in "uv"]
        points = self.table[columns].to_numpy(dtype=np.float64)
        if self.mirrored:
            points[:, 0] = self.width_px - 1 - points[:, 0]
        return points

    def angle(self, side: Side, name: str) -> FloatArray:
        """Give a true angle of one side in degrees, (T,): thigh, or included knee."""
        return self.table[f"ang_{self._letter(side)}_{name}"].to_numpy(dtype=np.float64)

    def trunk_lean_deg(self) -> FloatArray:
        """Give the true lean of the trunk, (T,)."""
        return self.table["ang_trunk"].to_numpy(dtype=np.float64)

    def wholly_in_view(self) -> npt.NDArray[np.bool_]:
        """Tell the frames in which every joint lies in the picture, (T,)."""
        u = self.table[[c for c in self.table.columns if str(c).endswith("_u")]].to_numpy()
        return np.asarray(((u > 0) & (u < self.width_px - 1)).all(axis=1))

    def _letter(self, side: Side) -> str:
        """Name the body side that the picture shows as this one: the other in a mirror."""
        return (opposite(side) if self.mirrored else side)[0].upper()


def load_truth(name: str, *, mirrored: bool = False) -> Truth:
    """Read the truth of a rendered clip."""
    about = json.loads((_folder(name) / f"{name}.json").read_text())
    table = pd.read_csv(_folder(name) / f"{name}.csv")
    if name in MEASURED_MOTIONS:
        near: Side = about["near_side"]
        return Truth(table.rename(columns=_as_in_sprints), near, int(about["width"]))
    near = "left" if about["near"] == "L" else "right"
    return Truth(table, opposite(near) if mirrored else near, int(about["w"]), mirrored)


def _as_in_sprints(column: str) -> str:
    """Name a column as the rendered sprints do: left_knee_x_px becomes Lknee_u."""
    side, _, rest = column.partition("_")
    for end, axis in (("_x_px", "u"), ("_y_px", "v")):
        if side in SIDES and rest.endswith(end):
            return f"{side[0].upper()}{rest.removesuffix(end)}_{axis}"
    return column
