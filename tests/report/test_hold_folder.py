from __future__ import annotations

from pathlib import Path

from aqvision.report.hold_folder import write_hold
from tests.support.holds import measured


def test_a_folder_holds_files_and_report(tmp_path: Path) -> None:
    assert write_hold(measured(), tmp_path / "out") is measured()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"hold.json", "hold.csv", "pose.npz", "report.html"}


def test_no_folder_writes_nothing(tmp_path: Path) -> None:
    write_hold(measured(), None)
    assert list(tmp_path.iterdir()) == []
