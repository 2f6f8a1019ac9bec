"""ClipCheck -> lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import numpy as np

from aqvision.analysis.check import ClipCheck, ClipFacts
from aqvision.analysis.verdicts import GroupVerdict
from aqvision.core.prompts import say_where

_SAME_RATE = 0.02
_GROUP_WIDTH, _VERDICT_WIDTH = 26, 9


def describe_check(check: ClipCheck, width: int = 100) -> list[str]:
    """Write a check as a table and a list of advice, no line longer than ``width``."""
    return [
        *textwrap.wrap(f"{check.name}: {_filmed(check.facts)}", width, subsequent_indent="  "),
        *textwrap.wrap(_seen(check.facts), width, initial_indent="  ", subsequent_indent="  "),
        "",
        *(line for v in check.verdicts for line in _row(v, width)),
        *_advice(check, width),
    ]


def _filmed(facts: ClipFacts) -> str:
    width, height = facts.size
    slow = abs(facts.capture_fps / facts.fps - 1) > _SAME_RATE
    played = f", played at {facts.fps:.4g}" if slow else ""
    return (
        f"{facts.duration_s:.1f} s, {facts.capture_fps:.4g} frames/s{played} "
        f"({facts.capture_fps_from}), {width} x {height}"
    )


def _seen(facts: ClipFacts) -> str:
    slant = f", {facts.view_angle_deg:.0f}° off" if facts.view == "side" else ""
    steps = f", about {facts.expected_steps:.0f} steps" if np.isfinite(facts.expected_steps) else ""
    others = f"; {facts.n_people} people" if facts.n_people > 1 else ""
    return (
        f"{facts.view} view{slant}; camera {facts.camera}; athlete "
        f"{facts.athlete_px:.0f} px tall, wholly in view in {facts.in_view_frac:.0%} of the clip"
        f"{steps}{others}"
    )


def _row(judged: GroupVerdict, width: int) -> list[str]:
    head = f"  {judged.group:<{_GROUP_WIDTH}}{judged.verdict:<{_VERDICT_WIDTH}}"
    below = " " * len(head)
    reason = say_where(judged.reason, "terminal")
    lines = textwrap.wrap(reason, width, initial_indent=head, subsequent_indent=below)
    return lines or [head.rstrip()]


def _advice(check: ClipCheck, width: int) -> Iterator[str]:
    if not check.advice:
        return
    yield ""
    yield "What to change, the most important first:"
    for number, advice in enumerate(check.advice, 1):
        head = f"  {number}. "
        yield from textwrap.wrap(
            say_where(f"{advice.text} {advice.hint}", "terminal"),
            width,
            initial_indent=head,
            subsequent_indent=" " * len(head),
        )
