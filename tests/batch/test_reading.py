"""A table is read in a process of its own, and comes out as it would here."""

from __future__ import annotations

import subprocess
from pathlib import Path

from aqvision.batch.files import read_cells
from aqvision.batch.reading import COMMAND, cells_from_json, cells_to_json
from aqvision.batch.table import Cells, Mistake
from aqvision.sandbox.tasks import ReadTableTask, ScreenTask, task_to_line


def test_cells_come_out_as_they_went_in() -> None:
    cells = Cells([(1, ["athlete"]), (3, ["Zoë"])], "Sheet", ("Row 2 is hidden.",))
    mistakes = [Mistake(3, "athlete", "a", "b")]
    assert cells_from_json(cells_to_json(cells, mistakes)) == (cells, mistakes)


def test_a_process_reads_what_it_is_given(tmp_path: Path) -> None:
    table, out = tmp_path / "table", tmp_path / "cells.json"
    table.write_text('athlete,height_m\nAda,1.7\n"Ben')
    line = task_to_line(ReadTableTask(table, out, ("athlete",)))
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()
        assert process.stdout.readline() == b'{"done": true}\n'
    mistakes: list[Mistake] = []
    assert cells_from_json(out.read_text()) == (read_cells(table, mistakes), mistakes)
    assert mistakes


def test_other_tasks_are_not_done() -> None:
    line = task_to_line(ScreenTask(Path("run.mp4"), 1.0))
    done = subprocess.run(COMMAND, input=f"{line}\n", capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stdout == ""
