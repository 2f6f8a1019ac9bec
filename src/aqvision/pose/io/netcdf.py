"""Points over time -> a netCDF file that the package movement reads as a dataset of poses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.io import netcdf_file

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import LANDMARKS, N_LANDMARKS

_PERSON = "athlete"
_DIMENSIONS = ("time", "space", "keypoints", "individuals")


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
