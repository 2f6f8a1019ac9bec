"""A table of people on stdin -> its cells in a file: read in a process of its own.

``python -m aqvision.batch.reading`` reads one line, as the worker of the sandbox does. A workbook
from somewhere may be made to do harm: what it may use is limited from outside.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from aqvision.batch.files import read_cells
from aqvision.batch.table import Cells, Mistake
from aqvision.sandbox.tasks import ReadTableTask, task_from_line
from aqvision.sandbox.worker import end_with_giver, say

COMMAND = (sys.executable, "-m", "aqvision.batch.reading")
"""Program that reads a table."""


def main() -> None:
    """Do the task; say that it is done."""
    task = task_from_line(sys.stdin.readline())
    end_with_giver(None)
    if not isinstance(task, ReadTableTask):
        raise TypeError(f"{type(task).__name__} is no task of this program")
    mistakes: list[Mistake] = []
    cells = read_cells(task.path, mistakes, task.required)
    task.out.write_text(cells_to_json(cells, mistakes), encoding="utf-8")
    say(sys.stdout, done=True)


def cells_to_json(cells: Cells, mistakes: list[Mistake]) -> str:
    """Write cells, and what is wrong with their file.

    Parameters
    ----------
    cells, mistakes
        As they were read.
    """
    return json.dumps({"cells": asdict(cells), "mistakes": [asdict(one) for one in mistakes]})


def cells_from_json(text: str) -> tuple[Cells, list[Mistake]]:
    """Read what :func:`cells_to_json` wrote.

    Parameters
    ----------
    text
        Of the file.
    """
    content: dict[str, Any] = json.loads(text)
    cells = content["cells"]
    rows = [(int(row), [str(cell) for cell in of_row]) for row, of_row in cells["rows"]]
    mistakes = [Mistake(**one) for one in content["mistakes"]]
    return Cells(rows, cells["sheet"], tuple(cells["remarks"])), mistakes


if __name__ == "__main__":
    main()
