"""Points of a result, read without its tables: where they are in the pictures of the clip."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.posed import load_posed
from aqvision.analysis.store import load_analysis, save_analysis
from aqvision.camera.panorama import mapped
from aqvision.core.errors import LibraryError
from tests.support.synthetic import Run, analysis_of


def test_points_lie_where_the_analysis_has_them(tmp_path: Path) -> None:
    save_analysis(analysis_of(Run()), tmp_path)
    posed, analysis = load_posed(tmp_path), load_analysis(tmp_path)
    assert posed.provenance == analysis.provenance
    assert posed.content["contacts"][0]["side"] == analysis.contacts[0].side
    there = mapped(analysis.still_view.to_picture, analysis.pose.xy_px)
    np.testing.assert_array_equal(posed.in_pictures, there)


@pytest.mark.parametrize("file", ["analysis.json", "pose.npz"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"PK\x03\x04 and no more"])
def test_what_is_damaged_is_told(tmp_path: Path, file: str, content: bytes | None) -> None:
    save_analysis(analysis_of(Run()), tmp_path)
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_bytes(content)
    if (file, content) == ("analysis.json", b"{}"):
        assert load_posed(tmp_path).content == {}
        return
    with pytest.raises(LibraryError, match="holds no points of a clip"):
        load_posed(tmp_path)
