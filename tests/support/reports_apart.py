"""Pickled results -> pages: reports written by a process of its own, whose language it tells.

``python -m tests.support.reports_apart RESULTS OUT``; the environment says the language and units.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

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
            write_analysis_report(result, folder)
        elif kind == "comparison":
            n_before, n_after = len(result.before), len(result.after)
            write_comparison_report(result, [None] * n_before, [None] * n_after, folder)
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


def written_apart(
    results: dict[str, Any], out: Path, language: str, units: str = "metric"
) -> dict[str, Path]:
    """Write the pages in another process, and give each by the name of its result."""
    out.mkdir(parents=True, exist_ok=True)
    stored = out / "results.pickle"
    stored.write_bytes(pickle.dumps(results))
    subprocess.run(
        [sys.executable, "-m", "tests.support.reports_apart", str(stored), str(out)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "LANGUAGE": language, "AQVISION_UNITS": units},
    )
    return {name: out / name / "report.html" for name in results}


if __name__ == "__main__":
    write_reports(pickle.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2]))  # noqa: S301
