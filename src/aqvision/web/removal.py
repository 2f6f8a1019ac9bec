"""Something of the library -> gone or with another athlete, and all that was kept along with it."""

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
    jobs = _stopped(site, runs, [made.id for made in site.library.comparisons(athlete_id)])
    site.library.delete_athlete(athlete_id)
    _forget(site, runs, jobs)
    site.uploads.forget(lambda upload: upload.intent.athlete == athlete_id)


def remove_session(site: Site, session_id: str) -> None:
    """Delete a session with its clips, and comparisons with it.

    Parameters
    ----------
    site, session_id
        Where, and id of the session.
    """
    runs = [run.id for run in site.library.runs(session_id)]
    made = site.library.comparisons(site.library.session(session_id).athlete_id)
    jobs = _stopped(site, runs, [one.id for one in made if session_id in one.session_ids])
    site.library.delete_session(session_id)
    _forget(site, runs, jobs)


def move_session(site: Site, session_id: str, athlete_id: str) -> None:
    """Give a session to another athlete; comparisons that rest on it go, and links to its clips.

    Parameters
    ----------
    site, session_id, athlete_id
        Where, and ids of the session and of whom it is really of.
    """
    made = [one.id for one in site.library.comparisons_on(session_id)]
    jobs = [job.id for one in made for job in site.library.jobs(comparison_id=one)]
    site.library.move_session(session_id, athlete_id)  # a job that is gone ends by itself
    runs = {run.id for run in site.library.runs(session_id)}
    # who sent or shared them may not see whose they are now
    site.accounts.end_shares_of(runs)
    site.uploads.forget(lambda upload: upload.run_id in runs)
    _forget_logs(site, jobs)


def remove_run(site: Site, run_id: str, along: Iterable[str] = ()) -> None:
    """Delete a clip.

    Parameters
    ----------
    site, run_id
        Where, and id of the clip.
    along
        Ids of comparisons that go with it.
    """
    jobs = _stopped(site, [run_id], along := tuple(along))
    for comparison_id in along:
        site.library.delete_comparison(comparison_id)
    site.library.delete_run(run_id)
    _forget(site, [run_id], jobs)


def remove_comparison(site: Site, comparison_id: str) -> None:
    """Delete a comparison; its clips and their reports stay.

    Parameters
    ----------
    site, comparison_id
        Where, and id of the comparison.
    """
    jobs = _stopped(site, [], [comparison_id])
    site.library.delete_comparison(comparison_id)
    _forget(site, [], jobs)


def _forget(site: Site, run_ids: Sequence[str], job_ids: Iterable[str]) -> None:
    """Forget what was seen in clips that are gone, what was said of them, and of work on them."""
    site.previews.forget(run_ids)
    site.films.forget(run_ids)
    site.uploads.forget(lambda upload: upload.run_id in run_ids)
    _forget_logs(site, job_ids)


def _forget_logs(site: Site, job_ids: Iterable[str]) -> None:
    for job_id in job_ids:
        (site.library.home.folder / "logs" / f"{job_id}.log").unlink(missing_ok=True)


def _stopped(site: Site, run_ids: Iterable[str], comparison_ids: Iterable[str]) -> list[str]:
    """End the work on clips and comparisons that are about to be deleted; gives all jobs' ids."""
    library = site.library
    jobs = [job for run_id in run_ids for job in library.jobs(run_id=run_id)]
    jobs += [job for one in comparison_ids for job in library.jobs(comparison_id=one)]
    for job in jobs:
        if job.state in OPEN:
            site.jobs.cancel(job.id)
    return [job.id for job in jobs]
