"""Ladder -> the sentence, and no more than that."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache

import pytest

from aqvision.comparison.interval import Difference
from aqvision.core.recorded import Recorded, RecordedFrom
from aqvision.core.settings import Settings
from aqvision.coupling.ladder import Ladder, make_ladder
from aqvision.coupling.sentence import describe_slope, sentences_of
from aqvision.coupling.verdicts import Verdict
from tests.support.climbs import Climber


@cache
def ladder_of(lag: float = 0.0, run_sd_deg: float = 0.5, sides: str = "left right") -> Ladder:
    climber = Climber(lag_deg_per_mps=lag, run_sd_deg=run_sd_deg, sides=tuple(sides.split()))
    return make_ladder(climber.ladder(), Settings())


def test_it_names_the_arm_the_speed_and_how_much_with_intervals() -> None:
    told = sentences_of(ladder_of(25.0, sides="left"))
    found = re.match(
        r"Up to (\d\.\d) m/s \(\d\.\d to \d\.\d\) the arms hold; above, the left arm lags by "
        r"(\d+) degrees a m/s \(\d+ to \d+\)\.$",
        told[0],
    )
    assert found, told
    assert float(found[1]) == pytest.approx(8.4, abs=0.3)
    assert float(found[2]) == pytest.approx(25, abs=6)
    assert told[1] == "The thighs hold."


def test_where_all_holds_it_says_up_to_which_speed() -> None:
    assert sentences_of(ladder_of()) == ["From 6.5 to 9.5 m/s the arms and the thighs hold."]


def test_what_cannot_be_told_says_what_to_film() -> None:
    told = sentences_of(ladder_of(0.0, run_sd_deg=9.0))[-1]
    assert re.match(
        r"What lets go first cannot be told(: film .* more runs? between \d\.\d and 9\.5 m/s\.|, "
        r"and not even a dozen)",
        told,
    )


def test_as_before_is_said_only_where_they_held_before() -> None:
    earlier = ladder_of()
    march = Recorded(dt.date(2026, 3, 1), RecordedFrom.GIVEN)
    dated = replace(
        earlier,
        rungs=tuple(
            replace(rung, analysis=replace(rung.analysis, recorded=march)) for rung in earlier.rungs
        ),
    )
    now = ladder_of(25.0)
    assert "hold as they did on 1 March 2026; above" in sentences_of(now, dated)[0]
    assert "hold as they did before; above" in sentences_of(now, earlier)[0]
    assert "as they did" not in sentences_of(now, now)[0]


def test_a_steady_change_is_said_of_all_speeds() -> None:
    now = ladder_of(25.0)
    steady = replace(now, limbs=tuple(replace(o, steadily=0.9) for o in now.limbs), rows=now.rows)
    assert sentences_of(steady)[0].startswith("The arms let go first: from 6.5 m/s on, the ")


def test_what_lets_go_later_is_said_as_well() -> None:
    now = ladder_of(25.0)
    rows = tuple(replace(r, verdict=Verdict.LETS_GO) if r.limb == "thighs" else r for r in now.rows)
    assert sentences_of(replace(now, rows=rows))[1].startswith("The thighs change as well: above")


def test_nothing_measured_is_said_so() -> None:
    assert "was measured" in sentences_of(replace(ladder_of(), limbs=(), rows=()))[0]


def test_a_slope_is_told_without_a_sign() -> None:
    row = ladder_of().rows[0]
    said = describe_slope(row, Difference(-12.0, -18.0, -6.0))
    assert said == "the left arm lags by 12 degrees a m/s (6 to 18)"
    said = describe_slope(row, Difference(4.0, -1.0, 9.0))
    assert said == "the left arm runs ahead by 4 degrees a m/s (-1 to 9)"


def test_no_word_says_why() -> None:
    told = " ".join(sentences_of(ladder_of(25.0)))
    assert not re.search(r"because|due to|caus|train|hold[s]? against", told)
