"""What the program says -> a sentence of these pages, with the fields that take the answers."""

from __future__ import annotations

from collections.abc import Sequence

from aqvision.core.errors import AqvisionError
from aqvision.core.prompts import Prompt, as_sentence, with_places

LABELS = {
    Prompt.RATE: "How fast did the camera film?",
    Prompt.PERSON: "Who is the athlete?",
    Prompt.HEIGHT: "Standing height",
    Prompt.BELT: "Speed of the treadmill",
}
"""Labels of the fields that take what is asked for."""

_ELSEWHERE = "marks only with the command aqvision analyze"
_PLACES = {prompt: f"“{label}”" for prompt, label in LABELS.items()} | {
    Prompt.MARKS: _ELSEWHERE,
    Prompt.LENS: _ELSEWHERE,
}


def sentence(text: str, prompts: Sequence[Prompt] = ()) -> str:
    """Give a phrase the form of a sentence, and name the fields that take what it asks for.

    Parameters
    ----------
    text
        A phrase, or sentences.
    prompts
        What it asks of the user.

    Examples
    --------
    >>> sentence("say how tall the athlete is", [Prompt.HEIGHT])
    'Say how tall the athlete is (“Standing height”).'
    """
    return as_sentence(text, prompts, _PLACES)


def with_fields(text: str, prompts: Sequence[Prompt]) -> str:
    """Name, behind a phrase, the fields that take what it asks for.

    Parameters
    ----------
    text, prompts
        A phrase, and what it asks of the user.

    Returns
    -------
    str
        The phrase, as it is where it asks for nothing.
    """
    return with_places(text, prompts, _PLACES)


def sentences_of(error: AqvisionError) -> tuple[str, str]:
    """Write what is wrong, and what to do, as two sentences.

    Parameters
    ----------
    error
        With what the user can do.

    Returns
    -------
    tuple of two str
        The second is empty where nothing can be done.
    """
    return sentence(str(error)), sentence(error.hint, error.prompts)
