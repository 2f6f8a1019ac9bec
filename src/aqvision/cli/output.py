"""Results, checks and errors -> lines on a terminal that name options for what is asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
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

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis
    from aqvision.analysis.hold import HoldAnalysis
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

        show_json([analysis_to_dict(analysis) for analysis, _ in results], one)
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

        show_json([hold_to_dict(analysis)], True)
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

        show_json([hold_comparison_to_dict(comparison)], True)
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
        show_json(rows, len(rows) == 1)
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

        show_json([comparison_to_dict(comparison)], True)
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
        show_json([written], True)
        return
    for remark in written["remarks"]:
        show(say("note", text=said(remark)))
    show(said(written["sentence"]))
    show(say("report", path=out / "report.html"))


def show_json(rows: Sequence[Any], one: bool) -> None:
    """Print results as JSON, in which what cannot be measured is null.

    Parameters
    ----------
    rows
        A dictionary a result.
    one
        Whether one was asked for: it stands in no list.
    """
    from aqvision.analysis.store import nan_to_null

    click.echo(json.dumps(nan_to_null(rows[0] if one else rows)))
