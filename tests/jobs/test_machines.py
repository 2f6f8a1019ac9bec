"""Several machines on one PostgreSQL: whoever is killed, stalls or is cut off, all is done once."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

from aqvision.batch.roster import read_roster
from aqvision.batch.run import BatchOutcome, Listener, run_batch
from aqvision.core.errors import LibraryError
from aqvision.jobs.queue import Jobs, open_jobs
from aqvision.library.backup import check_library
from aqvision.library.library import open_library
from aqvision.library.patience import patiently
from tests.support.club import PATIENCE_S, until
from tests.support.machines import Cluster, kill_family, tell_family
from tests.support.places import ObjectServer
from tests.support.postgres import PostgresServer
from tests.support.team_folder import small_video

N_CHAOS_JOBS, N_CHAOS_KILLS = 60, 30
SILENCE_S = 20.0


def made_once(cluster: Cluster, names: list[str]) -> None:
    """All clips are measured, each into one folder, and nothing lies about."""
    library = cluster.library
    assert {job.state for job in library.jobs()} == {"done"}
    made = Counter(line for line in cluster.told if line.startswith("made"))
    assert made == {f"made {name}": 1 for name in names}
    analyses = [library.analysis_of(run.id) for run in library.runs(cluster.session.id)]
    folders = {analysis.folder for analysis in analyses if analysis is not None}
    assert len(folders) == len(names)
    assert {path.name for path in library.home.results.iterdir()} == folders


def test_a_machine_that_is_gone_is_replaced_by_another(cluster: Cluster) -> None:
    names = [f"sleep-0.4-{n}.mp4" for n in range(6)]
    runs = [cluster.run(name) for name in names]
    with (
        open_jobs(cluster.library, 0) as jobs,
        cluster.worker("first") as first,
        cluster.worker("second", slots=2),
    ):
        assert jobs.n_workers == 3
        ids = jobs.analyze_all(runs, 1)
        until(lambda: bool(cluster.told))
        both = {one.id for one in cluster.library.executors()}
        kill_family(first)
        jobs.wait(ids, PATIENCE_S)
        until(lambda: len(cluster.library.executors()) == 1)
        assert {one.id for one in cluster.library.executors()} < both
        made_once(cluster, names)
        attempts = Counter(job.attempts for job in cluster.library.jobs())
        assert attempts[1] >= len(names) - 1


@pytest.mark.slow  # test_who_has_lost_a_job_writes_nothing_of_it shows it without processes
def test_a_worker_that_stalls_and_comes_back_overwrites_nothing(cluster: Cluster) -> None:
    library = cluster.library
    with open_jobs(library, 0) as jobs, cluster.worker("stalls") as stalled:
        (job_id,) = jobs.analyze_all([cluster.run("sleep-2.mp4")], 1)
        until(lambda: bool(cluster.told))
        tell_family(stalled, signal.SIGSTOP)
        with cluster.worker("goes-on") as other:
            (done,) = jobs.wait([job_id], PATIENCE_S)
            assert (done.state, done.attempts) == ("done", 2)
            analysis = library.analysis_of(str(done.run_id))
            before = {path.name for path in library.home.results.iterdir() if path.name[0] != "."}
            tell_family(stalled, signal.SIGCONT)
            until(lambda: len(library.executors()) == 2)  # it is known again
            other.terminate()
            assert other.wait(PATIENCE_S) == 0
        assert cluster.told.count("begun sleep-2.mp4") == 2
        (next_id,) = jobs.analyze_all([cluster.run("ok.mp4")], 1)  # and works on
        assert jobs.wait([next_id], PATIENCE_S)[0].state == "done"
        assert library.job(job_id) == done
        assert library.analysis_of(str(done.run_id)) == analysis
        results = {path.name for path in library.home.results.iterdir()}
        assert before < results
        assert len(results) == 2


def test_who_is_told_to_stop_gives_back_what_runs(cluster: Cluster) -> None:
    with open_jobs(cluster.library, 0) as jobs, cluster.worker("first") as first:
        (job_id,) = jobs.analyze_all([cluster.run("sleep-3.mp4")], 1)
        until(lambda: bool(cluster.told))
        first.terminate()
        assert first.wait(PATIENCE_S) == 0
        assert cluster.library.executors() == ()
        job = cluster.library.job(job_id)
        assert (job.state, job.attempts) == ("waiting", 0)
        with cluster.worker("second"):
            (done,) = jobs.wait([job_id], PATIENCE_S)
    assert (done.state, done.attempts) == ("done", 1)


def test_a_job_is_cancelled_on_whatever_machine_it_runs(cluster: Cluster) -> None:
    with open_jobs(cluster.library, 0) as jobs, cluster.worker("far") as far:
        (job_id,) = jobs.analyze_all([cluster.run("sleep-60.mp4")], 1)
        until(lambda: bool(cluster.told))
        assert jobs.cancel(job_id)
        started_s = time.monotonic()
        ids = jobs.analyze_all([cluster.run("ok.mp4")], 1)  # has no place before
        assert jobs.wait(ids, PATIENCE_S)[0].state == "done"
        assert time.monotonic() - started_s < 20  # not only when the other is through
        assert cluster.library.job(job_id).state == "cancelled"
        assert far.poll() is None


def test_a_server_that_is_away_for_a_while_is_waited_for(
    cluster: Cluster, postgres: PostgresServer
) -> None:
    names = [f"sleep-1-{n}.mp4" for n in range(4)]
    with open_jobs(cluster.library, 0) as jobs, cluster.worker("waits", 2) as worker:
        jobs.analyze_all([cluster.run(name) for name in names], 1)
        until(lambda: len(cluster.told) >= 2)
        postgres.stop(cut_off=True)
        time.sleep(2.5)
        postgres.start()
        found = patiently(cluster.library.jobs)
        jobs.wait([job.id for job in found], PATIENCE_S)
        assert worker.poll() is None
    made_once(cluster, names)
    assert {job.attempts for job in cluster.library.jobs()} == {1}


@pytest.mark.slow
def test_a_batch_goes_on_when_the_server_is_back(
    cluster: Cluster, postgres: PostgresServer, tmp_path: Path
) -> None:
    names = [f"sleep-1-{n}.mp4" for n in range(4)]
    for name in names:
        small_video(tmp_path / name, name.encode())
    rows = "\n".join(f"Ada,before,{name}" for name in names)
    (tmp_path / "team.csv").write_text(f"athlete,label,clip\n{rows}\n")
    told: list[BatchOutcome] = []
    listener = Listener(lambda *_: None, lambda _: None, told.append)
    roster = read_roster(tmp_path / "team.csv")
    with cluster.worker("measures", 2), ThreadPoolExecutor() as pool:
        batch = pool.submit(run_batch, roster, cluster.library, 0, listener)
        until(lambda: len(cluster.told) >= 2)
        postgres.stop(cut_off=True)
        time.sleep(2)
        postgres.start()
        batch.result(PATIENCE_S)
    ((ada,), waiting) = told[-1].ended, told[-1].waiting
    assert waiting == ()
    assert all(outcome.folder is not None for outcome in ada.clips)
    assert sum(line.startswith("made") for line in cluster.told) == len(names)


def test_two_homes_on_one_database_share_their_files_or_are_refused(
    cluster: Cluster, tmp_path: Path
) -> None:
    open_library(cluster.machine("shares"), cluster.url).close()
    with pytest.raises(LibraryError, match="the files of this database are not in") as caught:
        open_library(tmp_path / "alone", cluster.url)
    assert "AQVISION_HOME" in caught.value.hint


@pytest.mark.slow
def test_workers_killed_at_random_do_all_and_nothing_twice(cluster: Cluster) -> None:
    names = [f"sleep-0.3-{n}.mp4" for n in range(N_CHAOS_JOBS)]
    chance = random.Random(20)
    with open_jobs(cluster.library, 0) as jobs:
        ids = jobs.analyze_all([cluster.run(name) for name in names], 3)
        workers = {name: cluster.begin(name, 2) for name in ("first", "second")}
        try:
            for _ in range(N_CHAOS_KILLS):
                name = chance.choice(sorted(workers))
                time.sleep(chance.uniform(0.0, 1.0))
                workers[name].kill()
                workers[name].wait()
                workers[name] = cluster.begin(name, 2)
            jobs.wait(ids, 3 * PATIENCE_S)
        finally:
            for worker in workers.values():
                kill_family(worker)
    made_once(cluster, names)


def all_kept_once(cluster: Cluster, n_clips: int) -> None:
    """Every clip has its result in the store, sound, and there is nothing else."""
    library = cluster.library
    assert {job.state for job in library.jobs()} - {"set aside"} == {"done"}
    analyses = [library.analysis_of(run.id) for run in library.runs(cluster.session.id)]
    assert len({analysis.folder for analysis in analyses if analysis is not None}) == n_clips
    assert check_library(library) == []
    assert sum(1 for _ in library.home.kept.list_all()) == 2 * n_clips


def test_machines_that_share_a_store_do_each_others_work(far_cluster: Cluster) -> None:
    cluster = far_cluster
    names = [f"sleep-0.2-{n}.mp4" for n in range(4)]
    with open_jobs(cluster.library, 0) as jobs, cluster.worker("first"), cluster.worker("second"):
        ids = jobs.analyze_all([cluster.run(name) for name in names], 1)
        jobs.wait(ids, PATIENCE_S)
    all_kept_once(cluster, len(names))
    assert not list(cluster.library.home.files.rglob("*"))
    for name in ("first", "second"):
        assert list((cluster.folder / name / "cache" / "results").iterdir())
        assert not list((cluster.folder / name / "results").iterdir())


@pytest.mark.slow
def test_two_machines_do_twice_as_much_as_one(far_cluster: Cluster) -> None:
    """Homes, copies and locks of their own; two jobs of 4 s at a time on each."""
    cluster = far_cluster

    def jobs_per_s(jobs: Jobs, when: str) -> float:
        runs = [cluster.run(f"sleep-4-{when}-{n}.mp4") for n in range(8)]
        began_s = time.monotonic()
        done = jobs.wait(jobs.analyze_all(runs, 1), PATIENCE_S)
        assert {job.state for job in done} == {"done"}
        return len(runs) / (time.monotonic() - began_s)

    with open_jobs(cluster.library, 0) as jobs, cluster.worker("first", 2):
        alone = jobs_per_s(jobs, "alone")
        with cluster.worker("second", 2):
            both = jobs_per_s(jobs, "both")
    assert both > 1.7 * alone
    made = [line for line in cluster.told if line.startswith("made")]
    assert len(made) == len(set(made)) == 16


@pytest.mark.slow
def test_kills_a_restart_and_a_silent_store_lose_nothing(
    far_cluster: Cluster, postgres: PostgresServer, object_server: ObjectServer
) -> None:
    cluster, chance = far_cluster, random.Random(7)
    names = [f"sleep-0.3-{n}.mp4" for n in range(N_CHAOS_JOBS)]
    with open_jobs(cluster.library, 0) as jobs:
        ids = jobs.analyze_all([cluster.run(name) for name in names], 3)
        workers = {name: cluster.begin(name, 2) for name in ("first", "second")}
        try:
            for number in range(N_CHAOS_KILLS):
                name = chance.choice(sorted(workers))
                time.sleep(chance.uniform(0.0, 1.0))
                kill_family(workers[name])
                workers[name] = cluster.begin(name, 2)
                if number in (N_CHAOS_KILLS // 3, 2 * N_CHAOS_KILLS // 3):
                    postgres.stop(cut_off=True)
                    postgres.start()
                if number == N_CHAOS_KILLS // 2:
                    object_server.silence()
                    Timer(SILENCE_S, object_server.wake).start()
            patiently(lambda: jobs.wait(ids, 3 * PATIENCE_S))
            # who loses its power three times with one clip cannot tell that it is not the clip
            aside = [job for job in cluster.library.jobs() if job.state == "set aside"]
            assert all("the whole program ended" in str(job.error) for job in aside)
            assert len(aside) <= N_CHAOS_JOBS // 10
            again = [jobs.analyze(str(job.run_id)) for job in aside]
            assert {job.state for job in jobs.wait(again, PATIENCE_S)} <= {"done"}
        finally:
            for worker in workers.values():
                kill_family(worker)
    all_kept_once(cluster, len(names))
