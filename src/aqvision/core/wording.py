"""English text of the code -> the same in the reader's language, where a catalogue has it.

Every text for people is marked where it stands, with names in braces for values that ``format``
puts in: with ``_``, as in ``_("{name} is empty").format(name=path.name)``, or with ``ngettext`` if
it tells of one or several. What becomes a part of a result is marked with ``as_recorded`` and stays
English, so that files are the same in every language; who shows it asks ``core.said`` for it. A
second language is one file, see docs/architecture.md.
"""

from __future__ import annotations

import gettext
from pathlib import Path

from aqvision.core.filling import ADAPTED, Text
from aqvision.core.numerals import LANGUAGE

LOCALES = Path(__file__).parents[1] / "locale"
DOMAIN = "aqvision"
_CAPITAL_NOUNS = ("de",)


def catalogue(language: str = LANGUAGE, folder: Path = LOCALES) -> gettext.NullTranslations:
    """Open the texts of a language.

    Parameters
    ----------
    language
        Its two letters.
    folder
        Holds ``<language>/LC_MESSAGES/aqvision.mo``.

    Returns
    -------
    gettext.NullTranslations
        Without a file of that language, one that leaves English as it is.
    """
    return gettext.translation(DOMAIN, folder, [language], fallback=True)


_texts = catalogue()


def _(text: str) -> str:
    """Give a text in the reader's language."""
    return Text(_texts.gettext(text), text) if ADAPTED else text


def ngettext(one: str, several: str, n: int) -> str:
    """Give the text that tells of so many, in the reader's language.

    Parameters
    ----------
    one, several
        The English ones.
    n
        Of how many.
    """
    told, plain = _texts.ngettext(one, several, n), one if n == 1 else several
    return Text(told, plain) if ADAPTED else plain


def as_recorded(text: str) -> str:
    """Mark a text that becomes a part of a result, and stays English there.

    Parameters
    ----------
    text
        As it stands in the code.
    """
    return text


def as_recorded_count(one: str, several: str, n: int) -> str:
    """Mark two texts of which one becomes a part of a result.

    Parameters
    ----------
    one, several
        As they stand in the code.
    n
        Of how many.
    """
    return one if n == 1 else several


def lower_first(text: str) -> str:
    """Begin a text with a small letter, where the language allows that of a noun.

    Parameters
    ----------
    text
        Any words.
    """
    return text if LANGUAGE in _CAPITAL_NOUNS else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Begin a text with a capital.

    Parameters
    ----------
    text
        Any words.
    """
    return text[:1].upper() + text[1:]


WORDS = {
    # views and sides
    "side": _("side"),
    "front": _("front"),
    "rear": _("rear"),
    "left": _("left"),
    "right": _("right"),
    # the camera, the ground and the scale
    "still": _("still"),
    "moving": _("moving"),
    "unknown": _("unknown"),
    "track": _("track"),
    "treadmill": _("treadmill"),
    "moving camera": _("moving camera"),
    "the height": _("the height"),
    "the ground": _("the ground"),
    "the lens": _("the lens"),
    "the camera's height": _("the camera's height"),
    "a usual camera height": _("a usual camera height"),
    # how sure a rate is, and what a clip is good for
    "sure": _("sure"),
    "likely": _("likely"),
    "unsure": _("unsure"),
    "good": _("good"),
    "limited": _("limited"),
    "not": _("not"),
    "angles": _("angles"),
    "contact and flight times": _("contact and flight times"),
    "step frequency": _("step frequency"),
    "step length and speed": _("step length and speed"),
    "arms": _("arms"),
    "torso": _("torso"),
    "front view": _("front view"),
    # verdicts and sessions
    "changed": _("changed"),
    "these runs differ": _("these runs differ"),
    "no change found": _("no change found"),
    "cannot be told yet": _("cannot be told yet"),
    "no change shown": _("cannot be told"),
    "not comparable": _("not comparable"),
    "not judged": _("not judged"),
    "holds": _("holds"),
    "lets go": _("lets go"),
    "these holds differ": _("these holds differ"),
    "moved together": _("moved together"),
    "cannot be told": _("cannot be told"),
    "before": _("before"),
    "after": _("after"),
    # kinds of clips
    "run": _("run"),
    "ladder": _("ladder"),
    "hold": _("hold"),
    # holds
    "rigid clip": _("from a rigid clip"),
    "high frequencies": _("from high frequencies"),
    # jobs
    "waiting": _("waiting"),
    "running": _("running"),
    "done": _("done"),
    "failed": _("failed"),
    "set aside": _("set aside"),
    "cancelled": _("cancelled"),
    "starting": _("starting"),
    "finding the athlete": _("finding the athlete"),
    "measuring the body": _("measuring the body"),
    "drawing the video": _("drawing the video"),
}
"""Words for values that files hold in English."""


def word_of(value: str) -> str:
    """Give the word for a value that files hold in English.

    Parameters
    ----------
    value
        Of an enum, for example.

    Returns
    -------
    str
        The value as it is where there is no word for it.

    Examples
    --------
    >>> word_of("moving camera")
    'moving camera'
    """
    return WORDS.get(value, value)


MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
SHORT_MONTHS = (
    _("Jan"),
    _("Feb"),
    _("Mar"),
    _("Apr"),
    _("May"),
    _("Jun"),
    _("Jul"),
    _("Aug"),
    _("Sep"),
    _("Oct"),
    _("Nov"),
    _("Dec"),
)
