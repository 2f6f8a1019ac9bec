"""Results, checks and errors -> lines on a terminal, with the options that take what is asked for."""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aqvision.cli.texts import PLACES, say
from aqvision.core.errors import AqvisionError, as_mendable
from aqvision.core.prompts import Prompt, with_places

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis
    from aqvision.analysis.check import ClipCheck, ClipFacts
    from aqvision.analysis.verdicts import GroupVerdict

_SAME_RATE = 0.02
_GROUP_WIDTH, _VERDICT_WIDTH = 26, 9


def show(line: str, prompts: Iterable[Prompt] = ()) -> None:
    """Print a line of a result, with the options that take what it asks for.

    Parameters
    ----------
    line
        What is printed.
    prompts
        What it asks of the user.
    """
    click.echo(with_places(line, prompts, PLACES))


def show_json(rows: Sequence[Any], *, one: bool) -> None:
    """Print results as JSON, null in place of NaN.

    Parameters
    ----------
    rows
        A dictionary a result.
    one
        Whether the first stands alone, not in a list.
    """
    from aqvision.analysis.store import nan_to_null

    click.echo(json.dumps(nan_to_null(rows[0] if one else list(rows))))


def complain(error: AqvisionError, clip: str = "") -> None:
    """Say on stderr what went wrong and what to do.

    Parameters
    ----------
    error
        What the user can mend.
    clip
        Name of the clip, where there are several.
    """
    lines = [say("error of clip" if clip else "error", clip=clip, text=error)]
    if error.hint:
        lines.append(say("hint", text=with_places(error.hint, error.prompts, PLACES)))
    click.echo("\n".join(lines), err=True)


class Commands(click.Group):
    """Show what the user can mend as one line with a hint; let our own faults be seen whole."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            mendable = as_mendable(error)
            if mendable is None:
                raise
            complain(mendable)
            ctx.exit(1)


def show_analysis(analysis: Analysis, folder: Path) -> None:
    """Print what was measured in a clip, its warnings, and where the report is.

    Parameters
    ----------
    analysis
        What was measured.
    folder
        Where it was written.
    """
    what = "contacts" if analysis.scene.view == "side" else "steps"
    show(say(what, name=analysis.name, n=len(analysis.steps)))
    for warning in analysis.warnings:
        show(f"  {warning.text} {warning.hint}", warning.prompts)
    show("  " + say("report", path=folder / "report.html"))


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
    return [
        *textwrap.wrap(_filmed(check.name, check.facts), width, subsequent_indent="  "),
        *textwrap.wrap(_seen(check.facts), width, initial_indent="  ", subsequent_indent="  "),
        "",
        *(line for v in check.verdicts for line in _row(v, width)),
        *_advice(check, width),
    ]


def _filmed(name: str, facts: ClipFacts) -> str:
    slow = abs(facts.capture_fps / facts.fps - 1) > _SAME_RATE
    return say(
        "filmed",
        name=name,
        duration_s=facts.duration_s,
        capture_fps=facts.capture_fps,
        played=say("played", fps=facts.fps) if slow else "",
        source=facts.capture_fps_from,
        width_px=facts.size[0],
        height_px=facts.size[1],
    )


def _seen(facts: ClipFacts) -> str:
    counted = math.isfinite(facts.expected_steps)
    return say(
        "seen",
        view=facts.view,
        slant=say("slant", angle_deg=facts.view_angle_deg) if facts.view == "side" else "",
        camera=facts.camera,
        athlete_px=facts.athlete_px,
        in_view_frac=facts.in_view_frac,
        steps=say("expected steps", n=facts.expected_steps) if counted else "",
        people=say("people", n=facts.n_people) if facts.n_people > 1 else "",
    )


def _row(judged: GroupVerdict, width: int) -> list[str]:
    head = f"  {judged.group:<{_GROUP_WIDTH}}{judged.verdict:<{_VERDICT_WIDTH}}"
    reason = with_places(judged.reason, judged.prompts, PLACES)
    return _beside(head, reason, width) or [head.rstrip()]


def _advice(check: ClipCheck, width: int) -> Iterator[str]:
    if not check.advice:
        return
    yield ""
    yield say("advice")
    for number, advice in enumerate(check.advice, 1):
        text = with_places(f"{advice.text} {advice.hint}", advice.prompts, PLACES)
        yield from _beside(f"  {number}. ", text, width)


def _beside(head: str, text: str, width: int) -> list[str]:
    """Wrap a text beside its head."""
    return textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head))
