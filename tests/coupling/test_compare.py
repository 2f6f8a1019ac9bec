"""Two ladders of one athlete -> what changed in how metrics follow speed."""

from __future__ import annotations

import pytest

from aqvision.comparison.judging import Verdict
from aqvision.core.settings import Settings
from aqvision.coupling.compare import LadderChange, compare_ladders
from aqvision.coupling.ladder import make_ladder
from tests.support.climbs import ARM, CONTACT, Climber

SETTINGS = Settings()


def changes(before: float, after: float) -> dict[tuple[str, str | None], LadderChange]:
    old, new = (
        make_ladder(Climber(lag_deg_per_mps=lag, break_mps=6.5).ladder(seed=seed), SETTINGS)
        for lag, seed in ((before, 1), (after, 2))
    )
    return {(c.metric, c.side): c for c in compare_ladders(old, new, SETTINGS.comparison)}


def test_arms_that_began_to_lag_changed() -> None:
    found = changes(0.0, 15.0)
    arm = found[ARM, "left"]
    assert arm.verdict == Verdict.CHANGED
    assert arm.slope.low < -15.0 < arm.slope.high
    assert arm.retention.value == pytest.approx(-15 * (0.95 - 0.7) * 9.5 / 180, abs=0.03)
    assert found[CONTACT, "left"].verdict != Verdict.CHANGED


def test_the_same_athlete_has_not_changed() -> None:
    found = changes(5.0, 5.0)
    assert all(change.verdict != Verdict.CHANGED for change in found.values())
    assert found[ARM, "left"].slope.low < 0 < found[ARM, "left"].slope.high
