"""What the page of a team shows of a clip, read from its folder."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from aqvision.analysis.store import save_analysis
from aqvision.batch.measured import read_measured
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.team_people import TeamClip
from tests.support.synthetic import Run, analysis_of

ABOUT = TeamClip(athlete="Anna", label="before", name="a.mp4")


def test_values_are_those_that_were_measured_and_not_withheld(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    save_analysis(analysis, tmp_path)
    clip = read_measured(ABOUT, tmp_path, dt.date(2026, 3, 1))
    shown = {n: m for n, m in analysis.metrics.items() if m.confidence != Grade.WITHHELD}
    assert clip.values == {name: metric.value for name, metric in shown.items()}
    assert 0 < len(shown) < len(analysis.metrics)
    assert (clip.view, clip.day) == ("side", dt.date(2026, 3, 1))
    assert (clip.athlete, clip.name) == ("Anna", "a.mp4")
    speed = clip.details["speed_mps"]
    assert speed.se == analysis.metrics["speed_mps"].se
    assert speed.grade == analysis.metrics["speed_mps"].confidence
    contact = analysis.metrics["contact_time_s"]
    assert clip.details["contact_time_s"][1:3] == (contact.left, contact.right)
    assert clip.details.keys() == clip.values.keys()


def test_a_clip_knows_whether_the_comparison_is_of_it(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    save_analysis(analysis, tmp_path)
    made = analysis.provenance
    ours, other = (made.clip_sha256, made.athlete_choice), (made.clip_sha256, "somebody else")
    assert read_measured(ABOUT, tmp_path, None, {ours}).compared
    assert not read_measured(ABOUT, tmp_path, None, {other}).compared
    assert not read_measured(ABOUT, tmp_path, None).compared


def test_the_day_of_the_film_counts_where_the_roster_has_none(tmp_path: Path) -> None:
    content = {
        "recorded": {"on": "2026-04-02", "source": "film"},
        "metrics": {"gone_since": {"value": 1.0, "confidence": "A"}},
        "warnings": [{"code": "dark", "text": "Dark.", "hint": "Film with light."}],
    }
    (tmp_path / "analysis.json").write_text(json.dumps(content))
    clip = read_measured(ABOUT, tmp_path, None)
    assert clip.day == dt.date(2026, 4, 2)
    assert clip.values == {}
    assert clip.advice == ("Dark. Film with light.",)
