"""Lines over the sessions: means of the days with what noise makes of them, drawn and in words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from aqvision.comparison.families import PRIMARIES, PRIMARIES_FROM_AN_END
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.library.records import MeasuredClip
from aqvision.web.metric_lines import followed, like_the_last, metric_lines

DAYS = [dt.date(2026, 3, 2), dt.date(2026, 4, 20), dt.date(2026, 6, 8)]


def clip(day: dt.date | None, value: float = 8.6, view: str = "side", **more: Any) -> MeasuredClip:
    row = [value, 0.05, 0.01, value, value]
    metrics = more.pop("metrics", {"speed_mps": row})
    return MeasuredClip(
        run_id="r", session_id=str(day), athlete_id="a", label="before", date=day,
        summary={"view": view, "ground": "track", "metrics": metrics, **more},
    )  # fmt: skip


def test_each_day_has_its_value_and_its_band() -> None:
    clips = [clip(DAYS[0], 8.5), clip(DAYS[0], 8.7), clip(DAYS[1], 8.8), clip(DAYS[2], 9.0)]
    (line,) = metric_lines(["speed_mps", "speed_mps", "unheard_of"], clips)
    assert line.label == METRICS["speed_mps"].label
    assert [day.value for day in line.days] == ["8.60 m/s", "8.80 m/s", "9.00 m/s"]
    assert [day.runs for day in line.days] == ["2 runs", "1 run", "1 run"]
    low, high = (float(text.split()[0]) for text in line.days[0].between.split(" to "))
    assert 8.0 < low < 8.5
    assert 8.7 < high < 9.2
    assert line.course == "8.60 m/s → 9.00 m/s"


def test_the_drawing_is_small_and_has_a_name() -> None:
    clips = [clip(day, 8.0 + n) for n, day in enumerate(DAYS)]
    svg = str(metric_lines(["speed_mps"], clips)[0].svg)
    assert len(svg) < 2_000
    assert 'role="img"' in svg
    assert svg.count("<circle") == 3
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', svg)]
    assert heights == sorted(heights, reverse=True)  # larger values stand higher up
    assert "style=" not in svg


def test_one_day_is_told_and_not_drawn() -> None:
    (line,) = metric_lines(["speed_mps"], [clip(DAYS[0])])
    assert line.svg is None
    assert line.course == "8.60 m/s"
    assert metric_lines(["speed_mps"], []) == []
    assert metric_lines(["speed_mps"], [clip(None)]) == []


def test_what_was_filmed_otherwise_is_left_out() -> None:
    other = [
        clip(DAYS[0], view="front"),
        clip(DAYS[0], ground="treadmill"),
        clip(None),
        clip(DAYS[0], metrics={}),
    ]
    kept = [clip(DAYS[0]), clip(DAYS[2])]
    assert like_the_last([*other, *kept]) == kept


def test_sides_that_were_not_seen_everywhere_do_not_count() -> None:
    name = next(m.name for m in METRICS.values() if m.sided and not m.of_clip)
    both, left = [10.0, 0.1, 0.0, 8.0, 12.0], [8.4, 0.1, 0.0, 8.4, None]
    clips = [clip(day, metrics={name: row}) for day, row in zip(DAYS, (both, left), strict=False)]
    svg = str(metric_lines([name], clips)[0].svg)
    first, second = (float(y) for y in re.findall(r'cy="([\d.]+)"', svg))
    assert second < first  # 8.0 of the left, then 8.4 of the left: not the mean of both before
    assert first - second < 30


@pytest.mark.parametrize(
    ("named", "clips", "names"),
    [
        (["trunk_lean_deg"], [clip(DAYS[0])], ("trunk_lean_deg",)),
        ([], [clip(DAYS[0])], PRIMARIES),
        ([], [], ("step_frequency_hz", *PRIMARIES[1:])),
        ([], [clip(DAYS[0], view="front")], PRIMARIES_FROM_AN_END),
    ],
)
def test_what_was_named_is_followed_or_else_the_usual(
    named: list[str], clips: list[MeasuredClip], names: tuple[str, ...]
) -> None:
    assert followed(named, clips) == names
