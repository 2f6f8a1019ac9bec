"""Request -> whom its visitor may see: the one place that every list of athletes goes through."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from aqvision.web.accounts.visitor import visitor_of

if TYPE_CHECKING:
    import datetime as dt

    from aqvision.library.library import Library
    from aqvision.library.records import Athlete, Outline, QueuedJob


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom a visitor may see: the athletes of these ids, or everybody."""

    athlete_ids: frozenset[str] | None = None

    def includes(self, athlete_id: str) -> bool:
        """Tell whether somebody may be seen.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        return self.athlete_ids is None or athlete_id in self.athlete_ids


async def shown_to(request: Request) -> Shown:
    """Tell whom the visitor of a request may see.

    Parameters
    ----------
    request
        Any that was let in.
    """
    return Shown(visitor_of(request).sees)


ShownHere = Annotated[Shown, Depends(shown_to)]


def athletes_shown(library: Library, shown: Shown) -> list[Athlete]:
    """List the athletes shown to a visitor, by name.

    Parameters
    ----------
    library, shown
        Where to look, and whom the visitor may see.
    """
    return [one for one in library.athletes() if shown.includes(one.id)]


def outlines_shown(
    library: Library,
    shown: Shown,
    metrics: Collection[str] = (),
    known: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Outline, ...]:
    """Outline the athletes shown to a visitor, by name.

    Parameters
    ----------
    library, shown
        Where to look, and whom the visitor may see.
    metrics, known
        Of which clips have their values, and the stamps of what is known already.
    """
    return library.outlines(shown.athlete_ids, metrics, known)


def queue_shown(library: Library, shown: Shown, since: dt.datetime) -> tuple[QueuedJob, ...]:
    """List the work on clips of athletes shown to a visitor, as it is done.

    Parameters
    ----------
    library, shown
        Where to look, and whom the visitor may see.
    since
        From when on work that came to nothing is listed.
    """
    return library.queued(since, shown.athlete_ids)
