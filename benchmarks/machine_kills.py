"""``python -m benchmarks.machine_kills`` -> rendered clips, measured by machines that keep dying.

Two workers with folders of their own share a PostgreSQL database and a store of objects. They are
killed at random, alone or with all that they started; the database is cut off and comes back, the
store is silent for a while. All clips must be measured, none twice, and each result must be the
same bytes as on one machine that was left alone. Ends with 1 where something is not.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import psutil

from aqvision.jobs.queue import BATCH_PRIORITY, Jobs, open_jobs
from aqvision.library.backup import check_library
from aqvision.library.files.opening import FILES_VARIABLE
from aqvision.library.glance import URL_VARIABLE
from aqvision.library.library import Library, open_library
from aqvision.library.patience import patiently
from aqvision.library.records import OPEN, Job, JobState
from benchmarks.batch_reports import differing, files_of
from benchmarks.kept import CACHE
from benchmarks.machine import describe_machine
from benchmarks.team_clips import TeamClip, render_team, team_of
from tests.support.places import ObjectServer, a_server
from tests.support.postgres import PostgresServer, running_postgres

Clips = Mapping[TeamClip, Path]
_MACHINES = ("first", "second")
# of the time on one machine: kills are spread over it, and the last ones still find work
_KILLED_FRAC = 0.8
_LOOK_EVERY_S = 5.0


@dataclass(slots=True)
class Machine:
    """A worker that is started again whenever it was killed."""

    home: Path
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        """Start it; it may be killed before it has begun."""
        self.home.mkdir(exist_ok=True)
        program = [sys.executable, "-m", "aqvision", "worker", "--jobs", "1"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                program, env={**os.environ, "AQVISION_HOME": str(self.home)}, stdout=log, stderr=log
            )

    def refuse_dead(self) -> None:
        """Raise what the worker said if it ended by itself."""
        if self.process is not None and self.process.poll() is not None:
            raise RuntimeError(self.log.read_text(errors="replace")[-4000:])

    def kill(self, *, whole: bool) -> None:
        """Kill the worker, and, where ``whole``, what it started: as a machine without power."""
        if self.process is None:
            return
        family = [psutil.Process(self.process.pid)]
        with suppress(psutil.NoSuchProcess):
            family += family[0].children(recursive=True) if whole else []
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubles:
    """How often workers are killed and the database is cut off; how long the store is silent."""

    n_kills: int
    n_restarts: int
    silent_s: float

    def make(
        self,
        machines: list[Machine],
        database: PostgresServer,
        store: ObjectServer,
        within_s: float,
    ) -> None:
        """Make all of them, spread over so many seconds at random, the same in every trial."""
        chance = random.Random(20)
        restarts = [(n + 1) * self.n_kills // (self.n_restarts + 1) for n in range(self.n_restarts)]
        with ThreadPoolExecutor() as pool:
            for number in range(self.n_kills):
                time.sleep(chance.uniform(0.0, 2 * within_s / self.n_kills))
                machine = chance.choice(machines)
                machine.refuse_dead()
                machine.kill(whole=number % 2 == 0)
                machine.start()
                if number == self.n_kills // 2:
                    store.silence()
                    pool.submit(_wake_later, store, self.silent_s)
                for _ in range(restarts.count(number)):
                    database.restart(cut_off=True)


def _wake_later(store: ObjectServer, after_s: float) -> None:
    time.sleep(after_s)
    store.wake()


def main() -> None:
    """Measure on one machine, then on two that keep dying, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=60)
    parser.add_argument("--athletes", type=int, default=12)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--restarts", type=int, default=2, help="of the database")
    parser.add_argument("--silence", type=float, default=20.0, help="of the store, in seconds")
    asked = parser.parse_args()
    print(describe_machine())
    clips = render_team(team_of(asked.clips, asked.athletes), CACHE)
    troubles = Troubles(n_kills=asked.kills, n_restarts=asked.restarts, silent_s=asked.silence)
    with tempfile.TemporaryDirectory() as folder:
        started_s = time.monotonic()
        quiet = _on_one_machine(Path(folder) / "quiet", clips)
        quiet_s = time.monotonic() - started_s
        print(f"{len(clips)} clips on one machine: {quiet_s:.0f} s", flush=True)
        faults = _among_troubles(Path(folder), clips, troubles, quiet, quiet_s)
    print("\n".join(faults) or "all done, none twice, the same bytes as on one machine")
    sys.exit(bool(faults))


