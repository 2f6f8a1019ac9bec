"""Errors of contact instants -> tables in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from validation.events import (
    BIAS_TARGET_MS,
    CONTACT_BIAS_TARGET_MS,
    SD_TARGETS_MS,
    EventErrors,
)

_HEAD = (
    "| motion | view | frames/s | noise | contacts | touchdown | toe-off | contact time "
    "| missed | invented | within 1 SE | RMS error/SE | |"
)


def events_section(results: Sequence[EventErrors]) -> str:
    """Write the section on touchdown and toe-off."""
    targets = ", ".join(f"{sd:g} ms at {rate}" for rate, sd in SD_TARGETS_MS.items())
    return "\n\n".join(
        [
            "## Touchdown and toe-off, from points with known truth",
            "No network: points of known motions with noise added, at a random phase of the "
            "frames, go through the same code as the network's. Bias ± SD from contact to contact "
            f"in ms, positive = late. Targets: bias {BIAS_TARGET_MS:g} ms, of contact time "
            f"{CONTACT_BIAS_TARGET_MS:g} ms; SD {targets} frames/s; none missed, none invented. "
            "The targets are set for 5 mm of noise; rows without a verdict show what more noise "
            "does. `r` is the correlation of the noise from frame to frame at 120 frames/s. Of the "
            "errors 68 % should lie within one stated standard error. The motion capture is held "
            "against force plates: force rises while the shoe still gives way under the markers, "
            "so they come to rest later than it.",
            "\n".join([_HEAD, "|" + "---|" * 13, *(_row(r) for r in results)]),
        ]
    )


def _row(result: EventErrors) -> str:
    c = result.condition
    cells = [c.motion, c.how, f"{c.rate_hz}", _noise(result), f"{result.n_true}"]
    if len(result.error_ms) > 1:
        within, rms = result.calibration
        quality = [f"{within:.0%}", f"{rms:.2f}"]
        errors = [*result.error_ms.T, result.contact_error_ms]
        cells += [f"{e.mean():+.1f} ± {e.std(ddof=1):.1f}" for e in errors]
    else:
        quality = ["-", "-"]
        cells += ["-", "-", "-"]
    counts = [f"{result.n_missed}", f"{result.n_invented}"]
    return "| " + " | ".join([*cells, *counts, *quality, _verdict(result)]) + " |"


def _noise(result: EventErrors) -> str:
    noise = result.condition.noise
    correlated = f", r {noise.correlation:g}" if noise.correlation else ""
    return f"{1000 * noise.sd_m:g} mm{correlated}"


def _verdict(result: EventErrors) -> str:
    if not result.condition.has_target:
        return ""
    short = result.shortfalls
    return f"**falls short**: {', '.join(short)}" if short else "met"
