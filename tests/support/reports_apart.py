"""Results -> pages and files, by a process of its own, as a process has one language.

``python -m tests.support.reports_apart OUT [RESULTS]`` writes pages of results that were pickled,
or measures them anew and writes their files; the environment says the language and units.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from aqvision.report.pictures import write_webp

ROOT = Path(__file__).parents[2]


def write_reports(results: dict[str, Any], out: Path) -> None:
    """Write a page of each result, with whatever language this process has."""
    from aqvision.report.hold import write_hold_report
    from aqvision.report.hold_comparison import write_hold_comparison_report
    from aqvision.report.ladder import write_ladder_report
    from aqvision.report.page import write_analysis_report, write_comparison_report
    from aqvision.report.season import write_season_page
    from aqvision.report.team import write_team_page

    for name, result in results.items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        kind = name.partition("-")[0]
        if kind == "analysis":
            write_analysis_report(result, with_pictures(folder))
        elif kind == "comparison":
            before = [with_pictures(folder / f"before-{i}") for i in range(len(result.before))]
            after = [with_pictures(folder / f"after-{i}") for i in range(len(result.after))]
            write_comparison_report(result, before, after, folder)
        elif kind == "ladder":
            now, before, changes = result
            write_ladder_report(now, now.analyses, folder, before=before, changes=changes)
        elif kind == "hold":
            write_hold_report(result, folder)
        elif kind == "holds":
            write_hold_comparison_report(result, folder)
        elif kind == "season":
            write_season_page(result, folder)
        else:
            write_team_page("Team", result, "90%", folder / "report.html", waiting=["Zoe"])


def with_pictures(folder: Path) -> Path:
    """Put grey pictures of every kind into a folder, as an English process left them."""
    film = {"side": "right", "touchdown_s": 0.5, "end_s": 0.9, "whole": True}
    sets: dict[str, Any] = {
        "keyframes": [
            {"phase": phase, "label": label, "time_s": 0.5, "side": "right"}
            for phase, label in (("touchdown", "Touchdown"), ("toe-off", "Toe-off"))
        ],
        "steps": [{"name": "00-touchdown", "time_s": 0.5, "joints_px": [None] * 33}],
        "stride": film | {"pictures": [{"name": f"{i:02d}", "time_s": 0.5} for i in range(3)]},
    }
    grey = np.full((42, 36, 3), 128, dtype=np.uint8)
    for name, index in sets.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "index.json").write_text(json.dumps(index), encoding="utf-8")
        for picture in ("touchdown", "toe-off", "00-touchdown", "00", "01", "02"):
            write_webp(grey, folder / name / f"{picture}.webp", 80)
    return folder


def write_files(results: dict[str, Any], out: Path) -> None:
    """Write what other programs read of each result."""
    from aqvision.analysis.hold_store import hold_to_dict
    from aqvision.analysis.store import analysis_to_dict, write_json
    from aqvision.comparison.store import comparison_to_dict
    from aqvision.coupling.store import ladder_to_dict
    from aqvision.progress.store import progress_to_dict

    forms: dict[str, Callable[[Any], Any]] = {
        "analysis": analysis_to_dict,
        "comparison": comparison_to_dict,
        "hold": hold_to_dict,
        "ladder": lambda result: ladder_to_dict(*result),
        "season": progress_to_dict,
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, result in results.items():
        if form := forms.get(name.partition("-")[0]):
            write_json(out / f"{name}.json", form(result))


def written_apart(
    results: dict[str, Any], out: Path, language: str, units: str = "metric"
) -> dict[str, Path]:
    """Write the pages in another process, and give each by the name of its result."""
    out.mkdir(parents=True, exist_ok=True)
    stored = out / "results.pickle"
    stored.write_bytes(pickle.dumps(results))
    _run(language, units, out, stored)
    return {name: out / name / "report.html" for name in results}


def measured_apart(out: Path, language: str, units: str) -> None:
    """Measure results of all kinds in another process, and write their files."""
    _run(language, units, out)


def _run(language: str, units: str, *arguments: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.support.reports_apart", *map(str, arguments)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "LANGUAGE": language, "AQVISION_UNITS": units},
    )


def main(out: Path, results: Path | None = None) -> None:
    """Do what the command line says."""
    if results is not None:
        write_reports(pickle.loads(results.read_bytes()), out)  # noqa: S301 - our own
        return
    from tests.support.many_results import results_of_all_kinds

    with tempfile.TemporaryDirectory() as folder:
        write_files(results_of_all_kinds(Path(folder)), out)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
