"""Preview -> pictures in which the athlete is tapped: who is where, and who is in none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aqvision.sandbox.preview import Preview

_N_COLOURS = 6


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody in a picture: number, words, and the classes that place and colour the box."""

    number: int
    words: str
    classes: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A picture and whom it shows."""

    picture: str
    time_s: float
    people: tuple[PersonShown, ...]


def show_groups(preview: Preview, words: Mapping[int, str], run_id: str) -> list[GroupShown]:
    """Lay people over their pictures, those with the most people first.

    Parameters
    ----------
    preview, words, run_id
        What was seen in a clip, what is said of each person, and the clip's id.
    """
    groups = [
        GroupShown(
            group.picture,
            group.time_s,
            tuple(
                PersonShown(
                    box.number,
                    words[box.number],
                    f"c{(box.number - 1) % _N_COLOURS} {_place(run_id, box.number)}",
                )
                for box in group.boxes
                if box.number in words
            ),
        )
        for group in preview.groups
    ]
    return sorted(groups, key=lambda group: -len(group.people))


def places_of(preview: Preview, run_id: str) -> str:
    """Write the stylesheet that puts each box where its person is.

    Parameters
    ----------
    preview, run_id
        What was seen in a clip, and the clip's id.

    Examples
    --------
    >>> from aqvision.sandbox.preview import PeoplePicture, PersonBox
    >>> group = PeoplePicture("people-0.webp", 1.0, (PersonBox(2, 0.25, 0.5, 0.75, 1.0),))
    >>> places_of(Preview(groups=(group,)), "a1")
    '.person-a1-2{left:50.00%;top:75.00%;width:50.00%;height:50.00%}'
    """
    return "\n".join(_rules(preview, run_id))


def _rules(preview: Preview, run_id: str) -> Iterator[str]:
    for group in preview.groups:
        for box in group.boxes:
            sizes = {
                "left": (box.left + box.right) / 2,
                "top": (box.top + box.bottom) / 2,
                "width": box.right - box.left,
                "height": box.bottom - box.top,
            }
            told = ";".join(f"{name}:{100 * part:.2f}%" for name, part in sizes.items())
            yield f".{_place(run_id, box.number)}{{{told}}}"


def _place(run_id: str, number: int) -> str:
    return f"person-{run_id}-{number}"
