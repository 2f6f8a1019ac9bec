"""Text + what it asks for -> the text with where an interface takes the answers.

A prompt is data: errors, warnings and reasons carry it beside their text. Each interface has a
table of its own that says where it takes the answer, and names it when it shows the text. So a
report, which is written once and read by people of every interface, names no option or field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Prompt(StrEnum):
    """A fact that no clip tells, and that its owner is asked for."""

    RATE = "rate"
    PERSON = "person"
    HEIGHT = "height"
    BELT = "belt"
    MARKS = "marks"
    LENS = "lens"
    SHOT = "shot"
    DAY = "day"
    MASS = "mass"
    HOLD = "hold"


def with_places(text: str, prompts: Iterable[Prompt], places: Mapping[Prompt, str]) -> str:
    """Name, at the end of a text, where an interface takes the answers that it asks for.

    Parameters
    ----------
    text
        What is shown, a phrase or a sentence.
    prompts
        What the text asks for.
    places
        Where the interface takes each answer: an option, a field, a column.

    Returns
    -------
    str
        The text as it is where it asks for nothing.

    Examples
    --------
    >>> with_places("Say how tall the runner is.", [Prompt.HEIGHT], {Prompt.HEIGHT: "--height-m"})
    'Say how tall the runner is (--height-m).'
    >>> with_places("film six steps", [], {})
    'film six steps'
    """
    named = "; ".join(dict.fromkeys(places[prompt] for prompt in prompts))
    if not (named and text):
        return text
    bare = text.rstrip(".?!")
    return f"{bare} ({named}){text[len(bare) :]}"


def as_sentence(text: str, prompts: Iterable[Prompt], places: Mapping[Prompt, str]) -> str:
    """Give a phrase the form of a sentence, with where an interface takes the answers.

    Parameters
    ----------
    text, prompts, places
        As for :func:`with_places`. A file's name at the beginning keeps its letters.

    Returns
    -------
    str
        The sentence; empty for an empty text.

    Examples
    --------
    >>> as_sentence("the name is empty", [], {}), as_sentence("run.mp4 is empty", [], {})
    ('The name is empty.', 'run.mp4 is empty.')
    >>> as_sentence("here, nothing is to be seen", [], {})
    'Here, nothing is to be seen.'
    """
    text = with_places(text.strip(), prompts, places)
    if text.partition(" ")[0].rstrip(",").isalpha():
        text = text[0].upper() + text[1:]
    return text if not text or text[-1] in ".?!" else f"{text}."
