"""Numbers of athletes and clips -> a library as a team would have after a season, made in seconds.

Its rows are those that real results leave behind. No list opens a clip or a report, so they are on
disk only where that is asked for, and small.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select

from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.interval import Difference, half_width
from aqvision.comparison.judging import Verdict
from aqvision.core.assets import DEFAULT_MODEL
from aqvision.core.provenance import describe_run
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS, Metric
from aqvision.library.files.place import clip_named
from aqvision.library.library import Library
from aqvision.library.records import Athlete, ComparisonKind, JobKind, JobState
from aqvision.library.repositories.base import as_record
from aqvision.library.repositories.results import analysis_key, comparison_key
from aqvision.library.repositories.runs import known_clip
from aqvision.library.storage import Home
from aqvision.library.tables import (
    AnalysisRow,
    AthleteRow,
    ComparisonRow,
    JobRow,
    RunRow,
    SessionRow,
    Table,
    new_id,
    now,
)

SESSIONS = (("before", dt.date(2026, 3, 2)), ("mid", dt.date(2026, 4, 20)),
            ("after", dt.date(2026, 6, 8)))  # fmt: skip
_LEVELS = {
    "speed_mps": 8.6, "step_frequency_hz": 4.24, "contact_time_s": 0.112, "flight_time_s": 0.124,
    "step_length_m": 2.03, "trunk_lean_deg": 7.0, "shoulder_range_deg": 82.0,
    "thigh_separation_touchdown_deg": 34.0, "arm_leg_phase_deg": 172.0,
    "thigh_flexion_peak_deg": 62.0, "thigh_range_deg": 96.0,
}  # fmt: skip
_VERDICTS = (Verdict.CHANGED, Verdict.CANNOT_TELL, Verdict.NO_CHANGE, Verdict.RUNS_DIFFER)


def fill(
    library: Library, n_athletes: int, n_clips_each: int, seed: int = 1, *, with_files: bool = False
) -> list[str]:
    """Add athletes with three sessions each, all measured and compared; give their ids.

    Parameters
    ----------
    library
        An empty one.
    n_athletes, n_clips_each
        How many.
    seed
        Of the values, which are drawn.
    with_files
        Whether clips and results are on disk, of a few bytes each.
    """
    rng = np.random.default_rng(seed)
    ids, rows = [], []
    for number in range(n_athletes):
        athlete = AthleteRow(
            id=new_id(), name=f"Athlete {number + 1:03}", height_m=1.75, mass_kg=70.0, created=now()
        )
        ids.append(athlete.id)
        rows += [athlete, *_sessions(athlete, n_clips_each, rng)]
    if with_files:
        _write_files(library.home, rows)
    with library.writing() as transaction:
        for kind in (AthleteRow, SessionRow, RunRow, AnalysisRow, ComparisonRow, JobRow):
            transaction.add_all([row for row in rows if isinstance(row, kind)])
            transaction.flush()
    _set_keys(library)
    return ids


def _write_files(home: Home, rows: Iterable[Table]) -> None:
    for row in rows:
        if isinstance(row, RunRow):
            clip = home.kept.get(clip_named(row.file_sha256))
            clip.parent.mkdir(exist_ok=True)
            clip.write_bytes(_bytes_of(row.id))
        elif isinstance(row, AnalysisRow | ComparisonRow):
            made = home.results / str(row.folder)
            made.mkdir()
            told = row.kind.file if isinstance(row, ComparisonRow) else "analysis.json"
            for name in (told, "report.html"):
                (made / name).write_text("{}")


def _bytes_of(run_id: str) -> bytes:
    """Give a file that begins as a film does and is like no other."""
    return b"\x00\x00\x00\x18ftypisom" + run_id.encode()


def _sessions(athlete: AthleteRow, n_clips: int, rng: np.random.Generator) -> Iterator[Table]:
    levels = {name: value * rng.normal(1.0, 0.04) for name, value in _LEVELS.items()}
    sessions = []
    for number, (label, day) in enumerate(SESSIONS):
        session = SessionRow(
            id=new_id(), athlete_id=athlete.id, label=label, name="", date=day, notes="",
            created=now(),
        )  # fmt: skip
        sessions.append(session)
        yield session
        for clip in range(n_clips // 3 + (number < n_clips % 3)):
            yield from _clip(session, f"{label}-{clip + 1}.mp4", levels, rng)
    for before, after in (*pairwise(sessions), (sessions[0], sessions[-1])):
        yield from _compared(athlete, before, after, levels, rng)


def _clip(
    session: SessionRow, name: str, levels: dict[str, float], rng: np.random.Generator
) -> Iterator[Table]:
    run_id = new_id()
    sha256 = hashlib.sha256(_bytes_of(run_id)).hexdigest()
    run = RunRow(
        id=run_id, session_id=session.id, file_sha256=sha256, size_bytes=9_000_000, name=name,
        media="mov", capture_fps=None, blur_faces=False, is_hold=False, notes="", created=now(),
    )  # fmt: skip
    values = {name: _value(METRICS[name], level, rng) for name, level in levels.items()}
    yield run
    yield AnalysisRow(
        run_id=run.id, key="", folder=new_id(), created=now(),
        provenance=describe_run(name, sha256, DEFAULT_MODEL, Settings()).to_dict(),
        summary={"view": "side", "ground": "track", "metrics": values},
    )  # fmt: skip
    yield _done(JobKind.ANALYZE, run_id=run.id)


def _value(metric: Metric, level: float, rng: np.random.Generator) -> list[float]:
    sd = metric.variation.run_sd_of(level)
    value = round(float(rng.normal(level, sd)), 5)
    return [value, round(sd / 2, 5), round(sd / 4, 5), value, value]


def _done(kind: JobKind, **subject: str) -> JobRow:
    moment = now()
    return JobRow(
        kind=kind, state=JobState.DONE, priority=1, attempts=1, progress=1.0, words="",
        created=moment, started=moment, finished=moment, **subject,
    )  # fmt: skip


def _compared(
    athlete: AthleteRow, before: SessionRow, after: SessionRow, levels: dict[str, float],
    rng: np.random.Generator,
) -> Iterator[Table]:  # fmt: skip
    verdict = _VERDICTS[int(rng.integers(len(_VERDICTS)))]
    made = ComparisonRow(
        id=new_id(), athlete_id=athlete.id, kind=ComparisonKind.CHANGE, key="", folder=new_id(),
        before_session_id=before.id, after_session_id=after.id, between=(), primaries=(),
        provenance={}, created=now(),
        summary={
            "changes": [_change(METRICS[name], levels[name], verdict, rng) for name in PRIMARIES],
            "n_runs": [4, 3, 0],
        },
    )  # fmt: skip
    yield made
    yield _done(JobKind.COMPARE, comparison_id=made.id)


def _change(
    metric: Metric, level: float, verdict: Verdict, rng: np.random.Generator
) -> dict[str, Any]:
    worthwhile = metric.minimal_detectable_change(240.0, level)
    size = worthwhile * float(rng.normal(0.0, 1.5))
    found = Difference.within(size, half_width(worthwhile / 2, math.inf, 0.9))
    return {
        "metric": metric.name, "before": level, "after": level + size, "change": size,
        "low": found.low, "high": found.high, "smallest_believable_change": worthwhile,
        "verdict": verdict.value, "confidence": "B", "reason": "", "n_before": 24, "n_after": 18,
        "caution": "", "primary": True, "p": 0.04, "q": 0.08, "represented_by": "",
        "more_after": 3, "clips_a_side": 4,
    }  # fmt: skip


def _set_keys(library: Library) -> None:
    """Give results the keys that they would have, so that pages find nothing that is outdated."""
    query = select(RunRow, AnalysisRow, SessionRow, AthleteRow)
    query = query.join(AnalysisRow, AnalysisRow.run_id == RunRow.id)
    query = query.join(SessionRow, SessionRow.id == RunRow.session_id)
    query = query.join(AthleteRow, AthleteRow.id == SessionRow.athlete_id)
    of_session: dict[str | None, list[AnalysisRow]] = defaultdict(list)
    with library.writing() as transaction:
        for run, made, session, athlete in transaction.execute(query.order_by(RunRow.name)):
            clip = known_clip(Path(run.name), run, session, as_record(Athlete, athlete))
            made.key = analysis_key(clip, run.file_sha256, DEFAULT_MODEL, Settings())
            of_session[session.id].append(made)
        for row in transaction.scalars(select(ComparisonRow)):
            before, after = of_session[row.before_session_id], of_session[row.after_session_id]
            row.key = comparison_key(before, after)
            row.provenance = {"before": [a.id for a in before], "after": [a.id for a in after]}
            row.summary = {**(row.summary or {}), "n_runs": [len(before), len(after), 0]}
