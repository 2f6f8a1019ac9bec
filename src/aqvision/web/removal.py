"""Something of the library -> gone for good, with the work on it and all that was seen in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aqvision.library.records import OPEN
from aqvision.web.pages import Site


def remove_athlete(site: Site, athlete_id: str) -> None:
    """Delete somebody.

    Parameters
    ----------
    site, athlete_id
        Where, and id of the athlete.
    """
    runs = [run.id for run in site.library.runs_of_athlete(athlete_id)]
    stop(site, runs)
    site.library.delete_athlete(athlete_id)
    site.previews.forget(runs)
    site.films.forget(runs)
    site.uploads.forget(lambda upload: upload.intent.athlete == athlete_id)


def remove_session(site: Site, session_id: str) -> None:
    """Delete a session with its clips.

    Parameters
    ----------
    site, session_id
        Where, and id of the session.
    """
    runs = [run.id for run in site.library.runs(session_id)]
    stop(site, runs)
    site.library.delete_session(session_id)
    _forget(site, runs)


def remove_run(site: Site, run_id: str) -> None:
    """Delete a clip.

    Parameters
    ----------
    site, run_id
        Where, and id of the clip.
    """
    stop(site, [run_id])
    site.library.delete_run(run_id)
    _forget(site, [run_id])


def stop(site: Site, run_ids: Iterable[str]) -> None:
    """End the measuring of clips that are about to be deleted.

    Parameters
    ----------
    site, run_ids
        Where, and ids of the clips.
    """
    for run_id in run_ids:
        for job in site.library.jobs(run_id=run_id, states=OPEN):
            site.jobs.cancel(job.id)


def _forget(site: Site, run_ids: Sequence[str]) -> None:
    """Forget what was seen in clips that are gone, and what was said when they were sent."""
    site.previews.forget(run_ids)
    site.films.forget(run_ids)
    site.uploads.forget(lambda upload: upload.run_id in run_ids)
