"""Analyses at several speeds -> a Ladder."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from aqvision.core.settings import Settings
from aqvision.coupling.couplings import Limb
from aqvision.coupling.ladder import Ladder, make_ladder
from aqvision.coupling.verdicts import Verdict
from tests.support.climbs import ARM, CONTACT, Climber


@cache
def drifting() -> Ladder:
    return make_ladder(Climber(lag_deg_per_mps=25.0, name="Anna").ladder(), Settings())


def test_arms_that_lag_above_a_speed_let_go_first_and_there() -> None:
    found = drifting()
    assert found.first == Limb.ARMS
    assert found.outcome_of(Limb.ARMS).break_mps == pytest.approx(8.4, abs=0.3)
    assert found.lets_go(Limb.ARMS)
    assert found.holds(Limb.THIGHS)
    assert found.more is None
    assert found.athlete == "Anna"


def test_each_row_has_slope_force_and_what_is_kept() -> None:
    rows = {(row.metric, row.side): row for row in drifting().rows}
    contact, arm = rows[CONTACT, "left"], rows[ARM, "left"]
    assert contact.slope.interval.value == pytest.approx(-0.9 / 8**2, rel=0.25)
    assert contact.force_slope.interval.value < 0
    assert contact.retention.part == pytest.approx(0.7 / 0.95, rel=0.1)
    assert contact.limb is None
    assert arm.above.value == pytest.approx(-25.0, abs=6.0)


def test_arms_that_keep_up_hold() -> None:
    found = make_ladder(Climber().ladder(seed=5), Settings())
    assert found.first is None
    assert found.holds(Limb.ARMS)
    assert found.speeds_mps == pytest.approx((6.5, 9.5))


def test_one_long_clip_is_a_ladder_of_its_sections() -> None:
    speeds = np.repeat([6.5, 7.2, 7.9, 8.6, 9.2, 9.6], 4)
    climber = Climber(n_steps=24, lag_deg_per_mps=30.0, run_sd_deg=0.0)
    found = make_ladder([climber.run(speeds, np.random.default_rng(2))], Settings())
    assert len(found.rungs) == 6
    assert len(found.analyses) == 1
    assert next(row for row in found.rows if row.metric == ARM).verdict == Verdict.LETS_GO


def test_the_ladder_does_not_depend_on_the_order_of_the_clips() -> None:
    clips = Climber(lag_deg_per_mps=25.0).ladder()
    one, other = (make_ladder(c, Settings()) for c in (clips, clips[::-1]))
    assert [r.verdict for r in one.rows] == [r.verdict for r in other.rows]
    assert one.limbs[0].lets_go == pytest.approx(other.limbs[0].lets_go)
