"""Stand-ins for what is slow or needs a machine of its own: measuring, printing, serving.

Command lines, files, tables, comparisons and exit codes stay real.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.check import ClipCheck
from aqvision.analysis.hold import HoldAnalysis
from aqvision.analysis.store import save_analysis, write_json
from aqvision.analysis.verdicts import judge_groups
from aqvision.batch import run as batch
from aqvision.cli.doctor import Finding
from aqvision.comparison.store import SCHEMA_VERSION, change_to_dict
from aqvision.core.clip import Clip
from aqvision.core.recorded import recorded_on
from aqvision.report.hold_folder import write_hold
from aqvision.video.reader import open_video
from samples.generator import BEFORE
from tests.support import holds
from tests.support.checks import facts_of
from tests.support.synthetic import GOOD, Run, analysis_of
from tests.support.team_changes import changes_like
from tests.support.team_folder import make_home

ROOT = Path(__file__).parents[2]
FAKE_TEAM = ROOT / "tests" / "support" / "fake_team.py"
_NAMES: dict[str, int] = {}
# Multiples of it, without their whole parts, never come near one another.
_GOLDEN = 0.381966


def measured_as(name: str, athlete: str | None = None) -> Analysis:
    """Give a run of its own for each name; those named one after another differ in speed."""
    number = _NAMES.setdefault(name, len(_NAMES))
    base = _run(number)
    made = replace(base.provenance, clip_name=name, clip_sha256=f"{number:064x}")
    return replace(base, provenance=made, athlete=athlete)


@cache
def _run(number: int) -> Analysis:
    speed_mps = 6.4 + 2.6 * (number * _GOLDEN % 1.0)
    return analysis_of(Run(replace(BEFORE, speed_mps=speed_mps)))


def analyze(clip: Clip, folder: Path, **_: object) -> Analysis:
    open_video(clip.path)
    found = measured_as(clip.path.name, clip.athlete)
    found = replace(found, recorded=recorded_on(clip.recorded_on, None))
    save_analysis(found, folder)
    (folder / "report.html").write_text("a report")
    return found


def check(clip: Clip, **_: object) -> ClipCheck:
    open_video(clip.path)
    return ClipCheck(clip.path.name, facts_of(GOOD), tuple(judge_groups(GOOD, [])), ())


def hold(clip: Clip, folder: Path, *, rigid: Path | None, **_: object) -> HoldAnalysis:
    for path in (clip.path, rigid):
        if path is not None:
            open_video(path)
    found = holds.measured()
    folder.mkdir(parents=True, exist_ok=True)
    write_hold(found, folder, None)
    return found


def write_event_strips(_analysis: Analysis, _video: object, folder: Path) -> list[Path]:
    table = folder / "events.csv"
    table.write_text("side,touchdown_s,toeoff_s\nright,0.0501,0.1699\nleft,0.2894,0.4097\n")
    return [folder / "events-1.webp", table]


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Put all of them in place; the library and what a batch finds lie in a folder."""
    monkeypatch.setenv("HOME", str(folder / "user"))
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.setenv("AQVISION_HOME", str(make_home(folder / "home")))
    monkeypatch.setattr("aqvision.batch.watching._LOOK_EVERY_S", 0.05)
    for name in ("AQVISION_DATABASE_URL", "XDG_DATA_HOME", "BASH_COMPLETION_USER_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'src'}:{ROOT}")
    monkeypatch.setattr("aqvision.pipeline.analyze", analyze)
    monkeypatch.setattr("aqvision.pipeline.check", check)
    monkeypatch.setattr("aqvision.holds.hold", hold)
    monkeypatch.setattr("aqvision.cli.measuring._load_workers", lambda: None)
    monkeypatch.setattr("aqvision.report.event_strips.write_event_strips", write_event_strips)
    monkeypatch.setattr(
        "aqvision.report.annotated_video.write_annotated", lambda _a, _v, to, *_: to / "a.mp4"
    )
    monkeypatch.setattr("aqvision.report.pdf.find_browser", lambda: Path("chromium"))
    monkeypatch.setattr("aqvision.report.pdf.write_pdf", lambda page: page.with_suffix(".pdf"))
    monkeypatch.setattr("aqvision.web.serve.serve", lambda *_, **__: None)
    monkeypatch.setattr(
        "aqvision.cli.doctor.examine",
        lambda: [
            Finding("Python", True, "3.11"),
        ],
    )
    found = [change_to_dict(change) for change in changes_like("some")]
    content = {"schema_version": SCHEMA_VERSION, "changes": {"anybody": found}}
    write_json(folder / "changes.json", content)
    command = (sys.executable, str(FAKE_TEAM), str(folder))
    monkeypatch.setattr(batch, "run_batch", partial(batch.run_batch, command=command))
