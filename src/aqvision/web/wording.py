"""What the program says of a clip -> the same in the words of these pages."""

from __future__ import annotations

import re

RATE_FIELD = "How fast did the camera film?"
PERSON_FIELD = "Who is the athlete?"
HEIGHT_FIELD = "Standing height"
BELT_FIELD = "Speed of the treadmill"
# Options of the command line, and the fields of these pages that stand for them.
FIELDS = {
    "--capture-fps": RATE_FIELD,
    "--track": PERSON_FIELD,
    "--list-athletes": PERSON_FIELD,
    "--athlete-at": PERSON_FIELD,
    "--height-m": HEIGHT_FIELD,
    "--belt-speed": BELT_FIELD,
}
_PHRASES = {
    "look at them with --list-athletes and choose with --track": "choose with --track",
    "--height-m or --mark": "--height-m",
    "Give three marks or more along the lane with --mark, or film": "Film",
    "Give marks along the lane with --mark, or film": "Film",
    ", or lay two markers in the lane": "",
}


def plain(text: str) -> str:
    """Name the field to fill in where the command line names an option.

    >>> plain("no scale: give --height-m")
    'no scale: fill in “Standing height”'
    >>> plain("give --capture-fps 240 if that is right.")
    'write 240 in “How fast did the camera film?” if that is right.'
    """
    for phrase, shorter in _PHRASES.items():
        text = text.replace(phrase, shorter)
    for option, field in FIELDS.items():
        text = re.sub(rf"\bgive {option} ([\d.]+)", rf"write \1 in “{field}”", text)
        text = re.sub(rf"\bgive {option}", f"fill in “{field}”", text)
        text = re.sub(rf"\bwith {option}", f"in “{field}”", text)
        text = text.replace(option, f"“{field}”")
    return text


def sentence(text: str) -> str:
    """Give a phrase of an error the form of a sentence; a file's name keeps its letters.

    >>> sentence("the name is empty"), sentence("run.mp4 is empty"), sentence("")
    ('The name is empty.', 'run.mp4 is empty.', '')
    """
    text = plain(text.strip())
    if text.partition(" ")[0].isalpha():
        text = text[0].upper() + text[1:]
    return text if not text or text[-1] in ".?!" else f"{text}."
