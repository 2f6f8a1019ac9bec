"""The public functions on holds: what is read, written and refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import aqvision
from aqvision.analysis.hold import HoldNotes
from aqvision.cli.main import main
from aqvision.core.assets import find_sample
from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError, PoseError
from aqvision.holds import compare_hold_folders
from aqvision.pose.io.trc import write_trc
from tests.support.holds import STEADY
from tests.support.synthetic import Run, markers_of
from validation.hold_motions import HEIGHT_M, HeldMotion, rigid_like


def as_file(path: Path, motion: HeldMotion, noise: float = 0.0) -> Path:
    write_trc(markers_of(motion.pose(noise), 1 / 400), path)
    return path


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    return as_file(tmp_path / "hold.trc", STEADY)


def test_a_pose_file_and_a_rigid_one_become_a_folder(hold: Path, tmp_path: Path) -> None:
    rigid = as_file(tmp_path / "rigid.trc", rigid_like(STEADY), noise=0.3)
    out = tmp_path / "out"
    analysis = aqvision.hold(hold, out, rigid=rigid, notes=HoldNotes(load="30 kg"))
    assert analysis.rigid_clip == "rigid.trc"
    found = analysis.measures.sway.rms_leg.value * analysis.body.metres_per_leg * 1000
    assert found == pytest.approx(STEADY.true_rms_mm, rel=0.2)
    assert (out / "report.html").is_file()


def test_the_command_measures_and_compares(hold: Path, tmp_path: Path) -> None:
    other = as_file(tmp_path / "other.trc", replace(STEADY, seed=3, sway_mm=9.0))
    for clip, name in ((hold, "a"), (other, "b")):
        arguments = ["hold", str(clip), "--out", str(tmp_path / name), "--load", "30 kg"]
        told = CliRunner().invoke(main, [*arguments, "--height-m", f"{HEIGHT_M:.3f}"])
        assert told.exit_code == 0, told.output
        assert "The hips sway by" in told.stdout
    sides = ["--before", str(tmp_path / "a"), "--after", str(tmp_path / "b")]
    told = CliRunner().invoke(main, ["compare", *sides, "--out", str(tmp_path / "c")])
    assert told.exit_code == 0, told.output
    assert "One hold a side" in told.stdout
    assert (tmp_path / "c" / "hold_comparison.json").is_file()
    third = as_file(tmp_path / "third.trc", replace(STEADY, seed=5, sway_mm=8.0))
    aqvision.hold(Clip(third, height_m=HEIGHT_M, load="30 kg"), tmp_path / "e")
    more = [*sides, "--after", f"{tmp_path / 'e'}@2026-05-01", "--json"]
    told = CliRunner().invoke(main, ["compare", *more, "--out", str(tmp_path / "f")])
    (content,) = [json.loads(told.stdout)]
    assert [len(content[side]) for side in ("before", "after")] == [1, 2]
    assert (content["after"][1]["load"], content["after"][1]["recorded"]["on"]) == (
        "30 kg", "2026-05-01",
    )  # fmt: skip
    mixed = [*sides[:2], "--after", str(find_sample("after.mp4"))]
    told = CliRunner().invoke(main, ["compare", *mixed, "--out", str(tmp_path / "d")])
    assert told.exit_code == 1
    assert "a hold cannot be compared with a run" in told.stderr


def test_a_run_is_refused_as_a_hold_and_a_hold_as_a_run(hold: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.trc"
    write_trc(markers_of(Run().pose(), 0.008), run)
    with pytest.raises(PoseError, match="nobody holds a posture"):
        aqvision.hold(run, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    told = CliRunner().invoke(main, ["analyze", str(hold), "--out", str(tmp_path / "out")])
    assert told.exit_code == 1
    assert "nobody runs in this clip" in told.stderr
    assert "aqvision hold" in told.stderr


def test_set_angles_are_read_and_nonsense_is_refused(hold: Path, tmp_path: Path) -> None:
    command = ["hold", str(hold), "--out", str(tmp_path / "out"), "--set-angle"]
    good = CliRunner().invoke(main, [*command, "trunk_lean_deg=5", "--json"])
    assert '"set_by_user": true' in good.stdout
    bad = CliRunner().invoke(main, [*command, "knee"])
    assert bad.exit_code == 1
    assert "NAME=DEGREES" in bad.stderr


def test_folders_of_runs_are_no_holds(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no result of a hold"):
        compare_hold_folders([tmp_path], [tmp_path])


@pytest.mark.model
@pytest.mark.slow
def test_a_film_of_a_run_is_refused_as_a_hold(tmp_path: Path) -> None:
    with pytest.raises(PoseError, match="nobody holds a posture"):
        aqvision.hold(Clip(find_sample("before.mp4")), tmp_path / "out")
