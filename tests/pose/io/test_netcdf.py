"""The netCDF file: in the form that the package movement asks for, as read without it."""

from pathlib import Path

import numpy as np
from scipy.io import netcdf_file

from aqvision.core.skeleton import LANDMARKS
from aqvision.pose.io.netcdf import write_netcdf
from tests.support.synthetic import Run


def test_dimensions_names_and_facts_are_those_of_movement(tmp_path: Path) -> None:
    pose = Run(travel_m=2.0).pose()
    path = tmp_path / "points.nc"
    write_netcdf(pose, path, {"fps": 120.0, "source_file": "run.mp4"})
    with netcdf_file(path, mmap=False) as file:
        variables = file.variables
        assert variables["position"].dimensions == ("time", "space", "keypoints", "individuals")
        assert variables["confidence"].dimensions == ("time", "keypoints", "individuals")
        np.testing.assert_allclose(
            variables["position"][:, :, :, 0], pose.xy_px.transpose(0, 2, 1), rtol=1e-6
        )
        np.testing.assert_array_equal(variables["time"][:], pose.time_s)
        names = [row.tobytes().rstrip(b"\0").decode() for row in variables["keypoints"][:]]
        assert tuple(names) == LANDMARKS
        assert [row.tobytes() for row in variables["space"][:]] == [b"x", b"y"]
        assert vars(variables["keypoints"])["_Encoding"] == b"utf-8"
        facts = vars(file)
    assert (facts["ds_type"], facts["time_unit"]) == (b"poses", b"seconds")
    assert (facts["source_software"], facts["source_file"]) == (b"aqvision", b"run.mp4")
    assert facts["fps"] == 120
