"""How far a job is stands in its row."""

from __future__ import annotations

from tests.support.club import Club, until


def test_progress_is_in_the_row(club: Club) -> None:
    with club.open() as jobs:
        job_id = jobs.analyze(club.run("sleep-60.mp4"))
        until(lambda: club.library.job(job_id).progress > 0)
        job = club.library.job(job_id)
        assert (job.progress, job.words) == (0.25, "looking at sleep-60.mp4")
