"""Names and days that people write -> the athlete and the session that are meant."""

from __future__ import annotations

import datetime as dt

from aqvision.core.errors import LibraryError
from aqvision.core.recorded import show_day
from aqvision.core.wording import _
from aqvision.library.library import Library
from aqvision.library.records import Athlete, Session


def athlete_named(library: Library, name: str) -> Athlete:
    """Find the athlete of a name.

    Parameters
    ----------
    library, name
        Where to look, and for whom; large and small letters are alike.

    Raises
    ------
    LibraryError
        There is none, or there are several.
    """
    everybody = library.athletes()
    found = [one for one in everybody if one.name.casefold() == name.strip().casefold()]
    if len(found) > 1:
        raise LibraryError(
            _("the library has {n} athletes with the name {name}").format(n=len(found), name=name),
            _("give them different names there"),
        )
    if not found:
        here = ", ".join(one.name for one in everybody) or _("nobody yet")
        raise LibraryError(
            _("nobody in the library is called {name}").format(name=name),
            _("in the library: {here}").format(here=here),
        )
    return found[0]


def session_with_runs(
    library: Library, athlete: Athlete, n_runs: int, day: dt.date | None = None
) -> Session:
    """Find the session of a day, or else the latest, in which so many runs are measured.

    Parameters
    ----------
    library, athlete
        Where to look, and for whom.
    n_runs
        How many runs have to be measured.
    day
        Day of the session; without one the latest will do.

    Raises
    ------
    LibraryError
        There is none.
    """
    sessions = [s for s in library.sessions(athlete.id) if day is None or s.date == day]
    enough = [s for s in sessions if library.n_measured(s.id) >= n_runs]
    if enough:
        return max(enough, key=lambda s: (s.date or dt.date.min, s.created))
    on = "" if day is None else _(" of {day}").format(day=show_day(day))
    raise LibraryError(
        _("no session{on} of {name} has {n} measured runs").format(
            on=on, name=athlete.name, n=n_runs
        ),
        _("add clips in the browser or with a roster, and measure them"),
    )
