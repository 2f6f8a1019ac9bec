"""``make bench`` -> docs/performance.md: speed and memory as ratios measured in one run."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.clips import back_and_forth
from benchmarks.machine import describe_machine
from benchmarks.pose_speed import (
    Speed,
    help_seconds,
    measure_speeds,
    peak_memory_mib,
)

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_FINE_TARGET, _WHOLE_TARGET, _OTHERS_TARGET = 0.90, 0.75, 2.0
_MEMORY_TARGET_MIB, _HELP_TARGET_S = 1500, 0.6


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--monomech", type=Path, help="python of an environment with monomech")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = back_and_forth(Path(folder) / "clip.mp4", 2)
        longer = back_and_forth(Path(folder) / "longer.mp4", 6)
        speeds = measure_speeds(clip, arguments.monomech)
        memory = [peak_memory_mib(path) for path in (clip, longer)]
    text = _page(speeds, memory, help_seconds())
    PAGE.write_text(text, encoding="utf-8")
    print(text)


def _page(speeds: list[Speed], memory_mib: list[float], help_s: float) -> str:
    raw = max(s.frames_per_s for s in speeds if s.name.startswith("bare"))
    by_name = {s.name: s.frames_per_s for s in speeds}
    fine, whole = by_name["aqvision, fine pass"], by_name["aqvision analyze, end to end"]
    others = {n: r for n, r in by_name.items() if n.startswith(("plain", "monomech"))}
    claims = [
        ("fine pass against the bare network", fine / raw, _FINE_TARGET),
        ("end to end against the bare network", whole / raw, _WHOLE_TARGET),
        *((f"end to end against {n}", whole / rate, _OTHERS_TARGET) for n, rate in others.items()),
    ]
    rows = [f"| {s.name} | {s.frames_per_s:.1f} | {s.note} |" for s in speeds]
    verdicts = [
        f"| {what} | {ratio:.2f} | {target:.2f} | {_met(ratio >= target)} |"
        for what, ratio, target in claims
    ]
    limits = [
        ("peak memory, 398 frames, MiB", memory_mib[0], _MEMORY_TARGET_MIB),
        ("peak memory, 1194 frames, MiB", memory_mib[1], _MEMORY_TARGET_MIB),
        ("`aqvision --help`, s", help_s, _HELP_TARGET_S),
    ]
    verdicts += [f"| {what} | {v:.4g} | {most} | {_met(v <= most)} |" for what, v, most in limits]
    return "\n".join(
        [
            "# Performance",
            "",
            "Written by `make bench`; do not edit. Everything below was measured in one run on one "
            "machine, so that the ratios hold while absolute figures differ.",
            "",
            f"Machine: {describe_machine()}.",
            "",
            "The clip: the sample athlete running back and forth, 398 frames of 1920 x 1080; heavy "
            "network.",
            "",
            "| way | frames/s | what is measured |",
            "|---|---|---|",
            *rows,
            "",
            "| claim | result | target | |",
            "|---|---|---|---|",
            *verdicts,
            "",
            "Memory is that of the analyzing process and of its largest worker together.",
            "",
        ]
    )


def _met(good: bool) -> str:
    return "met" if good else "**falls short**"


if __name__ == "__main__":
    main()
