"""Few questions named beforehand, many looked at as well: what may be called changed."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from aqvision.comparison.families import (
    MAX_PRIMARIES,
    PRIMARIES,
    PRIMARIES_FROM_AN_END,
    WITHOUT_SCALE,
    as_primaries,
    false_discovery_rates,
    parse_primaries,
    represent,
    selected_families,
)
from aqvision.core.errors import SettingsError
from aqvision.kinematics.metrics.registry import METRICS

P_VALUES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40)


def rates(p_values: list[float]) -> list[float]:
    return list(false_discovery_rates({str(i): p for i, p in enumerate(p_values)}).values())


@given(P_VALUES)
def test_rates_are_those_of_benjamini_and_hochberg(p_values: list[float]) -> None:
    np.testing.assert_allclose(
        rates(p_values), stats.false_discovery_control(p_values), rtol=1e-12, atol=1e-300
    )


@given(P_VALUES)
def test_rates_follow_the_p_values_and_are_never_below_them(p_values: list[float]) -> None:
    q = rates(p_values)
    ranked = [q[i] for i in np.argsort(p_values, kind="stable")]
    assert ranked == sorted(ranked)
    assert all(p * (1 - 1e-12) <= of_p <= 1.0 for p, of_p in zip(p_values, q, strict=True))


def test_nothing_compared_is_no_family() -> None:
    assert false_discovery_rates({}) == {}
    assert selected_families([np.array([]), np.array([0.001])], 0.1) == [False, True]


def test_without_a_change_anything_is_called_changed_no_more_often_than_the_rate() -> None:
    random = np.random.default_rng(1)
    found = [min(rates(list(random.uniform(size=6)))) <= 0.10 for _ in range(2000)]
    assert np.mean(found) == pytest.approx(0.10, abs=0.025)


@given(st.lists(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6), min_size=1, max_size=10))
def test_a_team_of_one_is_judged_as_an_athlete(families: list[list[float]]) -> None:
    first = np.array(families[0])
    assert selected_families([first], 0.1) == [min(rates(families[0])) <= 0.1]
    everybody = selected_families([np.array(p) for p in families], 0.1)
    assert sum(everybody) <= sum(min(rates(p)) <= 0.1 for p in families)


@pytest.mark.parametrize("name", [*PRIMARIES, *PRIMARIES_FROM_AN_END, *WITHOUT_SCALE.values()])
def test_usual_primaries_are_metrics_and_no_repeats(name: str) -> None:
    assert not METRICS[name].repeats


@given(st.lists(st.sampled_from(sorted(METRICS)), unique=True), st.data())
def test_each_metric_is_represented_by_one_that_was_compared(
    metrics: list[str], data: st.DataObject
) -> None:
    primaries = data.draw(st.lists(st.sampled_from(metrics), max_size=3)) if metrics else []
    found = represent(metrics, primaries)
    assert list(found) == metrics
    for name, head in found.items():
        assert found[head] == head
        assert name not in primaries or head == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("contact_time_s", ("contact_time_s",)),
        ("contact_time_s,speed_mps", ("contact_time_s", "speed_mps")),
        (" speed_mps;contact_time_s  speed_mps ", ("speed_mps", "contact_time_s")),
    ],
)
def test_names_stand_with_commas_or_spaces_between(text: str, names: tuple[str, ...]) -> None:
    assert parse_primaries(text) == names


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("contact_tim_s", "no metric 'contact_tim_s'", "did you mean .*contact_time_s"),
        ("qqqq", "no metric 'qqqq'", "lists all metrics"),
        (" , ", "no primary metric is named", "one to six"),
        (",".join(list(METRICS)[: MAX_PRIMARIES + 1]), "13 primary metrics", "12 at most"),
    ],
)
def test_names_that_cannot_be_are_refused_with_a_cure(text: str, said: str, hint: str) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        parse_primaries(text)
    assert re.search(hint, refused.value.hint)


def test_none_named_is_no_mistake_of_a_program() -> None:
    assert as_primaries([]) == ()
