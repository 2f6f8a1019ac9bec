"""The interval of a group holds the truth about as often as it says: a quick look."""

from __future__ import annotations

import pytest

from validation.team_effects import LEVELS, Coverage, Team, measure_coverage, team_section

N = 40
# Three standard errors of a part of so many.
LEAST = {0.90: 0.90 - 0.14, 0.95: 0.95 - 0.10}


@pytest.mark.parametrize(
    "team",
    [
        Team(n_athletes=5, n_runs=(1, 3)),
        Team(n_athletes=12, n_runs=(1, 1)),
        Team(n_athletes=8, speeds="faster"),
    ],
)
def test_the_interval_of_a_group_holds_the_truth(team: Team) -> None:
    for one in measure_coverage(team, N):
        assert one.told > 0.95
        for level in LEVELS:
            assert one.held[level] >= LEAST[level]
        assert one.width < 8  # nor is it so wide that it says nothing


def test_what_falls_short_is_said() -> None:
    good = Coverage(
        team=Team(n_athletes=5), same_speed=False, held={0.90: 0.9, 0.95: 0.95}, width=2.0,
        spread_sd=float("nan"), told=1.0,
    )  # fmt: skip
    bad = Coverage(
        team=Team(n_athletes=8, n_runs=(1, 5), speeds="faster"), same_speed=True,
        held={0.90: 0.8, 0.95: 0.95}, width=2.0, spread_sd=2.0, told=1.0,
    )  # fmt: skip
    first, second = team_section([good, bad]).splitlines()[-2:]
    assert first.endswith("| met |")
    assert second.startswith("| 8 | 1 to 5 | ")
    assert second.endswith("| **falls short**: 90% |")
