"""Form <-> metrics that the training was meant to change, as a coach names them.

The registry brings pandas along, so it is loaded when the first page asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aqvision.core.errors import SettingsError
from aqvision.web.pages import Form, FormError

if TYPE_CHECKING:
    from aqvision.library.library import Library

FIELD = "primary"


@dataclass(frozen=True, slots=True)
class Choice:
    """A quantity that may be ticked."""

    name: str
    label: str
    about: str
    ticked: bool


def choices(ticked: Sequence[str]) -> list[tuple[str, list[Choice]]]:
    """List what can be named: the main quantities of each part of the technique.

    Parameters
    ----------
    ticked
        Names of those that were named before; one that is not a main quantity is listed too.

    Returns
    -------
    list of tuple
        Title of the part, and its quantities. What repeats another one is left out.
    """
    from aqvision.kinematics.metrics.registry import METRICS, PILLARS

    offered = [m for m in METRICS.values() if (m.main and not m.repeats) or m.name in ticked]
    groups = [
        (title, [Choice(m.name, m.label, m.definition, m.name in ticked) for m in offered
                 if m.pillar == pillar])
        for pillar, title in PILLARS.items()
    ]  # fmt: skip
    return [(title, group) for title, group in groups if group]


def named_in(form: Form) -> tuple[str, ...]:
    """Read what was ticked; nothing in particular where nothing was.

    Parameters
    ----------
    form
        As it was sent.

    Raises
    ------
    FormError
        Too much was ticked, or what is not on the page.
    """
    return named(form.all(FIELD))


def named(names: Sequence[str]) -> tuple[str, ...]:
    """Check what the training was meant to change.

    Parameters
    ----------
    names
        Of metrics.

    Raises
    ------
    FormError
        There are too many, or one is the name of none.
    """
    from aqvision.comparison.families import as_primaries

    try:
        return as_primaries(names)
    except SettingsError as error:
        raise FormError(str(error), error.hint) from error


def named_last(library: Library, athlete_id: str) -> tuple[str, ...]:
    """Give what was named for the latest comparison of an athlete.

    Parameters
    ----------
    library, athlete_id
        Where to look, and for whom.
    """
    made = library.comparisons(athlete_id)
    return made[-1].primaries if made else ()
