"""What is asked of whoever brings a clip -> the same, with where each door takes the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Door = Literal["terminal", "browser", "roster"]
_NOWHERE = "only with the command aqvision analyze"


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that no clip tells: its words in every text, and the name it has at each door.

    ``option`` is that of the command line, ``field`` that of the pages, ``column`` that of a
    roster; empty where the door does not take it.
    """

    words: str
    option: str
    field: str = ""
    column: str = ""

    def at(self, door: Door) -> str:
        """Say where a door takes the answer."""
        if door == "terminal":
            return self.option
        if door == "browser":
            return f"“{self.field}”" if self.field else _NOWHERE
        return f"column {self.column} of the roster" if self.column else _NOWHERE


RATE = Asked("the rate it was filmed at", "--capture-fps", "How fast did the camera film?",
             "capture_fps")  # fmt: skip
PERSON = Asked("whom to measure", "--track, after --list-athletes", "Who is the athlete?", "track")
HEIGHT = Asked("how tall the athlete is", "--height-m", "Standing height", "height_m")
BELT = Asked("how fast the belt runs", "--belt-speed", "Speed of the treadmill", "belt_mps")
MARKS = Asked("marks of known distance", "--mark")
LENS = Asked("how high above the ground the lens stood", "--camera-height-m")
ASKED = (RATE, PERSON, HEIGHT, BELT, MARKS, LENS)


def say_where(text: str, door: Door) -> str:
    """Name behind everything that a text asks for where this door takes the answer.

    >>> say_where("no scale: say how tall the athlete is", "terminal")
    'no scale: say how tall the athlete is (--height-m)'
    >>> say_where("give marks of known distance", "browser")
    'give marks of known distance (only with the command aqvision analyze)'
    """
    for asked in ASKED:
        text = text.replace(asked.words, f"{asked.words} ({asked.at(door)})")
    return text
