"""Pictures -> people, in other processes: the same as in this one, with what is needed only."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
import pytest

from aqvision.core.assets import find_model
from aqvision.core.settings import PoseSettings
from aqvision.pose.detect.boxes import Box, Cutting, cutting
from aqvision.pose.detect.estimator import Landmarks, Wanted
from aqvision.pose.detect.landmarker import PoseLandmarker
from aqvision.pose.detect.reading import BodyReader
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.network.runtimes import open_runtime

if TYPE_CHECKING:
    from tests.conftest import SampleMoment

pytestmark = pytest.mark.model


def around(moment: SampleMoment) -> Cutting:
    x, y = moment.xy_px.mean(axis=0)
    return cutting(moment.rgb, Box.square(float(x), float(y), 440))


def wanted(crop: Cutting, **changed: Any) -> Wanted:
    middle = (crop.corner[0] + crop.side / 2, crop.corner[1] + crop.side / 2)
    usual = Wanted(region=Box.square(*middle, 330), alone=True, undisturbed=True)
    return replace(usual, **changed)


def apart_px(one: Landmarks, other: Landmarks) -> float:
    return float(np.median(np.linalg.norm(one.xy_px - other.xy_px, axis=1)))


def test_workers_find_what_a_landmarker_here_finds(
    sample_moments: tuple[SampleMoment, ...],
) -> None:
    part = around(sample_moments[10])
    with PoseLandmarker(find_model("full"), max_people=4, min_confidence=0.4) as landmarker:
        (here,) = landmarker.find_people(part.square())
    with pose_workers(PoseSettings(), None, n_workers=1) as workers:
        (found,) = workers.find_people(part).result()
        (followed,) = workers.find_people(part, wanted(part).region).result()
        (elsewhere,) = workers.find_people(part, Box(5.0, 5.0, 60.0, 60.0)).result()
    assert np.array_equal(found.xy_px, here.xy_px + part.corner)
    assert apart_px(followed, found) < 5.0
    assert np.array_equal(elsewhere.xy_px, found.xy_px)


def test_an_athlete_is_read_where_expected_and_found_where_not(
    sample_moments: tuple[SampleMoment, ...],
) -> None:
    part = around(sample_moments[10])
    reader = BodyReader(open_runtime("openvino", find_model("full")))
    here = reader.read(part, wanted(part).region, mirrored=False).landmarks
    beside = Box.square(part.corner[0] + 60.0, part.corner[1] + 60.0, 330)
    never = replace(PoseSettings(), second_look_doubt=1.1)
    with pose_workers(never, "full", n_workers=1) as workers:
        (read,) = workers.measure_people(part, wanted(part)).result()
        (lost,) = workers.measure_people(part, wanted(part, region=beside)).result()
        (disturbed,) = workers.measure_people(part, wanted(part, undisturbed=False)).result()
        (coloured,) = workers.measure_people(part, wanted(part, alone=False)).result()
        assert workers.runtime == "openvino"
    assert np.array_equal(read.landmarks.xy_px, here.xy_px)
    for person in (lost, disturbed):
        assert apart_px(person.landmarks, here) < 5.0
        assert person.landmarks.evidence is not None
    assert np.array_equal(lost.landmarks.xy_px, disturbed.landmarks.xy_px)
    assert read.colours is None
    assert coloured.colours is not None


def test_every_frame_is_looked_at_again_where_asked(
    sample_moments: tuple[SampleMoment, ...],
) -> None:
    part = around(sample_moments[10])
    best = replace(PoseSettings(), second_look_doubt=0.0)
    with pose_workers(best, "full", n_workers=1) as workers:
        (seen,) = workers.measure_people(part, wanted(part)).result()
    evidence = seen.landmarks.evidence
    assert evidence is not None
    assert np.isfinite(evidence.other_px[1:]).all()
    looks = evidence.other_px[1:] - seen.landmarks.xy_px
    assert np.median(np.linalg.norm(looks, axis=-1)) < 6.0


def test_nobody_is_found_where_nobody_is(sample_moments: tuple[SampleMoment, ...]) -> None:
    empty = cutting(sample_moments[0].rgb, Box.square(1500.0, 300.0, 300.0))
    with pose_workers(PoseSettings(), "full", n_workers=1) as workers:
        assert workers.measure_people(empty, wanted(empty)).result() == []


def test_nobody_is_found_beyond_the_picture(sample_moments: tuple[SampleMoment, ...]) -> None:
    """Who is followed runs out of it, and the path goes on."""
    height, width = sample_moments[0].rgb.shape[:2]
    for x, y in ((width + 300.0, 300.0), (300.0, -300.0), (-300.0, height + 300.0)):
        beyond = Box.square(x, y, 200.0)
        part = cutting(sample_moments[0].rgb, Box.square(x, y, 300.0))
        with pose_workers(PoseSettings(), "full", n_workers=1) as workers:
            assert workers.find_people(part, beyond).result() == []
            assert workers.measure_people(part, wanted(part)).result() == []


def test_who_runs_to_the_right_is_measured_as_in_the_mirror(
    sample_moments: tuple[SampleMoment, ...],
) -> None:
    part = around(sample_moments[10])
    part = replace(part, corner=(0, 0))
    turned = Cutting(np.ascontiguousarray(part.inside[:, ::-1]), part.side, (0, 0), (0, 0))
    with pose_workers(PoseSettings(), "full", n_workers=1) as workers:
        right = wanted(part, faces_right=True)
        (seen,) = workers.measure_people(part, right).result()
        (mirror,) = workers.measure_people(turned, wanted(turned)).result()
    expected = mirror.landmarks.mirrored(part.side)
    assert np.abs(seen.landmarks.xy_px - expected.xy_px).max() < 0.1
    assert np.abs(seen.landmarks.visibility - expected.visibility).max() < 1e-3


def test_workers_of_a_survey_do_not_measure() -> None:
    part = Cutting(np.zeros((8, 8, 3), np.uint8), 8, (0, 0), (0, 0))
    with (
        pytest.raises(RuntimeError, match="survey only"),
        pose_workers(PoseSettings(), None, n_workers=1) as workers,
    ):
        workers.measure_people(part, wanted(part))


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
