"""English text of the code -> the same in the reader's language, where a catalogue has it.

Every text for people is marked with ``_`` where it stands, with names in braces for values that
``format`` puts in: ``_("{name} is empty").format(name=path.name)``. What tells of one or several
is marked with ``ngettext``. A second language is one file, see docs/architecture.md.
"""

from __future__ import annotations

import gettext
from pathlib import Path

LOCALES = Path(__file__).parents[1] / "locale"


def catalogue(folder: Path = LOCALES) -> gettext.NullTranslations:
    """Open the texts of the language that the environment asks for.

    Parameters
    ----------
    folder
        Holds ``<language>/LC_MESSAGES/aqvision.mo``.

    Returns
    -------
    gettext.NullTranslations
        Without a file of that language, one that leaves English as it is.
    """
    return gettext.translation("aqvision", folder, fallback=True)


_texts = catalogue()
_ = _texts.gettext
ngettext = _texts.ngettext

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
    "no change shown": _("no change shown"),
    "not comparable": _("not comparable"),
    "not judged": _("not judged"),
    "holds": _("holds"),
    "lets go": _("lets go"),
    "these holds differ": _("these holds differ"),
    "moved together": _("moved together"),
    "cannot be told": _("cannot be told"),
    "before": _("before"),
    "after": _("after"),
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
