"""Everything measured -> docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.machine import describe_machine
from benchmarks.memory import Peak
from benchmarks.modes import WayResult
from benchmarks.rivals import SecondLooks
from benchmarks.speed import Check, ClipRun, Speed
from validation.angles import ANGLES
from validation.tables import met, section, table

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_FINE_TARGET, _OTHERS_TARGET, _ONCE_TARGET_S = 1.35, 2.5, 2.0
# End to end: of the short clip, the middle one and the long one.
_WHOLE_TARGETS = (0.8, 1.0, 1.2)
_MEMORY_TARGET_MIB, _GROWTH_TARGET = 1500, 1.1
_HELP_TARGET_S, _CHECK_TARGET_S = 0.6, 5.0
_DECODED_TARGET = 2
# less is lost in the noise of these clips
_HELPS_DEG = 0.2


@dataclass(frozen=True, slots=True)
class Results:
    """All that ``make bench`` measured.

    ``clips`` are a short one, a middle one, on which all else is measured, and a long one;
    ``rivals`` what else was given the crops of the middle one. ``memory`` is by number of frames,
    with the network; ``long_memory`` of ``long_frames`` frames with a stand-in for it. ``ways`` is
    empty where the rendered clips are not there.
    """

    clips: Sequence[ClipRun]
    rivals: Sequence[Speed]
    second_looks: SecondLooks
    others: Sequence[Speed]
    help_s: float
    check: Check
    memory: dict[int, Peak]
    long_frames: int
    long_memory: Peak
    ways: Sequence[WayResult]

    @property
    def middle(self) -> ClipRun:
        """The clip on which most is measured."""
        return self.clips[1]


def write_page(results: Results, many_clips: str, *others: str) -> str:
    """Write the whole page around the sections that commands of their own write."""
    parts = (
        _INTRODUCTION,
        f"Machine: {describe_machine()}.",
        "## Claims",
        _claims(results),
        "## Speed",
        _clips(results.clips),
        _speeds(results),
        _stages(results),
        "## Memory",
        _memory(results),
        many_clips,
        *filter(None, others),
        "## Ways to ask the network",
        _ways(results.ways),
    )
    return section(*parts) + "\n"


_INTRODUCTION = (
    "# Performance\n\nWritten by `make bench`; do not edit. Everything but the sections on many "
    "clips, on a large library and on what a clip costs was measured in one run on one machine: "
    "ratios hold elsewhere, absolute figures do not."
)


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
    middle = results.middle
    ratio = middle.passage.fine_per_s / middle.mediapipe.frames_per_s
    yield "fine pass against MediaPipe's VIDEO mode on the same crops", ratio, _FINE_TARGET
    for run, target in zip(results.clips, _WHOLE_TARGETS, strict=True):
        ratio = run.whole.frames_per_s / run.mediapipe.frames_per_s
        yield f"end to end against that, clip of {run.n_frames} frames", ratio, target
    for other in results.others:
        bodies = middle.whole.frames_per_s * middle.passage.found_frac
        ratio = bodies / other.bodies_per_s if other.bodies_per_s else float("inf")
        yield f"end to end against {other.name}, frames with a body a second", ratio, _OTHERS_TARGET


def _limits(results: Results) -> Iterator[tuple[str, float, float]]:
    for run in results.clips[:2]:
        yield f"paid once a clip, {run.n_frames} frames, s", run.once_s, _ONCE_TARGET_S
    most_often = max(max(run.passage.decoded) for run in results.clips)
    yield "most often a frame is decoded", most_often, _DECODED_TARGET
    shortest, longest = min(results.memory), max(results.memory)
    growth = results.memory[longest].all_mib / results.memory[shortest].all_mib
    yield f"memory at {longest} frames against {shortest}", growth, _GROWTH_TARGET
    most = max(peak.all_mib for peak in (*results.memory.values(), results.long_memory))
    yield "peak memory of all processes together, MiB", most, _MEMORY_TARGET_MIB
    yield "`aqvision --help`, s", results.help_s, _HELP_TARGET_S
    check = results.check
    yield f"`aqvision check` of {check.n_frames} frames, s", check.seconds, _CHECK_TARGET_S


def _clips(clips: Sequence[ClipRun]) -> str:
    rows = (
        f"{run.what} | {run.n_frames} | {run.mediapipe.frames_per_s:.1f} | "
        f"{run.passage.fine_per_s:.1f} | {run.whole.frames_per_s:.1f} | {run.once_s:.1f}"
        for run in clips
    )
    head = "| clip | frames | MediaPipe, VIDEO mode | fine pass | end to end | paid once, s |"
    return section(
        "Frames a second; heavy network everywhere. MediaPipe's task follows one person in VIDEO "
        "mode on the fine pass's own crops, which it has in memory, a process a core, each on a "
        "part of the clip; the long clip is the middle one again and again, and so is its rate. "
        "Paid once is what the command takes beside the fine pass: Python, workers, survey, "
        "metrics, report.",
        table(head, rows),
    )


def _speeds(results: Results) -> str:
    middle = results.middle
    found = middle.passage.found_frac
    fine = Speed("fine pass", middle.passage.fine_per_s, "decoding and cutting included", found)
    whole = replace(middle.whole, found_frac=found)
    rows = (
        f"{s.name} | {s.frames_per_s:.1f} | {s.found_frac:.0%} | {s.note}"
        for s in (middle.mediapipe, *results.rivals, fine, whole, *results.others)
    )
    head = f"All on the clip of {middle.n_frames} frames:"
    ways = table("| way | frames/s | body found in | what is measured |", rows)
    parts = [head, ways, _FOUND]
    if not any(other.name.startswith("monomech") for other in results.others):
        parts.append("monomech was not compared: it could not be installed here.")
    return section(*parts)


_FOUND = (
    "On whole frames the network finds a small athlete seldom, and where it finds nobody it is "
    "done after the quick half of its work. So others are compared by frames with a body a second."
)


def _stages(results: Results) -> str:
    passage, again = results.middle.passage, results.second_looks
    seconds = table("| stage | s |", (f"{what} | {s:.1f}" for what, s in passage.seconds.items()))
    decoded = ", ".join(
        f"{n} frames {_times(times)}" for times, n in sorted(passage.decoded.items())
    )
    return section(
        "Where an analysis spends its time, in a Python that has started already:",
        seconds,
        f"The network is shown two more regions in {again.of_frames:.0%} of the frames, which "
        f"takes {again.of_time:.0%} of the processor time of reading.",
        f"Decoded, counted in that run: {decoded}. Survey and fine pass decode each frame once; "
        "what the pictures of the report may show is kept in a file as it passes, and only what "
        "has no room in it is decoded again, from the last frame that stands by itself. To pack it "
        "into memory without loss was tried: it takes about as long as to decode it again.",
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


def _ways(ways: Sequence[WayResult]) -> str:
    if not ways:
        return "Not measured here: the rendered clips with their truth are not beside the checkout."
    rows = []
    for way in ways:
        errors = [f"{off:.1f} / {about:.1f}" for off, about in way.errors_deg.values()]
        errors += [f"{way.raw[f'{leg} toe']:.1f} ({way.raw[f'{leg} noise']:.1f})" for leg in _LEGS]
        cells = (way.way, f"{way.frames_per_cpu_s:.1f}", f"{way.found_frac:.0%}", *errors)
        rows.append(" | ".join(cells))
    toes = " | ".join(f"{leg} toe" for leg in _LEGS)
    head = f"| way | frames/s of one core | found | {' | '.join(ANGLES)} | {toes} |"
    return section(_WAYS_INTRODUCTION, table(head, rows), _choice(ways))


_LEGS = ("near", "far")
_WAYS_INTRODUCTION = (
    "On rendered clips, sprints whose joints are known exactly, on the same crops of the same "
    "survey, heavy network, and after the same cleaning: the mean absolute error of the legs' "
    "angles in degrees, then that about the mean error of each clip, averaged over the clips. "
    "The toe is told before any cleaning, left and right set by the truth: its error about the "
    "median, and in brackets its noise, both in thousandths of the body's height. Frames a second "
    "are those of processor time, without decoding and cutting."
)


def _choice(ways: Sequence[WayResult]) -> str:
    """Say by the numbers what each way would win or lose against the product's."""
    ours, *others = ways
    lines = [f"- {way.way}: {_judge(way, ours)}" for way in others]
    better = [
        way.way
        for way in others
        if _verdict(way, ours) == _NEARER and way.frames_per_cpu_s >= ours.frames_per_cpu_s
    ]
    return section(
        "Against the product, over the four angles after cleaning; less than "
        f"{_HELPS_DEG:g} degrees about the bias is lost in the noise of these clips:",
        "\n".join(lines),
        f"Nearer to the truth at no less speed: {'; '.join(better) or 'none'}.",
    )


_NEARER = "nearer to the truth"


def _judge(way: WayResult, ours: WayResult) -> str:
    faster = way.frames_per_cpu_s / ours.frames_per_cpu_s - 1
    off, about = (_mean_error(way, i) - _mean_error(ours, i) for i in (0, 1))
    return (
        f"{faster:+.0%} speed, {off:+.2f} degrees of error, {about:+.2f} about the bias: "
        f"{_verdict(way, ours)}."
    )


def _verdict(way: WayResult, ours: WayResult) -> str:
    about = _mean_error(way, 1) - _mean_error(ours, 1)
    if about <= -_HELPS_DEG:
        return _NEARER
    return "further from the truth" if about >= _HELPS_DEG else "as near to the truth"


def _mean_error(way: WayResult, which: int) -> float:
    return sum(pair[which] for pair in way.errors_deg.values()) / len(way.errors_deg)
