"""One function and one command for all files for other programs."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import aqvision
from aqvision.analysis.store import save_analysis, write_json
from aqvision.cli.main import main
from aqvision.comparison.store import comparison_to_dict
from aqvision.core.errors import LibraryError
from aqvision.report.export import FILE_NAMES, PARQUET, export
from tests.support.comparisons import three_days_a_side
from tests.support.synthetic import Run, analysis_of

RUN = Run(noise_px=1.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_analysis(replace(analysis_of(RUN), athlete="=1+1"), tmp_path / "clip")
    return tmp_path / "clip"


@pytest.fixture
def compared(tmp_path: Path) -> Path:
    (tmp_path / "compared").mkdir()
    content = comparison_to_dict(three_days_a_side())
    write_json(tmp_path / "compared" / "comparison.json", content)
    return tmp_path / "compared"


def test_a_spreadsheet_of_a_clip_has_its_sheets(folder: Path) -> None:
    assert aqvision.export(folder, "xlsx") == folder / "result.xlsx"
    book = openpyxl.load_workbook(folder / "result.xlsx")
    assert book.sheetnames == ["About", "Metrics", "Force", "Steps", "Series"]
    athlete = next(r for r in book["About"].iter_rows() if r[0].value == "Athlete")[1]
    assert (athlete.value, athlete.data_type) == ("=1+1", "s")


def test_a_spreadsheet_of_a_comparison_has_its_changes(compared: Path) -> None:
    told = CliRunner().invoke(main, ["export", str(compared), "--format", "xlsx"])
    assert told.exit_code == 0, told.output
    book = openpyxl.load_workbook(compared / "result.xlsx")
    assert book.sheetnames == ["About", "Changes", "Force"]
    assert book["Changes"].cell(2, 1).value == "Contact time"
    assert isinstance(book["Changes"].cell(2, 5).value, float)


@pytest.mark.parametrize("kind", ["c3d", "csv"])
def test_points_of_a_comparison_are_refused(compared: Path, kind: str) -> None:
    with pytest.raises(LibraryError, match="is a comparison, not the result of a clip"):
        export(compared, kind)


def test_what_there_is_not_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no format 'ods'") as refused:
        export(folder, "ods")
    assert "xlsx" in refused.value.hint
    with pytest.raises(LibraryError, match="holds no points"):
        export(folder, "xlsx", raw=True)
    with pytest.raises(LibraryError, match="no complete analysis"):
        export(tmp_path / "nowhere", "xlsx")
    (tmp_path / "taken").mkdir()
    with pytest.raises(LibraryError, match="cannot write"):
        export(folder, "xlsx", tmp_path / "taken")


def test_every_format_goes_where_it_is_told(folder: Path, tmp_path: Path) -> None:
    of_clips = {kind: name for kind, name in FILE_NAMES.items() if kind != PARQUET}
    for kind, name in of_clips.items():
        target = tmp_path / "deep" / name
        assert export(str(folder), kind, str(target)) == target
        assert target.stat().st_size > 1000


def test_nothing_is_loaded_before_it_is_needed() -> None:
    loads = (
        "import sys, aqvision.cli.main, aqvision.report.export; "
        "print(sorted({'ezc3d', 'openpyxl', 'statsmodels', 'pyarrow.parquet'} & {*sys.modules}))"
    )
    said = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
