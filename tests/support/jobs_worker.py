"""Does jobs until told to stop: ``python jobs_worker.py HOME DIARY BEAT_S DEAD_S [SLOTS]``."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

from aqvision.jobs.queue import open_jobs
from aqvision.jobs.takeover import Liveness
from aqvision.library.library import open_library
from tests.support.team_folder import fake_command


def main() -> None:
    home, diary, beat_s, dead_s = sys.argv[1:5]
    slots = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    liveness = Liveness(float(beat_s), float(dead_s))
    command = fake_command(Path(diary))
    with (
        open_library(Path(home), upgrade=False) as library,
        open_jobs(library, slots, command=command, liveness=liveness, upgrade=False),
    ):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        told.wait()


if __name__ == "__main__":
    main()
