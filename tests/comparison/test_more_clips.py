"""How many clips more: a larger change never needs more of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aqvision.comparison.more_clips import clips_needed, clips_to_add
from aqvision.comparison.planning import Design, SideVariance
from tests.comparison.test_planning import SIDES


@given(SIDES, st.floats(0.1, 50.0))
def test_a_larger_worthwhile_change_needs_no_more_clips(
    variance: SideVariance, worthwhile: float
) -> None:
    n, larger = (clips_needed(variance, times * worthwhile, 0.9) for times in (1, 2))
    assert n is None or (larger is not None and larger <= n)
    side = variance.of_mean(Design(2, 2))
    add, fewer = (clips_to_add(variance, (side, side), t * worthwhile, 0.9) for t in (1, 2))
    assert add is None or (fewer is not None and fewer <= add)
