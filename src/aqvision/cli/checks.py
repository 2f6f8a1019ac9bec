"""What clips are good for -> a table a clip on a terminal, and how to film better."""

from __future__ import annotations

import math
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from aqvision.cli.output import show_json
from aqvision.cli.texts import PLACES, say
from aqvision.core.prompts import with_places
from aqvision.core.said import said
from aqvision.core.wording import word_of

if TYPE_CHECKING:
    from aqvision.analysis.check import ClipCheck, ClipFacts
    from aqvision.analysis.verdicts import GroupVerdict

_SAME_RATE = 0.02
_WIDEST, _GROUP_WIDTH, _VERDICT_WIDTH = 120, 26, 9


def show_checks(checks: Sequence[ClipCheck], *, as_json: bool, one: bool) -> None:
    """Print what clips are good for, and how to film better.

    Parameters
    ----------
    checks
        A check a clip.
    as_json
        Print them as JSON instead.
    one
        Whether one clip was given: its JSON stands in no list.
    """
    if as_json:
        from aqvision.analysis.check import check_to_dict
        from aqvision.report.plan_tables import what_to_film

        rows = [
            {**check_to_dict(found), "to_compare": what_to_film(found.facts.view)}
            for found in checks
        ]
        show_json(rows, one)
        return
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    click.echo("\n\n".join("\n".join(describe_check(found, width)) for found in checks))


def describe_check(check: ClipCheck, width: int = 100) -> list[str]:
    """Write a check as a table and a list of advice.

    Parameters
    ----------
    check
        What a clip is good for.
    width
        Length of the longest line, in characters.

    Returns
    -------
    list of str
        Lines for a terminal.
    """
    from aqvision.report.plan_tables import what_to_film

    return [
        *textwrap.wrap(_filmed(check.name, check.facts), width, subsequent_indent="  "),
        *textwrap.wrap(_seen(check.facts), width, initial_indent="  ", subsequent_indent="  "),
        "",
        *(line for v in check.verdicts for line in _row(v, width)),
        *_advice(check, width),
        "",
        *textwrap.wrap(what_to_film(check.facts.view), width),
    ]


def _filmed(name: str, facts: ClipFacts) -> str:
    slow = abs(facts.capture_fps / facts.fps - 1) > _SAME_RATE
    return say(
        "filmed",
        name=name,
        duration_s=facts.duration_s,
        capture_fps=facts.capture_fps,
        played=say("played", fps=facts.fps) if slow else "",
        source=said(facts.capture_fps_from),
        width_px=facts.size[0],
        height_px=facts.size[1],
    )


def _seen(facts: ClipFacts) -> str:
    counted = math.isfinite(facts.expected_steps)
    return say(
        "seen",
        view=word_of(facts.view),
        slant=say("slant", angle_deg=facts.view_angle_deg) if facts.view == "side" else "",
        camera=word_of(facts.camera),
        athlete_px=facts.athlete_px,
        in_view_frac=facts.in_view_frac,
        steps=say("expected steps", n=facts.expected_steps) if counted else "",
        people=say("people", n=facts.n_people) if facts.n_people > 1 else "",
    )


def _row(judged: GroupVerdict, width: int) -> list[str]:
    group, verdict = word_of(judged.group), word_of(judged.verdict)
    head = f"  {group:<{_GROUP_WIDTH}}{verdict:<{_VERDICT_WIDTH}}"
    reason = with_places(said(judged.reason), judged.prompts, PLACES)
    return _beside(head, reason, width) or [head.rstrip()]


def _advice(check: ClipCheck, width: int) -> Iterator[str]:
    if not check.advice:
        return
    yield ""
    yield say("advice")
    for number, advice in enumerate(check.advice, 1):
        text = with_places(f"{said(advice.text)} {said(advice.hint)}", advice.prompts, PLACES)
        yield from _beside(f"  {number}. ", text, width)


def _beside(head: str, text: str, width: int) -> list[str]:
    """Wrap a text beside its head."""
    return textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head))
