"""What is held against is asked of holds, kept as it was typed, and forgotten of what is a run."""

from __future__ import annotations

from dataclasses import replace

from aqvision.library.records import RunOptions
from aqvision.web.hold_form import hold_in, show_hold
from aqvision.web.pages import Form

KNOWN = RunOptions(is_hold=True, load="20 kg", band="red, 2 m", shoes="spikes")


def typed(**fields: str) -> Form:
    return Form({f"{name}-r": [text] for name, text in fields.items()})


def test_what_is_typed_is_what_is_known_then() -> None:
    form = typed(hold="1", load=" 30 kg ", band="")
    assert hold_in(form, KNOWN, "r") == replace(KNOWN, load="30 kg", band=None)


def test_what_the_form_does_not_ask_for_stays() -> None:
    assert hold_in(typed(hold="1"), KNOWN, "r") == KNOWN


def test_a_run_is_held_against_nothing_but_what_was_typed_comes_back() -> None:
    form = typed(load="30 kg", band="red")
    assert hold_in(form, KNOWN, "r") == RunOptions(shoes="spikes")
    shown = show_hold(KNOWN, "r", form)
    assert (shown.is_hold, shown.load, shown.band) == (False, "30 kg", "red")


def test_what_is_known_stands_in_the_fields() -> None:
    shown = show_hold(KNOWN, "r")
    assert (shown.is_hold, shown.load, shown.band) == (True, "20 kg", "red, 2 m")
    assert show_hold(RunOptions(), "r").load == ""
