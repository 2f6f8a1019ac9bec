"""What of the steps lowers a grade that the filming alone would give, and what does not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.quality.doubts import doubts_of, doubts_of_contacts, doubts_of_step_rate
from aqvision.kinematics.quality.grades import grade_of
from aqvision.kinematics.quality.summary import summarise
from aqvision.kinematics.step_lines import touchdown_unevenness
from tests.kinematics.quality.test_summary import exact, table
from tests.support.scenes import conditions_with
from tests.support.synthetic import GOOD, Run, analysis_of

EVEN = np.full(3, 4.2)
AT_INSTANTS = ("contact_time_s", "thigh_separation_touchdown_deg", "thigh_angle_toeoff_deg")
TIMED, UNTIMED = METRICS["contact_time_s"], METRICS["trunk_lean_deg"]


def touchdowns(off_s: float, se_s: float = 0.003, n: int = 8) -> pd.DataFrame:
    """Steps of 0.24 s in turn, touchdowns scattered by ``off_s``."""
    times = 0.24 * np.arange(n) + np.random.default_rng(2).normal(0, off_s, n)
    return pd.DataFrame(
        {
            "side": (["left", "right"] * n)[:n],
            "touchdown_s": times,
            "touchdown_se_s": se_s,
            "toeoff_se_s": se_s,
            "step_time_s": np.append(np.diff(times), np.nan),
        }
    )


def test_estimates_that_agree_are_no_doubt() -> None:
    assert list(doubts_of_step_rate(4.2, 0.02, 4.3, (EVEN, EVEN))) == []
    assert list(doubts_of_step_rate(4.2, 0.02, float("nan"), (EVEN, EVEN[:0]))) == []


def test_two_rates_in_one_file_that_disagree_are_told_and_lower_the_grade() -> None:
    ((grade, reason),) = doubts_of_step_rate(2.1, 0.02, 4.235, (EVEN, EVEN))
    assert grade == "C"
    assert "2.1 steps a second, the thighs 4.2" in reason


def test_left_far_from_right_is_a_fault_until_shown_otherwise() -> None:
    """Three steps of a jogger: left 2.73, right 3.13, one touchdown late."""
    left, right = np.array([2.73, 2.72]), np.array([3.13])
    ((grade, reason),) = doubts_of_step_rate(2.92, 0.04, 2.81, (left, right))
    assert grade == "B"
    assert "2.72 against 3.13" in reason or "2.73 against 3.13" in reason


def test_few_values_are_not_a() -> None:
    (doubt,) = doubts_of(UNTIMED, 3, 1.0, [])
    assert doubt == ("B", "from 3 values only")
    assert list(doubts_of(UNTIMED, 4, 1.0, [])) == []
    assert list(doubts_of(UNTIMED, 1, float("nan"), [])) == [("B", "from one value only")]


def test_what_is_read_at_so_few_contacts_that_no_error_is_told_is_rough() -> None:
    """Two contacts of a rendered sprint read 68 ms for 95, and were B."""
    assert list(doubts_of(TIMED, 2, float("nan"), [])) == [
        ("C", "from so few contacts that no error is told")
    ]
    assert list(doubts_of(TIMED, 3, 0.004, [])) == [("B", "from 3 values only")]


@pytest.mark.parametrize("n", [6, 8, 20])
def test_unevenness_tells_errors_that_are_too_small(n: int) -> None:
    assert touchdown_unevenness(touchdowns(0.003, n=n)) < 2
    assert touchdown_unevenness(touchdowns(0.03, n=n)) > 2
    assert np.isnan(touchdown_unevenness(touchdowns(0.003, n=3)))


def test_uneven_or_uncertain_contacts_touch_only_what_is_read_at_them() -> None:
    for steps in (touchdowns(0.03), touchdowns(0.003, se_s=0.009)):
        of_contacts = tuple(doubts_of_contacts(steps))
        ((grade, _),) = doubts_of(TIMED, 6, 1.0, of_contacts)
        assert grade == "B"
        assert list(doubts_of(UNTIMED, 6, 1.0, of_contacts)) == []
    assert list(doubts_of_contacts(touchdowns(0.003))) == []
    assert list(doubts_of_contacts(pd.DataFrame())) == []


def test_a_soft_picture_and_a_doubted_clock_give_no_a() -> None:
    steps = table()
    soft = conditions_with(GOOD, picture_doubt="the picture is soft")
    slow = conditions_with(GOOD, clock_doubt="1.1 steps/s is no running")
    for conditions, grade, why in ((soft, "B", "soft"), (slow, "C", "filters")):
        lean = summarise(steps, exact(steps), conditions)["trunk_lean_deg"]
        assert (lean.confidence, why in lean.reason) == (grade, True)


def test_a_soft_picture_places_instants_only_roughly() -> None:
    """On one, rendered, all touchdowns were 9 to 18 ms early where 3 were stated."""
    soft = conditions_with(GOOD, picture_doubt="the picture is soft")
    graded = {name: grade_of(METRICS[name], soft)[0] for name in AT_INSTANTS}
    assert graded == dict.fromkeys(AT_INSTANTS, "C")
    # what all touchdowns share does not touch the time from one to the next
    assert grade_of(METRICS["step_time_s"], soft)[0] == "B"
    assert grade_of(METRICS["contact_time_s"], conditions_with(GOOD))[0] == "B"


def test_a_file_holds_one_step_rate() -> None:
    analysis = analysis_of(Run())
    frequency = analysis.metrics["step_frequency_hz"]
    assert frequency.confidence == "A"
    assert analysis.scene.step_rate_hz == frequency.value == pytest.approx(4.2, abs=0.02)
