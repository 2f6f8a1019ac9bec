"""The form of the contacts: what is shown, what becomes of it, and what is refused."""

from __future__ import annotations

import pytest

from aqvision.core.errors import AqvisionError
from aqvision.core.given_contacts import GivenContact
from aqvision.core.skeleton import Side
from aqvision.sandbox.strips import ContactEnd, ContactStrip, ContactStrips
from aqvision.web.contacts_form import contacts_in, show_contacts
from aqvision.web.pages import Form


def end(at_s: float, picture: str) -> ContactEnd:
    frames_s = tuple(round(at_s + 0.001 + 0.01 * i, 4) for i in range(-3, 4))
    return ContactEnd(at_s=at_s, frames_s=frames_s, nearest=3, picture=picture)


def strip(side: Side, touchdown_s: float, toeoff_s: float) -> ContactStrip:
    return ContactStrip(
        side=side, touchdown=end(touchdown_s, "a.webp"), toeoff=end(toeoff_s, "b.webp")
    )


STRIPS = ContactStrips(
    first_s=0.05,
    last_s=1.6,
    from_the_side=True,
    contacts=(strip("right", 0.1, 0.2), strip("left", 0.35, 0.45)),
)


def filled(**changes: str) -> Form:
    """Give the form as a browser sends it when nothing but these fields is touched."""
    values = {
        end.name: next(frame.value for frame in end.frames if frame.chosen)
        for contact in show_contacts(STRIPS)
        for end in contact.ends
    }
    named = {name.replace("_", "-"): text for name, text in changes.items()}
    return Form({name: [text] for name, text in {**values, **named}.items()})


def contact(side: Side, touchdown_s: float, toeoff_s: float) -> GivenContact:
    return GivenContact(side=side, touchdown_s=touchdown_s, toeoff_s=toeoff_s)


def test_the_frame_nearest_to_an_event_is_chosen_and_stands_for_the_event_itself() -> None:
    first, _second = show_contacts(STRIPS)
    touchdown, toeoff = first.ends
    assert (first.title, touchdown.name, toeoff.at) == (
        "1. Right foot",
        "touchdown-0-right",
        "0.200",
    )
    assert [frame.chosen for frame in touchdown.frames].index(True) == 3
    assert [frame.value for frame in touchdown.frames][2:5] == ["0.0910", "0.1000", "0.1110"]
    assert [frame.off for frame in touchdown.frames][:4] == ["−29", "−19", "−9", "+1"]


def test_what_is_tapped_typed_removed_and_added_becomes_contacts() -> None:
    moved = contacts_in(filled(touchdown_0_right="0.0910"), STRIPS)
    assert moved == (contact("right", 0.091, 0.2), contact("left", 0.35, 0.45))
    typed = filled(touchdown_0_right="0.0910", touchdown_0_right_typed=" 0,12 ")
    assert contacts_in(typed, STRIPS)[0].touchdown_s == 0.12
    assert contacts_in(filled(gone_0_right="1"), STRIPS) == (contact("left", 0.35, 0.45),)
    added = filled(add_side="right", add_touchdown="0.6", add_toeoff="0,7")
    assert contacts_in(added, STRIPS)[-1] == contact("right", 0.6, 0.7)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "nothing was changed"),
        ({"gone_0_right": "1", "gone_1_left": "1"}, "no contact is left"),
        ({"touchdown_0_right": "0.4000"}, "contact 1, right: a contact from 0.4 to 0.2"),
        ({"touchdown_0_right_typed": "nan"}, "not a number"),
        ({"touchdown_0_right_typed": "inf"}, "not a number"),
        ({"touchdown_0_right_typed": "9" * 400}, "not a number"),
        ({"touchdown_0_right_typed": "-1"}, "contact 1, right"),
        ({"touchdown_0_right_typed": "0.01"}, "not within the clip"),
        ({"toeoff_1_left_typed": "120"}, "contact 2, left"),
        ({"toeoff_1_left": ""}, "Toe-off has no time"),
        ({"add_side": "right", "add_touchdown": "0.6"}, "Toe-off has no time"),
        ({"add_side": "right", "add_touchdown": "1.5", "add_toeoff": "1.7"}, "not within"),
        ({"add_side": "tail", "add_touchdown": "0.6", "add_toeoff": "0.7"}, "no side of the body"),
        ({"add_side": "right", "add_touchdown": "0.15", "add_toeoff": "0.3"}, "overlap"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(changes: dict[str, str], said: str) -> None:
    with pytest.raises(AqvisionError) as caught:
        contacts_in(filled(**changes), STRIPS)
    assert said in str(caught.value)
    assert caught.value.hint


def test_what_was_filled_in_is_shown_again() -> None:
    form = filled(touchdown_0_right="0.0910", toeoff_1_left_typed="soon", gone_1_left="1")
    first, second = show_contacts(STRIPS, form)
    assert [frame.value for frame in first.ends[0].frames if frame.chosen] == ["0.0910"]
    assert (second.ends[1].typed, second.gone, first.gone) == ("soon", True, False)
