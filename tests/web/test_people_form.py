"""People over their pictures: the fullest picture first, each placed by a stylesheet."""

from __future__ import annotations

from aqvision.sandbox.preview import PeoplePicture, PersonBox, Preview
from aqvision.web.people_form import places_of, show_groups

ALONE = PeoplePicture("people-0.webp", 0.1, (PersonBox(7, 0.0, 0.0, 0.1, 0.5),))
PAIR = PeoplePicture(
    "people-1.webp", 1.1, (PersonBox(1, 0.1, 0.2, 0.3, 0.8), PersonBox(2, 0.5, 0.2, 0.7, 0.8))
)
PREVIEW = Preview(groups=(ALONE, PAIR))


def test_the_fullest_picture_comes_first_and_each_has_a_place() -> None:
    words = {1: "runs", 2: "stands", 7: "walks"}
    pair, alone = show_groups(PREVIEW, words, "abc")
    assert [person.number for person in pair.people] == [1, 2]
    assert alone.people[0].words == "walks"
    assert alone.people[0].classes == "c0 person-abc-7"
    assert places_of(PREVIEW, "abc").splitlines()[1] == (
        ".person-abc-1{left:20.00%;top:50.00%;width:20.00%;height:60.00%}"
    )


def test_who_is_not_listed_is_not_shown() -> None:
    assert [len(group.people) for group in show_groups(PREVIEW, {1: "runs"}, "abc")] == [1, 0]
