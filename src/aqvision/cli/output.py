"""Results, checks and errors -> lines on a terminal that name options for what is asked."""

from __future__ import annotations

import json
import math
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aqvision.cli.interrupts import STOPPED
from aqvision.cli.options import is_quiet
from aqvision.cli.texts import PLACES, say
from aqvision.core.errors import AqvisionError, as_mendable
from aqvision.core.prompts import Prompt, with_places
from aqvision.core.said import said
from aqvision.core.wording import word_of

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis
    from aqvision.analysis.check import ClipCheck, ClipFacts
    from aqvision.analysis.hold import HoldAnalysis
    from aqvision.analysis.verdicts import GroupVerdict
    from aqvision.comparison.compare import Comparison
    from aqvision.comparison.holds import HoldComparison
    from aqvision.pose.track.athlete import Candidate

_SAME_RATE = 0.02
_WIDEST, _GROUP_WIDTH, _VERDICT_WIDTH = 120, 26, 9


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


def complain(error: AqvisionError, clip: str = "") -> None:
    """Say on stderr what went wrong and what to do.

    Parameters
    ----------
    error
        What the user can mend.
    clip
        Name of the clip, where there are several: it stands before what does not name it.
    """
    key = "error" if clip in str(error) else "error of clip"
    lines = [say(key, clip=clip, text=said(str(error)))]
    if error.hint:
        lines.append(say("hint", text=with_places(said(error.hint), error.prompts, PLACES)))
    click.echo("\n".join(lines), err=True)


def tell(line: str) -> None:
    """Say on stderr what is no error and no result: what is done, what to do next.

    Parameters
    ----------
    line
        Said unless the command was asked to be quiet.
    """
    if not is_quiet():
        click.echo(line, err=True)


class Commands(click.Group):
    """Show what the user can mend as one line with a hint; let our own faults be seen whole."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(say("stopped"), err=True)
            ctx.exit(STOPPED)
        except Exception as error:
            mendable = as_mendable(error)
            if mendable is None:
                raise
            complain(mendable)
            ctx.exit(1)


def show_analyses(results: Sequence[tuple[Analysis, Path]], *, as_json: bool, one: bool) -> None:
    """Print what was measured in clips, their warnings, and where the reports are.

    Parameters
    ----------
    results
        What was measured, and where it was written.
    as_json
        Print what analysis.json holds instead.
    one
        Whether there is one clip: its JSON stands in no list.
    """
    if as_json:
        from aqvision.analysis.store import analysis_to_dict

        _show_json([analysis_to_dict(analysis) for analysis, _ in results], one)
        return
    from aqvision.core.types import View  # it loads numpy

    for analysis, folder in results:
        what = "contacts" if analysis.scene.camera.view == View.SIDE else "steps"
        show(say(what, name=analysis.name, n=len(analysis.steps)))
        for warning in analysis.warnings:
            show(f"  {said(warning.text)} {said(warning.hint)}", warning.prompts)
        show("  " + say("report", path=folder / "report.html"))


def show_hold(analysis: HoldAnalysis, folder: Path, *, as_json: bool) -> None:
    """Print what was measured in a hold, its warnings, and where the report is.

    Parameters
    ----------
    analysis, folder
        What was measured, and where it was written.
    as_json
        Print what hold.json holds instead.
    """
    if as_json:
        from aqvision.analysis.hold_store import hold_to_dict

        _show_json([hold_to_dict(analysis)], True)
        return
    from aqvision.report.hold import hold_verdict

    for sentence in hold_verdict(analysis):
        show(sentence)
    for warning in analysis.warnings:
        show(f"  {said(warning.text)} {said(warning.hint)}", warning.prompts)
    show(say("report", path=folder / "report.html"))


def show_hold_comparison(comparison: HoldComparison, out: Path, *, as_json: bool) -> None:
    """Print what holds differ in, and where the report is.

    Parameters
    ----------
    comparison, out
        What differs, and the folder of the report.
    as_json
        Print what hold_comparison.json holds instead.
    """
    if as_json:
        from aqvision.comparison.holds import hold_comparison_to_dict

        _show_json([hold_comparison_to_dict(comparison)], True)
        return
    from aqvision.report.hold_comparison import hold_change_verdict

    for sentence in (*hold_change_verdict(comparison), *comparison.cautions):
        show(sentence)
    show(say("report", path=out / "report.html"))


def show_strips(written: Sequence[Path]) -> None:
    """Print where the pictures of touchdowns and toe-offs are, and what to do with them.

    Parameters
    ----------
    written
        Pictures, then the table of contacts.
    """
    *pictures, table = written
    if not pictures:
        show(say("no events", table=table))
        return
    show(say("events", pictures=", ".join(map(str, pictures)), table=table))


def show_written(written: Iterable[Path], *, as_json: bool) -> None:
    """Print where files are that were asked for beside a result.

    Parameters
    ----------
    written
        The files.
    as_json
        Print nothing: the output is the result alone.
    """
    for path in () if as_json else written:
        show("  " + say("written", path=path))


def show_candidates(lists: Mapping[Path, Sequence[Candidate]], out: Path, *, as_json: bool) -> None:
    """Print who is in clips.

    Parameters
    ----------
    lists
        The people of each clip.
    out
        Folder of their pictures.
    as_json
        Print lists of people instead; of one clip, its list alone.
    """
    if as_json:
        rows = [[asdict(candidate) for candidate in found] for found in lists.values()]
        _show_json(rows, len(rows) == 1)
        return
    for path, found in lists.items():
        show(say("choose", clip=path.name))
        for candidate in found:
            show(f"  {candidate.describe()}")
    show(say("pictures", folder=out))


def show_comparison(comparison: Comparison, out: Path, *, as_json: bool) -> None:
    """Print in a few lines what a comparison came to, and where its report is.

    Parameters
    ----------
    comparison
        What changed.
    out
        Folder of the report.
    as_json
        Print what comparison.json holds instead.
    """
    if as_json:
        from aqvision.comparison.store import comparison_to_dict

        _show_json([comparison_to_dict(comparison)], True)
        return
    from aqvision.report.comparison_verdict import brief_outcome

    for line, prompts in brief_outcome(comparison):
        show(line, prompts)
    show(say("report", path=out / "report.html"))


def show_ladder(out: Path, *, as_json: bool) -> None:
    """Print what holds as speed rises and what lets go first, and where the report is.

    Parameters
    ----------
    out
        Folder of the report and of ladder.json.
    as_json
        Print what ladder.json holds instead.
    """
    written = json.loads((out / "ladder.json").read_text(encoding="utf-8"))
    if as_json:
        _show_json([written], True)
        return
    for remark in written["remarks"]:
        show(say("note", text=said(remark)))
    show(said(written["sentence"]))
    show(say("report", path=out / "report.html"))


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
        _show_json(rows, one)
        return
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    click.echo("\n\n".join("\n".join(describe_check(found, width)) for found in checks))


def _show_json(rows: Sequence[Any], one: bool) -> None:
    from aqvision.analysis.store import nan_to_null

    click.echo(json.dumps(nan_to_null(rows[0] if one else rows)))


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
