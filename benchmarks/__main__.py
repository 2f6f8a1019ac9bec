"""``make bench`` -> docs/performance.md: speed and memory as ratios measured in one run."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.jobs.queue import default_workers
from aqvision.pose.track.identity import Guide
from benchmarks import speed
from benchmarks.batch import measure_batch
from benchmarks.clips import at_240_fps, back_and_forth, repeated
from benchmarks.memory import Peak, peak_memory
from benchmarks.modes import CLIPS, can_measure_modes, measure_modes
from benchmarks.page import Results, write_page
from benchmarks.rivals import RIVALS, VIDEO, measure_second_looks, time_rival
from validation.crops import find_guide

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_LONG_SLOWER = 4  # 120 frames/s become 30


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: frames of two clips, repetitions, clips of the ways, a batch."""

    n_short: int
    n_frames: int | None
    memory_times: tuple[int, ...]
    long_times: int
    n_end_to_end: int
    way_clips: tuple[str, ...]
    batch_frames: int
    n_batch: int


# 398 frames; 10 minutes at 30 frames/s are 18,000
FULL = Plan(269, None, (1, 3, 9), 46, 2, CLIPS, 120, 60)
QUICK = Plan(96, 48, (1, 2), 3, 1, CLIPS[:1], 48, 3)


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--monomech", type=Path, help="python of an environment with monomech")
    parser.add_argument("--quick", action="store_true", help="try every part; write no page")
    arguments = parser.parse_args()
    plan = QUICK if arguments.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        text = write_page(_measure(plan, Path(folder), _existing(arguments.monomech)))
    if not arguments.quick:
        PAGE.write_text(text, encoding="utf-8")
    print(text)


def _existing(python: Path | None) -> Path | None:
    return python if python is not None and python.exists() else None


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


def _measure(plan: Plan, folder: Path, monomech_python: Path | None) -> Results:
    _say("the clips")
    clip = back_and_forth(folder / "clip.mp4", plan.n_frames)
    short = at_240_fps(folder / "short.mp4", plan.n_short)
    guide = find_guide(clip)
    rivals = [_rival(name, clip, guide) for name in RIVALS if name != VIDEO]
    middle = _run(_MIDDLE, clip, _rival(VIDEO, clip, guide), plan)
    long = _run(_LONG, repeated(folder / "thrice.mp4", clip, 3), middle.mediapipe, plan)
    runs = [_run(_SHORT, short, _rival(VIDEO, short, find_guide(short)), plan), middle, long]
    _say("second looks")
    second_looks = measure_second_looks(clip, guide)
    others = _others(clip, monomech_python)
    memory = {
        speed.count_frames(path): _analysis_memory(path, folder) for path in _longer(plan, clip)
    }
    _say("a check")
    check = speed.time_check(repeated(folder / "twice.mp4", clip, 2))
    _say("ten minutes without the network")
    long_clip = repeated(folder / "long.mp4", clip, plan.long_times, _LONG_SLOWER)
    long_memory = peak_memory([sys.executable, "-m", "benchmarks.long_run", str(long_clip)])
    _say(f"a batch of {plan.n_batch} clips")
    of_batch = back_and_forth(folder / "of-batch.mp4", plan.batch_frames)
    batch = measure_batch(of_batch, folder, plan.n_batch, default_workers())
    ways = measure_modes(plan.way_clips) if can_measure_modes() else []
    return Results(
        runs,
        rivals,
        second_looks,
        others,
        speed.help_seconds(),
        check,
        memory,
        speed.count_frames(long_clip),
        long_memory,
        ways,
        plan.batch_frames,
        batch,
    )


_SHORT = "the sample athlete, 1920 x 1080, rendered at 240 frames/s"
_MIDDLE = "the sample clip there and back, 1920 x 1080, 120 frames/s"
_LONG = "the same, three times"


def _rival(name: str, clip: Path, guide: Guide) -> speed.Speed:
    _say(name)
    return time_rival(name, clip, guide)


def _run(what: str, clip: Path, mediapipe: speed.Speed, plan: Plan) -> speed.ClipRun:
    _say(f"an analysis, watched from within, and the command: {what}")
    passage = speed.watch_analysis(clip)
    runs = [speed.end_to_end(clip) for _ in range(plan.n_end_to_end)]
    whole = max(runs, key=lambda run: run.frames_per_s)
    return speed.ClipRun(what, mediapipe, passage, whole)


def _others(clip: Path, monomech_python: Path | None) -> list[speed.Speed]:
    _say("a plain loop")
    others = [speed.plain_loop(clip)]
    if monomech_python is not None:
        _say("monomech")
        others.append(speed.monomech(clip, monomech_python))
    return others


def _longer(plan: Plan, clip: Path) -> Sequence[Path]:
    return [repeated(clip.with_name(f"{n}.mp4"), clip, n) for n in plan.memory_times]


def _analysis_memory(clip: Path, folder: Path) -> Peak:
    _say(f"memory of an analysis of {speed.count_frames(clip)} frames")
    out = str(folder / f"out-{clip.stem}")
    command = [sys.executable, "-m", "aqvision", "analyze", str(clip), "--out", out]
    return peak_memory([*command, "--model", "full"])


if __name__ == "__main__":
    main()
