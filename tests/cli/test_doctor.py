"""The doctor finds a healthy machine healthy and names what is wrong with a sick one."""

import pytest

from aqvision.cli import doctor
from aqvision.core import assets


@pytest.mark.model
def test_everything_here_is_well() -> None:
    findings = list(doctor.examine())
    assert {f.what for f in findings} >= {"Python", "opencv", "landmarker", "video"}
    assert [f for f in findings if not f.good] == []


def test_two_opencv_versions_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"opencv-python": "5.0.0", "opencv-contrib-python": "4.9.0"}
    monkeypatch.setattr(doctor, "version", versions.__getitem__)
    finding = doctor.examine_opencv()
    assert not finding.good
    assert "4.9.0" in finding.found
    assert finding.remedy


def test_a_changed_model_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = assets.PoseModel("full", "pose_landmarker_full.task", "0" * 64)
    monkeypatch.setitem(assets.POSE_MODELS, "full", wrong)
    assets.find_model.cache_clear()
    bad = [f for f in doctor.examine() if not f.good]
    assets.find_model.cache_clear()
    assert bad[0].what == "pose model full"
    assert "not the file it should be" in bad[0].found
