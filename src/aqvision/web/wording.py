"""What the program says -> a sentence of these pages."""

from __future__ import annotations

from aqvision.core.prompts import say_where


def sentence(text: str) -> str:
    """Give a phrase the form of a sentence, and name the fields that take what it asks for.

    A file's name keeps its letters.

    >>> sentence("the name is empty"), sentence("run.mp4 is empty"), sentence("")
    ('The name is empty.', 'run.mp4 is empty.', '')
    >>> sentence("say how tall the athlete is")
    'Say how tall the athlete is (“Standing height”).'
    """
    text = say_where(text.strip(), "browser")
    if text.partition(" ")[0].isalpha():
        text = text[0].upper() + text[1:]
    return text if not text or text[-1] in ".?!" else f"{text}."
