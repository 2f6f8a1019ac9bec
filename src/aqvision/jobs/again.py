"""Library whose clips were measured in an older way -> jobs that measure and compare them again."""

from __future__ import annotations

from collections.abc import Sequence

from aqvision.jobs.queue import UPLOAD_PRIORITY, Jobs
from aqvision.library.library import Library
from aqvision.library.records import Run


def waiting_for_it(library: Library, athlete_id: str | None = None) -> tuple[Run, ...]:
    """List the clips whose results do not fit the present, and which are not under way yet.

    Parameters
    ----------
    library, athlete_id
        Where to look, and whose clips. Without one everybody's, but only those of an older way of
        measuring: to see what changed of them each has to be looked into.
    """
    if athlete_id is None:
        found = library.measured_in_older_way()
    else:
        found = library.measured_otherwise(athlete_id)
    under_way = library.runs_under_way(athlete_id) if found else frozenset()
    return tuple(run for run in found if run.id not in under_way)


def measure_again(
    jobs: Jobs, runs: Sequence[Run], priority: int = UPLOAD_PRIORITY
) -> dict[str, str]:
    """Have clips measured again, and then all that was made of them before.

    Parameters
    ----------
    jobs
        Queue of the library.
    runs
        The clips.
    priority
        Lower numbers go first, from 1.

    Returns
    -------
    dict of str to str
        By id of each job what it is of, the name of a clip or of an athlete.
    """
    ids = jobs.analyze_all([run.id for run in runs], priority)
    names = {job_id: run.name for job_id, run in zip(ids, runs, strict=True)}
    library = jobs.library
    touched = {run.session_id for run in runs}
    for athlete_id in sorted({library.session(session_id).athlete_id for session_id in touched}):
        for made in library.comparisons(athlete_id):
            if made.folder is not None and not touched.isdisjoint(made.session_ids):
                names[jobs.compare(made.id, priority)] = library.athlete(athlete_id).name
    return names
