"""Ladder -> a page: the sentence on top, tables, charts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from aqvision.core.settings import Settings
from aqvision.coupling.compare import compare_ladders
from aqvision.coupling.ladder import Ladder, make_ladder
from aqvision.report.ladder import change_row, coupling_row, rung_rows, write_ladder_report
from tests.support.climbs import Climber

SETTINGS = Settings()


@cache
def ladder_of(lag: float, name: str | None = "Anna <b>") -> Ladder:
    return make_ladder(Climber(lag_deg_per_mps=lag, name=name).ladder(), SETTINGS)


def test_the_page_says_what_lets_go_and_shows_it(tmp_path: Path) -> None:
    now, old = ladder_of(25.0), ladder_of(0.0)
    changes = compare_ladders(old, now, SETTINGS.comparison)
    path = write_ladder_report(now, now.analyses, tmp_path, before=old, changes=changes)
    text = path.read_text(encoding="utf-8")
    assert text.index("the arms hold as they did before; above, the ") < text.index('id="holds"')
    assert "Anna &lt;b&gt;: as speed rises" in text
    assert text.count('<span class="chip lets-go">') == 2
    assert set(re.findall(r'data-figure="([\w-]+)"', text)) >= {"speed-arm_leg_phase_deg"}
    assert "Since before" in text
    assert text.index('data-figure="speed-arm_leg_phase_deg"') < text.index('id="charts"')
    assert len(re.findall('data-figure="speed-arm_leg_phase_deg"', text)) == 1
    code = r"<(script|template)[^>]*>.*?</\1>"
    assert "nan" not in re.sub(code, "", text, flags=re.DOTALL).lower()


def test_a_ladder_of_which_nothing_is_measured_has_a_page(tmp_path: Path) -> None:
    empty = replace(ladder_of(0.0), rows=(), limbs=())
    text = write_ladder_report(empty, empty.analyses, tmp_path).read_text(encoding="utf-8")
    assert '<script type="application/json" data-figure' not in text
    assert "Nothing of how the limbs work together was measured" in text


def test_rows_hold_numbers_with_units() -> None:
    ladder = ladder_of(25.0)
    rows = {(row.metric, row.side): coupling_row(row) for row in ladder.rows}
    contact = rows["contact_time_s", "left"]
    assert re.match(r"−\d+\.\d ms$", contact.slope)
    assert contact.note == "shown only"
    assert re.match(r"\d+% \(\d+% to \d+%\)$", contact.kept)
    assert rung_rows(ladder)[0].speed == "6.50 m/s"


def test_changes_are_rows_too() -> None:
    changes = compare_ladders(ladder_of(0.0), ladder_of(25.0), SETTINGS.comparison)
    row = change_row(changes[0])
    assert row.side == "left"
    assert row.slope.endswith("°")
    assert "points" in row.kept
