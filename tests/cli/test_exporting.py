"""Several results are exported at once, each into a file of its own."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from aqvision.analysis.store import save_analysis
from aqvision.cli.exporting import files_of
from aqvision.cli.main import main
from tests.support.synthetic import Run, analysis_of


def test_one_result_goes_into_the_file_and_several_into_a_folder() -> None:
    one, other = Path("a/one"), Path("b/two")
    assert files_of([one], "trc", Path("x.trc")) == {one: Path("x.trc")}
    assert files_of([one, one], "trc", Path("x.trc")) == {one: Path("x.trc")}
    assert files_of([one, other], "trc", None) == {one: None, other: None}
    both = files_of([one, other], "netcdf", Path("out"))
    assert both == {one: Path("out/one.nc"), other: Path("out/two.nc")}


def test_results_of_one_name_and_the_folder_here_do_not_meet() -> None:
    files = files_of([Path(), Path("a/1.5"), Path("b/1.5")], "csv", Path("out"))
    assert len(set(files.values())) == 3
    assert all(path is not None and path.suffix == ".csv" for path in files.values())


def test_what_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_analysis(analysis_of(Run()), tmp_path / name)
    (tmp_path / "empty").mkdir()
    folders = [str(tmp_path / name) for name in ("a", "empty", "b")]
    told = CliRunner().invoke(
        main, ["export", *folders, "--format", "csv", "--out", str(tmp_path / "out")]
    )
    assert told.exit_code == 1
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["a.csv", "b.csv"]
    assert "empty holds no complete analysis" in told.output
    assert "Hint: " in told.output
    inside = CliRunner().invoke(main, ["export", folders[0], folders[2], "--format", "csv"])
    assert inside.exit_code == 0
    assert all((Path(folder) / "points.csv").is_file() for folder in (folders[0], folders[2]))
