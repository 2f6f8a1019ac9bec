"""Pictures -> people, in other processes: the same as in this one, with what is needed only."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest

from aqvision.core.assets import find_model
from aqvision.core.settings import PoseSettings
from aqvision.pose.detect.boxes import Box, Cutting, cutting
from aqvision.pose.detect.landmarker import PoseLandmarker
from aqvision.pose.detect.workers import pose_workers

if TYPE_CHECKING:
    from tests.conftest import SampleMoment

pytestmark = pytest.mark.model


def around(moment: SampleMoment) -> Cutting:
    x, y = moment.xy_px.mean(axis=0)
    return cutting(moment.rgb, Box.square(float(x), float(y), 360))


def test_workers_find_what_a_landmarker_here_finds(
    sample_moments: tuple[SampleMoment, ...],
) -> None:
    part = around(sample_moments[10])
    with PoseLandmarker(find_model("full"), max_people=2, min_confidence=0.4) as landmarker:
        (here,) = landmarker.find_people(part.square())
    with pose_workers(PoseSettings(), "full", n_workers=1) as workers:
        (seen,) = workers.measure_people(part, alone=False).result()
        (alone,) = workers.measure_people(part, alone=True).result()
        (found,) = workers.find_people(part).result()
    assert np.array_equal(seen.landmarks.xy_px, here.xy_px + part.corner)
    assert np.array_equal(found.xy_px, seen.landmarks.xy_px)
    assert np.array_equal(alone.landmarks.xy_px, seen.landmarks.xy_px)
    assert seen.colours is not None
    assert alone.colours is None


def test_who_runs_to_the_right_is_measured_as_in_the_mirror(
    sample_moments: tuple[SampleMoment, ...],
) -> None:
    part = around(sample_moments[10])
    turned = Cutting(np.ascontiguousarray(part.inside[:, ::-1]), part.side, (0, 0), (0, 0))
    with pose_workers(PoseSettings(), "full", n_workers=1) as workers:
        (seen,) = workers.measure_people(part, alone=False, faces_right=True).result()
        (mirror,) = workers.measure_people(turned, alone=False).result()
    expected = mirror.landmarks.mirrored(part.side)
    assert np.array_equal(seen.landmarks.xy_px, expected.xy_px + part.corner)
    assert np.array_equal(seen.landmarks.visibility, expected.visibility)


def test_workers_of_a_survey_do_not_measure() -> None:
    part = Cutting(np.zeros((8, 8, 3), np.uint8), 8, (0, 0), (0, 0))
    with (
        pytest.raises(RuntimeError, match="survey only"),
        pose_workers(PoseSettings(), None, n_workers=1) as workers,
    ):
        workers.measure_people(part, alone=True)


def test_workers_end_with_a_program_that_is_killed(tmp_path: Path) -> None:
    """Killed by the system, a program cannot end its workers; they would wait for ever."""
    program = (
        "import os, signal\n"
        "from aqvision.pose.detect.workers import pose_workers\n"
        "from aqvision.core.settings import PoseSettings\n"
        "if __name__ == '__main__':\n"
        "    with pose_workers(PoseSettings(), None, n_workers=2) as workers:\n"
        "        pids = {f.result() for f in [workers.pool.submit(os.getpid) for _ in range(9)]}\n"
        "        print(*pids, flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    told = tmp_path / "told"
    with told.open("w") as out:  # no pipe, which a worker that lives would keep open
        run = subprocess.run([sys.executable, "-c", program], stdout=out, check=False)
    assert run.returncode == -signal.SIGKILL
    pids = [int(pid) for pid in told.read_text().split()]
    workers = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    _, living = psutil.wait_procs(workers, timeout=20)
    for worker in living:
        worker.kill()
    assert pids
    assert living == []
