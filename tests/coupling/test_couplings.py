"""The table of what is followed: names, limbs, words."""

from __future__ import annotations

import string

import pytest

from aqvision.coupling.couplings import COUPLINGS, LIMB_WORDS, Coupling, Limb
from aqvision.kinematics.metrics.registry import METRICS


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_each_is_a_metric_and_named_once() -> None:
    names = [c.name for c in COUPLINGS]
    assert len(set(names)) == len(names)
    assert set(names) <= set(METRICS)


@pytest.mark.parametrize("coupling", COUPLINGS, ids=lambda c: c.name)
def test_words_have_a_side_only_where_the_metric_has(coupling: Coupling) -> None:
    wanted = {"amount", "side"} if METRICS[coupling.name].sided else {"amount"}
    assert places(coupling.more) <= wanted
    assert {places(coupling.more) == places(coupling.less), "amount" in places(coupling.more)} == {
        True
    }
    assert "better" not in coupling.more + coupling.less


def test_what_repeats_another_speaks_for_the_same_limb() -> None:
    limbs = {c.name: c.limb for c in COUPLINGS}
    assert all(limbs[c.repeats] == c.limb for c in COUPLINGS if c.repeats)


def test_each_limb_has_its_words() -> None:
    assert set(LIMB_WORDS) == set(Limb)
