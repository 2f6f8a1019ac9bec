"""Contacts of runs on force plates as they are timed -> the table of accuracy.md, and its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from validation.force_plates import (
    BIAS_TARGET_MS,
    EXACT,
    FOOT_TARGET_MS,
    LOW_PASS_HZ,
    SD_TARGET_MS,
    SLOW_SD_TARGET_MS,
    PlateErrors,
    plates_of,
)
from validation.tables import bias_sd, judged, met, section, table

RATES_TARGET_MS = 4.0


def plates_table(results: Sequence[PlateErrors]) -> str:
    """Write a row a motion, kind of points and rate."""
    words = _INTRODUCTION.format(last=_last_touch(results))
    return section(words, table(_HEAD, map(_row, results)), _of_rates(results))


def _last_touch(results: Sequence[PlateErrors]) -> str:
    """Say what toe-offs of exact joints are against the last 12 N of the same contacts."""
    told = []
    for r in results:
        if r.points == EXACT:
            contacts = plates_of(r.clip)["contacts"]
            later_ms = np.array([1e3 * (c["to12_s"] - c["toeoff_s"]) for c in contacts])
            off_ms = float((r.error_ms[:, 1] - later_ms[r.contact]).mean())
            told.append(f"{r.clip} at {r.rate_hz:.0f} frames/s {off_ms:+.1f}")
    return f"against the last 12 N of the same contacts, in ms, {', '.join(told)}"


def _of_rates(results: Sequence[PlateErrors]) -> str:
    """Say how far frame rates disagree: the largest difference of two biases of one motion."""
    apart = {
        (clip, points): np.ptp(
            [r.error_ms.mean(axis=0) for r in results if (r.clip, r.points) == (clip, points)],
            axis=0,
        )
        for clip, points in dict.fromkeys((r.clip, r.points) for r in results if not r.is_filtered)
    }
    told = "; ".join(
        f"{clip}, {points} {off[0]:.1f}" + (f" and {off[1]:.1f}" if points != "by angles" else "")
        for (clip, points), off in apart.items()
    )
    largest = max(float(off[0]) for off in apart.values())
    return (
        f"Frame rates agree to {largest:.1f} ms at touchdown (target {RATES_TARGET_MS:g} ms: "
        f"{met(largest <= RATES_TARGET_MS)}). Largest difference of two rates, touchdown and "
        f"toe-off, in ms: {told}."
    )


def _row(r: PlateErrors) -> str:
    within = (np.abs(r.error_ms) <= r.stated_ms).mean(axis=0)
    feet = r.feet
    toeoff = bias_sd(r.error_ms[:, 1]), bias_sd(np.diff(r.error_ms)[:, 0])
    cells = [
        *(r.clip, r.points, round(r.rate_hz), len(r.error_ms), bias_sd(r.error_ms[:, 0])),
        *(toeoff if r.has_toeoff else (f"({toeoff[0]})", "")),
        *(feet.told(0), feet.told(1) if r.has_toeoff else ""),
        *(r.n_missed, r.n_invented),
        *(f"{within[0]:.0%}", f"{within[1]:.0%}" if r.has_toeoff else ""),
        _verdict(r),
    ]
    return " | ".join(map(str, cells))


def _verdict(r: PlateErrors) -> str:
    if r.is_filtered:
        return "not judged"
    note = f"; feet at {' and '.join(r.untold)} not told" if r.untold else ""
    return judged(r.shortfalls) + note


_HEAD = (
    "| motion | points | frames/s | contacts | touchdown | toe-off | contact time "
    "| left less right: touchdown | toe-off | missed | invented "
    "| touchdowns within 1 SE | toe-offs within 1 SE | |"
)
_INTRODUCTION = (
    "## Contacts against force plates\n\n"
    "A jog at 3.5 m/s (`jog120`, 5 contacts) and a run at 6.6 m/s (`max120`, 4 contacts) of two "
    "people over force plates, 50 N: rendered bodies that carry their motion, through the network "
    "(pixels); their joints with half a pixel of noise, between the frames by splines; the "
    "laboratory's markers. Slower rates are each second or fourth frame, from each of the first "
    "on. Bias ± SD in ms, positive = late. Targets: bias "
    f"{BIAS_TARGET_MS:g} ms, SD {SD_TARGET_MS:g} ms ({SLOW_SD_TARGET_MS:g} ms at 60 frames/s), "
    f"left against right {FOOT_TARGET_MS:g} ms, none missed, none invented. The toes of `max120` "
    "are made up and no marker is on them, so in pixels and markers its toe-off tells nothing: in "
    "brackets, and not judged.\n\n"
    "**Left less right** stands with its standard error, from how contacts of one foot scatter; "
    "a contact seen at several phases of the frames counts once. The feet fall short where it is "
    f"beyond {FOOT_TARGET_MS:g} ms and beyond what chance makes of so few contacts in one of "
    "twenty; where only the first, that is not told. At touchdown of `jog120` pixels, joints and "
    "markers agree: this man's right foot is at rest later after 50 N than his left, so it is "
    "his feet that differ and no kind of points; what is stated has no part for that (below).\n\n"
    "**Exact joints** tell when the toe leaves, which is after force has fallen below 50 N: "
    "{last}. So part of the toe-off of exact joints is the definition's.\n\n"
    "**What was fitted on what.** From 50 N to the push of the ground (5.5 ms) and to rest "
    "(10 ms): on these two people, all kinds of points together, so **these touchdowns are no "
    "proof**; the same two constants for both people, feet, all rates and points are what makes "
    "them less than a fit. The network's own 1.5 ms at placed feet and 1 ms at toe-off: on the "
    "samples, the rendered bodies and the pictures of `jog120`. **Nothing was fitted** to a third "
    "person, `sprint_9.7mps` at 9.7 m/s (one stride with ground forces, repeated). That file "
    "holds angles, so its joints are built by forward kinematics from segment lengths of the usual "
    "man, with what `validation/sprint_angles.py` assumes; by that alone its touchdown may be 4 ms "
    "off, and its toe-off tells nothing: in brackets. Two things of that file are its own: the "
    "force of its right foot is that of its left to the last digit, 242 ms later, so **left "
    "against right cannot be told on it**; and its angles hold nothing above some 25 Hz. What such "
    "a filter does stands in the rows `markers, filtered`: the markers of the two people, "
    f"filtered at {LOW_PASS_HZ:g} Hz. A landing that brakes hard is smeared over more than a foot "
    "takes to settle, is taken for one that was stopped in the air, and is read late. **Points "
    "that were filtered before are not what this method is for.** The "
    "motion capture above is the same jog, its points at 250 Hz with noise added: no third "
    "person. Onset priors and path errors: as before, on the motions of the generator and markers "
    "of that jog, but the toe's height, which no longer may lag behind at toe-off. Two people are "
    "no sample, nor are three; pictures of a sprint in spikes are not tried, nor pictures at 240 "
    "frames/s."
)
