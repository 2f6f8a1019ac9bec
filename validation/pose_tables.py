"""Results of the pose pass -> tables in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from validation.pose_accuracy import SWAP_TARGET, TARGETS, ClipResult


def pose_section(results: Sequence[ClipResult]) -> str:
    """Write the section on the pose pass."""
    return "\n\n".join(
        [
            "## Pose: the heavy network, on frames that show the whole body",
            _targets_table([r for r in results if r.disguise == "plain"]),
            "### Every clip\n\nMean absolute error, bias and error about the bias in degrees; lag "
            "in milliseconds, positive = late.",
            _errors_table([r for r in results if r.disguise == "plain"]),
            "### Left and right\n\nPart of the frames in which left and right are exchanged, "
            "before and after repair, of those in which both knees and ankles are kept (legs kept, "
            f"short gaps bridged); target after repair: {SWAP_TARGET:.0%} for the legs.",
            _swaps_table(results),
        ]
    )


def _targets_table(results: Sequence[ClipResult]) -> str:
    rows = ["| clip | angle | mean absolute error | target | about the bias | target | |"]
    rows.append("|---|---|---|---|---|---|---|")
    for result in results:
        if not result.clip.startswith("cyc"):
            continue
        for e in result.errors:
            absolute, about = TARGETS[e.what]
            met = e.absolute <= absolute and (about is None or e.about_bias <= about)
            rows.append(
                f"| {result.clip} | {e.what} | {e.absolute:.1f} | {absolute} | "
                f"{e.about_bias:.1f} | {'' if about is None else about} | "
                f"{'met' if met else '**falls short**'} |"
            )
    return "\n".join(rows)


def _errors_table(results: Sequence[ClipResult]) -> str:
    rows = ["| clip | found | angle | error | bias | about the bias | lag |"]
    rows.append("|---|---|---|---|---|---|---|")
    rows.extend(
        f"| {r.clip} | {r.found_frac:.0%} | {e.what} | {e.absolute:.1f} | {e.bias:+.1f} | "
        f"{e.about_bias:.1f} | {e.lag_ms:+.1f} |"
        for r in results
        for e in r.errors
    )
    return "\n".join(rows)


def _swaps_table(results: Sequence[ClipResult]) -> str:
    rows = [
        "| clip | disguise | found | legs kept | legs raw | legs | arms | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        met = "met" if r.swapped_legs <= SWAP_TARGET else "**falls short**"
        rows.append(
            f"| {r.clip} | {r.disguise} | {r.found_frac:.0%} | {r.legs_known_frac:.0%} | "
            f"{r.swapped_legs_raw:.1%} | {r.swapped_legs:.1%} | {r.swapped_arms:.1%} | {met} |"
        )
    return "\n".join(rows)
