"""Values of clips -> means over sides and clips, and how sure they are."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.comparison.values import (
    clip_mean,
    common_sides,
    group_mean,
    measurement_variance,
    step_variance,
    values_by_side,
)
from aqvision.core.skeleton import SIDES
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.ladders import KNEE, Athlete


def test_each_side_counts_alike_and_each_clip_counts_alike() -> None:
    uneven = [np.array([1.0, 3.0]), np.array([6.0])]
    assert clip_mean(uneven) == 4.0
    assert group_mean([uneven, [], [np.array([8.0])]]) == 6.0


def test_step_variance_is_that_of_the_mean_of_many_draws() -> None:
    random = np.random.default_rng(4)
    means, found = [], []
    for _ in range(3000):
        clips = [[random.normal(0, 2, 5), random.normal(0, 2, 3)] for _ in range(2)]
        means.append(group_mean(clips))
        found.append(step_variance(clips))
    # 3000 draws scatter by 3 %
    assert np.mean(found) == pytest.approx(np.var(means), rel=0.1)
    assert np.isnan(step_variance([[np.array([1.0])]]))


def test_what_steps_of_the_only_clip_share_is_not_in_their_spread() -> None:
    random = np.random.default_rng(5)
    clips = Athlete(measurement_sd=2.0).ladder([8.0, 8.0], random)
    one, two = (measurement_variance(METRICS[KNEE], c, SIDES) for c in (clips[:1], clips))
    assert one.in_spread == pytest.approx(4 / 8)
    assert one.beyond_spread == pytest.approx(0.15 * 4)
    assert two.beyond_spread == 0.0
    assert two.total == pytest.approx(one.total / 2)
    assert (one + two).total == pytest.approx(1.5 * one.total)


def test_only_known_values_of_common_sides_count() -> None:
    clip = Athlete().run(8.0, np.random.default_rng(6))
    assert common_sides(METRICS[KNEE], [clip]) == SIDES
    assert [len(group) for group in values_by_side(clip, KNEE, SIDES)] == [4, 4]
    assert values_by_side(clip, "contact_time_s", SIDES) == []
