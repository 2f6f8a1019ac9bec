"""Analysis -> files for other programs: points as .c3d, .trc, CSV or netCDF, angles as .mot."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy.io import netcdf_file

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.c3d import write_c3d
from aqvision.analysis.scaled_points import in_metres, metres_per_px, rate_hz
from aqvision.core.errors import CalibrationError, LibraryError, reason_of, shown
from aqvision.core.folders import make_folder
from aqvision.core.prompts import Prompt
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import LANDMARKS, N_LANDMARKS
from aqvision.core.types import View
from aqvision.core.wording import _, word_of
from aqvision.pose.io.trc import MarkerTable, write_trc

_PERSON = "athlete"
_DIMENSIONS = ("time", "space", "keypoints", "individuals")


def export_analysis(analysis: Analysis, kind: str, path: Path, *, raw: bool = False) -> None:
    """Write what was measured in the form of another program.

    Parameters
    ----------
    analysis
        What was measured in one clip.
    kind
        A key of ``EXPORTS``.
    path
        The file; its folder is made if needed.
    raw
        Write the points as they were found instead of mended and filtered.

    Raises
    ------
    CalibrationError
        A .trc needs metres and the clip has no scale.
    LibraryError
        The file cannot be written, or raw angles are asked for.
    """
    if raw and kind == "mot":
        raise LibraryError(
            _("there are no raw angles: they are measured on filtered points"),
            _("ask for the filtered ones"),
        )
    pose = analysis.pose
    if raw:
        pose = replace(analysis.still_view.sequence, time_s=pose.time_s)
    try:
        make_folder(path.parent)
        EXPORTS[kind][1](analysis, pose, path)
    except OSError as error:
        raise LibraryError(
            _("cannot write {path}: {reason}").format(path=shown(path), reason=reason_of(error)),
            _("name another file"),
        ) from error


def _write_trc(analysis: Analysis, pose: PoseSequence, path: Path) -> None:
    """Write the landmarks that are known in metres, z = 0, under their own names."""
    view = analysis.scene.camera.view
    if view != View.SIDE:
        raise CalibrationError(
            _("{name} is a {view} view, whose scale changes on the way").format(
                name=analysis.name, view=word_of(view)
            ),
            _("export it as csv, which holds pixels"),
        )
    if not math.isfinite(metres_per_px(analysis)):
        raise CalibrationError(
            _("{name} was measured without a scale, but a .trc needs metres").format(
                name=analysis.name
            ),
            _("measure it again: say how tall the athlete is or give marks of known distance"),
            (Prompt.HEIGHT, Prompt.MARKS),
        )
    xy_m = in_metres(analysis, pose)
    known = np.flatnonzero(np.isfinite(xy_m[:, :, 0]).any(axis=0))
    xyz_m = np.zeros((len(pose), len(known), 3))
    xyz_m[:, :, :2] = xy_m[:, known]
    xyz_m[~np.isfinite(xyz_m[:, :, 0])] = np.nan
    names = tuple(LANDMARKS[i] for i in known)
    write_trc(MarkerTable(names, pose.time_s, xyz_m, rate_hz(pose)), path)


def _write_csv(analysis: Analysis, pose: PoseSequence, path: Path) -> None:
    """Write a row for each landmark of each frame."""
    n_frames, n_points = pose.xy_px.shape[:2]
    xy_px, xy_m = (points.reshape(-1, 2) for points in (pose.xy_px, in_metres(analysis, pose)))
    table = pd.DataFrame(
        {
            "frame": np.repeat(np.arange(n_frames), n_points),
            "time_s": np.repeat(pose.time_s, n_points),
            "point": LANDMARKS * n_frames,
            "x_px": xy_px[:, 0],
            "y_px": xy_px[:, 1],
            "x_m": xy_m[:, 0],
            "y_m": xy_m[:, 1],
            "visibility": pose.visibility.ravel(),
        }
    )
    table.to_csv(path, index=False, float_format="%.7g")


def _write_netcdf(analysis: Analysis, pose: PoseSequence, path: Path) -> None:
    facts: dict[str, str | float] = {
        "fps": rate_hz(pose),
        "source_file": analysis.name,
        "space_unit": "px",
        "aqvision_version": analysis.provenance.aqvision_version,
        "pose_model": analysis.provenance.model,
    }
    scale = metres_per_px(analysis)
    if math.isfinite(scale):
        facts["metres_per_px"] = scale
    write_netcdf(pose, path, facts)


def write_netcdf(pose: PoseSequence, path: Path, attributes: Mapping[str, str | float]) -> None:
    """Write points as netCDF 3 in the form of movement's poses: xarray opens it as it is.

    ``position`` holds pixels of the upright picture, x right and y down, ``confidence`` the
    visibility; NaN where not known. Text is kept as characters, with its encoding said.

    Parameters
    ----------
    pose
        Points in real time.
    path
        The file, which is written anew.
    attributes
        Facts for the whole file beside those that movement asks for.
    """
    with netcdf_file(path, "w", version=2) as file:
        file.createDimension("time", len(pose))
        _write_names(file, "space", ("x", "y"))
        _write_names(file, "keypoints", LANDMARKS)
        _write_names(file, "individuals", (_PERSON,))
        file.createVariable("time", "d", ("time",))[:] = pose.time_s
        place = file.createVariable("position", "f", _DIMENSIONS)
        place[:] = pose.xy_px.transpose(0, 2, 1)[..., np.newaxis]
        seen = file.createVariable("confidence", "f", _DIMENSIONS[:1] + _DIMENSIONS[2:])
        seen[:] = pose.visibility.reshape(-1, N_LANDMARKS, 1)
        facts = {"ds_type": "poses", "source_software": "aqvision", "time_unit": "seconds"}
        for name, value in {**facts, **attributes}.items():
            setattr(file, name, value if isinstance(value, str) else np.float64(value))


def _write_names(file: netcdf_file, dimension: str, names: Sequence[str]) -> None:
    """Write a dimension and the names along it."""
    width = max(len(name) for name in names)
    letters = f"{dimension}_letters"
    file.createDimension(dimension, len(names))
    file.createDimension(letters, width)
    variable = file.createVariable(dimension, "c", (dimension, letters))
    variable[:] = np.array([list(name.ljust(width, "\0")) for name in names], dtype="S1")
    variable._Encoding = "utf-8"  # type: ignore[attr-defined] # attributes make the file's own


def _write_mot(analysis: Analysis, _pose: PoseSequence, path: Path) -> None:
    """Write the angles of the series as an OpenSim motion, in degrees."""
    angles = [str(name) for name in analysis.series if str(name).endswith("_deg")]
    table = analysis.series[angles].copy()
    table.insert(0, "time", analysis.pose.time_s)
    head = [
        path.stem,
        "version=1",
        f"nRows={len(table)}",
        f"nColumns={len(table.columns)}",
        "inDegrees=yes",
        "endheader",
    ]
    body = table.to_csv(sep="\t", index=False, float_format="%.8g", na_rep="nan")
    path.write_text("\n".join(head) + "\n" + body, encoding="utf-8", newline="\n")


Writer = Callable[[Analysis, PoseSequence, Path], None]
EXPORTS: MappingProxyType[str, tuple[str, Writer]] = MappingProxyType(
    {
        "trc": ("points.trc", _write_trc),
        "mot": ("angles.mot", _write_mot),
        "csv": ("points.csv", _write_csv),
        "netcdf": ("points.nc", _write_netcdf),
        "c3d": ("points.c3d", write_c3d),
    }
)
"""By format the usual name of the file and what writes it."""
