"""What did you train: the main quantities by part of the technique, as they were ticked."""

from __future__ import annotations

import pytest

from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.web.pages import Form, FormError
from aqvision.web.trained import choices, named_in


def test_the_main_quantities_are_offered_by_pillar_without_repeats() -> None:
    offered = choices(["contact_time_s"])
    assert [title for title, _ in offered] == list(PILLARS.values())
    names = [one.name for _, group in offered for one in group]
    assert len(set(names)) == len(names)
    assert all(METRICS[name].main and not METRICS[name].repeats for name in names)
    assert [one.name for _, group in offered for one in group if one.ticked] == ["contact_time_s"]


def test_what_was_named_elsewhere_is_offered_too() -> None:
    other = next(m.name for m in METRICS.values() if not m.main)
    ticked = [one.name for _, group in choices([other]) for one in group if one.ticked]
    assert ticked == [other]


def test_ticks_are_names_and_no_tick_is_nothing_in_particular() -> None:
    assert named_in(Form({})) == ()
    two = ["contact_time_s", "speed_mps"]
    assert named_in(Form({"primary": two})) == tuple(two)


@pytest.mark.parametrize("names", [["made_up"], list(METRICS)[:13]])
def test_what_the_page_does_not_offer_is_refused(names: list[str]) -> None:
    with pytest.raises(FormError):
        named_in(Form({"primary": names}))
