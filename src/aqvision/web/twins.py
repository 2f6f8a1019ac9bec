"""Clip -> whether the same file lies in another session of its athlete, said beforehand."""

from __future__ import annotations

from aqvision.core.wording import _
from aqvision.library.library import Library
from aqvision.library.records import Run
from aqvision.web.presenters import title_of


def twin_of(library: Library, run: Run) -> str:
    """Say which other clip of an athlete is the same file, on another side or day.

    Parameters
    ----------
    library, run
        Where to look, and the clip.

    Returns
    -------
    str
        A sentence; empty where there is none.
    """
    athlete_id = library.session(run.session_id).athlete_id
    for other in library.runs_of_athlete(athlete_id):
        if other.file_sha256 == run.file_sha256 and other.session_id != run.session_id:
            return _(
                "This is the same file as {name} of “{title}”. One run cannot stand on both sides: "
                "a comparison of the two is refused. Delete one of them."
            ).format(name=other.name, title=title_of(library.session(other.session_id)))
    return ""