def _on_one_machine(home: Path, clips: Clips) -> dict[str, str]:
    home.mkdir()
    with open_library(home) as library, open_jobs(library) as jobs:
        jobs.wait(_asked(jobs, clips))
        return _results(library)


def _among_troubles(
    folder: Path, clips: Clips, troubles: Troubles, quiet: Mapping[str, str], quiet_s: float
) -> list[str]:
    """Measure the clips anew while machines die; gives what is wrong at the end."""
    place = folder / "store"
    place.mkdir()
    (folder / "home").mkdir()
    with running_postgres() as database, a_server(place) as store:
        url = database.create("club")
        os.environ.update(store.environment)
        os.environ.update({URL_VARIABLE: url, FILES_VARIABLE: "s3://club/kills"})
        machines = [Machine(folder / name, folder / f"{name}.log") for name in _MACHINES]
        with open_library(folder / "home", url) as library, open_jobs(library, 0) as jobs:
            ids = _asked(jobs, clips)
            started_s = time.monotonic()
            try:
                for machine in machines:
                    machine.start()
                troubles.make(machines, database, store, _KILLED_FRAC * quiet_s)
                n_again = _wait_for_all(jobs, ids, machines)
                print(
                    f"{troubles.n_kills} kills, {troubles.n_restarts} restarts, "
                    f"{troubles.silent_s:.0f} s without the store: "
                    f"{time.monotonic() - started_s:.0f} s, {n_again} asked for again"
                )
                return _faults(library, len(clips), quiet)
            finally:
                for machine in machines:
                    machine.kill(whole=True)


def _asked(jobs: Jobs, clips: Clips) -> list[str]:
    library, runs = jobs.library, []
    sessions: dict[tuple[int, str], str] = {}
    athletes: dict[int, str] = {}
    for clip, path in clips.items():
        if clip.athlete not in athletes:
            athletes[clip.athlete] = library.add_athlete(f"Athlete {clip.athlete}").id
        day = clip.athlete, clip.label
        if day not in sessions:
            sessions[day] = library.add_session(athletes[clip.athlete], clip.label).id
        runs.append(library.add_run(sessions[day], path, name=clip.name).id)
    return jobs.analyze_all(runs, BATCH_PRIORITY)


def _wait_for_all(jobs: Jobs, ids: Sequence[str], machines: Sequence[Machine]) -> int:
    """Wait, and ask again for what was set aside; gives how much that was.

    Who loses its power three times with one clip cannot tell that it is not the clip.
    """
    ended = _awaited(jobs, ids, machines)
    again = [str(job.run_id) for job in ended if job.state is JobState.SET_ASIDE]
    _awaited(jobs, patiently(lambda: jobs.analyze_all(again, BATCH_PRIORITY)), machines)
    return len(again)


def _awaited(jobs: Jobs, ids: Sequence[str], machines: Sequence[Machine]) -> tuple[Job, ...]:
    while True:
        found = patiently(lambda: jobs.wait(ids, _LOOK_EVERY_S))
        if not any(job.state in OPEN for job in found):
            return found
        for machine in machines:
            machine.refuse_dead()


def _faults(library: Library, n_clips: int, quiet: Mapping[str, str]) -> list[str]:
    states = {job.state for job in library.jobs()} - {JobState.DONE, JobState.SET_ASIDE}
    faults = [f"a job ended as {state}" for state in sorted(states)]
    faults += [str(fault) for fault in check_library(library)]
    n_kept = sum(1 for _ in library.home.kept.list_all())
    if n_kept != 2 * n_clips:
        faults.append(f"{n_kept} clips and results in the store, and not {2 * n_clips}")
    return faults + [f"{name} differs" for name in differing(quiet, _results(library))]


def _results(library: Library) -> dict[str, str]:
    """Give a checksum of each file of each result, by the name of its clip."""
    found: dict[str, str] = {}
    everybody = [library.runs_of_athlete(athlete.id) for athlete in library.athletes()]
    for run in chain.from_iterable(everybody):
        analysis = library.analysis_of(run.id)
        if analysis is not None:
            files = files_of(library.result_folder(analysis))
            found |= {f"{run.name}/{name}": checksum for name, checksum in files.items()}
    return found


if __name__ == "__main__":
    main()
