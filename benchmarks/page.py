"""Everything measured -> docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.batch import Batch
from benchmarks.machine import describe_machine
from benchmarks.memory import Peak
from benchmarks.modes import WayResult
from benchmarks.speed import Check, Passage, Speed
from validation.angles import ANGLES
from validation.tables import met, section, table

_FINE_TARGET, _WHOLE_TARGET, _OTHERS_TARGET = 0.90, 0.75, 2.0
_MEMORY_TARGET_MIB, _GROWTH_TARGET = 1500, 1.1
_HELP_TARGET_S, _CHECK_TARGET_S = 0.6, 10.0
_DECODED_TARGET = 2
_BATCH_TARGET = 0.85
# less is lost in the noise of these clips
_HELPS_DEG = 0.2


@dataclass(frozen=True, slots=True)
class Results:
    """All that ``make bench`` measured.

    ``memory`` is by number of frames, with the network; ``long_memory`` of ``long_frames`` frames
    with a stand-in for it. ``ways`` is empty where the rendered clips are not there.
    ``batch_frames`` are those of each clip of the batch.
    """

    bare: Sequence[Speed]
    passage: Passage
    whole: Speed
    others: Sequence[Speed]
    help_s: float
    check: Check
    memory: dict[int, Peak]
    long_frames: int
    long_memory: Peak
    ways: Sequence[WayResult]
    batch_frames: int
    batch: Batch


def write_page(results: Results) -> str:
    """Write the whole page."""
    parts = (
        _INTRODUCTION,
        f"Machine: {describe_machine()}.",
        "## Claims",
        _claims(results),
        "## Speed",
        f"The clip: the sample athlete running there and back, {results.passage.n_frames} "
        "frames of 1920 x 1080 at 120 frames/s; heavy network everywhere.",
        _speeds(results),
        _stages(results.passage),
        "## Memory",
        _memory(results),
        "## Many clips",
        _batch(results),
        "## Ways to ask the network",
        _ways(results.ways),
    )
    return section(*parts) + "\n"


_INTRODUCTION = (
    "# Performance\n\nWritten by `make bench`; do not edit. Everything was measured in one run on "
    "one machine: ratios hold elsewhere, absolute figures do not."
)


def _fine_speed(passage: Passage) -> float:
    return (passage.n_frames - 1) / passage.seconds["fine pass"]


def _best(speeds: Sequence[Speed]) -> Speed:
    return max(speeds, key=lambda speed: speed.frames_per_s)


def _claims(results: Results) -> str:
    rows = [
        f"{what} | {ratio:.2f} | at least {least:g} | {met(ratio >= least)}"
        for what, ratio, least in _ratios(results)
    ]
    rows += [
        f"{what} | {value:.4g} | at most {most:g} | {met(value <= most)}"
        for what, value, most in _limits(results)
    ]
    return table("| claim | result | target | |", rows)


def _ratios(results: Results) -> Iterator[tuple[str, float, float]]:
    raw, whole = _best(results.bare).frames_per_s, results.whole.frames_per_s
    yield "fine pass against the bare network", _fine_speed(results.passage) / raw, _FINE_TARGET
    yield "end to end against the bare network", whole / raw, _WHOLE_TARGET
    for other in results.others:
        bodies = whole * results.passage.found_frac
        ratio = bodies / other.bodies_per_s if other.bodies_per_s else float("inf")
        yield f"end to end against {other.name}, frames with a body a second", ratio, _OTHERS_TARGET
    what = "a batch against `analyze` on a worker's part of the cores, times the workers"
    yield what, results.batch.against_share, _BATCH_TARGET


def _limits(results: Results) -> Iterator[tuple[str, float, float]]:
    yield "most often a frame is decoded", max(results.passage.decoded), _DECODED_TARGET
    shortest, longest = min(results.memory), max(results.memory)
    growth = results.memory[longest].all_mib / results.memory[shortest].all_mib
    yield f"memory at {longest} frames against {shortest}", growth, _GROWTH_TARGET
    most = max(peak.all_mib for peak in (*results.memory.values(), results.long_memory))
    yield "peak memory of all processes together, MiB", most, _MEMORY_TARGET_MIB
    yield "memory late in a batch against early", results.batch.growth, _GROWTH_TARGET
    yield "`aqvision --help`, s", results.help_s, _HELP_TARGET_S
    check = results.check
    yield f"`aqvision check` of {check.n_frames} frames, s", check.seconds, _CHECK_TARGET_S


def _speeds(results: Results) -> str:
    found = results.passage.found_frac
    fine = Speed("fine pass", _fine_speed(results.passage), "decoding and cutting included", found)
    whole = replace(results.whole, found_frac=found)
    rows = (
        f"{s.name} | {s.frames_per_s:.1f} | {s.found_frac:.0%} | {s.note}"
        for s in (*results.bare, fine, whole, *results.others)
    )
    parts = [table("| way | frames/s | body found in | what is measured |", rows), _FOUND]
    if not any(other.name.startswith("monomech") for other in results.others):
        parts.append("monomech was not compared: it could not be installed here.")
    return section(*parts)


_FOUND = (
    "On whole frames the network finds a small athlete seldom, and where it finds nobody it is "
    "done after the quick half of its work. So others are compared by frames with a body a second."
)


def _stages(passage: Passage) -> str:
    seconds = table("| stage | s |", (f"{what} | {s:.1f}" for what, s in passage.seconds.items()))
    decoded = ", ".join(
        f"{n} frames {_times(times)}" for times, n in sorted(passage.decoded.items())
    )
    return section(
        "Where an analysis spends its time, in a Python that has started already:",
        seconds,
        f"Decoded, counted in that run: {decoded}. Survey and fine pass decode each frame once; "
        "what the pictures of the report may show is kept as it passes, and only a moment that is "
        "not among it is decoded again, from the last frame that stands by itself.",
    )


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def _memory(results: Results) -> str:
    peaks = {f"`analyze`, full network, {n} frames": p for n, p in results.memory.items()}
    peaks[f"without the network, {results.long_frames} frames"] = results.long_memory
    rows = (f"{run} | {p.all_mib:.0f} | {p.largest_mib:.0f}" for run, p in peaks.items())
    minutes = results.long_frames / 30 / 60
    return section(
        table("| run | all processes, MiB | the largest, MiB |", rows),
        "Looked at ten times a second; what processes share counts once in the sum. "
        f"The last row is a clip of {minutes:.0f} minutes at 30 frames/s, 1920 x 1080. It covers "
        "reading, the survey's own work, tracks, crops and their passage to the workers; a "
        "stand-in answers for the network, whose memory does not depend on the clip, and metrics "
        "and report are not made.",
    )


def _batch(results: Results) -> str:
    batch = results.batch
    return (
        f"{batch.n_clips} clips of {results.batch_frames} frames, {batch.n_workers} at a time, "
        f"each in a process of its own: {batch.seconds:.0f} s in all, "
        f"{batch.seconds / batch.n_clips:.1f} s a clip. `aqvision analyze` takes "
        f"{batch.alone_s:.1f} s for one of them on all cores and {batch.share_s:.1f} s on the part "
        f"of them that one of {batch.n_workers} workers has, so the batch is "
        f"{batch.against_alone:.2f} times as quick as the command called for one clip after the "
        f"other. All processes together held {batch.early_mib:.0f} MiB at most in the first third "
        f"of the time and {batch.late_mib:.0f} MiB in the last."
    )


def _ways(ways: Sequence[WayResult]) -> str:
    if not ways:
        return "Not measured here: the rendered clips with their truth are not beside the checkout."
    rows = []
    for way in ways:
        errors = " | ".join(f"{off:.1f} / {about:.1f}" for off, about in way.errors_deg.values())
        rows.append(f"{way.way} | {way.frames_per_cpu_s:.1f} | {way.found_frac:.0%} | {errors}")
    head = f"| way | frames/s of one core | found | {' | '.join(ANGLES)} |"
    return section(_WAYS_INTRODUCTION, table(head, rows), _choice(ways))


_WAYS_INTRODUCTION = (
    "On rendered clips, sprints whose joints are known exactly, on the same crops of the same "
    "survey, heavy network, and after the same cleaning: the mean absolute error of the legs' "
    "angles in degrees, then that about the mean error of each clip, averaged over the clips. "
    "Frames a second are those of processor time, without decoding and cutting."
)


def _choice(ways: Sequence[WayResult]) -> str:
    """Say by the numbers what each way would win or lose against the product's."""
    lines = [f"- {way.way}: {_judge(way, ways[0])}" for way in ways[1:]]
    against = "Against the way of the product, over the four angles:"
    return section(against, "\n".join(lines), _CHOICE)


_CHOICE = (
    "The product asks in IMAGE mode for two people, with the picture turned so that the athlete "
    "runs to the left, which the network measures better. A way that costs more has to take "
    f"{_HELPS_DEG:g} degrees off the error about the bias. VIDEO mode with stretched time saves "
    "the detector on most frames, but only while one person is looked for: then somebody who "
    "crosses in front of the athlete is followed in the athlete's place, and a frame's result "
    "depends on the frames before it. That is not given up for the time it saves."
)


def _judge(way: WayResult, ours: WayResult) -> str:
    faster = way.frames_per_cpu_s / ours.frames_per_cpu_s - 1
    off, about = (_mean_error(way, i) - _mean_error(ours, i) for i in (0, 1))
    if about <= -_HELPS_DEG:
        verdict = "nearer to the truth"
    elif about >= _HELPS_DEG:
        verdict = "further from the truth"
    else:
        verdict = "as near to the truth"
    return (
        f"{faster:+.0%} speed, {off:+.2f} degrees of error, {about:+.2f} about the bias: {verdict}."
    )


def _mean_error(way: WayResult, which: int) -> float:
    return sum(pair[which] for pair in way.errors_deg.values()) / len(way.errors_deg)
