"""``make bench`` -> docs/performance.md: speed and memory as ratios measured in one run."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks import batch_page, capacity, library_page, speed
from benchmarks.clips import at_240_fps, back_and_forth, repeated
from benchmarks.kept import CACHE, KeptResults, program
from benchmarks.memory import Peak, peak_memory
from benchmarks.modes import CLIPS, can_measure_modes, measure_modes
from benchmarks.page import PAGE, Results, write_page
from benchmarks.rivals import RIVALS, VIDEO, SecondLooks, measure_second_looks, time_rival
from benchmarks.sections import take_section
from samples import generator
from validation.crops import find_guide
from validation.store import kept

T = TypeVar("T")

_LONG_SLOWER = 4  # 120 frames/s become 30


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: frames of two clips, repetitions, clips of the ways."""

    n_short: int
    n_frames: int | None
    memory_times: tuple[int, ...]
    long_times: int
    n_end_to_end: int
    way_clips: tuple[str, ...]


# 398 frames; 5 minutes at 30 frames/s are 9,000. On two quiet cores all takes about a quarter of an
# hour; 5 minutes of film tell a leak of memory as surely as twice as much.
FULL = Plan(269, None, (1, 3, 6), 23, 2, CLIPS)
QUICK = Plan(96, 48, (1, 2), 3, 1, CLIPS[:1])


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--monomech", type=Path, help="python of an environment with monomech")
    parser.add_argument("--quick", action="store_true", help="try every part; write no page")
    arguments = parser.parse_args()
    plan = QUICK if arguments.quick else FULL
    python = _existing(arguments.monomech)
    name = "quick.json" if arguments.quick else "results.json"
    done = KeptResults(CACHE / name, f"{program()} {plan} {python}")
    with tempfile.TemporaryDirectory() as folder:
        results = _measure(plan, Path(folder), python, done)
    # many clips and a large library take as long again, and have commands of their own
    page = PAGE.read_text(encoding="utf-8")
    others = (take_section(page, one.HEADING) for one in (batch_page, library_page, capacity))
    text = write_page(results, *others)
    if not arguments.quick:
        PAGE.write_text(text, encoding="utf-8")
    done.forget()
    print(text)


def _existing(python: Path | None) -> Path | None:
    return python if python is not None and python.exists() else None


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


def _measure(plan: Plan, folder: Path, monomech_python: Path | None, done: KeptResults) -> Results:
    _say("the clips")
    clip = back_and_forth(folder / "clip.mp4", plan.n_frames)
    # rendered in two minutes, and the same whenever it is
    short = kept(_clip_place(plan.n_short), lambda path: at_240_fps(path, plan.n_short))
    long = repeated(folder / "thrice.mp4", clip, 3)
    middle = _run(_MIDDLE, clip, _rival(VIDEO, clip, done), plan, done)
    runs = [
        _run(_SHORT, short, _rival(VIDEO, short, done), plan, done),
        middle,
        _run(_LONG, long, middle.mediapipe, plan, done),
    ]
    long_clip = repeated(folder / "long.mp4", clip, plan.long_times, _LONG_SLOWER)
    command = [sys.executable, "-m", "benchmarks.long_run", str(long_clip)]
    minutes = speed.count_frames(long_clip) / 30 / 60
    return Results(
        runs,
        [_rival(name, clip, done) for name in RIVALS if name != VIDEO],
        _once(
            done, "second looks", SecondLooks, lambda: measure_second_looks(clip, find_guide(clip))
        ),
        _others(clip, monomech_python, done),
        _once(done, "--help", float, speed.help_seconds),
        _once(
            done,
            "a check",
            speed.Check,
            lambda: speed.time_check(repeated(folder / "twice.mp4", clip, 2)),
        ),
        dict(_analysis_memory(clip, n, done) for n in plan.memory_times),
        speed.count_frames(long_clip),
        _once(
            done, f"{minutes:.0f} minutes without the network", Peak, lambda: peak_memory(command)
        ),
        measure_modes(plan.way_clips, done) if can_measure_modes() else [],
    )


def _once(done: KeptResults, what: str, kind: type[T], measure: Callable[[], T]) -> T:
    _say(what)
    return done.once(what, kind, measure)


def _clip_place(n_frames: int) -> Path:
    CACHE.mkdir(exist_ok=True)
    looks = b"".join(p.read_bytes() for p in sorted(Path(generator.__file__).parent.glob("*.py")))
    return CACHE / f"240-fps-{n_frames}-{hashlib.sha256(looks).hexdigest()[:12]}.mp4"


_SHORT = "the sample athlete, 1920 x 1080, rendered at 240 frames/s"
_MIDDLE = "the sample clip there and back, 1920 x 1080, 120 frames/s"
_LONG = "the same, three times"


def _rival(name: str, clip: Path, done: KeptResults) -> speed.Speed:
    what = f"{name}, {speed.count_frames(clip)} frames"
    return _once(done, what, speed.Speed, lambda: time_rival(name, clip, find_guide(clip)))


def _run(
    what: str, clip: Path, mediapipe: speed.Speed, plan: Plan, done: KeptResults
) -> speed.ClipRun:
    passage = _once(
        done,
        f"an analysis, watched from within: {what}",
        speed.Passage,
        lambda: speed.watch_analysis(clip),
    )
    runs = [
        _once(done, f"the command, {n}: {what}", speed.Speed, lambda: speed.end_to_end(clip))
        for n in range(1, plan.n_end_to_end + 1)
    ]
    whole = max(runs, key=lambda run: run.frames_per_s)
    return speed.ClipRun(what, mediapipe, passage, whole)


def _others(clip: Path, monomech_python: Path | None, done: KeptResults) -> list[speed.Speed]:
    others = [_once(done, "a plain loop", speed.Speed, lambda: speed.plain_loop(clip))]
    if monomech_python is not None:
        others.append(
            _once(done, "monomech", speed.Speed, lambda: speed.monomech(clip, monomech_python))
        )
    return others


def _analysis_memory(clip: Path, n_times: int, done: KeptResults) -> tuple[int, Peak]:
    longer = repeated(clip.with_name(f"{n_times}.mp4"), clip, n_times)
    n_frames, out = speed.count_frames(longer), str(clip.with_name(f"out-{n_times}"))
    command = [sys.executable, "-m", "aqvision", "analyze", str(longer), "--out", out]

    def measure() -> Peak:
        return peak_memory([*command, "--model", "full"])

    return n_frames, _once(done, f"memory of an analysis of {n_frames} frames", Peak, measure)


if __name__ == "__main__":
    main()
